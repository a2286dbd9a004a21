"""The rows are complete and agree with one another, without Keras."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rnnspec.catalog import (
    FAMILIES,
    LAYERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    RECURRENT_EXTRAS,
    REFUSED_ARGUMENTS,
    SCHEDULES,
    VOCABULARY,
    WORDED,
    Parameter,
    Row,
    find,
)
from rnnspec.catalog.arguments import KINDS, SPECIAL
from rnnspec.study.expressions import Const

ROWS = [row for family in FAMILIES.values() for row in family.values()]
KINDS_OF_VALUES = {
    *("int", "float", "bool", "str", "none", "ints", "numbers", "activation", "initializer"),
    *("regularizer", "constraint", "schedule", "layer", "measure", "text", "name", "path"),
    *("value", "options", "names", "values", "moment"),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.family}-{row.name}")
def test_a_row_is_complete(row: Row) -> None:
    assert row.summary
    assert len(row.by_name) == len(row.parameters)
    for parameter in row.parameters:
        assert set(parameter.accepts) <= KINDS_OF_VALUES
        assert parameter.name not in REFUSED_ARGUMENTS or row.family == "source"
        if {"int", "float", "ints", "numbers"} & set(parameter.accepts):
            assert parameter.range is not None
            assert parameter.range.name
        assert bool(parameter.words) == ("str" in parameter.accepts)
        if not parameter.required:
            assert default_stands(parameter), parameter


@pytest.mark.parametrize("row", [*LOSSES.values(), *METRICS.values()], ids=lambda row: row.call)
def test_a_short_name_is_made_of_the_long_one(row: Row) -> None:
    name, initials = row.name.lower(), "".join(filter(str.isupper, row.name)).lower()
    for alias in row.aliases:
        plain = alias.replace("_", "")
        if plain == "bce":
            assert row.name == "BinaryCrossentropy"
        else:
            assert plain == initials or name.startswith(plain) or plain.startswith(name)


def default_stands(parameter: Parameter) -> bool:
    """Whether the default is something that could be written there."""
    value, accepts = parameter.default, parameter.accepts
    match value:
        case None:
            return "none" in accepts
        case bool():
            return "bool" in accepts
        case int() | float():
            assert parameter.range is not None
            number = "float" if isinstance(value, float) else "int"
            return {number, "float"} & set(accepts) != set() and value in parameter.range
        case str() if parameter.words:
            return value in parameter.words
        case str() if "text" in accepts or "measure" in accepts:
            return True
        case str():
            return any(find(family, value) for family in accepts if family in FAMILIES)
        case tuple():
            kind = {"ints", "values"} & set(accepts)
            return kind != set() and parameter.length in (None, len(value))
    return False


@pytest.mark.parametrize("name", FAMILIES)
def test_a_word_stands_for_one_row(name: str) -> None:
    counted = Counter(word for n, row in FAMILIES[name].items() for word in (n, *row.aliases))
    assert [word for word, times in counted.items() if times > 1] == []
    for word in FAMILIES[name].words:
        row = find(name, word)
        assert row is not None
        assert word in (row.name, *row.aliases)


def test_words_that_two_families_share() -> None:
    """Only scores do, which a loss and a metric are alike, and the `Identity`."""
    families: dict[str, set[str]] = {}
    for family in WORDED:
        for word in family.words:
            families.setdefault(word, set()).add(family.name)
    shared = {w for w, where in families.items() if len(where) > 1 and where != {"loss", "metric"}}
    assert shared == {"Identity"}


def test_the_vocabulary_is_fixed() -> None:
    """A new word would make names of old specs illegal: that takes a new language version."""
    frozen = (Path(__file__).parent / "vocabulary.txt").read_text("utf-8").split()
    assert sorted(VOCABULARY) == frozen


def test_names_that_specs_like_are_free() -> None:
    liked = "units size depth width rate layers cell dropout seed lr encoder decoder head window"
    assert not VOCABULARY & set(liked.split())


def test_no_kind_of_argument_is_unused() -> None:
    used = {p.name for row in ROWS for p in row.parameters}
    pairs = {f"{row.name}.{p.name}" for row in ROWS for p in row.parameters}
    assert KINDS.keys() - used == set()
    assert SPECIAL.keys() - pairs == set()


def test_extras_hide_no_argument() -> None:
    for row in LAYERS.values():
        if row.recurrent:
            assert {p.name for p in RECURRENT_EXTRAS}.isdisjoint(row.by_name)


def test_a_completed_call_has_every_argument() -> None:
    complete = LAYERS["GRU"].complete({"units": Const(8)})
    assert complete.keys() == LAYERS["GRU"].by_name.keys()
    assert complete["activation"] == Const("tanh")


def test_ranges_are_open_where_they_say() -> None:
    dropout = LAYERS["GRU"].parameter("dropout")
    rate = OPTIMIZERS["Adam"].parameter("learning_rate")
    assert dropout is not None
    assert rate is not None
    assert dropout.range is not None
    assert rate.range is not None
    assert 0 in dropout.range
    assert 1 not in dropout.range
    assert 0 not in rate.range
    assert 1e-12 in rate.range


def test_one_way_to_clip() -> None:
    def held(**given: float) -> bool:
        constants = {name: Const(value) for name, value in given.items()}
        (requirement,) = OPTIMIZERS["SGD"].requirements(constants)
        assert isinstance(requirement.condition, Const)
        return requirement.condition.value is True

    assert held()
    assert held(clipnorm=1.0)
    assert not held(clipnorm=1.0, clipvalue=0.5)
    assert not held(clipvalue=1.0, global_clipnorm=0.5)


def test_piecewise_values_and_epochs() -> None:
    row = SCHEDULES["PiecewiseConstant"]

    def held(values: tuple[float, ...], at: tuple[int, ...]) -> bool:
        found = row.requirements({"values": Const(values), "at": Const(at)})
        return all(r.condition == Const(True) for r in found)

    assert held((0.1, 0.01), (10,))
    assert not held((0.1,), (10,))
    assert not held((0.1, 0.01, 0.001), (20, 10))


def test_importing_the_catalog_imports_nothing_heavy() -> None:
    code = "import sys, rnnspec.catalog; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"keras", "tensorflow", "numpy", "pandas", "scipy", "json", "tools"}
    assert not heavy & set(found.stdout.split())
