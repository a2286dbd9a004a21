"""Logs for TensorBoard: `tensorboard/trial_N` in the run's folder, one folder a trial.

In: events. Out: event files with what Keras reports after each epoch, the scores of each trial,
and its values for the page of hyperparameters. Written with TensorBoard's own messages and records:
its writer of events would import TensorFlow.
"""

import time
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from tensorboard.compat.proto.event_pb2 import Event as Entry
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.plugins.hparams import metadata
from tensorboard.plugins.hparams.api_pb2 import STATUS_FAILURE, STATUS_SUCCESS
from tensorboard.plugins.hparams.plugin_data_pb2 import (
    HParamsPluginData,
    SessionEndInfo,
    SessionStartInfo,
)
from tensorboard.summary.writer.record_writer import RecordWriter

from rnnspec.ledger.record import FAILED, TrialRecord
from rnnspec.search.events import EpochEnded, Event, RunStarted, TrialEnded, TrialStarted
from rnnspec.study.expressions import Value
from rnnspec.words import show_value

FOLDER = "tensorboard"


class TensorBoardLogs:
    """Writes the logs as a run goes on; TensorBoard may watch them meanwhile."""

    def __init__(self, _: str = "") -> None:
        """Nothing is written before a run begins."""
        self._folder = Path(FOLDER)
        self._open: dict[int, RecordWriter] = {}

    def __call__(self, event: Event) -> None:
        """Write what an event adds to the log of its trial."""
        match event:
            case RunStarted(folder=folder):
                self._folder = folder / FOLDER
            case TrialStarted(number, values):
                self._begin(number, values)
            case EpochEnded(number, epoch, _, logs) if number in self._open:
                self._write(number, _scalars(logs), epoch)
            case TrialEnded(record) if record.number in self._open:
                self._end(record)

    def close(self) -> None:
        """Close what a run that was cut off has left open."""
        for writer in self._open.values():
            writer.close()
        self._open.clear()

    def _begin(self, number: int, values: Mapping[str, Value]) -> None:
        """Begin a trial's log; a trial that is begun again gets another file beside the first."""
        if number in self._open:
            self._open.pop(number).close()
        folder = self._folder / f"trial_{number}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"events.out.tfevents.{time.time_ns()}"
        self._open[number] = RecordWriter(path.open("wb"))
        self._append(number, Entry(wall_time=time.time(), file_version="brain.Event:2"))
        start = SessionStartInfo(group_name=f"trial {number}", start_time_secs=time.time())
        for name, value in values.items():
            _assign(start.hparams[name], value)
        about = HParamsPluginData(session_start_info=start)
        self._write(number, _hparams(metadata.SESSION_START_INFO_TAG, about))

    def _end(self, record: TrialRecord) -> None:
        status = STATUS_FAILURE if record.state == FAILED else STATUS_SUCCESS
        end = SessionEndInfo(status=status, end_time_secs=time.time())
        scores = {f"score/{name}": score for name, score in record.scores.items()}
        self._write(record.number, _scalars(scores), round(record.epochs))
        about = HParamsPluginData(session_end_info=end)
        self._write(record.number, _hparams(metadata.SESSION_END_INFO_TAG, about))
        self._open.pop(record.number).close()

    def _write(self, number: int, summary: Summary, step: int = 0) -> None:
        self._append(number, Entry(wall_time=time.time(), step=step, summary=summary))

    def _append(self, number: int, entry: Entry) -> None:
        """Append an entry; it can be read at once."""
        self._open[number].write(entry.SerializeToString())
        self._open[number].flush()


def _scalars(measured: Mapping[str, float]) -> Summary:
    finite = {name: x for name, x in measured.items() if isfinite(x)}
    return Summary(value=[Summary.Value(tag=n, simple_value=x) for n, x in finite.items()])


def _hparams(tag: str, about: HParamsPluginData) -> Summary:
    described = metadata.create_summary_metadata(about)
    value = Summary.Value(tag=tag, metadata=described, tensor=metadata.NULL_TENSOR)
    return Summary(value=[value])


def _assign(field: Any, value: Value) -> None:
    """Set a value of the page of hyperparameters, which knows no lists and no none."""
    match value:
        case bool():
            field.bool_value = value
        case int() | float():
            field.number_value = value
        case _:
            field.string_value = show_value(value)
