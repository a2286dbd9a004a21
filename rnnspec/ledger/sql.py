"""A database that several coordinators of one run share: SQLite, PostgreSQL, MySQL.

In: a URL, who is asking. Out: Optuna's storage of it. A coordinator marks its trials, and shows by
heartbeats that it lives; the trials of a dead one are taken over, each by exactly one other.
Passwords are used, never kept or shown; where the URL has none, the driver looks for one itself.

Optuna has no public way to change an attribute only where it is still what was read, nor to tell
which heart beats no more: two of its tables and a method stand in for these. Optuna is pinned to a
minor version for them; `tests/ledger/test_ledger_private.py` says what breaks where one goes.
"""

import re
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from optuna.exceptions import OptunaError
from optuna.storages import RDBStorage, get_storage
from optuna.trial import FrozenTrial
from sqlalchemy.exc import SQLAlchemyError

from rnnspec.ledger.errors import LedgerError
from rnnspec.ledger.store import Store

OWNER = "owner"
"""The attribute of a trial that says whose it is."""

_DRIVERS = {"postgresql": "postgresql+psycopg"}
"""The driver where a URL names none."""

_DRIVER_HINTS = {"postgresql": "`pip install 'rnnspec[postgresql]'`"}

_SECRET = re.compile("pass(?!file)|pwd|secret|token|odbc_connect", re.IGNORECASE)
"""What the name of an argument in a URL's query holds whose value is nobody's to see."""

_ATTEMPTS = 4

_ATTRIBUTES = sql.table(
    "trial_user_attributes", sql.column("trial_id"), sql.column("key"), sql.column("value_json")
)

_HEARTBEATS = sql.table("trial_heartbeats", sql.column("trial_id"))


class SqlStore(Store):
    """Optuna's storage in a database."""

    patience = 10.0
    heartbeat = 20
    """Seconds between two heartbeats; who has been silent for three of them is dead."""

    def __init__(self, url: str, coordinator: str | None) -> None:
        """`url` may have a password. Raises LedgerError where the database cannot be opened."""
        parsed = _parsed(url)
        self.where = _without_secrets(parsed).render_as_string()
        self.name = f"`{self.where}`"
        self._coordinator = coordinator
        self.marks = {OWNER: coordinator}
        with self.guard():
            self._database = _connected(parsed, self.heartbeat)
        self.storage = get_storage(self._database)
        self._held: frozenset[int] = frozenset()
        self._silent: dict[int, float] = {}
        """Since when trials were seen without a heartbeat."""
        self._closing = threading.Event()
        self._beating: threading.Thread | None = None
        if coordinator is not None:
            self._beating = threading.Thread(target=self._beat, daemon=True)
            self._beating.start()

    @contextmanager
    def guard(self) -> Iterator[None]:
        try:
            yield
        except (OptunaError, SQLAlchemyError) as error:
            raise LedgerError(f"{self.name}: {_reason(error)}") from error

    def is_ours(self, trial: FrozenTrial) -> bool:
        return bool(trial.user_attrs.get(OWNER) == self._coordinator)

    def take_free(self, study_id: int, trials: Sequence[FrozenTrial]) -> list[FrozenTrial]:
        # The trials must have been read before: who takes one first shows that it lives, then
        # changes the owner that was read, which succeeds once.
        stale = self._stale(study_id, {trial._trial_id for trial in trials})
        return [t for t in trials if self.is_ours(t) or (t._trial_id in stale and self._take(t))]

    def _stale(self, study_id: int, running: set[int]) -> set[int]:
        """The trials of dead coordinators: silent for long, or from the beginning, where one died
        before its first heartbeat; these are waited for from when they were first seen here.
        """
        with self._database.engine.begin() as connection:
            silent = running - set(connection.execute(sql.select(_HEARTBEATS.c.trial_id)).scalars())
        now = time.monotonic()
        self._silent = {trial_id: self._silent.get(trial_id, now) for trial_id in silent}
        patience = 3 * self.heartbeat
        mute = {trial_id for trial_id, since in self._silent.items() if now - since > patience}
        return mute.union(self._database._get_stale_trial_ids(study_id))

    def _take(self, trial: FrozenTrial) -> bool:
        self._database.record_heartbeat(trial._trial_id)
        change = (
            sql.update(_ATTRIBUTES)
            .where(_ATTRIBUTES.c.trial_id == trial._trial_id, _ATTRIBUTES.c.key == OWNER)
            .where(_ATTRIBUTES.c.value_json == f'"{trial.user_attrs.get(OWNER)}"')
            .values(value_json=f'"{self._coordinator}"')
        )
        with self._database.engine.begin() as connection:
            return bool(connection.execute(change).rowcount == 1)

    def hold(self, trial_id: int) -> None:
        self._database.record_heartbeat(trial_id)
        self._held |= {trial_id}

    def release(self, trial_id: int) -> None:
        self._held -= {trial_id}

    def close(self) -> None:
        self._closing.set()
        if self._beating is not None:
            self._beating.join()
        self._database.remove_session()
        self._database.engine.dispose()

    def _beat(self) -> None:
        """Show that the coordinator lives; a database that is away for a while is tried again."""
        while not self._closing.wait(self.heartbeat):
            for trial_id in self._held:
                try:
                    self._database.record_heartbeat(trial_id)
                except (OptunaError, SQLAlchemyError):
                    break
        self._database.remove_session()


def _parsed(url: str) -> sql.URL:
    """The URL with its driver, and with a SQLite file by its whole path.

    Raises LedgerError for what is no URL of a database.
    """
    try:
        parsed = sql.make_url(url)
    except (SQLAlchemyError, ValueError) as error:
        raise LedgerError("a storage is a URL as in `sqlite:///runs.db`") from error
    if parsed.username is not None and "@" in f"{parsed.host}{parsed.database}":
        # What stands before the last `@` may be a part of the password.
        raise LedgerError("the storage's URL has several `@`: in a name or password write `%40`")
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        parsed = parsed.set(database=str(Path(parsed.database).resolve()))
    return parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))


def _without_secrets(url: sql.URL) -> sql.URL:
    """The URL as it may be kept and shown."""
    secrets = filter(_SECRET.search, url.query)
    return url._replace(password=None).difference_update_query(list(secrets))


def _connected(url: sql.URL, heartbeat: int) -> RDBStorage:
    """Optuna's storage, its tables made where they are not there.

    Coordinators that begin at once get into each other's way there: the loser looks again.
    """
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": 60}
    text = url.render_as_string(hide_password=False).replace("{", "{{").replace("}", "}}")
    for attempt in range(_ATTEMPTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Heartbeats are new to Optuna.
                return RDBStorage(
                    text, options, heartbeat_interval=heartbeat, grace_period=3 * heartbeat
                )
        except ImportError as error:
            hint = _DRIVER_HINTS.get(url.get_backend_name(), _reason(error))
            raise LedgerError(f"`{url.drivername}` needs a driver: {hint}") from error
        except (TypeError, ValueError) as error:  # The driver does not know an argument.
            raise LedgerError(f"the storage's URL cannot be used: {_reason(error)}") from error
        except (OptunaError, SQLAlchemyError, RuntimeError):
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.2 * (attempt + 1))
    raise AssertionError("the last attempt returns or raises")


def _reason(error: BaseException) -> str:
    """The first line of what the database itself said."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
