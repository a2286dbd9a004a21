"""What the documents say is true: their specs check, their tables are current, their links lead."""

import re
from pathlib import Path

import pytest

from rnnspec.diagnostics.diagnostic import Problems
from rnnspec.pipeline import check_source
from rnnspec.source import Source
from rnnspec.syntax import format_file, parse_file
from tools import documents

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SPECS.glob("*.md")])

REST = {
    "data": (
        "source = random(samples = 64, steps = 9, features = 2) split = random(validation = 0.2)"
    ),
    "model": "GRU(8) Dense(1)",
    "train": "optimizer = adam loss = mse epochs = 1",
    "search": "objective = minimize(val_loss) algorithm = random trials = 4",
}
"""What an example leaves out, because it is not what it shows."""

EXAMPLE = re.compile(r"^```rnnspec\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def _examples() -> list[object]:
    return [
        pytest.param(example, id=f"{page.stem}-{number}")
        for page in PAGES
        for number, example in enumerate(EXAMPLE.findall(page.read_text(encoding="utf-8")), 1)
    ]


def _with_version(example: str) -> str:
    return example if example.startswith("rnnspec 1") else f"rnnspec 1\n\n{example}"


@pytest.mark.parametrize("example", _examples())
def test_every_example_checks(example: str) -> None:
    """A reader who copies an example gets a spec without a problem; one record lacks leap days."""
    text = _with_version(example)
    for section, content in REST.items():
        if not re.search(rf"^{section} {{", text, re.M):
            text += f"\n{section} {{ {content} }}\n"
    checked = check_source(Source("example", text), SPECS)
    assert [one.message for one in checked.diagnostics if one.code != "W0601"] == []


@pytest.mark.parametrize("example", _examples())
def test_every_example_is_in_canonical_form(example: str) -> None:
    """What the documents show is what the formatter writes."""
    source = Source("example", _with_version(example))
    assert format_file(parse_file(source, Problems()), source) == source.text


def test_the_first_example_is_what_the_demo_runs() -> None:
    """The spec that the README shows is the one that its first command searches."""
    (shown,) = EXAMPLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    spec = (SPECS / "temperature.rnnspec").read_text(encoding="utf-8")
    assert shown == re.sub(r" *#.*\n", "\n", spec).lstrip("\n")
    assert "specs/temperature.rnnspec" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_tables_are_current() -> None:
    """The pages that are written from rows say what the rows say."""
    for name, render in documents.PAGES.items():
        page = ROOT / "docs" / name
        assert page.is_file(), "write it with: make generate"
        same = page.read_text(encoding="utf-8") == render()
        assert same, f"docs/{name} is not current; mend it with: make generate"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the tree leads to one."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [to for to in targets if not (page.parent / to).exists()] == []
