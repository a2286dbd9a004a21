"""What a run says of its result."""

from pathlib import Path

from rnnspec.cli.runs import result_lines
from rnnspec.ledger.record import COMPLETE, TrialRecord
from rnnspec.search.result import Conclusion, RunResult
from rnnspec.study.search import Objective

SMALL = TrialRecord(1, {"units": 4}, "a", COMPLETE, {"val_mae": 0.5, "parameters": 1_234_567})
LARGE = TrialRecord(3, {"units": 9}, "b", COMPLETE, {"val_mae": 0.25, "parameters": 7_654_321})
MAE, SIZE = Objective("val_MeanAbsoluteError"), Objective("parameters")


def _said(*conclusions: Conclusion, objectives: tuple[Objective, ...] = (MAE, SIZE)) -> list[str]:
    records = tuple(conclusion.record for conclusion in conclusions)
    result = RunResult(
        Path("runs/gru"), "trials", records, records[-1], conclusions, objectives, 9.0
    )
    return list(result_lines(result))


def test_a_front_is_measured_against_one_forecast() -> None:
    found = _said(
        Conclusion(SMALL, {"mae": 0.75}, {"mae": 0.5}),
        Conclusion(LARGE, {"mae": 0.375}, {"mae": 0.5}),
    )
    assert found == [
        "best by val_mae: trial 3, val_mae 0.25, parameters 7654321",
        "  units = 9",
        "  trial 1: val_mae 0.5, parameters 1234567",
        "  trial 1: on the test part: mae 0.75",
        "  trial 1: the model does not beat the forecast that learned nothing",
        "  trial 3: val_mae 0.25, parameters 7654321",
        "  trial 3: on the test part: mae 0.375",
        "  a forecast that learned nothing: mae 0.5",
        "kept in runs/gru",
    ]


def test_forecasts_that_differ_stand_with_their_trials() -> None:
    found = _said(Conclusion(SMALL, {}, {"mae": 0.5}), Conclusion(LARGE, {}, {"mae": 0.625}))
    assert "  trial 1: a forecast that learned nothing: mae 0.5" in found
    assert "  trial 3: a forecast that learned nothing: mae 0.625" in found


def test_the_best_of_one_objective_needs_no_number_before_its_lines() -> None:
    assert _said(Conclusion(LARGE, {"mae": 0.375}, {"mae": 0.5}), objectives=(MAE,)) == [
        "best: trial 3, val_mae 0.25, parameters 7654321",
        "  units = 9",
        "  on the test part: mae 0.375",
        "  a forecast that learned nothing: mae 0.5",
        "kept in runs/gru",
    ]
