"""Where a run keeps its models: `best.keras`, or a folder for each configuration of the front.

In: models as data, by trial. Out: files that are whole or not there, and models again. Knows no
Keras.
"""

import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnspec.ledger.errors import trying_to
from rnnspec.ledger.folder import write_bytes, write_json

MODEL = "best.keras"
PREPROCESSING = "preprocessing.json"
FORECAST = "forecast.npz"
FRONT = "front"


@dataclass(frozen=True)
class Models:
    """The models of a run's folder; `several` objectives have a front of models.

    A model is written as a draft before its trial is recorded, and takes its place afterwards: so
    that a run that is cut off in between loses neither the trial nor the model before it.
    """

    folder: Path
    several: bool

    def path(self, number: int) -> Path:
        """Where the model of a trial is kept; what prediction needs lies beside it."""
        return self._place(number) / MODEL

    def draft(self, number: int) -> Path:
        """Where the model of a trial is written first."""
        return self._draft_of(number) / MODEL

    def write(self, number: int, network: bytes, preprocessing: Mapping[str, Any]) -> None:
        """Write the draft of a trial's model. Raises LedgerError."""
        path = self.draft(number)
        with trying_to("keep the model as", path):
            path.parent.mkdir(exist_ok=True)
            path.with_name(PREPROCESSING).unlink(missing_ok=True)
            write_bytes(path, network)
        write_json(path.with_name(PREPROCESSING), preprocessing)

    def write_forecast(self, number: int, content: bytes) -> None:
        """Write what a model in its place says of the test part. Raises LedgerError."""
        path = self.path(number).with_name(FORECAST)
        with trying_to("write", path):
            write_bytes(path, content)

    def read(self, number: int) -> tuple[bytes, dict[str, Any]]:
        """The model of a trial that is in its place, as `write` was given it.

        Raises LedgerError.
        """
        path = self.path(number)
        with trying_to("read", path):
            beside = json.loads(path.with_name(PREPROCESSING).read_text("utf-8"))
            return path.read_bytes(), beside

    def is_kept(self, number: int) -> bool:
        """Whether the model of a trial, and no other's, is in its place."""
        try:
            content = json.loads((self._place(number) / PREPROCESSING).read_text("utf-8"))
            return self.path(number).exists() and bool(content["trial"] == number)
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return False

    def publish(self, number: int) -> None:
        """Give the draft of a trial its place, where there is a whole one.

        `preprocessing.json`, which says whose model it is, goes last.
        """
        draft, place = self._draft_of(number), self._place(number)
        if not (draft / PREPROCESSING).exists():
            return
        place.mkdir(parents=True, exist_ok=True)
        (place / PREPROCESSING).unlink(missing_ok=True)
        for path in sorted(draft.iterdir(), key=lambda path: path.name == PREPROCESSING):
            path.replace(place / path.name)
        draft.rmdir()

    def keep_only(self, numbers: Collection[int]) -> None:
        """Remove drafts, and the models of trials that the front has left behind."""
        for folder in self.folder.glob(".trial_*"):
            shutil.rmtree(folder)
        if self.several:
            kept = {self._place(number) for number in numbers}
            for folder in (self.folder / FRONT).glob("trial_*"):
                if folder not in kept:
                    shutil.rmtree(folder)

    def _place(self, number: int) -> Path:
        return self.folder / FRONT / f"trial_{number}" if self.several else self.folder

    def _draft_of(self, number: int) -> Path:
        return self.folder / f".trial_{number}"
