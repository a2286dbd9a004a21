"""Carrying: every subset of the runtime that a script may hold stands on its own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from forked import run_forked

from rnnspec.scripts.carry import PIPELINE, RUNTIME, Carried, carry, import_block, imports_of

FILES = sorted(path for path in RUNTIME.glob("*.py") if path.name != "__init__.py")
ALLOWED = {
    "numpy": "np",
    "pandas": "pd",
    "keras": None,
    **dict.fromkeys(("bz2", "csv", "gzip", "io", "lzma", "random", "re")),
    "pyarrow": "pa",
    "pyarrow.parquet": "pq",
    "pyarrow.json": "pj",
    "sqlite3": None,
}

SIMPLE = (
    "read_csv",
    "parse_times",
    "sort_by_time",
    "parse_numbers",
    "numbers",
    "check_complete",
    "part_bounds",
    "fit_standard",
    "scale",
    "unscale",
    "window_ends",
    "cut_windows",
    "cut_targets",
    "trial_seed",
    "fit_model",
    "predict",
    "measure",
)


def definitions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]


NAMES = [name for path in FILES for name in definitions(path)]


def script(carried: list[Carried]) -> str:
    sources = (item.source for item in carried)
    return "\n\n\n".join([import_block(imports_of(carried)), *sources]) + "\n"


def test_the_pipeline_names_every_file_and_names_are_unique():
    assert sorted(PIPELINE) == [path.stem for path in FILES]
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_hold_functions_alone_and_import_under_fixed_names(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body[1:]:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                assert ast.get_docstring(node), f"{node.name} says what it does"
            case ast.Import(names):
                assert [(a.name, a.asname) for a in names] == [
                    (a.name, ALLOWED[a.name]) for a in names
                ]
            case ast.ImportFrom(module, names):
                root = str(module).split(".")[0]
                assert root == "rnnspec" or root in sys.stdlib_module_names
                assert not any(a.asname for a in names)
            case _:
                raise AssertionError(f"{path.name}:{node.lineno} is neither import nor function")


def test_the_package_imports_nothing_and_lists_every_function():
    text = (RUNTIME / "__init__.py").read_text(encoding="utf-8")
    assert len(ast.parse(text).body) == 1
    assert [name for name in NAMES if name not in text] == ["PeepholeLSTMCell"]


def test_what_is_carried_is_closed_and_in_the_order_of_the_pipeline():
    carried = carry(["stratified_order", "PeepholeLSTM", "read_csv"])
    assert [item.name for item in carried] == [
        "read_csv",
        "shuffled_order",
        "stratified_order",
        "PeepholeLSTMCell",
        "PeepholeLSTM",
    ]
    assert carried[3].source.startswith("@keras.saving.register_keras_serializable")
    assert imports_of(carried) == [
        "from collections.abc import Sequence",
        "from pathlib import Path",
        "from typing import Any",
        "import keras",
        "import numpy as np",
        "import pandas as pd",
    ]


def test_imports_are_merged_and_sorted_as_ruff_does():
    statements = [
        "from hyperopt import fmin",
        "from hyperopt import Trials",
        "from hyperopt import STATUS_OK",
        "import keras",
        "import argparse",
        "from pathlib import Path",
        "import keras",
    ]
    assert import_block(statements).splitlines() == [
        "import argparse",
        "from pathlib import Path",
        "",
        "import keras",
        "from hyperopt import STATUS_OK, Trials, fmin",
    ]


def test_a_simple_forecaster_carries_little():
    carried = carry(SIMPLE)
    assert {item.name for item in carried} - set(SIMPLE) == {"nonzero_spread"}
    assert len(script(carried).splitlines()) < 210


def test_a_name_that_the_runtime_lacks_is_an_error():
    with pytest.raises(KeyError):
        carry(["read_nothing"])


def test_carrying_imports_no_heavy_library():
    code = (
        "import sys; from rnnspec.scripts.carry import carry; carry(['PeepholeLSTM', 'read_csv'])\n"
        "assert not {'numpy', 'pandas', 'keras', 'rnnspec.runtime.tables'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_subset_passes_ruff(tmp_path):
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(script(carry([name])), encoding="utf-8")
    (tmp_path / "everything.py").write_text(script(carry(NAMES)), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", str(tmp_path)]
    found = subprocess.run(ruff, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def is_light(name: str) -> bool:
    return "import keras" not in imports_of(carry([name]))


@pytest.mark.parametrize("name", [name for name in NAMES if is_light(name)])
def test_light_subsets_define_what_they_say(name):
    scope: dict[str, object] = {"__name__": f"carried_{name}"}
    exec(compile(script(carry([name])), f"{name}.py", "exec"), scope)
    assert callable(scope[name])


@pytest.mark.keras
def test_keras_subsets_define_what_they_say(tmp_path):
    """In a process of their own, for they register layers that this one has too."""
    heavy = [name for name in NAMES if not is_light(name)]
    assert "PeepholeLSTM" in heavy
    for name in heavy:
        (tmp_path / f"carried_{name}.py").write_text(script(carry([name])), encoding="utf-8")
    every = tmp_path / "every.py"
    every.write_text("\n".join(f"from carried_{name} import {name}" for name in heavy), "utf-8")
    done = run_forked(every)
    assert done.returncode == 0, done.stderr
