"""What every target can say, and what becomes of a spec in each.

In: the rows of `table`, what targets draw for the examples of each distribution; a study. Out:
lines of a table, distributions, conditions, algorithms and the rest against targets, and what
stands behind its words; for a study what each target draws and refuses. Nothing here is written by
hand that a row tells.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rnnspec.catalog import ALGORITHMS, PRUNERS
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.distributions import table as distributions
from rnnspec.distributions.contract import Distribution
from rnnspec.scripts.draws import MADE, NATIVE, NO, OTHER, Verdict, verdict, verdicts
from rnnspec.scripts.table import TARGETS, Target, refusals
from rnnspec.study.search import Named
from rnnspec.study.study import Study

PART = "part"
WORDS = {
    NATIVE: "the library says it itself",
    MADE: "of a number that the library draws: the distribution is the same",
    OTHER: "something else is drawn in its place",
    PART: "where both bounds are given",
}
"""What the words of the table mean."""


@dataclass(frozen=True)
class Line:
    """One thing that may be said, and what each target makes of it, in the order of the targets."""

    group: str
    what: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """What every target can say; `words` explains those of the lines."""

    targets: tuple[str, ...]
    lines: tuple[Line, ...]
    words: Mapping[str, str]


def matrix() -> Matrix:
    """The whole table; what is told in words has a number in its lines."""
    lines = tuple(_lines())
    used = {cell for line in lines for cell in line.cells}
    words = {word: meaning for word, meaning in (WORDS | _numbers()).items() if word in used}
    return Matrix(tuple(TARGETS), lines, words)


def _lines() -> Iterator[Line]:
    targets = TARGETS.values()
    for name, word in distributions.WORDS.items():
        cells = tuple(_distribution(target, word.examples) for target in targets)
        yield Line("distributions", name, cells)
    numbers = {words: number for number, words in _numbers().items()}
    for what in ("conditions", "constraints"):
        cells = tuple(numbers.get(getattr(target, what), NO) for target in targets)
        yield Line("space", what, cells)
    yield Line("space", "first points", (NATIVE,) * len(targets))
    for name in ALGORITHMS:
        yield Line("algorithms", name, tuple(_yes(name in t.algorithms) for t in targets))
    for name in PRUNERS:
        yield Line("pruners", name, tuple(_yes(name in target.pruners) for target in targets))
    yield Line("scoring", "several objectives", tuple(_yes(t.several_objectives) for t in targets))
    yield Line("scoring", "folds", (NATIVE,) * len(targets))


def _numbers() -> dict[str, str]:
    """What is told in words, by the numbers that stand for it."""
    targets = TARGETS.values()
    told = [t.conditions for t in targets] + [t.constraints for t in targets]
    return {f"({at})": words for at, words in enumerate(dict.fromkeys(filter(None, told)), 1)}


def _yes(can: bool) -> str:
    return NATIVE if can else NO


def _distribution(target: Target, examples: Iterable[Distribution]) -> str:
    """The least that a target makes of any example of a distribution."""
    algorithm = next(iter(target.algorithms))
    said = {verdict(example, target, algorithm).drawn for example in examples}
    if NO in said:
        return PART if len(said) > 1 else NO
    return next(word for word in (OTHER, MADE, NATIVE) if word in said)


@dataclass(frozen=True)
class Fit:
    """What a target makes of a spec: its verdicts by hyperparameter, and what it refuses.

    Where it lacks the spec's algorithm, the distributions are those of the nearest that it has.
    """

    target: Target
    algorithm: str
    verdicts: Mapping[str, Verdict]
    refused: tuple[Diagnostic, ...]


def fits(study: Study) -> list[Fit]:
    """The spec in every target."""
    return [_fit(study, target) for target in TARGETS.values()]


def _fit(study: Study, target: Target) -> Fit:
    wanted = study.search.algorithm.name
    has_it = wanted in target.algorithms
    algorithm = wanted if has_it else target.instead_of(wanted)
    refused = refusals(study, target)
    if not has_it:  # What the nearest algorithm would meet is told as well.
        others = refusals(study, target, Named(algorithm))
        refused = [*refused, *(other for other in others if other not in refused)]
    return Fit(target, algorithm, verdicts(study.space, target, algorithm), tuple(refused))
