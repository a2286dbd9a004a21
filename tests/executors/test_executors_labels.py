"""When the cases of a part are, and whose: as the table says, whatever order it is in."""

import builtins
from pathlib import Path

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.preparation import Preparation
from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.runtime import bounds, formats, grid, missing, scalers, tables, texts, windows
from rnnspec.source import Source
from rnnspec.study.evaluate import Scope

OBJECTS = {**vars(builtins), "np": np}
for module in (bounds, formats, grid, missing, scalers, tables, texts, windows):
    OBJECTS |= vars(module)

SPEC = """\
rnnspec 1

data {
  source  = csv("data.csv"MORE)
  inputs  = [v]
  target  = v
  window  = 2
  horizon = 3
  split   = chronological(validation = 0.25, test = 0.4)
}

model {
  GRU(2)
  Dense(3)
}

train {
  optimizer  = Adam()
  loss       = mse
  epochs     = 1
  batch_size = 4
}

search {
  objective = minimize(val_loss)
  algorithm = random
  trials    = 1
}
"""


def labels(folder: Path, rows: list[str], more: str) -> dict[str, np.ndarray]:
    """The labels of the test part of a table with these rows, in the order given."""
    (folder / "data.csv").write_text("when,who,v\n" + "\n".join(rows) + "\n", encoding="utf-8")
    source = Source(str(folder / "a.rnnspec"), SPEC.replace("MORE", more))
    study = check_source(source, folder).study
    assert study is not None
    preparation = Preparation(study, lower_plan(study), folder, OBJECTS)
    interpreter = Interpreter(Scope.of(study.space, {}).evaluate, OBJECTS)
    return preparation.labels(preparation.for_test(interpreter))


def test_times_are_those_of_the_rows_ahead(tmp_path: Path) -> None:
    rows = [f"2024-03-{day:02},a,{day}" for day in range(20, 0, -1)]
    found = labels(tmp_path, rows, ", time = when")
    assert found.keys() == {"times"}
    days = found["times"].astype("M8[D]").astype(str).tolist()
    assert days[0] == ["2024-03-13", "2024-03-14", "2024-03-15"]
    assert days[-1] == ["2024-03-18", "2024-03-19", "2024-03-20"]


def test_numbers_are_times_as_well_and_groups_have_their_names(tmp_path: Path) -> None:
    rows = [f"{hour},{who},{hour}" for hour in range(20) for who in ("south", "north")]
    found = labels(tmp_path, rows, ", time = when, group = who")
    assert found["groups"].tolist() == ["north"] * 6 + ["south"] * 6
    assert found["times"][:6].tolist() == [[n, n + 1, n + 2] for n in range(12, 18)]


def test_groups_of_several_columns_are_told_by_all_of_them(tmp_path: Path) -> None:
    rows = [f"{1 + n % 2},{who},{n}" for n in range(40) for who in ("south", "north")]
    found = labels(tmp_path, rows, ", group = [who, when]")
    assert found.keys() == {"groups"}
    assert sorted(set(found["groups"].tolist())) == ["north, 1", "north, 2", "south, 1", "south, 2"]


def test_without_a_time_there_are_none(tmp_path: Path) -> None:
    assert labels(tmp_path, [f"{n},a,{n}" for n in range(20)], "") == {}
