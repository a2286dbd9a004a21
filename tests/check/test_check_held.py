"""What the file says of parts before anything runs: windows that gaps leave, classes, zeros."""

from pathlib import Path

import pytest

from rnnspec.overview import describe_study
from specs import check, spec, study_of

ROWS = 300


def table(folder: Path, gaps: set[int] = frozenset(), classes: int = 0, **columns: str) -> None:
    """Rows with a number `a` that is missing in some, and a class that the first half has."""
    lines = [
        f"{'' if row in gaps else row % 7},{row % 11},{row % 5 if row < classes else 0},3,{row % 2}"
        for row in range(ROWS)
    ]
    (folder / "t.csv").write_text("\n".join(["a,y,kind,same,g", *lines]))


def text(window: str = "= 5", missing: str = "drop", source: str = "", **more: str) -> str:
    data = f"""source = csv("t.csv"{source})
  inputs = [a]
  target = {more.pop("target", "y")}
  window {window}
  horizon = 2
  split = chronological(validation = 0.2, test = 0.2)
  missing = {missing}"""
    return spec("GRU(4)\n Dense(horizon)", data=data, **more)


@pytest.mark.parametrize(
    ("window", "missing", "source", "found"),
    [
        ("= 12", "drop", "", "6 of its 60 rows miss a value"),
        ("~ choice(3, 12)", "drop", "", "6 of its 60 rows miss a value"),
        ("= 9", "drop", "", ""),
        ("= 12", "interpolate", "", ""),
        ("= 12", "forward", "", ""),
        ("= 12", "drop", ", group = g", ""),
    ],
)
def test_windows_emptied_by_gaps_are_told(tmp_path, window, missing, source, found):
    """Behind row 164 each tenth row has a gap, which leaves windows of 9 rows at most."""
    table(tmp_path, gaps=set(range(164, ROWS, 10)))
    problems = check(text(window, missing, source), tmp_path).diagnostics
    assert [one.code for one in problems] == (["E0603"] if found else [])
    for one in problems:
        assert one.label.startswith(found)
        assert one.label.endswith("each of its 59 windows of 12 rows and 2 ahead")
        assert one.help[0] == "at most 9 rows fit"
    assert not check(text("= 9"), tmp_path).diagnostics


def test_show_counts_the_windows_that_gaps_leave(tmp_path):
    table(tmp_path, gaps={190, 191, 250})
    lines = list(describe_study("t", study_of(text(missing="interpolate"), tmp_path)))
    assert "  windows that gaps leave: validation 57 of 59, test 58 of 59" in lines
    table(tmp_path)
    lines = list(describe_study("t", study_of(text(missing="interpolate"), tmp_path)))
    assert not any("gaps leave" in line for line in lines)


def test_a_class_that_a_part_lacks_is_told(tmp_path):
    found = {}
    for until in (ROWS, 200, 100):
        table(tmp_path, classes=until)
        data = """source = csv("t.csv")  inputs = [a]  target = kind  window = 5
  split = chronological(validation = 0.2, test = 0.2)"""
        train = "optimizer = adam  loss = sparse_categorical_crossentropy  epochs = 1"
        search = "objective = maximize(val_accuracy)  algorithm = random  trials = 1"
        model = "GRU(4)\n Dense(classes, activation = softmax)"
        text = spec(model, data=data, train=train, search=search)
        found[until] = [(one.code, one.message) for one in check(text, tmp_path).diagnostics]
    assert found == {
        ROWS: [],
        200: [("W0602", "the test part lacks classes of `kind`")],
        100: [("W0602", "the validation part lacks classes of `kind`")],
    }


def test_a_target_that_never_varies_and_one_that_is_divided_by_are_told(tmp_path):
    table(tmp_path)
    (found,) = check(text(target="same"), tmp_path).diagnostics
    assert (found.code, found.label) == ("W0602", "every value is 3")
    train = "optimizer = adam  loss = mse  metrics = [{}]  epochs = 1"
    (found,) = check(text(train=train.format("mape")), tmp_path).diagnostics
    assert (found.code, found.label) == ("W0602", "it is 0 in 28 rows")
    assert not check(text(train=train.format("mae")), tmp_path).diagnostics
