"""Specs of one layer each: every argument with every class of value, on every kind of input.

In: the catalog. Out: texts of specs with their arrays, small enough to be trained for one step.
Imports no Keras.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog_sampling import allowed

from rnnspec.catalog import (
    ACTIVATIONS,
    CONSTRAINTS,
    INITIALIZERS,
    LAYERS,
    REGULARIZERS,
    LayerRow,
    Parameter,
)
from rnnspec.words import render_value

REQUIRED = {
    "units": 3, "filters": 2, "kernel_size": 2, "output_size": 2, "pool_size": 2, "n": 2,
    "input_dim": 9, "output_dim": 3, "rate": 0.2, "stddev": 0.1, "activation": "relu", "scale": 0.5,
    "num_heads": 2, "key_dim": 2, "head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1,
    "target_shape": (-1,), "dims": (2, 1),
}  # fmt: skip
"""What stands where a layer asks for an argument that the case is not about."""

INNER = ("Dense(3)", "GRU(3)", "LSTM(3, dropout = 0.2)", "Dropout(0.2)", "Conv1D(2, 2)",
         "Embedding(9, 3)", "LayerNormalization()", "Flatten()", "Activation(relu)",
         "ConvLSTM1D(2, 2)", "Conv2D(2, 2)")  # fmt: skip
"""Layers that are tried inside wrappers."""

STEPS, FEATURES = 6, 4
INPUTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "floats": ("x", ()),
    "tokens": ("tokens", ()),
    "masked": ("padded", ("Masking()",)),
    "masked_tokens": ("tokens", ("Embedding(9, 4, mask_zero = true)",)),
    "one_step": ("single", ()),
}
"""The kinds of input: the array of a spec, and the layers that stand first."""


def arrays() -> dict[str, Any]:
    """The arrays, of 24 samples; the last two steps of what is padded are zeros."""
    import numpy as np

    rng = np.random.default_rng(0)
    x = rng.normal(size=(24, STEPS, FEATURES)).astype("float32")
    tokens = rng.integers(0, 9, size=(24, STEPS))
    padded = x.copy()
    padded[:, -2:] = tokens[:, -2:] = 0
    y = rng.normal(size=(24, 1)).astype("float32")
    return {"x": x, "tokens": tokens, "padded": padded, "single": x[:, :1], "y": y}


SHAPED = {1: ("Flatten()",), 2: (), 3: ("Reshape([-1, 2, 2])",)}
"""What brings a sequence to the rank that a layer takes."""

TOKENS = {1: (), 2: ("Reshape([-1, 2])",), 3: ("Reshape([-1, 2, 1])",)}
"""The same for tokens, which are a vector already."""

TAILS = ("Dense(1)", "Flatten() Dense(1)")
"""What may follow: one of them takes the output, a vector or a sequence."""


@dataclass(frozen=True)
class OneStep:
    """A layer as it is written, on a kind of input of a rank."""

    kind: str
    rank: int
    layer: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.rank}-{self.layer}"

    @property
    def specs(self) -> Iterator[str]:
        """The spec with each tail."""
        array, first = INPUTS[self.kind]
        bring = SHAPED[self.rank]
        if self.kind == "tokens":  # Integers are a vector of tokens already.
            bring = TOKENS[self.rank]
        before = (*first, *bring)
        if self.kind == "masked" and self.rank == 3:  # A new shape loses the mask.
            before = (*bring, *first)
        for tail in TAILS:
            yield (
                "rnnspec 1\n"
                f'data {{ source = npz("arrays.npz", x = {array}, y = y)\n'
                "  split = random(validation = 0.25) }\n"
                f"model {{ {' '.join((*before, self.layer, tail))} }}\n"
                "train { optimizer = adam loss = mse epochs = 1 batch_size = 8 }\n"
                "search { objective = minimize(val_loss) algorithm = random trials = 1 }\n"
            )


def written(name: str, arguments: dict[str, str]) -> str:
    """A layer as a spec has it."""
    return f"{name}({', '.join(f'{n} = {value}' for n, value in arguments.items())})"


def classes(row: LayerRow, parameter: Parameter) -> Iterator[str]:
    """A value of each class that the argument accepts, as a spec writes it."""
    for kind in parameter.accepts:
        match kind:
            case "int":
                yield from (str(n) for n in _inside(parameter, (-3, -2, -1, 0, 1, 2, 3, 7)))
            case "float":
                numbers = (-1.5, 0, 1e-9, 0.2, 0.999, 1, 2.5, 1e9)
                yield from (render_value(n) for n in _inside(parameter, numbers))
            case "ints":
                yield from _lists(row, parameter)
            case "bool":
                yield from ("true", "false")
            case "str":
                yield from parameter.words
            case "none":
                yield "none"
            case "activation":
                yield from ACTIVATIONS
            case "initializer":
                yield from allowed(parameter, INITIALIZERS)
            case "regularizer":
                yield from allowed(parameter, REGULARIZERS)
            case "constraint":
                yield from allowed(parameter, CONSTRAINTS)
            case "layer":
                yield from INNER
            case other:
                raise AssertionError(f"{parameter.name} accepts {other}")


def _inside(parameter: Parameter, numbers: tuple[Any, ...]) -> list[Any]:
    assert parameter.range is not None
    return [n for n in numbers if n in parameter.range]


def _lists(row: LayerRow, parameter: Parameter) -> Iterator[str]:
    match parameter.name:
        case "dims":
            yield from ("[2, 1]", "[1, 2]", "[3, 1, 2]", "[1, 3, 2]")
        case "target_shape":
            yield from ("[-1]", "[-1, 1]", "[2, -1]", "[2, -1, 1]", "[24]", "[4, 6]")
        case "axis" | "shared_axes":
            yield from ("[1]", "[1, 2]", "[2, 3]")
        case "output_shape":
            yield from ("[3]", "[2, 2]")
        case _:
            size = parameter.length or 1
            pairs = ((1, 1), (2, 2), (1, 3), (0, 1), (0, 0), (7, 1))
            for pair in pairs:
                if all(n in parameter.range for n in pair[:size]):  # type: ignore[operator]
                    yield f"[{', '.join(map(str, pair[:size]))}]"


def needed(row: LayerRow) -> dict[str, str]:
    """The required arguments with a usual value."""
    found = {}
    for parameter in row.parameters:
        if parameter.required and parameter.name != "layer":
            value = REQUIRED[parameter.name]
            found[parameter.name] = value if isinstance(value, str) else render_value(value)
        elif parameter.required:
            inner = {"SpectralNormalization": "Dense(3)", "Bidirectional": "GRU(3)"}
            found[parameter.name] = inner.get(row.name, "Dense(3)")
    if row.name == "GroupNormalization":
        found["groups"] = "1"
    return found


PLAIN = ("activation", "initializer", "regularizer", "constraint")
"""Families whose members meet no kind of input: they are tried on numbers alone."""


def one_steps(name: str) -> Iterator[OneStep]:
    """All cases of a layer."""
    row = LAYERS[name]
    usual = needed(row)
    for kind in INPUTS:
        for rank in row.ranks:
            seen = {written(name, usual)}
            yield OneStep(kind, rank, written(name, usual))
            for parameter in row.parameters:
                if kind != "floats" and set(PLAIN) & set(parameter.accepts):
                    continue
                for value in classes(row, parameter):
                    layer = written(name, {**usual, parameter.name: value})
                    if layer not in seen:
                        seen.add(layer)
                        yield OneStep(kind, rank, layer)
