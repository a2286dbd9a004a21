"""Several coordinators of one run on a real PostgreSQL server, as from several machines."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from ledger_runs import header, record
from postgresql_server import INITDB, MISSING, PASSWORD, postgresql_server
from sharing import coordinator, numbers

from rnnspec.ledger.errors import LedgerError
from rnnspec.ledger.ledger import Ledger, read_trials

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(INITDB is None, reason=MISSING),
]

TRIALS = 12


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of an empty database."""
    with postgresql_server() as url:
        yield url


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read later finds the password in the environment."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


@pytest.mark.usefixtures("password")
def test_two_coordinators_make_each_trial_once(server: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        both = [
            stack.enter_context(coordinator(tmp_path / part / "shared", server, TRIALS, 0.1))
            for part in "ab"
        ]
        said = [process.communicate(timeout=100) for process in both]
    assert [errors for _, errors in said] == ["", ""]
    ended = [numbers(output, "ended") for output, _ in said]
    assert all(ended)
    assert sorted(ended[0] + ended[1]) == list(range(1, TRIALS + 1))
    records = read_trials(tmp_path / "a" / "shared")
    assert records == read_trials(tmp_path / "b" / "shared")
    assert [(trial.values, trial.attempts) for trial in records] == [
        (record(number).values, 1) for number in range(1, TRIALS + 1)
    ]


@pytest.mark.usefixtures("password")
def test_a_dead_coordinators_trial_is_taken_over_once(server: str, tmp_path: Path) -> None:
    with coordinator(tmp_path / "dead" / "orphan", server, 3) as dead:
        assert dead.stdout is not None
        assert dead.stdout.readline() == "began 1\n"
        dead.send_signal(signal.SIGKILL)
        dead.wait()
    with ExitStack() as stack:
        others = [
            stack.enter_context(coordinator(tmp_path / part / "orphan", server, 3, 0.0))
            for part in "abc"
        ]
        said = [process.communicate(timeout=100) for process in others]
    assert [errors for _, errors in said] == [""] * 3
    assert sorted(n for output, _ in said for n in numbers(output, "began")) == [1, 2, 3]
    first, *_ = read_trials(tmp_path / "a" / "orphan")
    assert (first.number, first.attempts) == (1, 1)


@pytest.mark.parametrize("form", ["rnnspec:{}@", "?user=rnnspec&password={}"])
def test_a_password_is_used_and_not_kept(server: str, form: str, tmp_path: Path) -> None:
    user, _, place = server.removeprefix("postgresql://").partition("@")
    assert user.endswith(PASSWORD)
    told = form.format(PASSWORD)
    url = f"postgresql://{place}{told}" if told[0] == "?" else f"postgresql://{told}{place}"
    run = tmp_path / f"run{len(form)}"
    with closing(Ledger.create(run, header(), storage=url)) as ledger:
        ledger.end(record(ledger.reserve()))
    assert PASSWORD not in (run / "run.json").read_text()
    with pytest.raises(LedgerError, match="password"):
        read_trials(run)


def test_a_password_comes_from_the_environment_or_a_file(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Ledger.create(tmp_path / "elsewhere", header(), storage=server)) as ledger:
        kept = ledger.end(record(ledger.reserve()))
    with monkeypatch.context() as patched:
        patched.setenv("PGPASSWORD", PASSWORD)
        assert read_trials(tmp_path / "elsewhere") == [kept]
    file = tmp_path / "passwords"
    file.write_text(f"*:*:*:*:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert read_trials(tmp_path / "elsewhere") == [kept]
