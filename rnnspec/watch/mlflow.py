"""Logging to MLflow: an experiment a spec, a run a session, and below it one for each trial.

In: events. Out: parameters, measures by epoch, scores and states, where the tracking URI says.
"""

import logging
import os
import time
from collections.abc import Mapping
from math import isfinite

from mlflow import MlflowClient
from mlflow.entities import Metric, Param
from mlflow.utils.mlflow_tags import MLFLOW_PARENT_RUN_ID, MLFLOW_RUN_NAME

from rnnspec.ledger.record import FAILED, TrialRecord
from rnnspec.search.events import EpochEnded, Event, RunEnded, RunStarted, TrialEnded, TrialStarted
from rnnspec.study.expressions import Value
from rnnspec.words import show_value

PATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "5"}
"""What MLflow's own variables are where they are not set: it would wait minutes for a server."""

LONGEST = 6000
"""Characters of a parameter that MLflow takes."""


class MlflowRuns:
    """Logs a run's events as they come."""

    def __init__(self, uri: str = "") -> None:
        """`uri` is that of a tracking server or database; empty: MLflow's own default."""
        logging.getLogger("mlflow").setLevel(logging.WARNING)
        for name, value in PATIENCE.items():
            os.environ.setdefault(name, value)
        self._client = MlflowClient(uri or None)
        self._experiment = ""
        self._parent: str | None = None
        self._trials: dict[int, str] = {}

    def __call__(self, event: Event) -> None:
        """Log an event."""
        match event:
            case RunStarted():
                self._begin(event)
            case TrialStarted(number, values):
                self._trials[number] = self._start(f"trial {number}", values)
            case EpochEnded(number, epoch, _, logs) if number in self._trials:
                self._log(self._trials[number], logs, epoch)
            case TrialEnded(record, improved=improved) if record.number in self._trials:
                self._end(record)
                if improved and self._parent is not None:
                    self._log(self._parent, _scores(record), record.number)
            case RunEnded(why):
                self._finish("KILLED" if why == "interrupted" else "FINISHED")

    def close(self) -> None:
        """End what a run that was cut off has left open."""
        self._finish("KILLED")

    def _begin(self, event: RunStarted) -> None:
        found = self._client.get_experiment_by_name(event.name)
        self._experiment = (
            self._client.create_experiment(event.name) if found is None else found.experiment_id
        )
        facts: dict[str, Value] = {
            "engine": event.engine,
            "algorithm": event.algorithm,
            "seed": event.seed,
        }
        self._parent = self._start(event.folder.name, facts)

    def _start(self, name: str, params: Mapping[str, Value]) -> str:
        """Begin a run, below the session's own where there is one: its id."""
        tags = {MLFLOW_RUN_NAME: name}
        if self._parent is not None:
            tags[MLFLOW_PARENT_RUN_ID] = self._parent
        run: str = self._client.create_run(self._experiment, tags=tags).info.run_id
        shown = [Param(name, _param(value)) for name, value in params.items()]
        self._client.log_batch(run, params=shown)
        return run

    def _log(self, run: str, measured: Mapping[str, float], step: int) -> None:
        now = round(time.time() * 1000)
        metrics = [Metric(n, x, now, step) for n, x in measured.items() if isfinite(x)]
        self._client.log_batch(run, metrics=metrics)

    def _end(self, record: TrialRecord) -> None:
        run = self._trials.pop(record.number)
        self._log(run, _scores(record), round(record.epochs))
        self._client.set_tag(run, "state", record.state)
        if record.reason is not None:
            self._client.set_tag(run, "reason", record.reason)
        failed = record.state == FAILED
        self._client.set_terminated(run, "FAILED" if failed else "FINISHED")

    def _finish(self, status: str) -> None:
        for run in self._trials.values():
            self._client.set_terminated(run, "KILLED")
        self._trials.clear()
        if self._parent is not None:
            self._client.set_terminated(self._parent, status)
            self._parent = None


def _scores(record: TrialRecord) -> dict[str, float]:
    """Scores under names of their own: Keras's logs have the same ones in training's units."""
    return {f"score.{name}": score for name, score in record.scores.items()}


def _param(value: Value) -> str:
    """A value with all its digits."""
    return repr(value) if isinstance(value, float) else show_value(value)[:LONGEST]
