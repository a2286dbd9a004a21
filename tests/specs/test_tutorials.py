"""The pages on tutorials: specs are the files, counts are right, commands work."""

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnspec.cli.main import rnnspec

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "tutorials").glob("[a-z]*.md"))
ON_EVERY = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)

SPEC = re.compile(
    r"\]\(\.\./\.\./(specs/\w+\.rnnspec)\)[^\n]*:\n\n```rnnspec\n(.*?)^```$", re.M | re.S
)
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)
COUNTS = re.compile(r"^\| lines .*\n.*\n\|.*\| (\d+) \| (\d+) \|$", re.M)
COMMAND = re.compile(r"^rnnspec (compile .*) -o \S+$", re.M)


def _body(spec: Path) -> str:
    """What follows the comments at the head of a spec."""
    text = spec.read_text(encoding="utf-8")
    return text[text.index("rnnspec 1\n") :]


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())


@ON_EVERY
def test_every_spec_is_the_file_that_is_named(page: Path) -> None:
    """Page and spec never drift apart."""
    shown = SPEC.findall(page.read_text(encoding="utf-8"))
    assert shown
    for path, block in shown:
        assert block == _body(ROOT / path)


@ON_EVERY
def test_every_count_is_right(page: Path) -> None:
    """Lines that are not blank, of the page's own program and of its spec."""
    text = page.read_text(encoding="utf-8")
    (program,) = PROGRAM.findall(text)
    (_, spec), *_ = SPEC.findall(text)
    (counted,) = COUNTS.findall(text)
    assert counted == (str(_lines(program)), str(_lines(spec)))


@ON_EVERY
def test_every_program_is_python(page: Path) -> None:
    """What stands beside a spec can be read by the same parser as the original."""
    (program,) = PROGRAM.findall(page.read_text(encoding="utf-8"))
    ast.parse(program)
    assert max(len(line) for line in program.splitlines()) <= 100


@ON_EVERY
def test_every_command_compiles_for_the_library_of_the_page(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who copies a command gets a script, without a problem."""
    monkeypatch.chdir(ROOT)
    commands = COMMAND.findall(page.read_text(encoding="utf-8"))
    assert any(f"--target {page.stem}" in command for command in commands)
    for command in commands:
        done = CliRunner().invoke(rnnspec, command.split())
        assert done.exit_code == 0, done.stderr
        compile(done.stdout, command, "exec")
