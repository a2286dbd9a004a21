"""What stands in place of a `~` once its values are known.

In: a checked study, one configuration, the places of written `~`. Out: text. What is written once
may be several hyperparameters, one a turn: where their values differ, the text is a list that is
indexed by the number of the turn, or a conditional where the values are words or objects.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rnnspec.check.distributions import option_values
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.table import WORDS
from rnnspec.source import Span
from rnnspec.study.bind import chosen
from rnnspec.study.evaluate import NO_TURNS, Scope
from rnnspec.study.expressions import Value
from rnnspec.study.model import Body, Repeat
from rnnspec.study.space import Configuration, Hyperparameter, template_of, turns_of
from rnnspec.study.study import Study
from rnnspec.syntax import tree
from rnnspec.words import render_value

TurnNumbers = tuple[int, ...]


@dataclass(frozen=True)
class CountedLoop:
    """A repeat around a place: what its turns are counted by there, and how many there are."""

    variable: str
    turns: int


@dataclass(frozen=True)
class Site:
    """A written `~` in one surrounding: its distribution, and its values by the turns' numbers.

    Where it is never active it has the value of which nothing depends: its default or its median.
    """

    distribution: Distribution
    values: Mapping[TurnNumbers, Value]


class Settled:
    """The values of one configuration by where they are written."""

    def __init__(self, study: Study, values: Configuration) -> None:
        self._values = values
        self._by_span: dict[Span, list[Hyperparameter]] = {}
        for hyperparameter in study.space.hyperparameters:
            self._by_span.setdefault(hyperparameter.span, []).append(hyperparameter)
        self.turns: dict[Span, int] = {}
        """How often each written repeat turns at most."""
        self._count(study.model, Scope.of(study.space, values), NO_TURNS)

    def site(self, span: Span, prefix: str) -> Site | None:
        """The `~` at a place inside the calls of blocks that `prefix` names.

        None where it is active in no configuration at all.
        """
        found = [h for h in self._by_span.get(span, ()) if template_of(h.name).startswith(prefix)]
        if not found:
            return None
        active = {turns_of(h.name): self._values[h.name] for h in found if h.name in self._values}
        first = found[0]
        rest = first.default if first.has_default else first.distribution.median
        return Site(first.distribution, active or {turns_of(first.name): rest})

    def _count(self, body: Body, scope: Scope, turns: Mapping[str, int]) -> None:
        for node in body:
            inside = list(chosen(node, scope, turns))
            if isinstance(node, Repeat):
                self.turns[node.span] = max(len(inside), self.turns.get(node.span, 0))
            for part, inner in inside:
                self._count(part, scope, inner)


def render_settled(
    call: tree.Call,
    site: Site | None,
    loops: Sequence[CountedLoop],
    text: Callable[[tree.Expression], str],
) -> str:
    """The value, or the values turn by turn, of what a distribution was written for.

    `text` gives an option as it was written, with whatever is searched in it settled as well.
    """
    if not WORDS[call.name.name].options:
        if site is None:
            return text(call.arguments[0].value)
        values = {turns: render_value(value) for turns, value in site.values.items()}
        return render_by_turn(values, loops)
    options = option_values(call)
    if site is None:
        return text(options[0])
    chosen = {turns: int(site.distribution.place(value)) for turns, value in site.values.items()}
    written = {index: text(options[index]) for index in chosen.values()}
    named = any(isinstance(options[index], tree.Call | tree.Word) for index in written)
    values = {turns: written[index] for turns, index in chosen.items()}
    return render_by_turn(values, loops, named=named)


def render_by_turn(
    values: Mapping[TurnNumbers, str], loops: Sequence[CountedLoop], *, named: bool = False
) -> str:
    """One text where the values do not differ; else an expression over the turns' variables.

    Values that are `named` are words or calls: what they stand for cannot be kept in a list.
    """
    if len(set(values.values())) == 1:
        return next(iter(values.values()))
    deciding = _deciding(values)
    kept = {tuple(turns[k] for k in deciding): text for turns, text in values.items()}
    needed = [loops[k] for k in deciding]
    if named:
        return _conditional(kept, needed)
    return _listed(kept, needed) + "".join(f"[{loop.variable}]" for loop in needed)


def _deciding(values: Mapping[TurnNumbers, str]) -> list[int]:
    """The repeats whose turns the values depend on."""
    deciding = list(range(len(next(iter(values)))))
    for one in list(deciding):
        rest = [k for k in deciding if k != one]
        if len({(tuple(t[k] for k in rest), text) for t, text in values.items()}) == len(
            {tuple(t[k] for k in rest) for t in values}
        ):
            deciding = rest
    return deciding


def _listed(
    values: Mapping[TurnNumbers, str], loops: Sequence[CountedLoop], outer: TurnNumbers = ()
) -> str:
    """`[8, 16]`, nested for several repeats; a turn in which nothing is active repeats a value."""
    if len(outer) == len(loops):
        return values.get(outer, next(iter(values.values())))
    turns = range(loops[len(outer)].turns)
    return f"[{', '.join(_listed(values, loops, (*outer, turn)) for turn in turns)}]"


def _conditional(values: Mapping[TurnNumbers, str], loops: Sequence[CountedLoop]) -> str:
    """`a if i == 0 or i == 2 else b`."""
    by_text: dict[str, list[str]] = {}
    for turns, text in values.items():
        equal = (f"{loop.variable} == {turn}" for loop, turn in zip(loops, turns, strict=True))
        by_text.setdefault(text, []).append(" and ".join(equal))
    *chosen, last = by_text
    return "".join(f"{text} if {' or '.join(by_text[text])} else " for text in chosen) + last
