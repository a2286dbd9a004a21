"""A run of ten thousand trials is a page that opens: bounded, its best trials first."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from html_tree import Element, parse_page
from written_runs import ALL, a_study, a_trial, failing

from rnnspec.report.page import render_run
from rnnspec.report.run import Run
from rnnspec.samplers.table import choose_sampler
from rnnspec.search.header import header
from rnnspec.search.ranking import Front

pytestmark = pytest.mark.keras

TRIALS = 10_000


@cache
def _page() -> str:
    study = a_study(*ALL, trials=TRIALS, algorithm="anneal")
    few = [a_trial(study, number) for number in range(1, 101)]
    records = [replace(few[n % 100], number=n + 1) for n in range(TRIALS)]
    records = [
        replace(r, scores={"val_mae": r.scores["val_mae"] + r.number / TRIALS}) for r in records
    ]
    curves = {"loss": (0.5,) * 3000, "val_loss": (0.6,) * 3000}
    records = [
        failing(r, f"reason {r.number}") if r.number % 3 == 0 else replace(r, curves=curves)
        for r in records
    ]
    front = Front(study.search.objectives, records)
    row = choose_sampler("anneal", None, 1)
    content = header(study, Path("run"), row, "a.rnnspec", "rnnspec 1\n", "hash")
    told = Run(Path("run"), content, study, tuple(records), front.trials, front.best, ())
    return render_run(told)


@cache
def _tree() -> Element:
    return parse_page(_page())


def _section(name: str) -> Element:
    (found,) = (s for s in _tree().find("section") if s.attributes["id"] == name)
    return found


def test_the_page_is_bounded() -> None:
    assert len(_page().encode()) < 1_500_000


def test_the_best_thousand_are_listed_and_the_others_told() -> None:
    section = _section("trials")
    assert "1,000 trials of 10,000, the best first" in section.text
    assert "`trials.csv` has all of them" not in section.text
    assert "trials.csv has all of them" in section.text
    (table,) = section.find("table")
    scores = [float(row.find("td")[0].text) for row in table.find("tbody")[0].find("tr")]
    assert len(scores) == 1000
    assert scores == sorted(scores)


def test_what_is_left_out_of_pictures_and_lists_is_told() -> None:
    assert "of 6,667, are drawn." in _section("convergence").text
    assert "The first 100 of them" in _section("failures").text
