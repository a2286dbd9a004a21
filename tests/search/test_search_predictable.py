"""A file that a model cannot predict is refused in one line, before anything heavy starts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from constant_worker import PROGRAM
from studies import gru_study

from rnnspec.cli.main import rnnspec
from rnnspec.errors import Refused
from rnnspec.pipeline import check_source
from rnnspec.predict.predictable import predictable
from rnnspec.search.coordinator import run_study
from rnnspec.source import Source
from rnnspec.study.study import Study

SPEC = """rnnspec 1
data {
  source = csv("days.csv", time = day)
  inputs = [heat, sky]
  target = rain
  window = 3
  split = chronological(validation = 0.2, test = 0.2)
  encode = [sky]
}
model { GRU(4) Dense(1) }
train { optimizer = adam loss = mse epochs = 1 batch_size = 16 }
search { objective = minimize(val_mae) algorithm = random trials = 1 }
"""
FITTED: dict[str, Any] = {
    "inputs": ["heat", "sky"],
    "categories": {"sky": ["clear", "grey"]},
    "targets": ["rain"],
    "window": 3,
    "missing": "error",
}
HEAD = "day,heat,sky,rain"
GOOD = [
    f"2024-01-{day:02},{20 + day % 3},{'clear' if day % 2 else 'grey'},1" for day in range(1, 30)
]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "days.csv").write_text("\n".join([HEAD, *GOOD]), encoding="utf-8")
    found = check_source(Source("days.rnnspec", SPEC), tmp_path)
    assert found.study is not None, found.diagnostics
    return found.study


def _refused(study: Study, file: Path, **fitted: object) -> str:
    """The code, where in the file, why, and what helps."""
    with pytest.raises(Refused) as raised:
        predictable(study, {**FITTED, **fitted}, file)
    message = str(raised.value)
    assert message.startswith(f"`{file}`")
    told = " | ".join((message.removeprefix(f"`{file}`"), *raised.value.help))
    assert "\n" not in told
    return f"{raised.value.code}{told}"


def _changed(place: int, line: str) -> list[str]:
    return [*GOOD[:place], line, *GOOD[place + 1 :]]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["day,heta,sky", "2024-01-01,1,grey"],
            "E0602: it has no column `heat` | the nearest is `heta`",
        ),
        (["heat,sky", "1,grey"], "E0602: it has no column `day` | there are `heat`, `sky`"),
        (
            ["day;heat;sky", "2024-01-01;1;grey"],
            "E0602: it has no column `day` | it is written otherwise than the file of training: "
            '`separator = ";"` would read it',
        ),
        (
            [HEAD, *GOOD[:2]],
            "E0603: it has 2 rows, and the model sees 3 at a time",
        ),
        (
            [HEAD, *_changed(4, "2024-01-05,20,gray,1")],
            "E0604, line 6: column `sky` holds `gray`, which was not there in training | "
            "the nearest is `grey`",
        ),
        (
            [HEAD, *_changed(4, "2024-01-05,warm,grey,1")],
            "E0604, line 6: column `heat` holds `warm` where a number should be",
        ),
        (
            [HEAD, *_changed(4, "2024-01-05,,grey,1")],
            "E0604, line 6: column `heat` has 1 missing value; the model was trained without any | "
            "a spec with `missing = interpolate`, `forward` or `drop` trains one that takes gaps",
        ),
        (
            [HEAD, *_changed(4, "soon,1,grey,1")],
            "E0604, line 6: column `day` holds `soon` where a time should be | "
            "times are read as ISO 8601, as in training",
        ),
        ([HEAD, *_changed(4, ",1,grey,1")], "E0604, line 6: column `day` lacks a time"),
        (
            [HEAD, *_changed(4, "2024-01-04,1,grey,1")],
            "E0604: column `day` holds `2024-01-04` twice | "
            "a spec with `duplicates = first`, `last` or `mean` makes one row of them",
        ),
        (
            [f"{HEAD},heat", f"{GOOD[0]},1"],
            "E0604: `heat` cannot be used: 2 columns have this name",
        ),
    ],
)
def test_what_is_wrong_with_a_table(
    lines: list[str], message: str, study: Study, tmp_path: Path
) -> None:
    file = tmp_path / "new.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert _refused(study, file) == message


def test_every_row_must_belong_to_a_group(tmp_path: Path) -> None:
    rows = [f"{line},{'ab'[at % 2]}" for at, line in enumerate(GOOD)]
    (tmp_path / "days.csv").write_text("\n".join([f"{HEAD},town", *rows]), encoding="utf-8")
    text = SPEC.replace("time = day", "time = day, group = town")
    study = check_source(Source("days.rnnspec", text), tmp_path).study
    assert study is not None
    file = tmp_path / "new.csv"
    file.write_text("\n".join([f"{HEAD},town", *rows[:-1], f"{GOOD[-1]},"]), encoding="utf-8")
    told = "E0604, line 30: column `town`, which tells the groups, has no value in 1 row"
    assert _refused(study, file) == told


def test_signs_that_a_terminal_obeys_are_shown_as_pictures(tmp_path: Path) -> None:
    said = CliRunner().invoke(rnnspec, ["check", str(tmp_path / "\x1b[2J")])
    assert "\x1b" not in said.output
    assert "\N{SYMBOL FOR ESCAPE}[2J" in said.output


def test_a_target_need_not_be_known(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("\n".join([HEAD, *GOOD]), encoding="utf-8")
    assert predictable(study, FITTED, file)[1] == ("rain",)
    file.write_text("\n".join(line.rpartition(",")[0] for line in [HEAD, *GOOD]), encoding="utf-8")
    assert predictable(study, FITTED, file)[1] == ()


def test_gaps_are_allowed_where_training_allowed_them(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("\n".join([HEAD, *_changed(4, "2024-01-05,,,1")]), encoding="utf-8")
    predictable(study, {**FITTED, "missing": "drop"}, file)


def test_a_hole_in_its_times_is_told(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("\n".join([HEAD, *GOOD]), encoding="utf-8")
    assert predictable(study, FITTED, file)[2].times.line.regular
    file.write_text("\n".join([HEAD, *GOOD[:3], *GOOD[4:]]), encoding="utf-8")
    found = predictable(study, FITTED, file)[2].times.line
    assert found.irregularity == "2024-01-05 follows 2024-01-03"


def test_a_file_that_is_not_there(study: Study, tmp_path: Path) -> None:
    assert _refused(study, tmp_path / "nowhere.csv") == "E0601: there is no such file"
    (tmp_path / "newer.csv").write_text("")
    near = f"E0601: there is no such file | the nearest is `{tmp_path / 'newer.csv'}`"
    assert _refused(study, tmp_path / "never.csv") == near


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (
            lambda file: np.savez(file, x=np.zeros((5, 4, 3))),
            "E0604: samples of `x` have the shape (4, 3), and the model sees (4, 2)",
        ),
        (
            lambda file: np.savez(file, xs=np.zeros(3)),
            "E0602: it has no array `x` | there is `xs`",
        ),
        (lambda file: np.savez(file, x=np.zeros((0, 4, 2))), "E0603: `x` has no samples"),
        (
            lambda file: np.savez(file, x=np.full((1, 4, 2), np.nan)),
            "E0604: `x` has 8 numbers that are missing or infinite",
        ),
        (
            lambda file: np.savez(file, x=np.zeros((2, 4, 2)), y=np.zeros(3)),
            "E0604: `x` has 2 samples, and `y` 3 targets",
        ),
        (
            lambda file: np.savez(file, x=np.zeros((2, 4, 2)), y=np.zeros((2, 3, 3))),
            "E0604: a target in `y` is (3, 3); the model gives 1 value",
        ),
        (
            lambda file: np.savez(file, x=np.full((2, 4, 2), "a")),
            "E0604: `x` holds text where numbers should be",
        ),
        (lambda file: file.write_bytes(b"PK"), "E0601: it is no npz file: File is not a zip file"),
    ],
)
def test_what_is_wrong_with_arrays(
    write: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    file = tmp_path / "new.npz"
    write(file)
    assert _refused(gru_study(), file) == message


def test_a_model_that_is_not_kept_is_named(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run_study(gru_study(trials=3), tmp_path, name="gru", out=run, program=PROGRAM)

    def refused(*arguments: object) -> str:
        said = CliRunner().invoke(rnnspec, ["predict", *map(str, arguments)])
        assert said.exit_code == 1
        return said.output

    best = refused(run, "new.npz", "--trial", 99)
    assert f"error: the model of trial 99 is not kept in `{run}`; there is that of trial" in best
    (run / "best.keras").unlink()
    assert refused(run, "new.npz").endswith(f"is not kept in `{run}`\n")
    assert "Traceback" not in refused(tmp_path, "new.npz")


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("out.xlsx", "a table is written as `.csv` or as `.parquet`"),
        ("nowhere/out.csv", "there is no folder"),
        ("new.csv", "is the file that is predicted"),
    ],
)
def test_where_predictions_cannot_go_is_said_at_once(
    out: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "new.csv").write_text("a\n1\n", encoding="utf-8")
    asked = ["predict", str(tmp_path), str(tmp_path / "new.csv"), "-o", str(tmp_path / out)]
    said = CliRunner().invoke(rnnspec, asked)
    assert said.exit_code == 2
    assert message in said.output
