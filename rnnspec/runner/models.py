"""Where a run keeps its models: `best.keras`, or a folder for each configuration of the front.

In: trial numbers. Out: paths. Knows no Keras; workers write what lies there.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MODEL = "best.keras"
PREPROCESSING = "preprocessing.json"
FRONT = "front"


@dataclass(frozen=True)
class ModelStore:
    """The models of a run's folder; `several` objectives have a front of models."""

    folder: Path
    several: bool

    def path(self, number: int) -> Path:
        """Where the model of a trial is kept; what prediction needs lies beside it."""
        if not self.several:
            return self.folder / MODEL
        return self.folder / FRONT / f"trial_{number}" / MODEL

    def keep_only(self, numbers: Iterable[int]) -> None:
        """Remove the models of trials that the front has left behind."""
        if not self.several:
            return
        kept = {self.path(number).parent for number in numbers}
        for folder in (self.folder / FRONT).iterdir():
            if folder not in kept:
                shutil.rmtree(folder)
