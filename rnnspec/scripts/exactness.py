"""How near what a target draws comes to the laws of the spec, hyperparameter by hyperparameter.

In: laws, and the expressions that a target's script holds for them. Out: a verdict for each. Two
laws are identical where they have the same values, of the same types, and their distribution
functions differ by no more than `SAME` anywhere: what floats leave over, and less than any number
of trials could tell.

The greatest difference is exact for values that can be listed, up to `MOST` of them; otherwise it
is looked for at `MOST` points. The options of a choice count in the order in which they are listed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate, pairwise
from math import isfinite
from typing import Any, TypeAlias

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.search import inexact
from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.scripts.drawn import Drawn, Floats, Steps, options
from rnnspec.scripts.emitted import read_drawn
from rnnspec.scripts.python import literal
from rnnspec.scripts.table import Target
from rnnspec.source import Span
from rnnspec.study.space import Space
from rnnspec.values import Value, typed

SAME = 1e-9
FEW, MOST = 32, 2048
"""Points at which two laws are held against each other, and at which the difference of two that are
not the same is looked for."""

Numeric: TypeAlias = Distribution

TAILS = (1e-9, 1e-6, 1e-3)
"""Shares that are looked at besides, on both sides."""


@dataclass(frozen=True)
class Verdict:
    """What becomes of a law: the greatest difference of the distribution functions, and a case.

    `case` is empty where the laws are identical: else it says what is drawn instead.
    """

    difference: float = 0.0
    case: str = ""

    @property
    def is_identical(self) -> bool:
        """Whether the spec's law is drawn."""
        return not self.case


def emitted_laws(space: Space, target: Target, algorithm: str) -> dict[str, str]:
    """The expression of each hyperparameter that the target can draw, or list for a grid."""
    module = import_module(f"{target.module}_space")
    if algorithm != "grid":
        texts: dict[str, str] = module.law_texts(space)
        return texts
    finite = tuple(h for h in space.hyperparameters if h.law.size is not None)
    lists: dict[str, str] = module.list_texts(Space(finite))
    return lists


def verify_laws(space: Space, target: Target, algorithm: str) -> dict[str, Verdict]:
    """A verdict for each hyperparameter that the target can draw, in the order of the space.

    A grid takes every value once, so that masses do not count.
    """
    texts = emitted_laws(space, target, algorithm)
    found: dict[tuple[Distribution, str], Verdict] = {}
    verdicts = {}
    for hyperparameter in space.hyperparameters:
        name, law = hyperparameter.name, hyperparameter.law
        if name not in texts:
            continue
        key = law, texts[name].replace(literal(name), "''")
        if key not in found:
            found[key] = compare(law, read_drawn(texts[name]), is_grid=algorithm == "grid")
        verdicts[name] = found[key]
    return verdicts


def say_laws(verdicts: Mapping[str, Verdict], algorithm: str) -> list[str]:
    """What a script says of its laws, line by line."""
    missed = {name: verdict for name, verdict in verdicts.items() if not verdict.is_identical}
    if not missed:
        exact = "Every law below is exactly the spec's."
        return ["The values below are exactly the spec's."] if algorithm == "grid" else [exact]
    return [
        "Not every law below is the spec's. How far distribution functions lie apart at most:",
        *(f"- {name}: {v.difference:.3g} ({v.case})" for name, v in missed.items()),
    ]


def inexact_laws(space: Space, target: Target, algorithm: str) -> list[Diagnostic]:
    """The laws that a target does not draw exactly, as a problem at each place in the spec."""
    found: dict[Span, Diagnostic] = {}
    for name, verdict in verify_laws(space, target, algorithm).items():
        if not verdict.is_identical:
            span = space.by_name[name].span
            missed = inexact(span, target.title, name, verdict.difference, verdict.case)
            found.setdefault(span, missed)
    return sorted(found.values(), key=lambda diagnostic: diagnostic.span.start)


def compare(law: Distribution, drawn: Any, *, is_grid: bool = False) -> Verdict:
    """The verdict on a law for which something is drawn: random numbers, a list, or one value."""
    if not isinstance(drawn, Floats | Steps):
        drawn = options(drawn if isinstance(drawn, list | range) else [drawn])
    if is_grid and isinstance(drawn, Steps) and _lists_all(law, drawn):
        return Verdict()
    if isinstance(law, Choice):
        return _compare_options(law, drawn)
    strange = next((v for v in _values(drawn, FEW) if not _is_own(law, v)), None)
    if strange is not None and not isinstance(strange, int | float):
        return Verdict(1.0, _strange(law, strange))
    drawn = _ascending(drawn)
    if strange is None and _greatest(law, drawn, FEW)[0] <= SAME:
        return Verdict()
    difference, at = _greatest(law, drawn, MOST)
    cases = [_missed(law, drawn, at)] if difference > SAME else []
    if strange is not None and (not cases or _mass(law, strange)):
        cases.append(_strange(law, strange))
    return Verdict(difference, "; ".join(cases))


def _lists_all(law: Distribution, drawn: Steps) -> bool:
    """Whether what is drawn has the values of the law and no others."""
    return drawn.size == law.size and all(_is_own(law, value) for value in _values(drawn, MOST))


def _compare_options(law: Choice, drawn: Drawn) -> Verdict:
    """The masses of the options, summed up in the order in which they are listed."""
    if isinstance(drawn, Floats):
        return Verdict(1.0, "any float is drawn")
    found = dict.fromkeys(map(typed, law.options), 0.0)
    strange = None
    before = 0.0
    for number in range(drawn.first, drawn.last + 1):
        value, reached = _plain(drawn.value(number)), drawn.reached(number)
        if typed(value) in found:
            found[typed(value)] += reached - before
        else:
            strange = value
        before = reached
    wanted = [law.probability(option) for option in law.options]
    pairs = zip(accumulate(found.values()), accumulate(wanted), strict=True)
    difference = max(abs(mass - own) for mass, own in pairs)
    if strange is not None:
        return Verdict(difference, _strange(law, strange))
    if difference <= SAME:
        return Verdict()
    return Verdict(difference, _worst_mass(zip(law.options, found.values(), wanted, strict=True)))


def _greatest(law: Numeric, drawn: Drawn, most: int) -> tuple[float, float]:
    """The greatest difference of the distribution functions at so many points, and where it is."""
    is_mixed = isinstance(drawn, Steps) != _is_discrete(law)
    worst = 0.0, 0.0
    for x in dict.fromkeys(_points(law, drawn, most)):
        own = law.cdf(x)
        apart = abs(drawn.cdf(x) - own)
        if is_mixed:  # else both sides of a jump are looked at, one value after the other
            apart = max(apart, abs(drawn.before(x) - (own - law.probability(x))))
        worst = max(worst, (apart, x))
    return worst


def _points(law: Numeric, drawn: Drawn, most: int) -> Iterator[float]:
    """Where to look: values of both laws, ends, points that halve the mass evenly."""
    listed: Any
    if law.size is not None and law.size <= most:
        listed = law.values()
    else:
        listed = (law.quantile(share) for share in _shares(most))
    yield from listed
    ends = [*law.support, drawn.low, drawn.high] if isinstance(drawn, Floats) else law.support
    yield from filter(isfinite, ends)
    yield from _values(drawn, most)


def _values(drawn: Drawn, most: int) -> Iterator[Any]:
    """Values that are drawn: all where they are few; none of a random float's."""
    if isinstance(drawn, Floats):
        return
    if drawn.size <= most:
        numbers = range(drawn.first, drawn.last + 1)
        yield from (_plain(drawn.value(number)) for number in numbers)
    else:
        yield from (drawn.quantile(share) for share in _shares(most))


def _shares(most: int) -> Iterator[float]:
    for share in TAILS:
        yield from (share, 1 - share)
    yield from ((number + 0.5) / most for number in range(most))


def _ascending(drawn: Drawn) -> Drawn:
    """The same with its values in order, where they can be listed and are numbers."""
    if isinstance(drawn, Floats) or drawn.size > MOST:
        return drawn
    some = range(drawn.first, drawn.last + 1, drawn.size // FEW + 1)
    if all(drawn.value(k) < drawn.value(next_) for k, next_ in pairwise(some)):
        return drawn
    values = list(_values(drawn, MOST))
    reached = [drawn.reached(number) for number in range(drawn.first, drawn.last + 1)]
    masses = [mass - before for before, mass in pairwise([0.0, *reached])]
    pairs = sorted(zip(values, masses, strict=True))
    return options([value for value, _ in pairs], [mass for _, mass in pairs])


def _is_discrete(law: Distribution) -> bool:
    return getattr(law, "step", None) is not None


def _is_own(law: Distribution, value: Value) -> bool:
    """Whether a value is the law's, of its type."""
    return law.contains(value) and type(law.coerce(value)) is type(value)


def _plain(value: Any) -> Value:
    """A list as the tuple that it is in a study."""
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value


def _strange(law: Distribution, value: Value) -> str:
    """What is wrong with a value that is drawn: its type, or that it is drawn at all."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if law.contains(whole):
        return f"{value!r} stands for {law.coerce(whole)!r}"
    return f"{value!r} is none of its values"


def _mass(law: Numeric, value: float) -> float:
    """The mass of a number, whatever its type."""
    return law.probability(value) or (
        law.probability(int(value)) if isfinite(value) and value == int(value) else 0.0
    )


def _missed(law: Numeric, drawn: Drawn, at: float) -> str:
    """Where the laws lie furthest apart, in words."""
    match drawn, _is_discrete(law):
        case Floats(low, high), True:
            return f"any float from {low:.4g} to {high:.4g} is drawn"
        case Steps(), False:
            return f"{drawn.size:,} values alone are drawn"
        case Steps(), True:
            values = list(_points(law, drawn, FEW))
            masses = [drawn.cdf(value) - drawn.before(value) for value in values]
            own = [_mass(law, value) for value in values]
            return _worst_mass(zip(values, masses, own, strict=True))
    return f"{drawn.cdf(at):.3g} of the draws are at most {at:.4g} instead of {law.cdf(at):.3g}"


def _worst_mass(found: Iterable[tuple[Any, float, float]]) -> str:
    """The value whose mass lies furthest from its own; the first of several."""
    value, mass, own = max(found, key=lambda one: round(abs(one[1] - one[2]), 12))
    return f"{value!r} has {mass:.3g} instead of {own:.3g}"
