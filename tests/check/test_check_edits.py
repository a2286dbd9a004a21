"""Edits that messages offer: applied, they take the problem away that they are offered for."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from check.specs import SEARCH, TRAIN, check, spec
from click.testing import CliRunner
from diagnostics.test_diagnostics_table import completed

from rnnspec.cli.main import rnnspec
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.table import TABLE
from rnnspec.pipeline import check_source
from rnnspec.source import Edit, Source, Span, apply_edits
from rnnspec.syntax.mistakes import example_specs

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data"
INVALID = ROOT / "tests" / "conformance" / "invalid"

SLIPS = {
    "one-quote": spec(data="source = csv('days.csv')"),
    "point": spec("GRU(8, dropout = .5)\n  Dense(1)"),
    "equals": spec(space="a ~ int(1, 2)\n  require a != 1 && a <> 2"),
    "unit": spec(search=f"{SEARCH}\n  timeout = 30m"),
    "semicolon": spec(train="optimizer = adam; loss = mse; epochs = 2"),
    "list": spec("GRU(units ~ [32, 64])\n  Dense(1)"),
    "fixed": spec("GRU(units = quniform(32, 64, 32))\n  Dense(1)"),
    "fixed-position": spec("GRU(quniform(32, 64, 32))\n  Dense(1)"),
    "fixed-setting": spec(train=TRAIN.replace("epochs = 2", "epochs = int(2, 5)")),
    "fixed-space": spec("GRU(width)\n  Dense(1)", space="width = int(2, 5)"),
    "layer": spec("GRUU(8)\n  Dense(1)"),
    "argument": spec("GRU(8, dropuot = 0.1)\n  Dense(1)"),
    "word": spec("GRU(8, activation = tahn)\n  Dense(1)"),
    "name": spec("GRU(widht)\n  Dense(1)", space="width = 8"),
    "hides": spec(space="tanh = 3"),
    "reversed": spec("GRU(units ~ quniform(64, 32, 32, default = 64))\n  Dense(1)"),
    "step": spec("GRU(units ~ int(10, 45, step = 20, default = 10))\n  Dense(1)"),
    "exponents": spec(
        train="optimizer = Adam(learning_rate ~ loguniform(-9, -4))\n  loss = mse\n  epochs = 5"
    ),
    "measure": spec(search=SEARCH.replace("val_mae", "val_maee")),
    "side": spec(search=SEARCH.replace("minimize(val_mae)", "val_mae")),
    "algorithm": spec(search=SEARCH.replace("random", "randm")),
    "window": spec(
        data="source = random(samples = 40, steps = 5, features = 1)\n  window = 3\n"
        "  split = random(validation = 0.5)"
    ),
    "version": "rnnspec 7" + spec()[9:],
    "no-version": spec()[9:],
}


def _mistakes() -> Iterator[tuple[str, str]]:
    rows = tomllib.loads((ROOT / "grammar" / "mistakes.toml").read_text(encoding="utf-8"))
    for row in rows["mistake"]:
        for example in example_specs(row):
            yield f"{row['message']}: {example!r}", example


TEXTS: dict[str, tuple[str, Path]] = {
    **{code: (completed(code, row.wrong), DATA) for code, row in TABLE.items()},
    **{
        path.stem: (path.read_text(encoding="utf-8"), INVALID) for path in INVALID.glob("*.rnnspec")
    },
    **{name: (text, DATA) for name, text in SLIPS.items()},
    **{name: (text, DATA) for name, text in _mistakes()},
}


def _kept(edit: Edit, offset: int) -> int:
    """Where a place of the text stands once it is edited."""
    if offset <= edit.span.start:
        return offset
    return max(offset - edit.span.end, 0) + edit.span.start + len(edit.text)


def _still(problem: Diagnostic, edit: Edit, text: str, folder: Path) -> bool:
    """Whether the edited text has this very problem at this place."""
    whole = Source("edited", text)
    found = check_source(whole, folder).diagnostics
    return any(
        (one.code, one.message) == (problem.code, problem.message)
        and one.span.start in (problem.span.start, _kept(edit, problem.span.start))
        for one in found
    )


@pytest.mark.parametrize("name", TEXTS)
def test_an_edit_takes_its_problem_away(name: str) -> None:
    text, folder = TEXTS[name]
    source = Source("wrong", text)
    for problem in check_source(source, folder).diagnostics:
        for edit in problem.edits:
            assert edit.title
            assert "\n" not in edit.title
            whole = check_source(source, folder).tree
            assert whole is not None
            edited = apply_edits(text, Span(0, len(text)), [edit])
            assert edited != text
            assert not _still(problem, edit, edited, folder), (problem, edit)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_has_an_edit(name: str) -> None:
    """Whoever makes one of the usual slips can have it mended."""
    text, folder = TEXTS[name]
    assert any(problem.edits for problem in check(text, folder).diagnostics)


def test_other_bounds_leave_a_default_alone() -> None:
    """They are put in place of the arguments, not of all that stands between the brackets."""
    (problem,) = check(SLIPS["reversed"]).diagnostics
    edited = apply_edits(SLIPS["reversed"], Span(0, len(SLIPS["reversed"])), problem.edits)
    assert "units ~ quniform(32, 64, 32, default = 64)" in edited


def test_help_that_says_what_to_write_can_be_applied() -> None:
    """But for the help that shows no more than the form, with `...` in it."""
    told = re.compile(r"^(write `|the nearest is `|leave `\w+` out$)")
    lacking = {
        help_
        for text, folder in TEXTS.values()
        for problem in check_source(Source("wrong", text), folder).diagnostics
        for help_ in problem.help
        if told.search(help_) and "..." not in help_ and not problem.edits
    }
    assert not lacking


FORMS = (
    *("a setting is written", "lists are written", "in a model write", "write the path"),
    *("a searched value is written", "the first line is", "a spec has", "`repeat` repeats"),
    *("a tighter `require`", "a dependent range", "ranks and lengths agree", "keep one of"),
    *("windows are of", "they are sorted", "it is left out", "at most", "or `search`"),
    *("numbers need no", "without what is no row", "letters behind a number", "masks are"),
    *("`LastStep()`", "leave `validation` out of the split", "`quniform`, `int(...)` and"),
)
"""Beginnings of helps that tell a form, a fact or another place."""


def _problems(text: str, folder: Path) -> tuple[Diagnostic, ...]:
    return check_source(Source("edited", text), folder).diagnostics


def _pasted(text: str, problem: Diagnostic, written: str) -> Iterator[str]:
    """A text with what a help shows in it: at its problem, as a setting, or in a block."""
    start, end = problem.span.start, problem.span.end
    yield text[:start] + written + text[end:]
    if name := re.match(r"(\w+)\s*[=~]", written):
        value = r"\s*[=~]\s*(\([^()]*\)|\[[^\[\]]*\]|[\w.]+)"
        yield re.sub(rf"\b{name[1]}{value}", lambda _: written, text)
        for block in ("data", "train", "search"):
            yield re.sub(rf"(?m)^{block} \{{", lambda found: f"{found[0]} {written}\n", text)


def test_help_without_an_edit_can_be_pasted_too() -> None:
    """Then the problem is gone, and there is no new one; unless it tells a form or a place."""
    lacking = set()
    for text, folder in TEXTS.values():
        problems = check_source(Source("wrong", text), folder).diagnostics
        before = {(one.code, one.message) for one in problems}
        for problem in problems:
            for help_ in () if problem.edits else problem.help:
                pasted = [
                    {(one.code, one.message) for one in _problems(new, folder)}
                    for written in re.findall("`([^`]+)`", help_)
                    for new in _pasted(text, problem, written)
                ]
                if not help_.startswith(FORMS) and not any(after < before for after in pasted):
                    lacking.add((problem.message, help_))
    assert not lacking


def test_the_command_hands_edits_out(tmp_path: Path) -> None:
    """As `check --format json` tells them: place, text and title."""
    import json

    path = tmp_path / "small.rnnspec"
    path.write_text(SLIPS["layer"])
    (problem,) = json.loads(
        CliRunner().invoke(rnnspec, ["check", "--format", "json", str(path)]).stdout
    )
    line = SLIPS["layer"].splitlines().index("  GRUU(8)") + 1
    assert problem["edits"] == [
        {
            "start": {"line": line, "column": 3},
            "end": {"line": line, "column": 7},
            "text": "GRU",
            "title": "the nearest is `GRU`",
        }
    ]
