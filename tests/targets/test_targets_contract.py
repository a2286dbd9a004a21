"""What holds for every example and every target: the contract of `rnnspec.targets`."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from examples import NAMES, example, example_script, script

from rnnspec.study.search import Named
from rnnspec.targets.carry import INDEX
from rnnspec.targets.script import ruff
from rnnspec.targets.shared import SCRIPT_NAMES
from rnnspec.targets.table import TARGETS, refusals

ONE_OBJECTIVE = "searches one objective"
NO_PRUNER = "has no pruner"
CONTINUOUS = "cannot list a law that is continuous"

CANNOT: dict[str, dict[str, str]] = {
    "branches": {
        "hyperopt": ONE_OBJECTIVE,
        "skopt": ONE_OBJECTIVE,
        "sklearn_grid": ONE_OBJECTIVE,
        "sklearn_random": ONE_OBJECTIVE,
    },
    "every_distribution": {"sklearn_grid": CONTINUOUS},
    "gru_batchnorm": {"sklearn_grid": CONTINUOUS},
    "gru_single": {"sklearn_grid": CONTINUOUS},
    "gru_stacked": {"sklearn_grid": CONTINUOUS},
    "lstm_gp": {"sklearn_grid": CONTINUOUS},
    "per_layer": {
        "hyperopt": NO_PRUNER,
        "skopt": NO_PRUNER,
        "sklearn_grid": NO_PRUNER,
        "sklearn_random": NO_PRUNER,
    },
    "progressive": {"sklearn_grid": CONTINUOUS},
    "tokens": {"sklearn_grid": CONTINUOUS},
}
"""The cells that `compile` refuses, whatever the algorithm, each with its reason."""

SAID = {target: [n for n in NAMES if target not in CANNOT.get(n, {})] for target in TARGETS}
CELLS = [(name, target) for target, names in SAID.items() for name in names]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", NAMES)
def test_only_what_is_listed_is_refused(target: str, name: str) -> None:
    row, wanted = TARGETS[target], example(name).search.algorithm.name
    algorithm = None if wanted in row.algorithms else Named(row.nearest[wanted])
    found = refusals(example(name), row, algorithm)
    assert bool(found) == (target in CANNOT.get(name, {})), found


@pytest.mark.parametrize("target", TARGETS)
def test_scripts_pass_ruff_as_it_comes(target: str, tmp_path: Path) -> None:
    for name in SAID[target]:
        text = example_script(name, target)
        compile(text, name, "exec")
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    for command in (["check", "--isolated"], ["format", "--isolated", "--check"]):
        done = subprocess.run(
            [ruff(), *command, tmp_path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "target"), CELLS)
def test_everything_after_values_is_the_same_text(name: str, target: str) -> None:
    """The functions that do not propose are those of the Hyperopt script."""
    mine, first = functions(example_script(name, target)), functions(example_script(name))
    shared = {"load_data", "split_data", "prepare_data", "build_model", "score_model"}
    assert {n: mine[n] for n in shared} == {n: first[n] for n in shared}


@pytest.mark.parametrize("target", TARGETS)
def test_a_library_that_is_not_installed_is_named_in_one_line(target: str, tmp_path: Path) -> None:
    text = script(example("minimal"), target=target)
    block = next(node for node in ast.parse(text).body if isinstance(node, ast.Try))
    library = TARGETS[target].libraries[0]
    file = tmp_path / "search.py"
    file.write_text(
        f"import sys\nsys.modules[{library!r}] = None\n{ast.unparse(block)}", encoding="utf-8"
    )
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "pip install" in line
    assert TARGETS[target].packages[0] in line


@pytest.mark.parametrize("target", TARGETS)
def test_every_name_of_a_script_is_reserved(target: str) -> None:
    """A derived value of a spec never takes the name of something of the script's own."""
    for name in SAID[target]:
        tree = ast.parse(example_script(name, target))
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in tree.body:
            match node:
                case ast.Try(body=lines):
                    own |= {a.asname or a.name for n in lines for a in n.names}
                case ast.Assign(targets=[ast.Name(assigned)]):
                    own.add(assigned)
        derived = {d.name for d in example(name).space.derived}
        groups = {word for word in own if word.isupper() and word[-1].isdigit()}
        assert own - derived - groups - set(INDEX) <= SCRIPT_NAMES


def functions(text: str) -> dict[str, str]:
    nodes = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.unparse(node) for node in nodes}
