"""`rnnspec targets`, and what `compile` says of distributions and of what a target lacks."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result
from examples import VALID

from rnnspec.catalog import ALGORITHMS, DISTRIBUTIONS, PRUNERS
from rnnspec.cli.main import rnnspec
from rnnspec.scripts.matrix import matrix
from rnnspec.scripts.table import TARGETS

SPEC = """\
rnnspec 1

data {
  source = random(samples = 40, steps = 5, features = 2)
  split  = random(validation = 0.25)
}

model {
  GRU(units ~ quniform(32, 128, 32), dropout ~ uniform(0, 0.5))
  Dense(1)
}

train { optimizer = adam  loss = mse  epochs = 1 }

search { objective = minimize(val_mae)  algorithm = tpe  trials = 3 }
"""


@pytest.fixture
def spec(tmp_path: Path) -> str:
    path = tmp_path / "small.rnnspec"
    path.write_text(SPEC, encoding="utf-8")
    return str(path)


@pytest.fixture
def naive(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more target, whose lattices are Hyperopt's own."""
    told = {"quniform": "both ends have half a mass"}
    row = replace(TARGETS["hyperopt"], name="naive", part="hyperopt", title="Naive", inexact=told)
    monkeypatch.setitem(TARGETS, "naive", row)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(rnnspec, list(arguments))


@pytest.mark.usefixtures("naive")
def test_a_script_says_first_what_is_not_exact(spec: str) -> None:
    done = command("compile", spec, "--target", "naive")
    assert done.exit_code == 0
    head = done.stdout.partition("import ")[0]
    assert (
        dedent(
            """\
        Not every distribution below is the spec's:
        - gru.units: both ends have half a mass
        """
        )
        in head
    )
    assert "gru.dropout" not in head


@pytest.mark.usefixtures("naive")
def test_strict_refuses_what_is_not_exact(spec: str) -> None:
    done = command("compile", spec, "--target", "naive", "--strict")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "error[E0502]: Naive does not draw the distribution of `gru.units`" in done.stderr
    assert "small.rnnspec:9:7" in done.stderr
    assert "^ both ends have half a mass" in done.stderr


@pytest.mark.parametrize("target", [t for t in TARGETS if TARGETS[t].instead_of("tpe") != "grid"])
def test_our_own_targets_are_strict(spec: str, target: str) -> None:
    row = TARGETS[target]
    algorithm = ["--algorithm", "tpe" if "tpe" in row.algorithms else row.instead_of("tpe")]
    strict = command("compile", spec, "--target", target, *algorithm, "--strict")
    assert strict.exit_code == 0, strict.stderr
    assert strict.stdout == command("compile", spec, "--target", target, *algorithm).stdout
    assert "Every distribution below is exactly the spec's." in strict.stdout


@pytest.mark.usefixtures("naive")
def test_a_spec_is_told_line_by_line(spec: str) -> None:
    done = command("targets", spec)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80 + len("  naive"), "one target more than there is"
    units = next(line for line in lines if line.startswith("gru.units"))
    assert units.split()[1:] == [
        *("made", "yes", "made", "yes", "yes", "made"),
        "other",
    ]
    dropout = next(line for line in lines if line.startswith("gru.dropout"))
    assert dropout.split()[1:] == [
        "no" if target == "sklearn_grid" else "yes" for target in TARGETS
    ]
    naive = lines[lines.index("naive:") + 1]
    assert naive == "  line 9  `gru.units`: both ends have half a mass"
    skopt = lines[lines.index("skopt:") + 1]
    assert skopt.startswith("  line 15  scikit-optimize has no algorithm `tpe`; the nearest is")


@pytest.mark.usefixtures("naive")
def test_a_spec_is_told_to_programs(spec: str) -> None:
    done = command("targets", spec, "--format", "json")
    found = json.loads(done.stdout)["targets"]
    assert list(found) == list(TARGETS)
    assert found["naive"]["laws"]["gru.units"] == {
        "identical": False,
        "drawn": "other",
        "case": "both ends have half a mass",
    }
    assert found["hyperopt"]["laws"]["gru.units"]["identical"]
    assert found["sklearn_grid"]["laws"]["gru.dropout"] is None
    assert found["skopt"]["algorithm"] == TARGETS["skopt"].instead_of("tpe")
    assert [one["code"] for one in found["skopt"]["refuses"]] == ["E0502"]


def test_the_table_of_targets_is_whole_and_narrow() -> None:
    done = command("targets")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80 + len("  naive"), "one target more than there is"
    # A name for which there is no room stands above its line.
    joined = done.stdout.replace("several objectives\n", "several objectives  ").splitlines()
    told = {line.strip().split("  ")[0]: line.split()[-len(TARGETS) :] for line in joined}
    assert told["cmaes"] == ["yes" if "cmaes" in t.algorithms else "no" for t in TARGETS.values()]
    assert told["several objectives"] == [
        "yes" if t.several_objectives else "no" for t in TARGETS.values()
    ]
    assert told["quniform"][list(TARGETS).index("hyperopt")] == "made"
    assert told["loguniform"][list(TARGETS).index("hyperopt")] == "yes"


def test_the_table_has_a_line_for_everything_that_may_be_said() -> None:
    lines = matrix().lines
    assert {line.what for line in lines} >= {*DISTRIBUTIONS, *ALGORITHMS, *PRUNERS}
    cells = {cell for line in lines if line.group == "distributions" for cell in line.cells}
    assert cells <= {"yes", "made", "part", "no"}, "every distribution is drawn exactly"


def test_the_table_of_targets_is_told_to_programs() -> None:
    found = json.loads(command("targets", "--format", "json").stdout)
    assert len(found["lines"]) == len(matrix().lines)
    numbers = {cell for line in found["lines"] for cell in line["targets"].values()}
    assert {cell for cell in numbers if cell.startswith("(")} <= set(found["words"])


def test_a_spec_with_nothing_to_search_is_told_too(spec: str, tmp_path: Path) -> None:
    text = SPEC.replace("units ~ quniform(32, 128, 32), dropout ~ uniform(0, 0.5)", "32")
    (tmp_path / "fixed.rnnspec").write_text(text, encoding="utf-8")
    assert command("targets", str(tmp_path / "fixed.rnnspec")).exit_code == 0


@pytest.mark.parametrize("target", TARGETS)
def test_an_unknown_target_is_told_with_the_nearest(target: str, spec: str) -> None:
    misspelt = target[:-2] + target[-1]
    done = command("compile", spec, "--target", misspelt)
    assert done.exit_code == 2
    assert f"there is no target `{misspelt}`; the nearest is `{target}`" in done.stderr


def test_a_refusal_says_that_the_option_asked_for_it(spec: str) -> None:
    done = command("compile", spec, "--target", "hyperopt", "--algorithm", "gp")
    assert done.exit_code == 1
    assert "Hyperopt has no algorithm `gp`" in done.stderr
    assert "^^^ `--algorithm gp` is asked for instead" in done.stderr
    own = command("compile", spec, "--target", "skopt")
    assert "is asked for instead" not in own.stderr


@pytest.mark.parametrize("place", ["-", "beside.py", "far/off/search.py"])
def test_the_data_is_found_from_wherever_a_script_lies(place: str, tmp_path: Path) -> None:
    """Printed, it may be written anywhere."""
    (tmp_path / "far" / "off").mkdir(parents=True)
    name = place if place != "-" else "far/printed.py"
    output = [] if place == "-" else ["-o", str(tmp_path / place)]
    done = command("compile", str(VALID / "gru_batchnorm.rnnspec"), "--target", "optuna", *output)
    assert done.exit_code == 0, done.stderr
    if place == "-":
        (tmp_path / name).write_text(done.stdout, encoding="utf-8")
    head = (tmp_path / name).read_text("utf-8").partition("\ntry:\n")[0]
    script = f"{head}\nprint(OPTIONS.data.is_file(), OPTIONS.trials, OPTIONS.storage)\n"
    (tmp_path / name).write_text(script, encoding="utf-8")
    line = [sys.executable, tmp_path / name, "--out", tmp_path / "out"]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stdout == (
        "True 10 None\n"
    )
    wrong = subprocess.run([*line, "--data", "no.csv"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr.splitlines()[-1].split(": error: ")[1]) == (
        2,
        "there is no file no.csv",
    )
    told = subprocess.run([*line, "--help"], capture_output=True, text=True, check=True).stdout
    assert "how many configurations are tried (default: 10)" in told


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


GRID = SPEC.replace("algorithm = tpe  trials = 3", "algorithm = grid").replace(
    "uniform(0, 0.5)", "choice(0, 0.5)"
)


@pytest.mark.parametrize("target", ["optuna", "keras_tuner", "sklearn_grid"])
def test_a_script_of_a_grid_tries_all_of_it(tmp_path: Path, target: str) -> None:
    """Four widths with two rates each; no `--trials` has to be told."""
    path = tmp_path / "grid.rnnspec"
    path.write_text(GRID, encoding="utf-8")
    done = command("compile", str(path), "--target", target)
    assert '"--trials", type=int, default=8' in one_line(done.stdout)


def test_trials_may_be_told_when_a_script_is_made(spec: str, tmp_path: Path) -> None:
    done = command("compile", spec, "--target", "optuna", "--trials", "7")
    assert '"--trials", type=int, default=7' in one_line(done.stdout)
    assert "(tpe, 7 trials)" in done.stdout
    path = tmp_path / "grid.rnnspec"
    path.write_text(GRID, encoding="utf-8")
    other = ("--target", "optuna", "--algorithm", "random")
    assert "`trials = 50`" in command("compile", str(path), *other).stderr
    assert "default=9" in command("compile", str(path), *other, "--trials", "9").stdout
    assert command("compile", spec, "--target", "ir", "--trials", "7").exit_code == 2


def test_without_a_target_all_are_listed(spec: str) -> None:
    done = command("compile", spec)
    assert done.exit_code == 2
    assert all(f"\n  {name} " in done.stderr for name in [*TARGETS, "ir"])
