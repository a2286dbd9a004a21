"""What a run found, in sentences.

In: a run. Out: text.
"""

from rnnspec.catalog import METRICS
from rnnspec.plan.scoring import lower_scoring
from rnnspec.report.run import Run
from rnnspec.report.words import count, show, show_all


def verdict(run: Run) -> tuple[str, ...]:
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
    if not run.study.data.split.test:
        return "The spec keeps no test part, so what the model is worth on new data is not known."
    if found is None:
        return "The run has not come to its end: the test part has not been scored."
    name = lower_scoring(run.study).baseline_name
    wanted = (*(objective.removeprefix("val_") for objective in run.names), *found.naive)
    measure = next((m for m in wanted if m in found.test and m in found.naive), None)
    if measure is None:
        return f"On the test part: {show_all(found.test)}."
    model, naive = found.test[measure], found.naive[measure]
    said = (
        f"On the test part its {measure} is {show(model)}, that of the naive forecast ({name})"
        f" {show(naive)}:"
    )
    beats = found.beats_naive(run.study.search.objectives)
    if not beats:
        return f"{said} the model does not beat the forecast that learned nothing."
    row = METRICS.find(measure)
    if row is not None and not row.maximize and naive > 0:
        return f"{said} the model's error is {1 - model / naive:.0%} smaller."
    return f"{said} the model beats the forecast that learned nothing."
