"""`best.rnnspec` runs: one trial, and the test part."""

import json
from pathlib import Path

import pytest
from bound_specs import HARD
from click.testing import CliRunner

from rnnspec.check.bound import render_bound
from rnnspec.cli.main import rnnspec
from rnnspec.pipeline import check_source
from rnnspec.source import Source
from rnnspec.study.sampling import sample

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("name", ["blocks_in_turns", "turning_object"])
def test_it_runs(name: str, tmp_path: Path) -> None:
    """A search of one trial over nothing."""
    checked = check_source(Source(name, HARD[name]), tmp_path)
    assert checked.study is not None
    values = sample(checked.study.space, 0, 0)
    best = tmp_path / "best.rnnspec"
    best.write_text(render_bound(checked.source, checked.study, values), encoding="utf-8")
    done = CliRunner().invoke(rnnspec, ["run", str(best), "--out", str(tmp_path / "run")])
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "run" / "best.json").read_text("utf-8"))
    assert found["values"] == {}
