"""The page of every kind of run: whole, alone, and readable without seeing it."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest
from html_tree import Element, parse_page
from kinds import KINDS, series
from written_runs import EVIL

from rnnspec.cli.main import COMMANDS
from rnnspec.report.page import render_report

pytestmark = pytest.mark.keras

SECTIONS = (
    *("verdict", "forecast", "curves", "run", "convergence", "importance", "slices", "parallel"),
    *("trials", "failures", "spec", "next"),
)


@cache
def _page(kind: str) -> str:
    return render_report(KINDS[kind](Path(mkdtemp()) / "load"))


@cache
def _tree(kind: str) -> Element:
    return parse_page(_page(kind))


def _section(kind: str, name: str) -> Element:
    (found,) = (s for s in _tree(kind).find("section") if s.attributes["id"] == name)
    return found


every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_the_sections_are_there_in_order(kind: str) -> None:
    names = [section.attributes["id"] for section in _tree(kind).find("section")]
    assert [name for name in names if name != "front"] == list(SECTIONS)
    assert ("front" in names) == (kind == "several")
    links = [a.attributes["href"] for nav in _tree(kind).find("nav") for a in nav.find("a")]
    assert links == [f"#{name}" for name in names]


@every_kind
def test_no_section_is_empty(kind: str) -> None:
    for section in _tree(kind).find("section"):
        assert section.find("p", "table", "figure", "pre"), section.attributes["id"]


@every_kind
def test_headings_are_an_outline(kind: str) -> None:
    levels = [int(h.tag[1]) for h in _tree(kind).find("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert all(h.text.strip() for h in _tree(kind).find("h1", "h2", "h3"))


@every_kind
def test_ids_are_unique_and_references_meet(kind: str) -> None:
    elements = list(_tree(kind).walk())
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(set(ids)) == len(ids)
    for element in elements:
        for name, value in element.attributes.items():
            wanted = re.findall(r"url\(#([^)]*)\)", value)
            if name == "href" and value.startswith("#"):
                wanted.append(value[1:])
            if name == "aria-labelledby":
                wanted += value.split()
            assert set(wanted) <= set(ids)


@every_kind
def test_the_page_needs_nothing_else(kind: str) -> None:
    """No address, and one script that it knows by its hash: nothing is fetched or carried out."""
    tree = _tree(kind)
    (script,) = tree.find("script")
    assert not script.attributes
    assert not tree.find("iframe", "object", "embed", "img", "form", "base")
    for element in tree.walk():
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            if name in ("href", "src", "srcset", "action"):
                assert value.startswith(("#", "data:,"))
            if name == "style":
                assert "url(" not in value.replace("url(#", "")
    (style,) = tree.find("style")
    assert "url(" not in style.text
    assert "@import" not in style.text
    policies = [m.attributes.get("content", "") for m in tree.find("meta")]
    assert any(policy.startswith("default-src 'none'") for policy in policies)
    (allowed,) = re.findall(r"script-src ([^;]*);", " ".join(policies))
    assert allowed == f"'sha256-{b64encode(sha256(script.text.encode()).digest()).decode()}'"


@every_kind
def test_every_picture_has_words_and_numbers(kind: str) -> None:
    figures = _tree(kind).find("figure")
    assert len(figures) == len(_tree(kind).find("svg"))
    for figure in figures:
        (picture,) = figure.find("svg")
        assert picture.attributes["role"] == "img"
        assert len(picture.attributes["aria-label"]) > 30
        assert picture.find("path", "use")
        (details,) = figure.find("details")
        (table,) = details.find("table")
        (rows,) = table.find("tbody")
        assert rows.find("tr")


@every_kind
def test_tables_are_told_by_their_heads(kind: str) -> None:
    for table in _tree(kind).find("table"):
        assert table.find("caption")[0].text.strip()
        heads = table.find("th")
        assert all(head.attributes.get("scope") in ("row", "col") for head in heads)
        columns = {len(row.find("th", "td")) for row in table.find("tr")}
        assert len(columns) == 1


@every_kind
def test_colours_are_the_page_s(kind: str) -> None:
    """A colour of a picture's own would be lost in the dark."""
    found = {
        colour
        for picture in _tree(kind).find("svg")
        for element in picture.walk()
        for value in element.attributes.values()
        for colour in re.findall(r"#[0-9a-fA-F]{6}\b", value)
    }
    assert not found


@pytest.mark.parametrize(
    ("kind", "pictures"),
    [
        ("series", {"convergence": 1, "importance": 1, "slices": 5, "forecast": 7}),
        ("grouped", {"forecast": 10, "curves": 2}),
        ("two_targets", {"forecast": 14}),
        ("unfinished", {"convergence": 1, "importance": 0, "slices": 5, "forecast": 0}),
        ("empty", {"convergence": 0, "slices": 0, "parallel": 0, "curves": 0}),
        ("failed", {"convergence": 0, "slices": 0, "parallel": 0, "curves": 0}),
        ("all_pruned", {"convergence": 0, "slices": 5, "parallel": 0}),
        ("single", {"convergence": 1, "slices": 5, "parallel": 0, "curves": 2}),
        ("nothing_searched", {"convergence": 1, "slices": 0, "parallel": 0, "curves": 2}),
        ("one_searched", {"slices": 1, "parallel": 0, "importance": 0}),
        ("several", {"front": 1, "importance": 1}),
        ("classes", {"forecast": 2}),
        ("samples", {"forecast": 2}),
    ],
)
def test_what_can_be_drawn_is_drawn(kind: str, pictures: dict[str, int]) -> None:
    assert {name: len(_section(kind, name).find("svg")) for name in pictures} == pictures


def test_the_verdict_tells_the_best_and_the_naive_forecast() -> None:
    said = _section("series", "verdict").text
    assert re.search(r"Trial \d+ is the best of 40: val_mae 0\.\d+ on validation\.", said)
    assert "that of the naive forecast (last value) 1: the model's error is" in said
    assert "has not been scored" in _section("unfinished", "verdict").text
    assert "Every trial failed (3 trials)." in _section("failed", "verdict").text
    assert "No trial is complete yet." in _section("all_pruned", "verdict").text


def test_failures_are_counted_by_reason_and_place() -> None:
    reasons, single = _section("series", "failures").find("table")
    assert [c.text for c in reasons.find("tbody")[0].find("th", "td")] == [
        "OutOfMemory: no memory left",
        "12:3",
        "4",
    ]
    assert [row.find("th")[0].text for row in single.find("tbody")[0].find("tr")] == [
        *("9", "18", "27", "36")
    ]


def test_random_search_is_told_from_its_own_draws_alone() -> None:
    """Of annealing, and of trials that learned, nothing follows for random draws."""
    assert "from the 40 trials of this run that were drawn at random" in _page("series")
    assert "There is no line of random search" in _page("learned")


def test_a_trial_astray_is_drawn_at_the_edge_and_told() -> None:
    assert (
        "1 trial beyond the picture stands at its edge" in _section("one_searched", "slices").text
    )


def test_few_trials_do_not_make_much_of_chance() -> None:
    """The score depends on the learning rate most; of the three best of 28 all seem to count."""
    shares = _section("series", "importance").find("tbody")[0].find("th")
    assert shares[0].text == "learning_rate"


def test_classes_are_told_by_their_confusion() -> None:
    section = _section("classes", "forecast")
    assert "40 of 50 cases" in section.text
    confusion, _ = section.find("table")
    rows = [[c.text for c in row.find("th", "td")] for row in confusion.find("tr")]
    assert rows[0] == ["true class", *(f"kind {n}" for n in range(5))]
    assert rows[5] == ["kind 4", "10", "0", "0", "0", "0"]


def test_names_and_values_stay_text() -> None:
    tree = _tree("evil")
    assert tree.find("h1")[0].text == f"{EVIL}: report of a run"
    assert tree.find("title")[0].text == f"{EVIL}: report of a run"
    slices = [h.text for h in _section("evil", "slices").find("h3")]
    assert EVIL in slices
    assert EVIL in _section("evil", "failures").text
    (code,) = _section("evil", "spec").find("code")
    assert code.text == f"# {EVIL}\n</code></pre>"


@every_kind
def test_the_commands_exist(kind: str) -> None:
    lines = _section(kind, "next").find("code")[0].text.splitlines()
    commands = {line.split()[1] for line in lines if line.startswith("rnnspec ")}
    assert {"run", "diff", "report"} <= commands <= COMMANDS.keys()


def test_a_forecast_of_another_trial_is_not_shown(tmp_path: Path) -> None:
    folder = series(tmp_path / "run")
    assert "one row ahead" in render_report(folder)
    (folder / "forecast.npz").write_bytes(b"no archive")
    assert "There is no forecast of the test part" in render_report(folder)


def test_what_is_best_comes_first() -> None:
    """In the page, and in the table of trials, where it is marked."""
    first, *_ = _tree("series").find("section")
    best = re.search(r"Trial (\d+) is the best", first.text)
    assert best
    (table,) = _section("series", "trials").find("table")
    rows = table.find("tbody")[0].find("tr")
    assert rows[0].attributes == {"class": "marked"}
    assert [row.find("th")[0].text for row in rows if row.attributes] == [best[1]]
    assert [c.text for c in rows[0].find("td")][1] == "best"
    scores = [float(cells[0].text) for row in rows if (cells := row.find("td"))[0].text]
    complete = sum("complete" in row.text or bool(row.attributes) for row in rows)
    assert scores[:complete] == sorted(scores[:complete])
    assert {row.find("td")[1].text for row in rows[len(scores) :]} == {"failed"}


def test_the_front_is_marked() -> None:
    (table,) = _section("several", "trials").find("table")
    marked = [row for row in table.find("tr") if row.attributes]
    (front,) = _section("several", "front").find("table")
    numbers = {row.find("th")[0].text for row in front.find("tbody")[0].find("tr")}
    assert {row.find("th")[0].text for row in marked} == numbers


@every_kind
def test_tables_that_sort_tell_by_what(kind: str) -> None:
    """Each number to the right, sorted by itself where its text is rounded or has a unit."""
    for table in (t for t in _tree(kind).find("table") if t.attributes.get("class") == "sorts"):
        heads, *rows = ([*row.find("th", "td")] for row in table.find("tr"))
        for column, head in enumerate(heads):
            numbers = [row[column] for row in rows if row[column].attributes.get("class")]
            assert (head.attributes.get("class") == "number") == bool(numbers)
            for cell in numbers:
                exact = float(cell.attributes.get("data-sort", cell.text))
                told = re.match(r"[-\d.,e+]+", cell.text)
                assert told
                if "\N{NO-BREAK SPACE}" not in cell.text.removesuffix("\N{NO-BREAK SPACE}s"):
                    assert float(told[0].replace(",", "")) == pytest.approx(exact, rel=1e-3)


def test_two_hundred_trials_stay_small(tmp_path: Path) -> None:
    """What can be mailed, and opened on a phone."""
    assert len(render_report(series(tmp_path / "run", 200)).encode()) < 1_000_000
