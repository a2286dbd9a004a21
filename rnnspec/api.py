"""What a program calls, from checking a spec to predicting with what a run has found.

In: paths, options, bytes. Out: typed results; nothing is printed. Raises SpecError where a spec
has errors, ArgumentError where a call is wrong by itself, else Refused. Whatever trains, draws or
compiles is imported when it is called.
"""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, count
from os.path import normpath, relpath
from pathlib import Path
from typing import TYPE_CHECKING

from rnnspec.catalog import ALGORITHMS
from rnnspec.check.search import UNBOUNDED
from rnnspec.diagnostics.nearest import mend, nearest
from rnnspec.diagnostics.search import in_words, offered, unsupported
from rnnspec.diagnostics.values import setting_missing
from rnnspec.errors import ArgumentError, Refused
from rnnspec.ledger.errors import trying_to
from rnnspec.ledger.folder import is_run as is_run
from rnnspec.ledger.folder import read_header, recorded_study, write_bytes, write_text
from rnnspec.pipeline import check_source
from rnnspec.samplers.contract import Unsupported
from rnnspec.samplers.table import SAMPLERS
from rnnspec.search.overrides import Overrides as Overrides
from rnnspec.source import Source
from rnnspec.spec import LARGEST as LARGEST
from rnnspec.spec import Spec as Spec
from rnnspec.spec import SpecError as SpecError
from rnnspec.spec import canonical as canonical
from rnnspec.spec import check as check
from rnnspec.spec import load as load
from rnnspec.spec import sound
from rnnspec.study.data import Npz, Table
from rnnspec.study.data import Timeline as Timeline
from rnnspec.study.export import study_to_json
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import sample as draw
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study

if TYPE_CHECKING:
    from rnnspec.diff.difference import Difference as Difference
    from rnnspec.predict.prediction import Prediction as Prediction
    from rnnspec.scripts.draws import Verdict as Verdict
    from rnnspec.scripts.matrix import Fit as Fit
    from rnnspec.scripts.matrix import Matrix as Matrix
    from rnnspec.search.events import OnEvent
    from rnnspec.search.result import RunResult as RunResult
    from rnnspec.search.standing import RunState as RunState

ENGINES = tuple(row.name for row in SAMPLERS)
"""What may propose, by the names that `engine` takes."""

BEST_SPEC = "best.rnnspec"
IR = "ir"
"""The target that is no script: the study as JSON."""


def show(spec: Spec) -> Iterator[str]:
    """What a spec means: its space, network, data and search, as lines."""
    from rnnspec.overview import describe_study

    return describe_study(spec.source.name, spec.study)


def sample(spec: Spec, number: int, seed: int | None = None) -> Iterator[dict[str, Value]]:
    """So many configurations of the reference sampler, the spec's seed where none is given.

    Raises Refused where no draw satisfies the constraints.
    """
    seed = spec.study.search.seed if seed is None else seed
    return (draw(spec.study.space, seed, index) for index in range(number))


def explain(code: str | None = None) -> str:
    """What a code means, with a wrong and a right example; without one, a list of all codes."""
    from rnnspec.diagnostics.table import TABLE, render_explanation

    if code is None:
        return "\n".join(f"{row.code}  {row.title}" for row in TABLE.values())
    known = code.upper()
    if known not in TABLE:
        found = nearest(known, TABLE)
        hint = f" The nearest is `{found}`." if found else " `rnnspec explain` lists them."
        raise ArgumentError(f"There is no code `{code}`.{hint}")
    return render_explanation(known)


# --- scripts ----------------------------------------------------------------------------------


def compile(
    spec: Spec,
    target: str,
    *,
    algorithm: str | None = None,
    trials: int | None = None,
    strict: bool = False,
    output: Path | None = None,
) -> str:
    """The script for a target; paths in it are relative to `output`, where it will lie.

    Without one they are absolute: the script may come to lie anywhere on this machine.

    `algorithm` and `trials` stand for the spec's own.

    Raises ArgumentError for a target or algorithm that is none, SpecError for what the target
    cannot say and, where `strict`, for what it does not draw exactly.
    """
    from rnnspec.scripts.script import render_script
    from rnnspec.scripts.table import TARGETS, refusals

    if target == IR:
        if trials is not None:
            raise ArgumentError(f"`{IR}` is the study as the spec has it; scripts take `--trials`")
        return study_to_json(spec.study)
    if target not in TARGETS:
        known = mend(target, [*TARGETS, IR], "possible are")
        raise ArgumentError(f"there is no target `{target}`; {known}")
    chosen = _chosen(spec, algorithm, bounded=trials is not None)
    refused = refusals(spec.study, TARGETS[target], chosen)
    if strict and not refused:
        from rnnspec.scripts.draws import inexact_distributions

        name = (chosen or spec.study.search.algorithm).name
        refused = inexact_distributions(spec.study.space, TARGETS[target], name)
    if refused:
        raise SpecError(spec.source, refused)
    folder = _from_script(spec.folder, output)
    path, test = getattr(spec.study.data.source, "path", None), spec.study.data.test
    return render_script(
        spec.study,
        target,
        spec_name=Path(spec.source.name).name,
        data_path_from_script=None if path is None else posixpath.join(folder, path),
        test_path_from_script=None if test is None else posixpath.join(folder, test.path),
        algorithm=chosen,
        trials=trials,
        folder_from_script=folder or ".",
    )


def targets() -> dict[str, str]:
    """What a spec can be compiled to: the library that searches, by the name of the target."""
    from rnnspec.scripts.table import TARGETS

    return {**{name: row.title for name, row in TARGETS.items()}, IR: "the study as JSON"}


def matrix() -> "Matrix":
    """What every target can say."""
    from rnnspec.scripts import matrix as described

    return described.matrix()


def fits(spec: Spec) -> "list[Fit]":
    """What becomes of a spec in every target."""
    from rnnspec.scripts import matrix as described

    return described.fits(spec.study)


def _from_script(folder: Path, output: Path | None) -> str:
    """The spec's folder, as seen from the script's; empty where they are the same."""
    if output is None:
        return folder.resolve().as_posix()
    relative = Path(relpath(folder.resolve(), output.resolve().parent)).as_posix()
    return "" if relative == "." else relative


def _chosen(spec: Spec, algorithm: str | None, *, bounded: bool = False) -> Named | None:
    """The algorithm in the place of the spec's; None where that is to be used.

    `bounded` tells that the search ends otherwise. Raises ArgumentError, SpecError.
    """
    search = spec.study.search
    if algorithm is None or algorithm == search.algorithm.name:
        return None
    if algorithm not in ALGORITHMS:
        known = mend(algorithm, ALGORITHMS, "possible are")
        raise ArgumentError(f"there is no algorithm `{algorithm}`; {known}")
    if search.trials is None and not bounded and algorithm not in UNBOUNDED:
        own = search.algorithm.name
        help = f"`{own}` ends by itself, and `{algorithm}` does not: `trials = 50`"
        missing = setting_missing(search.span, "search", ["trials"], help)
        raise SpecError(spec.source, [missing])
    return Named(algorithm)


# --- runs -------------------------------------------------------------------------------------


def run(
    spec: Spec, out: Path, overrides: Overrides, on_event: "OnEvent", *, fresh: bool = False
) -> "RunResult":
    """Search, or go on with the run in `out`; the folder then holds what was found.

    `fresh` begins anew, in the next free folder beside it. Raises SpecError or ArgumentError for
    what no sampler can do, else Refused. Ctrl-C ends the search with `why` interrupted.
    """
    from rnnspec.search.coordinator import run_study

    _chosen(spec, overrides.algorithm, bounded=overrides.trials is not None)
    try:
        result = run_study(
            spec.study,
            spec.folder,
            name=Path(spec.source.name).name,
            source=spec.source,
            out=_free_folder(out) if fresh else out,
            overrides=overrides,
            on_event=on_event,
        )
    except Unsupported as error:
        raise _unsupported(spec, error, overrides) from error
    if result.best is not None:
        _write_best_spec(spec, result.folder, result.best.values)
    return result


def recorded(folder: Path) -> tuple[Spec, Overrides]:
    """The spec that a run's folder holds, and how it was searched last.

    The data lies where it lay, seen from the run's folder. Raises SpecError, Refused.
    """
    told = read_header(folder)
    if "folder" not in told:
        raise Refused(f"`{folder}` was begun by another version of rnnspec: name the spec instead")
    place = folder / told["folder"]
    spec = sound(check_source(Source(told["spec"], told["text"]), place), place)
    search = recorded_study(folder, told).search
    return spec, Overrides(
        engine=told["engine"],
        algorithm=search.algorithm.name,
        trials=search.trials,
        seed=search.seed,
        timeout=search.timeout,
    )


def _free_folder(folder: Path) -> Path:
    """The folder, or the first of `folder-2`, `folder-3`... that holds no run."""
    others = (folder.with_name(f"{folder.name}-{i}") for i in count(2))
    return next(path for path in chain([folder], others) if not is_run(path))


def _unsupported(spec: Spec, error: Unsupported, overrides: Overrides) -> Refused:
    """What no sampler has: a fault of the call where that asks for it, else of the spec's line."""
    if overrides.algorithm is not None or overrides.engine is not None:
        words = [in_words(error.wanted, error.reason), *offered(error.nearest)]
        return ArgumentError("; ".join(words))
    search = spec.study.search
    places = {o.measure: o.span for o in search.objectives}
    span = places.get(error.wanted, search.algorithm.span)
    if search.pruner is not None and search.pruner.name == error.wanted:
        span = search.pruner.span
    return SpecError(spec.source, [unsupported(span, error.wanted, error.reason, error.nearest)])


def _write_best_spec(spec: Spec, run: Path, values: Configuration) -> None:
    """Write the spec that trains the best configuration alone, and what it uses beside it."""
    from rnnspec.check.bound import render_bound

    text = render_bound(spec.source, spec.study, values, relpath(spec.folder, run))
    write_text(run / BEST_SPEC, text)
    for path in {layer.path for layer in spec.study.custom}:
        copy = run / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        with trying_to("write", copy):
            write_bytes(copy, (spec.folder / path).read_bytes())


def runs(folder: Path) -> "list[RunState]":
    """How the runs in a folder stand, by name."""
    from rnnspec.search import standing

    return standing.runs(folder)


def best(run: Path) -> "RunResult":
    """What a run has found, finished or not. Raises Refused where no trial has succeeded."""
    from rnnspec.search import standing

    return standing.best(run)


def best_spec(run: Path) -> str:
    """The spec of the best model of a run. Raises Refused where it is not written yet."""
    path = run / BEST_SPEC
    read_header(run)
    if not path.is_file():
        raise Refused(f"`{path}` is not there: it is written when a session of the run ends")
    try:
        return path.read_text("utf-8")
    except ValueError as error:
        raise Refused(f"`{path}` is not text") from error


def report(run: Path, out: Path | None = None, *, storage: str | None = None) -> Path:
    """Write what a run found as one page, in its folder where no file is named; returns where.

    `storage` is the run's database, where its URL has a password. Raises Refused.
    """
    from rnnspec.report.page import write_report

    return write_report(run, out, storage=storage)


def predict(
    run: Path,
    file: Path,
    out: Path,
    *,
    trial: int | None = None,
    last: bool = False,
    begin: str | None = None,
    trust: bool = False,
    on_doing: Callable[[str], object] = lambda _: None,
) -> "Prediction":
    """Predict a data file with the best model of a run, or that of a trial.

    `out` is a table that ends in `.csv` or `.parquet`. It has what follows the `last` row of each
    group alone, and no row before the time `begin`, where that is asked for. `on_doing` is told
    what is being done, in words.
    Where the model has layers whose code lies in the run's folder, that is run: where it is what
    the run recorded, or where there is `trust`. Raises ArgumentError for an `out` or a `begin` that
    is none, else Refused where code may not be run, there is no such model, or it cannot predict
    the file.
    """
    from rnnspec.predict import prediction

    return prediction.predict(
        run, file, out, trial, last=last, begin=begin, trust=trust, on_doing=on_doing
    )


# --- edits ------------------------------------------------------------------------------------


def diff(old: Spec | Path, new: Spec | Path) -> "Difference":
    """What changes from one spec, or folder of a run, to another.

    Of the trials of `old`, or else of `new`, those that do not belong to the other are told with
    the reason. Raises Refused where a run cannot be read.
    """
    from rnnspec.diff.difference import compare
    from rnnspec.ledger.ledger import read_trials

    runs = [side for side in (old, new) if isinstance(side, Path)]
    folders = {side.folder.resolve() for side in (old, new) if isinstance(side, Spec)}
    before, after = (
        recorded_study(side, read_header(side))
        if isinstance(side, Path)
        else side.study
        if len(folders) < 2
        else _told_from_root(side)
        for side in (old, new)
    )
    trials = [(t.number, t.values) for t in read_trials(runs[0])] if runs else None
    return compare(before, after, trials, backwards=isinstance(old, Spec))


def _told_from_root(spec: Spec) -> Study:
    """The study of a spec, with the paths of its data told from the root."""
    data, root = spec.study.data, spec.folder.resolve()
    source, test = data.source, data.test
    if isinstance(source, Table | Npz):
        source = replace(source, path=normpath(root / source.path))
    if test is not None:
        test = replace(test, path=normpath(root / test.path))
    return replace(spec.study, data=replace(data, source=source, test=test))
