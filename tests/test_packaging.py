"""What is installed is the whole package: every folder, and every file that is read at run time."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
AT_THE_TOP = {"rnnspec.grammar": "grammar", "rnnspec.templates": "templates"}


def test_every_folder_is_a_package_that_is_named() -> None:
    """A forgotten one works where it was written, and is missing from the wheel."""
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "rnnspec").rglob("__init__.py")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | AT_THE_TOP.keys()
    stray = {
        path.parent.relative_to(ROOT).as_posix()
        for path in (ROOT / "rnnspec").rglob("*.py")
        if not (path.parent / "__init__.py").is_file()
    }
    assert not stray


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from a copy of the tree."""
    import shutil

    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    for part in ("rnnspec", "grammar", "templates"):
        shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tree / file)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(folder), str(tree)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("rnnspec-*.whl")
    return set(zipfile.ZipFile(built).namelist())


def test_the_wheel_holds_every_file_that_is_read(wheel: set[str]) -> None:
    """Python files, the grammar with its tables, templates, the marker for type checkers."""
    wanted = {"rnnspec/py.typed"}
    for package, folder in {"rnnspec": "rnnspec", **AT_THE_TOP}.items():
        top = ROOT / folder
        for path in top.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                inside = path.relative_to(top).as_posix()
                wanted.add(f"{package.replace('.', '/')}/{inside}")
    assert "rnnspec/grammar/rnnspec.lark" in wanted
    assert wanted <= wheel


def test_the_wheel_holds_the_package_alone(wheel: set[str]) -> None:
    """No tests, no specs, no folder of the tree under its own name."""
    tops = {name.split("/")[0] for name in wheel}
    version = PROJECT["project"]["version"]
    assert tops == {"rnnspec", f"rnnspec-{version}.dist-info"}
