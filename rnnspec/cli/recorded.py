"""The spec that a run's folder holds, for going on with nothing but the folder."""

from pathlib import Path
from typing import Any

from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import Loaded, Refused, print_diagnostics
from rnnspec.ledger.folder import HEADER
from rnnspec.pipeline import check_source
from rnnspec.source import Source


def is_run(path: str | Path) -> bool:
    """Whether a path is the folder of a run."""
    return (Path(path) / HEADER).is_file()


def load_recorded(run: Path) -> tuple[Loaded, dict[str, Any]]:
    """The spec of a run as it was searched last, and what the command line had asked for.

    The data lies where it lay, seen from the run's folder; where it does not, that is said.
    """
    from rnnspec.ledger.errors import LedgerError
    from rnnspec.ledger.folder import read_header, recorded_study, verify_format

    try:
        told = read_header(run)
        verify_format(run, told)
    except LedgerError as error:
        raise Refused(str(error)) from error
    if "folder" not in told:
        raise Refused(f"`{run}` was begun by another version of rnnspec: name the spec instead")
    folder = run / told["folder"]
    checked = check_source(Source(told["spec"], told["text"]), folder)
    print_diagnostics(checked)
    if checked.study is None:
        raise SystemExit(PROBLEMS)
    search = recorded_study(told).search
    asked = {
        "engine": told["engine"],
        "algorithm": search.algorithm.name,
        "trials": search.trials,
        "seed": search.seed,
        "timeout": search.timeout,
    }
    return Loaded(Path(told["spec"]).stem, checked.study, checked.source, folder), asked
