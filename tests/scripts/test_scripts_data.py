"""The data of a script: how tables are divided and what of them is predicted, for every target."""

from collections.abc import Callable
from pathlib import Path

import pytest
from examples import checked, script, section

from rnnspec.pipeline import check_source
from rnnspec.scripts.table import TARGETS
from rnnspec.source import Source
from rnnspec.study.study import Study

TEXT = """rnnspec 1
data {{ {data} inputs = [a] target = a window = 6 }}
model {{ GRU(4) Dense(1) }}
train {{ optimizer = adam loss = mse epochs = 1 batch_size ~ choice(8, 16) }}
search {{ objective = minimize(val_mae) algorithm = random trials = 2 {search} }}
"""
GROUPED = 'source = csv("t.csv", time = t, group = g)'
SPECS = {
    "parts_in_time": (
        'source = csv("t.csv", time = t)'
        ' split = chronological(validation = "2020-02-10", test = "2020-03-01")',
        "",
    ),
    "a_lead": (
        'source = csv("t.csv", time = t) lead = 12 season = 7'
        " split = chronological(validation = 20, test = 0.2)",
        "",
    ),
    "a_lead_in_groups": (
        f"{GROUPED} lead = 12 season = 7 missing = drop"
        ' split = chronological(validation = 0.2, test = "2020-03-01")',
        "",
    ),
    "several_files": (
        'source = csv("*.csv", time = t, group = [file, g], skip_rows = ["sum"])'
        " split = chronological(validation = 0.2)",
        "",
    ),
    "a_file_that_tests": (
        'source = csv("t.csv", time = t, group = g) test = csv("u.csv")'
        " split = chronological(validation = 12)",
        "",
    ),
    "groups_held_back": (f"{GROUPED} split = groups(validation = 1, test = 0.25)", ""),
    "rows_of_groups_in_folds": (f"{GROUPED} split = chronological(test = 12)", "folds = 2"),
}


def study_of(name: str, folder: Path) -> Study:
    data, search = SPECS[name]
    for file in ("t", "u"):
        rows = [f"2020-{1 + n // 28:02}-{1 + n % 28:02},{g},{n}" for n in range(84) for g in "abcd"]
        one = [row for row in rows if ",a," in row] if "group" not in data else rows
        (folder / f"{file}.csv").write_text("\n".join(["t,g,a", *one]))
    return checked(check_source(Source("t", TEXT.format(data=data, search=search)), folder))


@pytest.mark.parametrize("name", SPECS)
def test_every_target_has_the_data_of_a_spec(
    name: str, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    study = study_of(name, tmp_path)
    found = {target: section(script(study, target=target), "The data") for target in TARGETS}
    (text,) = set(found.values())
    golden(f"{name}.txt", text[text.index("def load_data") :])


def test_a_script_predicts_rows_of_several_files(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    """No file is asked for the column of their names; every column of a group is told."""
    study_of("several_files", tmp_path)  # writes the files
    data, search = SPECS["several_files"]
    text = TEXT.replace("inputs = [a]", "inputs = [a, file] encode = [file]")
    study = checked(check_source(Source("t", text.format(data=data, search=search)), tmp_path))
    told = section(script(study, target="optuna"), "From a model to predictions")
    golden("several_files_predicted.txt", told)
