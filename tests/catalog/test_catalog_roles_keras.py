"""What a number changes and what a shape changes, in Keras itself."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from catalog_sampling import Case, ours
from keras_layers import called, theirs

from rnnspec.catalog import LAYERS, LayerRow, Parameter

pytestmark = pytest.mark.keras

SIZES = (9, 6, 4)
LISTS = {"dims": ((1, 2, 3), (2, 1, 3)), "target_shape": ((-1,), (6, 9)), "shared_axes": ((1,),)}
BESIDE = {"strides": 4, "groups": 2, "cropping": 1}
"""Beside these, something else may matter."""


def with_role(role: str) -> list[Any]:
    """The arguments of all layers that have a role."""
    return [
        pytest.param(row, parameter, id=f"{row.name}-{parameter.name}")
        for row in LAYERS.values()
        for parameter in row.parameters
        if parameter.role == role
    ]


def values(parameter: Parameter) -> list[Any]:
    """A few values that an argument accepts."""
    found: list[Any] = [*LISTS.get(parameter.name, ()), *parameter.words]
    if not found and parameter.range is not None:
        numbers = (0.25, 0.5) if "float" in parameter.accepts else (2, 1, 4, -1)
        found = [number for number in numbers if number in parameter.range]
    found += [False, True] if "bool" in parameter.accepts else []
    return [*found, None] if "none" in parameter.accepts else found


def layers(row: LayerRow) -> Iterator[Case]:
    """A layer with what it must be given, and with more beside that."""
    given = {p.name: values(p)[0] for p in row.parameters if p.required and p.name != "layer"}
    shape = SIZES[: 2 if row.wrapper or row.name == "Reshape" else row.ranks[-1]]
    inner = next(layers(LAYERS["GRU"])) if row.wrapper else None
    yield Case(row, given, shape, inner)
    for name in BESIDE.keys() & row.by_name.keys():
        yield Case(row, {**given, name: BESIDE[name]}, shape, inner)


def changed(case: Case, parameter: Parameter) -> Iterator[Case]:
    """The layer with each value of an argument with which it can be built."""
    for value in values(parameter):
        other = replace(case, arguments={**case.arguments, parameter.name: value})
        if not isinstance(ours(other), str):
            yield other


@pytest.mark.parametrize(("row", "parameter"), with_role("shape"))
def test_a_shape_decides_how_large_something_is(row: LayerRow, parameter: Parameter) -> None:
    if parameter.range is not None and parameter.range.low == parameter.range.high:
        pytest.skip("it has one value")
    pairs = (pair for case in layers(row) for pair in combinations(changed(case, parameter), 2))
    one, other = next(pair for pair in pairs if ours(pair[0]) != ours(pair[1]))
    assert theirs(one) != theirs(other)


@pytest.mark.parametrize(("row", "parameter"), with_role("number"))
def test_a_number_is_a_value_of_the_same_computation(row: LayerRow, parameter: Parameter) -> None:
    case = next(case for case in layers(row) if not isinstance(ours(case), str))
    found = []
    for value in values(parameter)[:2]:
        layer, output = called(replace(case, arguments={**case.arguments, parameter.name: value}))
        config = layer.get_config()
        assert config.pop(parameter.name, value) == value  # A SimpleRNN does not tell its seed.
        config.pop("name")
        found.append((config, [weight.shape for weight in layer.weights], output.shape))
    assert found[0] == found[1]
