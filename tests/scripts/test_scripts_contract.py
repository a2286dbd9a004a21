"""What holds for every example and every target: the contract of `rnnspec.scripts`."""

import ast
import re
import subprocess
import symtable
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cells import CANNOT, can
from examples import EVERY, example, example_script, nearest, script, small
from ruff import find_ruff_bin

from rnnspec.check.reserved import reserved
from rnnspec.pipeline import check_source
from rnnspec.scripts.symbols import globals_read, names_in
from rnnspec.scripts.table import TARGETS, refusals
from rnnspec.source import Source
from rnnspec.study.expressions import Apply, Const, Derived
from rnnspec.study.search import Named
from rnnspec.study.space import Constraint, DerivedValue

SAID = {target: [name for name in EVERY if can(name, target)] for target in TARGETS}
CELLS = [(name, target) for target, names in SAID.items() for name in names]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", EVERY)
def test_only_what_is_listed_is_refused(target: str, name: str) -> None:
    found = refusals(example(name), TARGETS[target], nearest(example(name), target))
    messages = [diagnostic.message for diagnostic in found]
    reason = CANNOT.get(target, {}).get(name)
    assert any(reason in message for message in messages) if reason else not messages


@pytest.mark.parametrize("target", TARGETS)
def test_scripts_pass_ruff_as_it_comes(target: str, tmp_path: Path) -> None:
    for name in SAID[target]:
        compile(parsed(name, target), name, "exec")
        file = tmp_path / f"{name.replace('/', '_')}.py"
        file.write_text(example_script(name, target), encoding="utf-8")
    types = ["--extend-select", "ANN", "--ignore", "ANN401"]  # everything is typed
    for command in (["check", "--isolated", *types], ["format", "--isolated", "--check"]):
        done = subprocess.run(
            [find_ruff_bin(), *command, tmp_path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_script_calls_its_own_is_no_name_of_a_layer(target: str) -> None:
    """A class of a layers' file would stand in its place: `check.reserved`."""
    for name in SAID[target]:
        study = example(name)
        free = {layer.name for layer in study.custom} | {d.name for d in study.space.derived}
        found = set()
        for statement in parsed(name, target).body:
            match statement:
                case ast.FunctionDef(name=defined) | ast.ClassDef(name=defined):
                    found.add(defined)
                case ast.Import(names=names) | ast.ImportFrom(names=names):
                    found |= {(one.asname or one.name).split(".")[0] for one in names}
                case ast.Assign(targets=[ast.Name(defined)]):
                    found.add(defined)
        assert found - free <= reserved(), name


CLASSES = """rnnspec 1
data {
  source = csv("t.csv", time = day)
  inputs = [a]
  target = sky
  window = 4
  split = chronological(validation = 0.2TEST)
}
model { GRU(3) Dense(classes, activation = softmax) }
train { optimizer = adam loss = sparse_categorical_crossentropy epochs = 1 }
search { objective = minimize(val_loss) algorithm = random trials = 1 }
"""


@pytest.mark.parametrize("test", ["", ", test = 0.2"])
def test_a_script_binds_no_name_that_it_does_not_read(test: str, tmp_path: Path) -> None:
    rows = [f"2024-01-{day:02},{day % 7},{('wet', 'dry')[day % 2]}" for day in range(1, 31)]
    (tmp_path / "t.csv").write_text("\n".join(["day,a,sky", *rows]))
    study = check_source(Source("sky", CLASSES.replace("TEST", test)), tmp_path).study
    assert study is not None
    file = tmp_path / "script.py"
    file.write_text(script(study, data="t.csv"), encoding="utf-8")
    command = [find_ruff_bin(), "check", "--isolated", "--select", "F,RUF059", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("target", TARGETS)
def test_a_function_has_no_parameter_that_no_call_gives(target: str) -> None:
    """What is carried is written for all specs, and stands in a script as that spec needs it."""
    for name in SAID[target]:
        tree = parsed(name, target)
        optional = {
            (node.name, taken.arg)
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
            for taken in [*node.args.args[-len(node.args.defaults) or len(node.args.args) :]]
            + [one for one, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d]
        }
        named = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        given = set()
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Name(called), places, keywords) if called in named:
                    taken = [one.arg for one in named[called].args.args]
                    given |= {(called, one) for one in taken[: len(places)]}
                    given |= {(called, str(keyword.arg)) for keyword in keywords}
        assert optional <= given, name


@pytest.mark.parametrize(("name", "target"), CELLS)
def test_everything_after_values_is_the_same_text(name: str, target: str) -> None:
    """The functions that do not propose are those of the Hyperopt script."""
    mine, first = functions(name, target), functions(name, "hyperopt")
    assert list(mine) == SHARED
    assert mine == first


@cache
def parsed(name: str, target: str) -> ast.Module:
    """The tree of an example's script."""
    return ast.parse(example_script(name, target))


SHARED = ["load_data", "split_data", "prepare_data", "build_model", "score_model"]


@cache
def functions(name: str, target: str) -> dict[str, str]:
    """The functions of an example's script that have nothing of the target."""
    nodes = (node for node in parsed(name, target).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.dump(node) for node in nodes if node.name in SHARED}


EVERYWHERE = {"keras", "numpy", "pandas", "scipy"}
"""What scripts, models or distributions may need; Keras brings the first, the others follow."""


def guarded(target: str, algorithm: str) -> tuple[ast.Module, ast.Try]:
    """A script with an algorithm, and the imports that it guards."""
    search = replace(example("minimal").search, algorithm=Named(algorithm))
    tree = ast.parse(script(replace(example("minimal"), search=search), target=target))
    return tree, next(node for node in tree.body if isinstance(node, ast.Try))


def roots(lines: list[ast.stmt]) -> set[str]:
    """The packages that import statements name."""
    plain = {a.name for node in lines if isinstance(node, ast.Import) for a in node.names}
    named = {str(node.module) for node in lines if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | named}


ALGORITHMS = [(target, name) for target, row in TARGETS.items() for name in row.algorithms]


@pytest.mark.parametrize(("target", "algorithm"), ALGORITHMS)
def test_a_library_that_is_not_installed_is_named_in_one_line(
    target: str, algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, block = guarded(target, algorithm)
    assert roots(tree.body) - sys.stdlib_module_names <= EVERYWHERE
    assert roots(block.body) >= set(TARGETS[target].libraries)
    for library in roots(block.body):
        lines = [line for line in block.body if roots([line]) == {library}]
        alone = ast.Module([ast.Try(lines, block.handlers, [], [])], [])
        with monkeypatch.context() as patch:
            # Its parts, too: other tests have imported some.
            for name in {library, *(n for n in sys.modules if n.split(".")[0] == library)}:
                patch.setitem(sys.modules, name, None)
            with pytest.raises(SystemExit) as caught:
                exec(compile(ast.fix_missing_locations(alone), "search.py", "exec"), {})
        said = str(caught.value.code)
        assert re.match(rf"`{library}[.\w]*` is not installed: pip install ", said)
        assert set(TARGETS[target].packages) <= set(said.split())
        assert "\n" not in said


@pytest.mark.parametrize("target", TARGETS)
def test_derived_values_take_no_name_of_a_script(target: str) -> None:
    """Called like everything that a script has, each of them still is what the spec says."""
    study = example("minimal")
    own = sorted(names_in(example_script("minimal", target)))
    chain = [DerivedValue(own[0], Const(1))]
    for name in own[1:]:
        chain.append(DerivedValue(name, Apply("+", (Derived(chain[-1].name), Const(1)))))
    allowed = Constraint(Apply("==", (Derived(own[-1]), Const(len(own)))))
    space = replace(study.space, derived=tuple(chain), constraints=(allowed,))
    tree = ast.parse(script(replace(study, space=space), target=target))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    check = next(node for node in functions if node.name == "is_allowed")
    first = functions.index(check) - len(own)
    ours = functions[first : first + len(own)]
    rest = ast.unparse(ast.Module([n for n in tree.body if n not in {*ours, check}], []))
    names = {node.name for node in ours}
    assert len(names) == len(own)
    assert not names & (set().union(*globals_read(rest).values()) | names_bound(rest))
    found: dict[str, Any] = {"Any": Any}
    exec(compile(ast.Module([*ours, check], []), "derived", "exec"), found)
    assert found["is_allowed"]({}) is True


def names_bound(text: str) -> set[str]:
    """The names that a script itself binds, outside its functions."""
    table = symtable.symtable(text, "script", "exec")
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()}


def test_a_script_has_no_derived_value_that_it_does_not_read() -> None:
    """One that only another reads stays; neither stands in a script that reads none."""
    read = script(
        small("a ~ int(2, 4) one = a + 1 two = one * 2 three = two + 1", "GRU(two) Dense(1)")
    )
    assert ("def one(values:" in read, "def two(values:" in read) == (True, True)
    assert "three" not in read
