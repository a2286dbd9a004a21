"""The generated files are what the installed Keras tells, and nothing of Keras is forgotten."""

import importlib
from pathlib import Path

import pytest

import rnnspec.catalog
from rnnspec.catalog import FAMILIES
from rnnspec.catalog.generate import FILES, generate
from rnnspec.catalog.left_out import LEFT_OUT

pytestmark = pytest.mark.keras

HERE = Path(rnnspec.catalog.__file__).parent
FAMILY = {
    "layers": "layer",
    "activations": "activation",
    "initializers": "initializer",
    "regularizers": "regularizer",
    "constraints": "constraint",
    "optimizers": "optimizer",
    "losses": "loss",
    "metrics": "metric",
    "callbacks": "callback",
}


def test_generated_files_are_current() -> None:
    stale = [name for name, text in generate().items() if (HERE / name).read_text("utf-8") != text]
    assert not stale, f"{stale} differ: run `python -m rnnspec.catalog.generate`"


@pytest.mark.parametrize("module", FAMILY)
def test_every_generated_entry_is_a_row(module: str) -> None:
    file = next(f for f, modules in FILES.items() if module in modules)
    generated = getattr(
        importlib.import_module(f"rnnspec.catalog.generated_{file}"), module.upper()
    )
    rows = FAMILIES[FAMILY[module]]
    ours = {n for n, row in rows.items() if not row.call.startswith("runtime.")}
    assert ours == generated.keys()


@pytest.mark.parametrize("module", FAMILY)
def test_what_is_left_out_exists(module: str) -> None:
    import keras

    missing = [n for n in LEFT_OUT[module] if not hasattr(getattr(keras, module), n)]
    assert not missing, f"Keras has no {missing}"


def test_every_call_exists() -> None:
    import keras

    from rnnspec.runtime import layers

    for family in FAMILIES.values():
        for row in family.values():
            place, *names = row.call.split(".")
            found: object = {"keras": keras, "runtime": layers, "": keras}[place]
            for name in names:
                found = getattr(found, name)
