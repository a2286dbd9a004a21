"""The times of rows beyond the end of a table that is predicted, and which rows are wanted.

The model is one that says 0 of everything; files and windows are real.
"""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.messages import Predict, Predicted, SavedModel
from rnnspec.executors.predictions import Unpredictable, find_cases, write_predictions
from rnnspec.pipeline import check_source
from rnnspec.plan import memory
from rnnspec.plan.lower import lower_plan
from rnnspec.predict.predictable import predictable
from rnnspec.predict.times import read_begin, steps_of
from rnnspec.runtime import grid, missing, tables, texts, windows
from rnnspec.source import Source
from rnnspec.study.data import Table
from rnnspec.study.evaluate import Scope

SPEC = """rnnspec 1
data {
  source = SOURCE
  inputs = [v]
  target = v
  window = 2
  horizon = 2
  missing = drop
  split = chronological(validation = 0.2, test = 0.2)
}
model { GRU(2) Dense(horizon) }
train { optimizer = adam loss = mse epochs = 1 batch_size = 16 }
search { objective = minimize(val_mae) algorithm = random trials = 1 }
"""
OBJECTS = {name: x for m in (grid, missing, tables, texts, windows) for name, x in vars(m).items()}


def _predicted(
    folder: Path,
    header: str,
    rows: list[str],
    source: str,
    *,
    begin: str | None = None,
    out: str = "out.csv",
    **asked: Any,
) -> tuple[list[dict[str, str]], Predicted]:
    """The table of a file, which is the one of training as well, and what is told of it."""
    file, separator = folder / "new.csv", ";" if ";" in header else ","
    lines = [f"{row}{separator}{at % 9}" for at, row in enumerate(rows)]
    file.write_text("\n".join([f"{header}{separator}v", *lines]), encoding="utf-8")
    check = check_source(Source("a.rnnspec", SPEC.replace("SOURCE", source)), folder)
    study = check.study
    assert study is not None, check.diagnostics
    fitted = {"inputs": ["v"], "targets": ["v"], "categories": {}, "window": 2, "missing": "drop"}
    found, known, profile = predictable(study, fitted, file)
    assert isinstance(found, Table)
    task = Predict(study, folder, {}, SavedModel(b"", fitted), found, known, folder / out)
    task = replace(task, steps=steps_of(found, profile.times), **asked)
    if begin is not None:
        task = replace(task, begin=read_begin(begin, profile.times, study.data.time_format))
    interpreter = Interpreter(Scope.of(study.space, {}).evaluate, {"np": np, "len": len, **OBJECTS})
    cases = find_cases(task, lower_plan(study).data.predict, interpreter)
    told = write_predictions(task, cases, np.zeros((len(cases["x"]), 2)))
    if not out.endswith(".csv"):
        return [], told
    with task.out.open(encoding="utf-8") as table:
        return list(csv.DictReader(table)), told


def _dates(step: str, number: int = 24) -> list[str]:
    days = np.arange(np.datetime64("2024-01-31"), np.datetime64("2034-02-01"))
    ends = days[(days + 1).astype("datetime64[M]") != days.astype("datetime64[M]")]
    dates = {
        "1d": days,
        "weekday": days[np.is_busday(days)],
        "month": ends,
        "quarter": ends[2::3],
        "6 months": ends[5::6],
        "year": ends[11::12],
    }
    return [str(day) for day in dates[step][:number]]


TIMED = 'csv("new.csv", time = t)'


@pytest.mark.parametrize(
    ("source", "rows", "after"),
    [
        (TIMED, _dates("1d"), ["2024-02-24", "2024-02-25"]),
        (TIMED, _dates("weekday", 23), ["2024-03-04", "2024-03-05"]),
        (TIMED, _dates("month"), ["2026-01-31", "2026-02-28"]),
        (TIMED, _dates("quarter"), ["2030-03-31", "2030-06-30"]),
        (TIMED, _dates("6 months", 18), ["2033-06-30", "2033-12-31"]),
        (f"{TIMED} step = year", _dates("year", 10), ["2034-12-31", "2035-12-31"]),
        (TIMED, [f"2024-{month:02}-15" for month in range(1, 13)], ["2025-01-15", "2025-02-15"]),
        (TIMED, [str(10 * at) for at in range(20)], ["200", "210"]),
        (TIMED, [f"{at / 10}" for at in range(13)], ["1.3", "1.4"]),
        (
            TIMED,
            [f"2024-03-30T{hour:02}:30:00Z" for hour in range(23)],
            ["2024-03-30T23:30:00Z", "2024-03-31T00:30:00Z"],
        ),
        (
            'csv("new.csv", time = t, date_format = "%d.%m.%Y %H:%M")',
            [f"31.12.2024 {hour:02}:00" for hour in range(23)],
            ["31.12.2024 23:00", "01.01.2025 00:00"],
        ),
        (TIMED, ["2024-01-01", "2024-01-03", *_dates("1d")], ["", ""]),
        (f"{TIMED} step = 1d", ["2024-01-28", *_dates("1d")], ["2024-02-24", "2024-02-25"]),
    ],
)
def test_rows_beyond_the_end_carry_their_times(
    source: str, rows: list[str], after: list[str], tmp_path: Path
) -> None:
    lines, told = _predicted(tmp_path, "t", rows, source, last=True)
    assert [line["t"] for line in lines] == after
    assert [(line["after"], line["ahead"], line["v"]) for line in lines] == [
        (rows[-1], "1", ""),
        (rows[-1], "2", ""),
    ]
    assert told == Predicted(2)


def test_parts_of_a_time_are_told_together(tmp_path: Path) -> None:
    source = 'csv("new.csv", time = [Date, Time], separator = ";")'
    rows = [f"2024-01-01;{hour:02}:00" for hour in range(24)]
    lines, _ = _predicted(tmp_path, "Date;Time", rows, source, last=True)
    assert [line["Date Time"] for line in lines] == ["2024-01-02 00:00", "2024-01-02 01:00"]


def test_without_times_rows_are_numbered_beyond_the_end(tmp_path: Path) -> None:
    lines, _ = _predicted(tmp_path, "w", ["0"] * 20, 'csv("new.csv")', begin="20")
    told = [(line["after"], line["ahead"], line["row"]) for line in lines]
    assert told == [("18", "2", "20"), ("19", "1", "20"), ("19", "2", "21"), *_ahead("20", 21)]


def _ahead(after: str, first: int) -> list[tuple[str, str, str]]:
    return [(after, "1", str(first)), (after, "2", str(first + 1))]


GROUPED = 'csv("new.csv", time = t, group = town)'
TOWNS = [
    *(f"{day},north" for day in _dates("1d", 20)),
    *(f"{day},south" for day in _dates("1d", 12)),
    "2024-01-31,west",
]


def test_each_group_goes_on_from_its_own_end(tmp_path: Path) -> None:
    lines, told = _predicted(tmp_path, "t,town", TOWNS, GROUPED, last=True)
    assert [(line["town"], line["after"], line["t"]) for line in lines] == [
        ("north", "2024-02-19", "2024-02-20"),
        ("north", "2024-02-19", "2024-02-21"),
        ("south", "2024-02-11", "2024-02-12"),
        ("south", "2024-02-11", "2024-02-13"),
    ]
    assert told.short == ("west",)


def test_rows_from_a_time_on(tmp_path: Path) -> None:
    lines, told = _predicted(tmp_path, "t,town", TOWNS, GROUPED, begin="2024-02-19")
    assert {line["town"] for line in lines} == {"north"}
    assert [(line["ahead"], line["t"]) for line in lines] == [
        ("2", "2024-02-19"),
        ("1", "2024-02-19"),
        ("2", "2024-02-20"),
        ("1", "2024-02-20"),
        ("2", "2024-02-21"),
    ]
    assert told.short == ("west",)
    every, _ = _predicted(tmp_path, "t,town", TOWNS, GROUPED)
    assert lines == [line for line in every if line["t"] >= "2024-02-19"]
    with pytest.raises(Unpredictable):
        _predicted(tmp_path, "t,town", TOWNS, GROUPED, begin="2024-02-22")


def test_a_gap_before_the_end_leaves_no_forecast_from_it(tmp_path: Path) -> None:
    source = 'csv("new.csv", time = t, missing_values = [5])'
    with pytest.raises(Unpredictable, match="at the end of it make a whole window"):
        _predicted(tmp_path, "t", _dates("1d", 15), source, last=True)


def test_a_parquet_file_holds_numbers_and_times(tmp_path: Path) -> None:
    rows = [str(10 * at) for at in range(20)]
    _predicted(tmp_path, "t", rows, TIMED, out="out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    kinds = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert kinds == {
        "after": "int64",
        "ahead": "int64",
        "t": "double",
        "v": "int64",
        "v_predicted": "float",
    }
    assert table["t"].to_pylist()[-2:] == [200, 210]
    assert table["v"].null_count == 3


def test_times_are_asked_for_as_the_file_writes_them_or_as_iso_does() -> None:
    from rnnspec.profile import Times

    day, form = datetime(2024, 5, 1, tzinfo=UTC), "%d.%m.%Y"
    assert read_begin("01.05.2024", Times("t", form), form) == day
    assert read_begin("2024-05-01", Times("t", form), form) == day
    assert read_begin("2024-05-01T02:00+02:00", Times("t"), "ISO8601") == day
    assert read_begin("7", None, "ISO8601") == 7


@pytest.mark.parametrize("asked", [{}, {"last": True}, {"begin": "2024-02-20"}])
def test_windows_that_are_cut_by_the_batch_are_predicted_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]
) -> None:
    beforehand = _predicted(tmp_path, "t", _dates("1d"), TIMED, **asked)
    monkeypatch.setattr(memory, "LARGE", 0)
    monkeypatch.setattr(memory, "MANY", 0)
    assert _predicted(tmp_path, "t", _dates("1d"), TIMED, **asked) == beforehand
