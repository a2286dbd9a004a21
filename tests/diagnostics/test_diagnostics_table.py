"""The table of problems: complete, and every example says what it claims."""

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

import rnnspec
from rnnspec.diagnostics.table import TABLE, render_explanation
from rnnspec.pipeline import check_source
from rnnspec.source import Source

PACKAGE = Path(rnnspec.__file__).parent
DATA = Path(__file__).parent.parent / "data"

BLOCKS = {
    "data": "source = random(samples = 99, steps = 9, features = 2)"
    "  split = random(validation = 0.2)",
    "model": "GRU(8)  Dense(1)",
    "train": "optimizer = adam  loss = mse  epochs = 5",
    "search": "objective = minimize(val_loss)  algorithm = random  trials = 10",
}


def completed(code: str, example: str) -> str:
    """A whole spec around the blocks that an example shows."""
    text = dedent(example).strip() + "\n"
    if not text.startswith("rnnspec") and code != "E0103":
        text = f"rnnspec 1\n{text}"
    for name, inside in BLOCKS.items():
        shown = re.search(rf"^{name} ", text, re.MULTILINE)
        misspelt = name == "model" and "modle" in text
        if not shown and not misspelt:
            text += f"{name} {{ {inside} }}\n"
    return text


def raised() -> Iterator[str]:
    """The codes that the package speaks of."""
    for path in PACKAGE.rglob("*.py"):
        if not path.name.startswith("table"):
            yield from re.findall(r'"([EW]0\d\d\d)"', path.read_text(encoding="utf-8"))


def test_every_code_that_is_raised_is_explained_and_the_other_way_round() -> None:
    assert set(raised()) == set(TABLE)


@pytest.mark.parametrize("code", TABLE)
def test_the_wrong_example_has_the_problem_and_no_other(code: str) -> None:
    spec = Source("wrong.rnnspec", completed(code, TABLE[code].wrong))
    assert [d.code for d in check_source(spec, DATA).diagnostics] == [code]


@pytest.mark.parametrize("code", TABLE)
def test_the_right_example_has_none(code: str) -> None:
    spec = Source("right.rnnspec", completed(code, TABLE[code].right))
    assert [d.message for d in check_source(spec, DATA).diagnostics] == []


@pytest.mark.parametrize("code", TABLE)
def test_an_explanation_fits_a_terminal(code: str) -> None:
    text = render_explanation(code)
    assert text.startswith(f"{code}: ")
    assert all(len(line) <= 88 for line in text.splitlines())
    assert "Wrong:" in text
    assert "Right:" in text
