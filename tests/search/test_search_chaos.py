"""Kills at random instants, of the coordinator and of workers, lose nothing and change nothing.

A trial whose process was killed three times has failed: that is by design, and such trials are
left out where the run is held against the one without kills.
"""

import csv
import json
import time
from pathlib import Path

import pytest
from chaos import TRIALS_A_KILL, left, run, survive
from studies import gru_study

from rnnspec.ledger.ledger import read_trials
from rnnspec.search.loop import ATTEMPTS
from rnnspec.search.ranking import Front

pytestmark = pytest.mark.keras


@pytest.mark.parametrize(
    ("kills", "workers", "seed"),
    [
        (20, 2, 1),
        pytest.param(200, 3, 2, marks=pytest.mark.chaos),
    ],
)
def test_kills_lose_nothing(kills: int, workers: int, seed: int, tmp_path: Path) -> None:
    slow, calm = tmp_path / "slow", tmp_path / "calm"
    for folder in (slow, calm):
        folder.mkdir()
    trials = TRIALS_A_KILL * kills
    whole = run(calm, trials, 1)
    done = survive(slow, kills, workers, seed)
    found = read_trials(slow / "run")
    killed = [record for record in found if not record.is_complete]
    print(f"{dict(done)}, {trials} trials, {len(killed)} of them killed {ATTEMPTS} times")

    # Every finished trial is there exactly once; what was reported as ended stays as reported.
    assert [record.number for record in found] == [*range(1, trials + 1)]
    told = [json.loads(line) for line in (slow / "told").read_text().splitlines()]
    assert len({line["number"] for line in told}) == len(told)
    scores = {record.number: dict(record.scores) for record in found}
    assert all(scores[line["number"]] == line["scores"] for line in told)
    with (slow / "run" / "trials.csv").open(encoding="utf-8") as file:
        assert sorted(int(row["number"]) for row in csv.DictReader(file)) == list(scores)

    # The trials are those of the run without kills.
    assert all(record.attempts == ATTEMPTS for record in killed)
    lost = {record.number for record in killed}
    assert [(r.number, r.values, r.scores) for r in found if r.number not in lost] == [
        (r.number, r.values, r.scores) for r in whole.records if r.number not in lost
    ]

    # The best is the best, and the model is its model.
    objectives = gru_study().search.objectives
    expected = Front(objectives, [r for r in whole.records if r.number not in lost]).best
    assert expected is not None
    best = json.loads((slow / "run" / "best.json").read_text())
    assert (best["values"], best["objective"]) == (expected.values, expected.scores)
    assert json.loads((slow / "run" / "best.keras").read_text()) == expected.values
    beside = json.loads((slow / "run" / "preprocessing.json").read_text())
    assert beside["trial"] == expected.number
    assert list((slow / "run").glob(".trial_*")) == []

    deadline = time.monotonic() + 30
    while left(slow) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left(slow) == []
