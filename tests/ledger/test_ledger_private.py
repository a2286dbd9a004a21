"""What a database of Optuna's has beyond what Optuna promises, and what each is used for."""

import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sql
from ledger_runs import header, record
from optuna.storages import RDBStorage, get_storage

from rnnspec.ledger.ledger import Ledger


@pytest.fixture
def database(tmp_path: Path) -> Iterator[RDBStorage]:
    """The database of a run whose first trial is under way."""
    url = f"sqlite:///{tmp_path}/runs.db"
    with closing(Ledger.create(tmp_path / "run", header(), storage=url)) as ledger:
        ledger.start(ledger.reserve(), record(1).values, "hash")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Heartbeats are new to Optuna.
            storage = RDBStorage(url, heartbeat_interval=20, grace_period=60)
        yield storage
        storage.remove_session()
        storage.engine.dispose()


def rows(database: RDBStorage, table: str, *columns: str) -> list[tuple[object, ...]]:
    found = sql.table(table, *map(sql.column, columns))
    with database.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(sql.select(found))]


def test_the_owner_of_a_trial_is_a_json_text_in_a_row_of_its_own(database: RDBStorage) -> None:
    """Where this fails, two coordinators may take over the same trial: `SqlStore._take`."""
    (trial,) = database.get_all_trials(1)
    owner = trial.user_attrs["owner"]
    kept = rows(database, "trial_user_attributes", "trial_id", "key", "value_json")
    assert (trial._trial_id, "owner", f'"{owner}"') in kept


def test_a_heart_that_beats_is_a_row(database: RDBStorage) -> None:
    """Where this fails, nobody takes over what died before its first beat: `SqlStore._stale`."""
    (trial,) = database.get_all_trials(1)
    assert rows(database, "trial_heartbeats", "trial_id") == [(trial._trial_id,)]


def test_optuna_tells_which_hearts_beat_no_more(database: RDBStorage) -> None:
    """Where this fails, the trials of dead coordinators are lost: `SqlStore._stale`."""
    assert database._get_stale_trial_ids(1) == []
    late = sql.text("update trial_heartbeats set heartbeat = datetime(heartbeat, '-2 minutes')")
    with database.engine.begin() as connection:
        connection.execute(late)
    (trial,) = database.get_all_trials(1)
    assert database._get_stale_trial_ids(1) == [trial._trial_id]


def test_a_storage_that_remembers_finished_trials_is_made_of_a_database(
    database: RDBStorage,
) -> None:
    """Where this fails, a long run reads all of its trials again and again: `SqlStore`."""
    assert get_storage(database) is not database
