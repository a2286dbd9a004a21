"""`rnnspec diff` between specs and runs."""

import json
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner
from edits import DISTRIBUTION, SPEC

from rnnspec.cli.main import rnnspec
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.record import COMPLETE, TrialRecord
from rnnspec.pipeline import check_source
from rnnspec.samplers.table import choose_sampler
from rnnspec.search.header import header
from rnnspec.source import Source
from rnnspec.study.export import spec_hash
from rnnspec.study.sampling import configuration_hash, sample
from rnnspec.study.study import Study

DATA = Path(__file__).parent.parent.parent / "specs" / "data" / "sunspots.csv"
TEXT = SPEC.replace("data/sunspots.csv", str(DATA))
NARROWED = TEXT.replace(DISTRIBUTION, "16, 48, step = 8)")


def _diff(*arguments: str) -> str:
    done = CliRunner().invoke(rnnspec, ["diff", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def _spec(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def _study(text: str) -> Study:
    study = check_source(Source("spec", text), Path()).study
    assert study is not None
    return study


def _run(folder: Path, study: Study, trials: int) -> str:
    """The folder of a run, as the ledger writes it."""
    row = choose_sampler(study.search.algorithm.name, None, len(study.search.objectives))
    told = header(study, folder, row, "spec.rnnspec", "rnnspec 1\n", spec_hash(study))
    with closing(Ledger.create(folder, told)) as ledger:
        for index in range(trials):
            values = sample(study.space, 0, index)
            number, identity = ledger.reserve(), configuration_hash(values)
            ledger.start(number, values, identity)
            scores = dict.fromkeys(told["objectives"], 0.5)
            ledger.end(TrialRecord(number, values, identity, COMPLETE, scores, scores))
    return str(folder)


def test_two_specs(tmp_path: Path) -> None:
    """A line a change, or that there is none."""
    old, new = _spec(tmp_path, "a.rnnspec", TEXT), _spec(tmp_path, "b.rnnspec", NARROWED)
    assert _diff(old, new) == "width: narrowed, quniform(8, 64, 8) -> quniform(16, 48, 8)\n"
    assert _diff(old, old) == "no changes\n"
    told = json.loads(_diff(old, new, "--format", "json"))
    assert told["trials"] is None
    assert told["changes"] == [
        {
            "section": "space",
            "kind": "narrowed",
            "name": "width",
            "before": "quniform(8, 64, 8)",
            "after": "quniform(16, 48, 8)",
        }
    ]


def test_a_file_that_is_named_from_two_folders_is_one(tmp_path: Path) -> None:
    """The same data, by a path from where each spec lies."""
    _spec(tmp_path, "data.csv", DATA.read_text(encoding="utf-8"))
    near, far = (SPEC.replace("data/sunspots.csv", path) for path in ("data.csv", "../data.csv"))
    old, new = _spec(tmp_path, "a.rnnspec", near), _spec(tmp_path / "run", "b.rnnspec", far)
    assert _diff(old, new) == "no changes\n"


def test_a_run_and_an_edited_spec(tmp_path: Path) -> None:
    """Which trials belong, and why the others do not."""
    run = _run(tmp_path / "run", _study(TEXT), 12)
    new = _spec(tmp_path, "b.rnnspec", NARROWED)
    changed, counted, *reasons = _diff(run, new).splitlines()
    assert changed.startswith("width: narrowed")
    told = json.loads(_diff(run, new, "--format", "json"))["trials"]
    assert 0 < told["belong"] < 12
    assert told["belong"] + len(told["set_aside"]) == 12
    assert counted == f"{told['belong']} of 12 trials of {run} belong to the other"
    assert sum(int(line.split()[0]) for line in reasons) == len(told["set_aside"])
    assert all("is outside `quniform(16, 48, 8)`" in line for line in reasons)


def test_two_runs(tmp_path: Path) -> None:
    """The trials of the first, held against the study of the second."""
    old = _run(tmp_path / "old", _study(TEXT), 3)
    new = _run(tmp_path / "new", _study(TEXT.replace(DISTRIBUTION, "8, 96, step = 8)")), 1)
    assert _diff(old, new).splitlines() == [
        "width: widened, quniform(8, 64, 8) -> quniform(8, 96, 8)",
        f"3 of 3 trials of {old} belong to the other",
    ]


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    """No traceback, and the file that is missing."""
    done = CliRunner().invoke(rnnspec, ["diff", str(tmp_path), str(tmp_path)])
    assert done.exit_code == 1
    assert "run.json" in done.stderr
