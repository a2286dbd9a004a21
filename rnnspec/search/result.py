"""What a run found, and `best.json`, the versioned form that generated scripts write as well.

In: records and scores. Out: frozen results and plain JSON. Knows no files and no processes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnspec.catalog import METRICS
from rnnspec.catalog.measures import measure_name
from rnnspec.ledger.record import FAILED, TrialRecord
from rnnspec.search.header import versions
from rnnspec.study.search import Objective, Search

BEST = "best.json"
FORMAT = 1


@dataclass(frozen=True)
class Conclusion:
    """A configuration of the front and what it is worth on the test part, in target units.

    `naive` holds the same measures of the forecast that learned nothing. Both are empty where
    there is no test part.
    """

    record: TrialRecord
    test: Mapping[str, float]
    naive: Mapping[str, float]

    def measure(self, objectives: Sequence[Objective]) -> str | None:
        """What both are compared by: the first objective that both are measured by.

        Where no objective is, the first metric that both are; None where there is none.
        """
        named = (measure_name(o.measure).removeprefix("val_") for o in objectives)
        both = self.test.keys() & self.naive.keys()
        return next((name for name in (*named, *self.naive) if name in both), None)

    def beats_naive(self, objectives: Sequence[Objective]) -> bool | None:
        """Whether the model is better by that measure; None where there is none."""
        measure = self.measure(objectives)
        if measure is None:
            return None
        more = {measure_name(o.measure).removeprefix("val_"): o.maximize for o in objectives}
        row = METRICS.find(measure)
        growing = more.get(measure, row is not None and row.maximize)
        model, naive = self.test[measure], self.naive[measure]
        return model > naive if growing else model < naive


@dataclass(frozen=True)
class RunResult:
    """A run as it ended. `why` is trials, timeout, failures, exhausted, interrupted or finished.

    `best` is the best trial by the first objective, None where every trial failed. There is one
    conclusion for each configuration of the front; none where the run was interrupted.
    `overtaken` are conclusions of earlier sessions, as JSON, whose trials have been beaten since.
    """

    folder: Path
    why: str
    records: tuple[TrialRecord, ...]
    best: TrialRecord | None
    conclusions: tuple[Conclusion, ...]
    objectives: tuple[Objective, ...]
    seconds: float
    overtaken: tuple[Mapping[str, Any], ...] = ()

    @property
    def failed(self) -> int:
        """How many trials failed."""
        return sum(record.state == FAILED for record in self.records)


def best_json(result: RunResult, search: Search, name: str, identity: str) -> dict[str, Any]:
    """The content of `best.json` of a run that has a best trial; `identity` is the spec's hash."""
    assert result.best is not None
    untested = Conclusion(result.best, {}, {})
    best = next((c for c in result.conclusions if c.record == result.best), untested)
    content: dict[str, Any] = {
        "format": FORMAT,
        "spec": name,
        "spec_hash": identity,
        **_told(best),
        "trials": len(result.records),
        "failed": result.failed,
        "seconds": round(result.seconds, 1),
        "versions": versions(),
    }
    if len(search.objectives) > 1:
        content["front"] = conclusions_to_json(result.conclusions)
    if result.overtaken:
        content["overtaken"] = list(result.overtaken)
    return content


def conclusions_to_json(conclusions: Iterable[Conclusion]) -> list[dict[str, Any]]:
    """Conclusions as plain JSON."""
    return [{"trial": c.record.number, **_told(c)} for c in conclusions]


def _told(conclusion: Conclusion) -> dict[str, Any]:
    return {
        "values": dict(conclusion.record.values),
        "objective": dict(conclusion.record.scores),
        "test": dict(conclusion.test),
        "naive": dict(conclusion.naive),
    }


def conclusions_from_json(
    entries: Iterable[Mapping[str, Any]], records: Iterable[TrialRecord]
) -> tuple[Conclusion, ...]:
    """What an earlier session concluded of trials that still belong to the run."""
    by_number = {record.number: record for record in records}
    return tuple(
        Conclusion(by_number[entry["trial"]], entry["test"], entry["naive"])
        for entry in entries
        if entry["trial"] in by_number
    )
