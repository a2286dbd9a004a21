"""What the best model says of the test part: how far off it is, from where, when and of whom.

In: the file that a worker left beside the model. Out: arrays, and what they tell. Knows no
pictures.
"""

import zipfile
import zlib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Forecast:
    """What was true, what the model and what the naive forecast said.

    Numbers of shape (cases, rows ahead * columns) in target units, or classes of shape (cases,).
    `ends` are the last rows of the windows, where the cases come from a table; `times` are when
    the truths are (cases, rows ahead), numbers or moments; `groups` are those of the cases.
    `lead` is the first row ahead.
    """

    truth: np.ndarray
    predicted: np.ndarray
    naive: np.ndarray
    ends: np.ndarray | None = None
    times: np.ndarray | None = None
    groups: np.ndarray | None = None
    lead: int = 1

    @property
    def is_classes(self) -> bool:
        """Whether cases have a class."""
        return self.truth.ndim == 1

    @property
    def residuals(self) -> np.ndarray:
        """The model less the truth: above zero it says too much."""
        return np.asarray(self.predicted - self.truth)

    def of_column(self, at: int, columns: int) -> "Forecast":
        """The same of one target column of so many: (cases, rows ahead)."""
        return replace(
            self,
            truth=self.truth[:, at::columns],
            predicted=self.predicted[:, at::columns],
            naive=self.naive[:, at::columns],
        )

    def of_group(self, group: str) -> "Forecast":
        """The cases of one group."""
        held: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        kept = self.groups == group
        cut = {name: part for name, part in held.items() if isinstance(part, np.ndarray)}
        return replace(self, **{name: part[kept] for name, part in cut.items()})

    def errors(self) -> tuple[np.ndarray, np.ndarray]:
        """How far off the model and the naive forecast are in each case.

        The mean absolute error over the rows ahead; of classes 1 where the class is wrong.
        """
        return self._off(self.predicted), self._off(self.naive)

    def _off(self, told: np.ndarray) -> np.ndarray:
        off = told != self.truth if self.is_classes else np.abs(told - self.truth)
        return np.asarray(off.reshape(len(off), -1).mean(axis=1))

    def by_group(self) -> list[tuple[str, int, float, float]]:
        """Of each group its name, its cases, how far off the model and the naive forecast are.

        The worst of the model comes first.
        """
        if self.groups is None:
            return []
        names, places, cases = np.unique(self.groups, return_inverse=True, return_counts=True)
        model, naive = (np.bincount(places, errors) / cases for errors in self.errors())
        found = zip(names.tolist(), cases.tolist(), model.tolist(), naive.tolist(), strict=True)
        return sorted(found, key=lambda group: -group[2])

    def confusion(self, classes: int) -> np.ndarray:
        """How many cases of each class (rows) were taken for which one (columns)."""
        table = np.zeros((classes, classes), int)
        np.add.at(table, (self.truth, self.predicted), 1)
        return table

    def origins(self) -> dict[int, list[str]]:
        """The cases from which the model is worst, middling and best, and the last one.

        Of equals the first; of an even number the median is the better of the two in the middle.
        A case that is two of them stands once, with both names.
        """
        errors = self.errors()[0]
        ordered = np.argsort(errors, kind="stable")
        latest = self.times[:, -1] if self.times is not None else np.arange(len(errors))
        found: dict[int, list[str]] = {}
        for name, case in (
            ("worst", np.argmax(errors)),
            ("median", ordered[(len(errors) - 1) // 2]),
            ("best", ordered[0]),
            ("last", len(errors) - 1 - np.argmax(latest[::-1])),
        ):
            found.setdefault(int(case), []).append(name)
        return found

    def before(self, case: int, rows: int) -> list[int]:
        """The cases whose first row ahead is one of the last so many that this case knows."""
        assert self.ends is not None
        known = self.ends[case] - self.lead
        near = (self.ends <= known) & (self.ends > known - rows)
        if self.groups is not None:
            near &= self.groups == self.groups[case]
        found: list[int] = np.flatnonzero(near).tolist()
        return found

    def hours(self) -> np.ndarray | None:
        """The hours of the day of the truths; None where there are no two."""
        if not self._has_moments:
            return None
        assert self.times is not None
        return _if_several(self.times.astype("datetime64[h]").astype(int) % 24)

    def weekdays(self) -> np.ndarray | None:
        """The days of the week of the truths, 0 for Monday; None where rows are no days or less."""
        if not self._has_moments:
            return None
        assert self.times is not None
        moments = np.unique(self.times)
        if len(moments) < 2 or np.median(np.diff(moments)) >= np.timedelta64(7, "D"):
            return None
        thursday = 3  # Which the first of January 1970 was.
        return _if_several((self.times.astype("datetime64[D]").astype(int) + thursday) % 7)

    @property
    def _has_moments(self) -> bool:
        return self.times is not None and self.times.dtype.kind == "M"


def _if_several(places: np.ndarray) -> np.ndarray | None:
    return places if len(np.unique(places)) > 1 else None


def read_forecast(path: Path, trial: int) -> Forecast | None:
    """What a worker left of a trial's model; None where nothing of it can be read.

    Times and groups came later: files of earlier versions lack them.
    """
    try:
        with np.load(path) as held:
            if int(held["trial"]) != trial:
                return None
            parts = ("truth", "predicted", "naive")
            more = (name for name in ("ends", "times", "groups") if name in held)
            return Forecast(**{name: held[name] for name in (*parts, *more)})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
