"""Which trials are best."""

from hypothesis import given
from hypothesis import strategies as st

from rnnspec.ledger.record import COMPLETE, FAILED, TrialRecord
from rnnspec.search.ranking import Front, losses
from rnnspec.study.search import Objective

ERROR = Objective("val_RootMeanSquaredError")
ACCURACY = Objective("val_Accuracy", maximize=True)


def _trial(number: int, error: float, accuracy: float, **fields: object) -> TrialRecord:
    scores = {"val_rmse": error, "val_accuracy": accuracy}
    return TrialRecord(number, {}, str(number), COMPLETE, scores, **fields)  # type: ignore[arg-type]


def test_the_direction_of_an_objective_counts() -> None:
    trials = [_trial(0, 2.0, 0.5), _trial(1, 1.0, 0.4), _trial(2, 3.0, 0.9)]
    assert Front([ERROR], trials).best == trials[1]
    assert Front([ACCURACY], trials).best == trials[2]


def test_the_earliest_of_equals_is_best() -> None:
    trials = [_trial(0, 2.0, 0.5), _trial(1, 1.0, 0.4), _trial(2, 1.0, 0.9)]
    assert Front([ERROR], trials).best == trials[1]
    assert Front([ERROR], trials[::-1]).best == trials[1]


def test_failed_trials_are_never_best() -> None:
    failed = TrialRecord(0, {}, "0", FAILED, reason="it broke")
    assert Front([ERROR], [failed]).best is None
    assert Front([ERROR, ACCURACY], [failed]).trials == ()
    assert Front([ERROR], [failed, _trial(1, 1.0, 0.1)]).best == _trial(1, 1.0, 0.1)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_the_front_is_what_nothing_beats(points: list[tuple[int, int]]) -> None:
    objectives = [ERROR, ACCURACY]
    trials = [_trial(n, float(a), float(b)) for n, (a, b) in enumerate(points)]
    front = Front(objectives, trials).trials
    for trial in trials:
        a, b = losses(trial, objectives)
        beaten = any(
            c <= a and d <= b and (c, d) != (a, b)
            for c, d in (losses(other, objectives) for other in trials)
        )
        assert (trial in front) == (not beaten)


def test_a_repeated_configuration_stands_once_on_the_front() -> None:
    trials = [_trial(0, 1.0, 0.5), _trial(1, 1.0, 0.5, same_as=0)]
    assert Front([ERROR, ACCURACY], trials).trials == (trials[0],)
