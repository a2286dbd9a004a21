"""What a report says, from what was found to how to go on.

In: a run. Out: the sections of its page, in order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from shlex import quote
from typing import Any

from rnnspec.catalog import METRICS
from rnnspec.ledger.journal import JOURNAL
from rnnspec.ledger.record import FAILED, PRUNED
from rnnspec.plan.scoring import lower_scoring
from rnnspec.report.on_test import COLUMNS, forecasts
from rnnspec.report.parallel_picture import parallel
from rnnspec.report.picture import Cells, NumberCell, PageSection, PageTable
from rnnspec.report.run import ENOUGH, Run
from rnnspec.report.search_pictures import convergence, curves, fronts, importance, losses
from rnnspec.report.space_pictures import slices
from rnnspec.report.words import cell, cell_if_any, count, show, show_all, show_time
from rnnspec.study.expressions import Value

WHY = {
    "trials": "all trials were made",
    "timeout": "its time was over",
    "failures": "too many trials failed in a row",
    "exhausted": "the space was exhausted",
    "interrupted": "it was interrupted",
}
"""Why a run ended."""

TRIALS = 1000
"""Trials that a page lists, the best ones."""

FAILURES = 100
"""Failures that a page lists, the first ones."""


def sections(run: Run) -> Iterator[PageSection]:
    """The sections of a report, in order; each is there for every run but that of the front."""
    yield PageSection("verdict", "What was found", said=_verdict(run), tables=tuple(_scores(run)))
    yield _pictured("forecast", "The test part", forecasts(run), *_of_forecast(run))
    learned = [losses(run), curves(run)]
    yield _pictured("curves", "Learning curves", learned, "No trial has completed an epoch.")
    yield PageSection("run", "What ran", tables=(_facts(run),))
    yield _pictured("convergence", "Convergence", [convergence(run)], "No trial has a score yet.")
    yield _pictured("importance", "Importance", [importance(run)], _without_importance(run))
    yield _pictured("slices", "Slices", slices(run), _without_slices(run))
    together = "Two hyperparameters and two complete trials that differ are needed."
    yield _pictured("parallel", "All hyperparameters together", [parallel(run)], together)
    if len(run.names) > 1:
        yield _pictured("front", "The front", fronts(run), "No trial is complete yet.")
    yield _trials(run)
    yield _failures(run)
    yield PageSection("spec", "The spec", text=run.header.get("text", ""))
    yield PageSection("next", "How to go on", text="\n".join(_commands(run)))


def _pictured(
    name: str, title: str, found: list[Any], otherwise: str, said: tuple[str, ...] = ()
) -> PageSection:
    pictures = tuple(picture for picture in found if picture is not None)
    return PageSection(name, title, pictures=pictures, said=said if pictures else (otherwise,))


def _facts(run: Run) -> PageTable:
    told, search = run.header, run.study.search
    states = Counter(record.state for record in run.records)
    others = [f"{states[state]} {state}" for state in (PRUNED, FAILED) if states[state]]
    made = f"{len(run.records):,}" + (f" of {search.trials:,}" if search.trials else "")
    seconds = told.get("seconds", sum(record.seconds for record in run.records))
    objectives = (f"{direction} {name}" for name, direction in told["objectives"].items())
    rows: list[Cells] = [
        ("spec", told["spec"]),
        ("objective", ", ".join(objectives)),
        ("algorithm", f"{search.algorithm.name} of {told['engine']}"),
        ("trials", ", ".join([made, *others])),
        ("time", show_time(seconds)),
        ("begun", _date(told.get("created"))),
        ("ended", WHY.get(told.get("ended", ""), "not yet")),
        ("seed", str(told["seed"])),
        ("backend", told.get("backend", "")),
        ("versions", ", ".join(f"{name} {of}" for name, of in told["versions"].items())),
    ]
    return PageTable("The run", (), tuple(rows))


def _date(iso: str | None) -> str:
    return datetime.fromisoformat(iso).strftime("%d %B %Y, %H:%M UTC") if iso else "unknown"


def _verdict(run: Run) -> tuple[str, ...]:
    """The best trial, its scores, and whether the model beats the forecast that learned nothing."""
    if not run.records:
        return ("No trial has ended yet.",)
    if run.best is None:
        if len(run.failed) == len(run.records):
            return (f"Every trial failed ({count(len(run.records), 'trial')}).",)
        return ("No trial is complete yet.",)
    by = f" by {run.names[0]}" if len(run.names) > 1 else ""
    best = f"Trial {run.best.number} is the best of {len(run.records)}{by}:"
    return (f"{best} {show_all(run.best.scores)} on validation.", _on_test(run))


def _on_test(run: Run) -> str:
    found = run.conclusion
    if not run.study.data.has_test:
        return "The spec keeps no test part, so what the model is worth on new data is not known."
    if found is None:
        return "The run has not come to its end: the test part has not been scored."
    name = lower_scoring(run.study).baseline_name
    objectives = run.study.search.objectives
    measure = found.measure(objectives)
    if measure is None:
        return f"On the test part: {show_all(found.test)}."
    model, naive = found.test[measure], found.naive[measure]
    said = (
        f"On the test part its {measure} is {show(model)}, that of the naive forecast ({name})"
        f" {show(naive)}:"
    )
    beats = found.beats_naive(objectives)
    if not beats:
        return f"{said} the model does not beat the forecast that learned nothing."
    row = METRICS.find(measure)
    if row is not None and not row.maximize and naive > 0:
        return f"{said} the model's error is {1 - model / naive:.0%} smaller."
    return f"{said} the model beats the forecast that learned nothing."


def _scores(run: Run) -> Iterator[PageTable]:
    """The best configuration, and what those of the front are worth on the test part."""
    if run.best is not None and run.best.values:
        values = tuple((name, show(value)) for name, value in run.best.values.items())
        yield PageTable(f"Values of trial {run.best.number}", ("hyperparameter", "value"), values)
    scored = [c for c in run.conclusions if c.test]
    if scored:
        measures = list(dict.fromkeys(m for c in scored for m in c.test))
        rows: list[Cells] = []
        for conclusion in scored:
            who = f"trial {conclusion.record.number}"
            rows.append((who, *_columns(conclusion.test, measures)))
            if conclusion.naive:
                rows.append((f"naive, as for {who}", *_columns(conclusion.naive, measures)))
        yield PageTable("Scores on the test part", ("forecast of", *measures), tuple(rows))


def _columns(values: Mapping[str, Value], names: Iterable[str]) -> Cells:
    return tuple(cell_if_any(values, name) for name in names)


def _without_importance(run: Run) -> str:
    searched = len(run.study.space.hyperparameters)
    if searched < 2:
        return f"It compares hyperparameters; the spec has {count(searched, 'hyperparameter')}."
    made = count(len(run.complete), "complete trial")
    return f"It takes {ENOUGH} complete trials to tell; the run has {made}."


def _without_slices(run: Run) -> str:
    if not run.study.space.hyperparameters:
        return "The spec has no hyperparameters."
    return "No trial has a score yet."


def _of_forecast(run: Run) -> tuple[str, tuple[str, ...]]:
    """What is said where there is no forecast, and where there is one."""
    columns = run.study.data.targets
    more = f"Of {len(columns)} targets the first {COLUMNS} are drawn."
    said = (more,) if len(columns) > COLUMNS else ()
    if not run.study.data.has_test:
        return "The spec keeps no test part.", said
    return "There is no forecast of the test part; a run makes it when its search has ended.", said


def _failures(run: Run) -> PageSection:
    if not run.failed:
        return PageSection("failures", "Failures", said=("No trial has failed.",))
    reasons = Counter((r.reason or "unknown", r.place or "") for r in run.failed)
    counted = tuple((why, place, cell(n)) for (why, place), n in reasons.most_common(FAILURES))
    single = tuple(
        (cell(r.number), r.reason or "unknown", r.place or "", show_all(r.values))
        for r in run.failed[:FAILURES]
    )
    first = "Failed trials" if len(single) == len(run.failed) else f"The first {FAILURES} of them"
    return PageSection(
        "failures",
        "Failures",
        said=(f"{count(len(run.failed), 'trial')} of {len(run.records)} failed.",),
        tables=(
            PageTable("Reasons", ("reason", "line:column", "trials"), counted),
            PageTable(first, ("trial", "reason", "line:column", "values"), single),
        ),
    )


def _trials(run: Run) -> PageSection:
    """The best trial first, then by score; what has none at the end."""
    if not run.records:
        return PageSection("trials", "Trials", said=("No trial has ended yet.",))
    unscored = [record for record in run.records if not record.scores]
    pruned = sorted((r for r in run.scored if not r.is_complete), key=run.loss)
    records = [*run.complete, *pruned, *unscored][:TRIALS]
    best = {record.number for record in run.front}
    searched = [h.name for h in run.study.space.hyperparameters]
    sizes = [] if "parameters" in run.names else ["parameters"]
    rows = tuple(
        (
            cell(r.number),
            *_columns(r.scores, run.names),
            ("front" if len(run.names) > 1 else "best")
            if r.number in best
            else r.state
            if r.same_as is None
            else f"as trial {r.same_as}",
            cell(float(r.epochs)) if r.epochs else "",
            *("" if r.parameters is None else cell(r.parameters) for _ in sizes),
            NumberCell(show_time(r.seconds), r.seconds),
            *_columns(r.values, searched),
        )
        for r in records
    )
    head = ("trial", *run.names, "state", "epochs", *sizes, "time", *searched)
    marked = frozenset(at for at, record in enumerate(records) if record.number in best)
    of_all = f" of {len(run.records):,}" if len(records) < len(run.records) else ""
    caption = f"{count(len(rows), 'trial')}{of_all}, the best first"
    said = ["The head of a column sorts by it."]
    if of_all:
        said.append("`trials.csv` has all of them.")
    table = PageTable(caption, head, rows, sorts=True, marked=marked)
    return PageSection("trials", "Trials", said=(" ".join(said),), tables=(table,))


def _commands(run: Run) -> Iterator[str]:
    """What the command line can do with the run next."""
    spec, folder = quote(run.header["spec"]), quote(str(run.folder))
    if run.header.get("ended") in (None, "interrupted"):
        yield f"rnnspec run {spec} --out {folder}"
        yield "    goes on where it stopped"
    yield f"rnnspec run {spec} --out {folder} --trials {len(run.records) + 50}"
    yield "    adds trials"
    if run.best is not None:
        yield f"rnnspec predict {folder} data.csv"
        yield "    predicts with the best model"
        yield f"rnnspec run {quote(str(run.folder / 'best.rnnspec'))}"
        yield "    trains the best configuration alone"
    journal = run.folder / JOURNAL
    if journal.exists():
        yield f"optuna-dashboard {quote(str(journal))}"
        yield "    shows the trials in a browser, where that is installed"
    yield f"rnnspec diff {folder} {spec}"
    yield "    tells what an edit of the spec means for these trials"
    yield f"rnnspec report {folder}"
    yield "    writes this page anew"
