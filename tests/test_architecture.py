"""The walls of the house: which room may import which, and what may come in from outside.

The tables here say what ARCHITECTURE.md draws. Every import statement is looked at, wherever it
stands in its file; what a command really loads is seen in a process of its own.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rnnspec.spec import check

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "rnnspec"
SPECS = sorted((ROOT / "specs").glob("*.rnnspec"))

PLAIN = {"source", "errors", "values", "words"}
"""Small modules that know nothing: every room but the runtime may import them."""

ROOMS: dict[str, set[str]] = {
    **{module: set() for module in sorted(PLAIN)},
    "distributions": set(),
    "study": {"distributions"},
    "catalog": {"distributions", "study"},
    "proof": {"distributions", "study", "catalog"},
    "diagnostics": {"distributions", "study", "proof"},
    "syntax": {"diagnostics", "grammar"},
    "runtime": set(),
    "profile": {"study", "runtime"},
    "check": {
        *("distributions", "study", "catalog", "proof", "diagnostics", "syntax", "profile"),
        "runtime",
    },
    "overview": {"study", "catalog", "plan", "proof", "runtime"},
    "plan": {"study", "catalog", "runtime"},
    "diff": {"study", "catalog", "plan"},
    "scripts": {"distributions", "diagnostics", "study", "catalog", "plan", "templates"},
    "samplers": {"distributions", "study"},
    "ledger": {"distributions", "study"},
    "executors": {"study", "plan", "runtime"},
    "workers": {"study", "executors"},
    "search": {
        *("study", "catalog", "plan", "diff", "samplers", "ledger", "executors", "workers"),
        "runtime",
    },
    "watch": {"study", "ledger", "search"},
    "predict": {*("diagnostics", "study", "profile", "ledger", "executors", "workers", "search")},
    "report": {"distributions", "study", "catalog", "plan", "ledger", "search"},
    "pipeline": {"diagnostics", "syntax", "study", "profile", "check"},
    "spec": {"diagnostics", "syntax", "study", "pipeline"},
    "api": {
        *("study", "catalog", "diagnostics", "check", "overview", "pipeline", "spec", "diff"),
        *("scripts", "samplers", "ledger", "search", "predict", "report"),
    },
    "cli": {"diagnostics", "watch", "api"},
}
"""Each room in reading order, with the rooms of ours that it may import."""

DOORS: dict[str, set[str]] = {
    "lark": {"syntax"},
    "jinja2": {"scripts/script.py", "report/page.py"},
    "markupsafe": {"report/page.py"},
    "matplotlib": {"report"},
    "click": {"cli"},
    "rich": {"cli", "watch/live.py"},
    "tensorboard": {"watch/tensorboard.py"},
    "mlflow": {"watch/mlflow.py"},
    "ruff": {"scripts"},
    "pyarrow": {"executors/predictions.py", "profile/tables.py", "runtime"},
    "hyperopt": {"samplers/hyperopt.py"},
    "pandas": {
        *("profile/division.py", "profile/parts.py", "profile/recognise.py", "profile/tables.py"),
        "profile/times.py",
        "runtime",
    },
    "numpy": {"executors", "profile", "report", "runtime", "samplers", "search"},
    "keras": {"executors/keras", "runtime"},
    "sklearn": {"runtime/datasets.py", "samplers/skopt.py"},
    "scipy": {"distributions"},
    "skopt": {"samplers/skopt.py"},
    "threadpoolctl": {"samplers/skopt.py"},
    "optuna": {"ledger", "report/run.py", "samplers", "search"},
    "sqlalchemy": {"ledger/sql.py"},
}
"""Every library that the package may import, with the rooms or files through which it enters."""

HEAVY = {
    *("keras", "tensorflow", "jax", "torch", "numpy", "pandas", "scipy", "sklearn", "pyarrow"),
    *("hyperopt", "optuna", "skopt", "keras_tuner", "matplotlib"),
}
"""What takes long to import."""

LATE = ("check", "compile")
"""The commands that import nothing heavy."""

WHERE_HEAVY_IS_HOME = {
    *("runtime", "samplers", "executors", "search", "ledger", "report"),
    *("profile/arrays.py", "profile/division.py", "profile/parts.py", "profile/recognise.py"),
    *("profile/tables.py", "profile/times.py"),
}
"""Rooms and files that are themselves imported only when something runs or a file is read."""

LONGEST = 400


class Import(NamedTuple):
    """One imported module, and where."""

    file: str
    room: str
    line: int
    module: str
    at_top: bool


def _modules(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module="rnnspec", names=names):
            return ["rnnspec" if n.name == "__version__" else f"rnnspec.{n.name}" for n in names]
        case ast.ImportFrom(module=module, level=0):
            return [module or ""]
        case ast.ImportFrom():
            raise AssertionError("imports inside the package are written in full")
    return []


def _at_top(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported, but for what only types need."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
        yield child
        yield from _at_top(child)


def _imports() -> Iterator[Import]:
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        room = file.split("/", 1)[0].removesuffix(".py")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_top = {id(node) for node in _at_top(tree)}
        for node in ast.walk(tree):
            for module in _modules(node):
                yield Import(file, room, getattr(node, "lineno", 0), module, id(node) in at_top)


IMPORTS = list(_imports())


def _listed(wrong: list[Import], why: str) -> str:
    return "\n".join(f"{one.file}:{one.line} imports {one.module}: {why}" for one in wrong)


def test_every_room_stands_in_the_table() -> None:
    """A new room needs its walls."""
    assert {one.room for one in IMPORTS} - {"__init__"} <= set(ROOMS)
    assert all((PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file() for room in ROOMS)


def test_rooms_import_only_what_the_table_says() -> None:
    """A wall that is in the way is moved in the table, with a reason, or not at all."""
    wrong = []
    for one in IMPORTS:
        ours, _, rest = one.module.partition(".")
        room = rest.split(".")[0]
        allowed = {one.room, *ROOMS[one.room], *(PLAIN if one.room != "runtime" else ())}
        if ours == "rnnspec" and rest and room not in allowed:
            wrong.append(one)
    assert not wrong, _listed(wrong, "its room may not")


def test_the_table_allows_no_more_than_walls_need() -> None:
    """Text and meaning meet in `check` alone; what prints and what runs never see text."""
    both = {room for room, seen in ROOMS.items() if {"syntax", "study"} <= seen}
    assert both == {"check", "pipeline", "spec"}
    assert not {"syntax", "check", "search", "executors", "samplers"} & ROOMS["scripts"]
    assert not {"syntax", "check", "scripts"} & (
        ROOMS["search"] | ROOMS["executors"] | ROOMS["samplers"]
    )
    assert not ROOMS["runtime"]


def test_rooms_import_in_one_direction() -> None:
    """The table has no circle: there is an order in which the house can be read."""
    left = {room: seen & ROOMS.keys() for room, seen in ROOMS.items()}
    while ready := [room for room, seen in left.items() if not seen & left.keys()]:
        for room in ready:
            del left[room]
    assert not left


SHARED = {"contract", "decimals", "encoding", "table", "text"}
"""What other rooms may know of `distributions`: all but the families."""


def test_no_other_room_knows_a_family_of_distributions() -> None:
    """A distribution is one file: everything else is told by the contract and the table."""
    ours = "rnnspec.distributions."
    wrong = [
        one
        for one in IMPORTS
        if one.room != "distributions"
        and one.module.startswith(ours)
        and one.module.removeprefix(ours) not in SHARED
    ]
    assert not wrong, _listed(wrong, "a family is known by its own file alone")


def test_libraries_enter_through_their_doors() -> None:
    """Each library can be exchanged, or found, in one place."""
    wrong = []
    for one in IMPORTS:
        library = one.module.split(".")[0]
        if library in sys.stdlib_module_names or library in {"rnnspec", "__future__"}:
            continue
        # Files of the runtime name their siblings by bare names: a script carries them so.
        if one.room == "runtime" and (PACKAGE / "runtime" / f"{library}.py").is_file():
            continue
        doors = DOORS.get(library, set())
        if not any(one.file == door or one.file.startswith(f"{door}/") for door in doors):
            wrong.append(one)
    assert not wrong, _listed(wrong, "it does not enter here")


def test_heavy_libraries_are_imported_where_something_runs() -> None:
    """Elsewhere they may only be imported inside the function that needs them."""
    wrong = [
        one
        for one in IMPORTS
        if one.at_top
        and one.module.split(".")[0] in HEAVY
        and not {one.room, one.file} & WHERE_HEAVY_IS_HOME
    ]
    assert not wrong, _listed(wrong, "it takes long to import")


def test_files_are_short() -> None:
    """A file has one idea; generated ones are no one's reading."""
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for folder in ("rnnspec", "tools", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if not path.name.startswith("generated_")
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    """A docstring that says something stands at the top of every file of the package."""
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in (
            *PACKAGE.rglob("*.py"),
            *(ROOT / "tools").glob("*.py"),
            ROOT / "grammar/__init__.py",
        )
        if len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < 10
    ]
    assert not silent


COMMAND = """
import sys
from rnnspec.cli import main
sys.argv = ["rnnspec", *sys.argv[1:]]
try:
    main()
finally:
    print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", LATE)
def test_checking_and_compiling_load_nothing_heavy(command: str, spec: Path) -> None:
    """Once the profile of the data is kept, neither pandas nor NumPy, Keras or a sampler."""
    assert check(spec).study is not None
    options = ["--target", "hyperopt", "--algorithm", "random"] if command == "compile" else []
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, command, str(spec), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.splitlines()[-1].split()[1:])
    assert "rnnspec" in loaded
    assert not loaded & HEAVY


STAGES = {"syntax", "study", "plan"}
"""A layer is a layer in the tree of the text, in the study and in the plan: the same names."""


def _types(path: Path) -> Iterator[str]:
    """The names of the classes of a file and of its aliases of types, but for its own `_names`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.BinOp()) if (
                node in tree.body and name[0].isupper() and not name.isupper()
            ):
                pass
            case _:
                continue
        if not name.startswith("_"):
            yield name


def test_the_name_of_a_type_means_one_thing() -> None:
    """Who reads `Search`, `Row` or `Shape` need not ask which."""
    files: dict[str, set[Path]] = {}
    for path in PACKAGE.rglob("*.py"):
        for name in _types(path):
            files.setdefault(name, set()).add(path.relative_to(PACKAGE))
    several = {
        name: sorted(map(str, found))
        for name, found in files.items()
        if len(found) > 1 and not {path.parts[0] for path in found} <= STAGES
    }
    assert not several


def _modules_and_imports() -> dict[str, set[str]]:
    """Each module with those of ours that it imports, wherever the import stands."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {f"{node.module}.{one.name}" for one in node.names}
                found[name] |= names | {node.module}
    modules = found.keys()
    return {
        name: {
            one
            for one in seen & modules
            # `from rnnspec.check import values` reads a module of the room, not what it hands on.
            if one != name and not any(other.startswith(f"{one}.") for other in seen & modules)
        }
        for name, seen in found.items()
    }


def test_modules_import_in_one_direction() -> None:
    """No two files need each other: each can be read after those that it imports."""
    left = _modules_and_imports()
    while ready := [name for name, seen in left.items() if not seen & left.keys()]:
        for name in ready:
            del left[name]
    assert not left
