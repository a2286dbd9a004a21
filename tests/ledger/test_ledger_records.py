"""What is recorded comes back exactly, whatever Optuna makes of it."""

from contextlib import closing
from math import inf, isnan, nan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_runs import SPACE, header, record

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.ledger.ledger import Ledger, read_trials
from rnnspec.ledger.record import FAILED, PRUNED, TrialRecord
from rnnspec.ledger.trials import distribution_of, parameter_of
from rnnspec.study.sampling import configuration_hash
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.values import Value

DISTRIBUTIONS: list[Distribution] = [
    Uniform(-2.0, 7.0),
    Uniform(1e-5, 1e-1, log=True),
    Lattice(32, 128, 32),
    Lattice(-0.3, 0.3, 0.05),
    Lattice(8, 64, 8, log=True),
    Lattice(1, 100, 1, log=True),
    Lattice(0.5, 3.0, 0.25, log=True),
    Normal(0.0, 1.0),
    Normal(-6.9, 1.0, log=True),
    Normal(0.0, 1.0, high=-30.0),
    Normal(0.5, 0.1, low=0.2, high=0.6, step=0.1),
    Normal(32, 8, low=8, high=64, step=4),
    Normal(2.0, 1.0, log=True, step=1),
    Choice(("tanh", "relu", None, True, 1, 1.0, "true", (8, (4.0, "é")))),
    Choice((16, 32, 64), ordered=True),
    Choice((True, False, None), weights=(3, 0, 1)),
]
EACH = Space(
    tuple(
        Hyperparameter(f"x{at}[0].y", distribution) for at, distribution in enumerate(DISTRIBUTIONS)
    )
)
SHARES = st.floats(1e-9, 1 - 1e-9)


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal, and of equal types all the way down."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@settings(max_examples=10)
@given(shares=st.lists(SHARES, min_size=len(DISTRIBUTIONS), max_size=len(DISTRIBUTIONS)))
def test_values_of_every_distribution_come_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, shares: list[float]
) -> None:
    folder = tmp_path_factory.mktemp("run")
    values = {
        h.name: h.distribution.quantile(u)
        for h, u in zip(EACH.hyperparameters, shares, strict=True)
    }
    with closing(Ledger.create(folder, header(EACH))) as ledger:
        digest = configuration_hash(values)
        ledger.start(ledger.reserve(), values, digest)
        kept = ledger.end(TrialRecord(1, values, digest, FAILED))
    (read,) = read_trials(folder)
    assert read == kept
    assert list(read.values) == list(values)
    assert all(same(read.values[name], values[name]) for name in values)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=str)
@settings(max_examples=30)
@given(share=SHARES)
def test_a_dashboard_is_shown_the_value_within_its_bounds(
    distribution: Distribution, share: float
) -> None:
    value = distribution.quantile(share)
    kept = distribution_of(distribution)
    shown = parameter_of(distribution, value)
    internal = kept.to_internal_repr(shown)
    assert kept._contains(internal)
    assert kept.to_external_repr(internal) == shown
    assert isinstance(value, tuple) or isinstance(shown, str) or shown == value


def test_a_trial_is_recorded_with_what_the_ledger_knows(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        given_ = record(ledger.reserve())
        ledger.start(1, given_.values, given_.hash)
        for epoch in (1, 2, 3):
            ledger.report(1, epoch, {"val_rmse": 1 / epoch, "loss": 2.0})
        kept = ledger.end(given_)
        assert ledger.records == [kept]
    assert read_trials(tmp_path) == [kept]
    assert kept.attempts == 1
    assert kept.begun is not None
    assert kept.ended is not None
    assert kept.begun <= kept.ended
    assert kept.curves == {"val_rmse": (1.0, 1 / 2, 1 / 3), "loss": (2.0, 2.0, 2.0)}


@pytest.mark.parametrize("state", [PRUNED, FAILED])
def test_every_end_is_told_apart(tmp_path: Path, state: str) -> None:
    ended = record(1, state=state, reason="ValueError: ü", place="3:7", same_as=None)
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.reserve()
        kept = ledger.end(ended)
    (read,) = read_trials(tmp_path)
    assert read == kept
    assert (read.state, read.reason, read.place) == (state, "ValueError: ü", "3:7")
    assert not read.is_complete


def test_numbers_that_json_lacks_are_kept(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.start(ledger.reserve(), record(1).values, record(1).hash)
        ledger.report(1, 1, {"val_rmse": inf})
        ledger.report(1, 2, {"val_rmse": nan})
        ledger.end(record(1, state=FAILED, scores={}, measures={"a": -inf, "b": nan}))
    (read,) = read_trials(tmp_path)
    assert read.curves["val_rmse"][0] == inf
    assert isnan(read.curves["val_rmse"][1])
    assert read.measures["a"] == -inf
    assert isnan(read.measures["b"])


def test_a_trial_that_repeats_another_need_not_start(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.reserve()
        kept = ledger.end(record(1, same_as=1, seconds=0.0))
    assert kept.begun is not None
    assert read_trials(tmp_path) == [kept]


def test_trials_end_in_any_order(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        for number in (1, 2, 3):
            assert ledger.reserve() == number
            ledger.start(number, record(number).values, record(number).hash)
        for number in (3, 1, 2):
            ledger.report(number, 1, {"val_rmse": number})
            ledger.end(record(number))
        assert [trial.number for trial in ledger.records] == [1, 2, 3]
    assert [trial.curves["val_rmse"] for trial in read_trials(tmp_path)] == [(1,), (2,), (3,)]


def test_numbers_that_came_to_nothing_do_not_count(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.reserve()
        ledger.withdraw(ledger.reserve())
        assert ledger.count == 1
    with closing(Ledger.open(tmp_path)) as ledger:
        assert [trial.number for trial in ledger.take_over()] == [1]
        assert (ledger.count, ledger.records) == (1, [])
        assert ledger.reserve() == 3


def test_what_a_cut_off_attempt_wrote_is_not_taken_for_the_next(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.start(ledger.reserve(), record(1).values, record(1).hash)
        ledger.report(1, 1, {"val_rmse": 9.0, "loss": 9.0})
        ledger.end(record(1, state=FAILED, reason="none of the next"))
    journal = tmp_path / "journal.log"
    *lines, state = journal.read_bytes().splitlines(keepends=True)
    assert b'"state":3' in state
    journal.write_bytes(b"".join(lines))
    with closing(Ledger.open(tmp_path)) as ledger:
        (opened,) = ledger.take_over()
        ledger.start(1, opened.values or {}, record(1).hash)
        ledger.report(1, 1, {"val_rmse": 1.0})
        kept = ledger.end(record(1))
    assert read_trials(tmp_path) == [kept]
    assert (kept.reason, kept.attempts, kept.curves) == (None, 1, {"val_rmse": (1.0,)})
    assert set(kept.values) == {h.name for h in SPACE.hyperparameters}
