"""The examples: without problems, in canonical form, ready for every use."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from rnnspec.cli.main import rnnspec
from rnnspec.diagnostics.diagnostic import Problems
from rnnspec.scripts.table import TARGETS
from rnnspec.source import Source
from rnnspec.spec import check
from rnnspec.study.sampling import sample
from rnnspec.syntax import format_file, parse_file

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.rnnspec"))
ON_EVERY = pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)


@ON_EVERY
def test_it_has_no_problems(spec: Path) -> None:
    """Neither an error nor a warning, but for the leap days that are not in Melbourne's record."""
    checked = check(spec)
    leap = "the times of `Date` are not regular"
    assert [one.message for one in checked.diagnostics if one.message != leap] == []
    assert checked.study is not None


@ON_EVERY
def test_it_is_in_canonical_form(spec: Path) -> None:
    """The formatter would not change it."""
    source = Source(spec.name, spec.read_text(encoding="utf-8"))
    assert format_file(parse_file(source, Problems()), source) == source.text


@ON_EVERY
def test_it_says_where_its_data_comes_from(spec: Path) -> None:
    """A reader learns what is measured, and whose figures they are, before the first line."""
    head = spec.read_text(encoding="utf-8").split("rnnspec 1")[0]
    assert "# Data: " in head
    assert (spec.parent / "README.md").read_text(encoding="utf-8").count(f"]({spec.name})") == 1


@ON_EVERY
def test_it_can_be_drawn_from(spec: Path) -> None:
    """The reference sampler finds configurations that differ."""
    study = check(spec).study
    assert study is not None
    drawn = [sample(study.space, 0, index) for index in range(8)]
    assert len({repr(one) for one in drawn}) > 4


@ON_EVERY
def test_it_compiles_for_hyperopt(spec: Path) -> None:
    """Every example becomes a script that stands alone."""
    done = CliRunner().invoke(rnnspec, ["compile", str(spec), "--target", "hyperopt", *own(spec)])
    assert done.exit_code == 0, done.stderr
    imported = {
        name.name.split(".")[0] if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(done.stdout))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {"hyperopt", "keras"} <= imported
    assert "rnnspec" not in imported


def own(spec: Path) -> list[str]:
    """What Hyperopt needs to be told where the algorithm of a spec is none of its own."""
    study = check(spec).study
    assert study is not None
    known = TARGETS["hyperopt"].algorithms
    return [] if study.search.algorithm.name in known else ["--algorithm", "tpe"]


def test_the_made_up_data_is_what_its_program_makes(tmp_path: Path) -> None:
    """A reader of the program knows what the files hold."""
    data = SPECS[0].parent / "data"
    subprocess.run([sys.executable, data / "synthetic.py", tmp_path], check=True)
    assert (tmp_path / "stock.csv").read_text() == (data / "stock.csv").read_text()
    with np.load(tmp_path / "rhythms.npz") as made, np.load(data / "rhythms.npz") as kept:
        assert sorted(made) == sorted(kept) == ["x", "y"]
        assert all(np.array_equal(made[name], kept[name]) for name in kept)


def test_the_gaussian_process_is_refused_with_what_is_nearest() -> None:
    """What the comment in the spec says: another algorithm runs it."""
    spec = next(path for path in SPECS if path.stem == "lstm_gp")
    done = CliRunner().invoke(rnnspec, ["compile", str(spec), "--target", "hyperopt"])
    assert done.exit_code == 1
    assert "error[E0502]" in done.stderr
    assert "tpe" in done.stderr
