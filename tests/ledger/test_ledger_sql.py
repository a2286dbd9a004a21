"""A run in a database: several coordinators, one of which may die."""

import signal
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from ledger_runs import header, record
from sharing import coordinator, numbers

from rnnspec.ledger.errors import LedgerError, TrialTaken
from rnnspec.ledger.folder import read_header
from rnnspec.ledger.ledger import Ledger, read_trials

pytestmark = pytest.mark.keras  # Coordinators in processes of their own, and their silence.

TRIALS = 12


def test_what_is_recorded_comes_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    with closing(Ledger.create(tmp_path / "run", header(), storage=url)) as ledger:
        trial = record(ledger.reserve())
        ledger.start(1, trial.values, trial.hash)
        ledger.report(1, 1, {"val_rmse": 0.5, "loss": float("inf")})
        kept = ledger.end(trial)
    assert read_trials(tmp_path / "run") == [kept]
    assert not (tmp_path / "run" / "journal.log").exists()


def test_a_path_is_the_same_from_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Ledger.create(Path("run"), header(), storage="sqlite:///runs.db").close()
    monkeypatch.chdir("/")
    assert read_trials(tmp_path / "run") == []


def test_two_coordinators_make_each_trial_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    with ExitStack() as stack:
        both = [
            stack.enter_context(coordinator(tmp_path / part / "run", url, TRIALS, 0.05))
            for part in "ab"
        ]
        said = [process.communicate(timeout=100) for process in both]
    assert [errors for _, errors in said] == ["", ""]
    ended = [numbers(output, "ended") for output, _ in said]
    assert all(ended)
    assert sorted(ended[0] + ended[1]) == list(range(1, TRIALS + 1))
    records = read_trials(tmp_path / "a" / "run")
    assert records == read_trials(tmp_path / "b" / "run")
    assert [(trial.number, trial.attempts) for trial in records] == [
        (number, 1) for number in range(1, TRIALS + 1)
    ]


def test_a_dead_coordinators_trial_is_taken_over_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    with coordinator(tmp_path / "dead" / "run", url, TRIALS) as dead:
        assert dead.stdout is not None
        assert dead.stdout.readline() == "began 1\n"
        dead.send_signal(signal.SIGKILL)
        dead.wait()
    with ExitStack() as stack:
        others = [
            stack.enter_context(coordinator(tmp_path / part / "run", url, 3, 0.0)) for part in "abc"
        ]
        said = [process.communicate(timeout=100) for process in others]
    assert [errors for _, errors in said] == [""] * 3
    assert sorted(n for output, _ in said for n in numbers(output, "began")) == [1, 2, 3]
    first, *_ = read_trials(tmp_path / "a" / "run")
    assert (first.number, first.attempts, first.values) == (1, 1, record(1).values)


def test_a_living_coordinator_keeps_its_trial(tmp_path: Path) -> None:
    """Its heart beats once a second; after three it would be dead."""
    url = f"sqlite:///{tmp_path}/runs.db"
    with coordinator(tmp_path / "slow" / "run", url, 2, 5.0) as slow:
        assert slow.stdout is not None
        assert slow.stdout.readline() == "began 1\n"
        with coordinator(tmp_path / "quick" / "run", url, 2, 0.0) as quick:
            said, errors = quick.communicate(timeout=100)
        rest, _ = slow.communicate(timeout=100)
    assert (numbers(said, "began"), errors) == ([2], "")
    assert numbers(rest, "ended") == [1]


def test_a_coordinator_that_comes_back_takes_its_own_trials_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    with closing(Ledger.create(tmp_path / "a" / "run", header(), storage=url)) as ledger:
        ledger.start(ledger.reserve(), record(1).values, record(1).hash)
    with closing(Ledger.create(tmp_path / "b" / "run", header(), storage=url)) as other:
        assert other.take_over() == []
    with closing(Ledger.open(tmp_path / "a" / "run")) as ledger:
        assert [trial.number for trial in ledger.take_over()] == [1]


def test_who_was_taken_for_dead_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    with (
        closing(Ledger.create(tmp_path / "a" / "run", header(), storage=url)) as ledger,
        closing(Ledger.create(tmp_path / "b" / "run", header(), storage=url)) as other,
    ):
        ledger.start(ledger.reserve(), record(1).values, record(1).hash)
        store = other._store
        (trial,) = other._trials()
        assert store._take(trial)  # type: ignore[attr-defined]
        assert not store._take(trial)  # type: ignore[attr-defined]
        with pytest.raises(TrialTaken, match="trial 1 was taken over"):
            ledger.end(record(1))
        assert [opened.number for opened in other.take_over()] == [1]
        kept = other.end(record(1))
        assert ledger.refresh() == [kept]
        assert ledger.refresh() == []


def test_an_edit_is_one_generation_for_all(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    edited = header(spec_hash="two")
    with (
        closing(Ledger.create(tmp_path / "a" / "run", header(), storage=url)) as ledger,
        closing(Ledger.create(tmp_path / "b" / "run", header(), storage=url)) as other,
    ):
        kept = ledger.end(record(ledger.reserve()))
        ledger.begin_generation(edited, [kept])
        other.begin_generation(edited, [])
        assert other.records == ledger.records == [kept]
        assert other.reserve() == 2
    with closing(Ledger.create(tmp_path / "c" / "run", edited, storage=url)) as third:
        assert third.records == [kept]
    with pytest.raises(LedgerError, match="holds a run `run` of another spec"):
        Ledger.create(tmp_path / "d" / "run", header(), storage=url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("runs.db", "a storage is a URL as in `sqlite:///runs.db`"),
        ("sqlite:////nowhere/runs.db", "`sqlite:////nowhere/runs.db`: unable to open database"),
        ("oracle://host/runs", "`oracle` needs a driver: No module named"),
        ("postgresql://me:secret@127.0.0.1:1/runs", "`postgresql.psycopg://me@127.0.0.1:1/runs`: "),
        (
            "postgresql://127.0.0.1:1/runs?user=me&password=secret",
            "`postgresql.psycopg://127.0.0.1:1/runs.user=me`: ",
        ),
        (
            "postgresql://127.0.0.1:1/runs?sslpassword=secret&passfile=mine",
            "`postgresql.psycopg://127.0.0.1:1/runs.passfile=mine`: ",
        ),
        ("postgresql://me:a@secret@127.0.0.1/runs", "several `@`: .* write `%40`"),
        ("postgresql://me:a@secret/b@127.0.0.1/runs", "several `@`: .* write `%40`"),
        ("postgresql://me:secret@127.0.0.1:port/runs", "a storage is a URL as in"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path, url: str, told: str) -> None:
    with pytest.raises(LedgerError, match=told) as raised:
        Ledger.create(tmp_path, header(), storage=url)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_url_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    Ledger.create(tmp_path / "run", header(), storage=url).close()
    assert read_header(tmp_path / "run")["storage"] == url
