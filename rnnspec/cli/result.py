"""What a run found, in lines."""

from collections.abc import Iterator

from rnnspec import api
from rnnspec.words import show_scores, show_values


def result_lines(result: "api.RunResult") -> Iterator[str]:
    """The best trial of a run that has one, the front, and what they are worth."""
    assert result.best is not None
    by = f" by {next(iter(result.best.scores))}" if len(result.objectives) > 1 else ""
    yield f"best{by}: trial {result.best.number}, {show_scores(result.best.scores)}"
    if result.best.values:
        yield f"  {show_values(result.best.values)}"
    several = len(result.conclusions) > 1
    naive = result.conclusions[0].naive if several else {}
    # All of a front are measured against the same forecast, unless they differ in their windows.
    shared = several and all(conclusion.naive == naive for conclusion in result.conclusions)
    for conclusion in result.conclusions:
        who = f"trial {conclusion.record.number}: " if several else ""
        if several:
            yield f"  {who}{show_scores(conclusion.record.scores)}"
        if conclusion.test:
            yield f"  {who}on the test part: {show_scores(conclusion.test)}"
        if conclusion.naive and not shared:
            yield f"  {who}a forecast that learned nothing: {show_scores(conclusion.naive)}"
        if conclusion.beats_naive(result.objectives) is False:
            yield f"  {who}the model does not beat the forecast that learned nothing"
    if shared and naive:
        yield f"  a forecast that learned nothing: {show_scores(naive)}"
    yield f"kept in {result.folder}"
