"""The generated files are what the installed Keras tells, and nothing of Keras is forgotten."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rnnspec.catalog import FAMILIES
from tools.keras_rows import CATALOG, FILES, generate
from tools.left_out import LEFT_OUT

pytestmark = pytest.mark.keras

ROOT = CATALOG.parents[1]

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
    stale = [name for name, text in generate().items() if text != written(name)]
    assert not stale, f"{stale} differ: run `make generate`"


def written(name: str) -> str:
    return (CATALOG / name).read_text("utf-8")


def test_a_new_row_is_written_where_the_catalog_cannot_be_read_without_it(tmp_path: Path) -> None:
    """What writes the generated files imports nothing that stands on them."""
    for part in ("rnnspec", "tools"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    edit(tmp_path / "tools/left_out.py", "UpSampling3D ", "")
    edit(
        tmp_path / "rnnspec/catalog/layers.py",
        '    "SimpleRNN": (',
        '    "UpSampling3D": (VALUES, IMAGE),\n    "SimpleRNN": (',
    )
    show = "from rnnspec.catalog import LAYERS; print(LAYERS['UpSampling3D'].parameters[0].name)"
    assert "KeyError: 'UpSampling3D'" in python(tmp_path, "-c", show).stderr
    for path in (tmp_path / "rnnspec/catalog").glob("generated_*.py"):
        path.unlink()
    assert python(tmp_path, "-m", "tools.keras_rows").returncode == 0
    assert python(tmp_path, "-c", show).stdout == "size\n"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a copy of the tree, which stands before the tree itself."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


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
