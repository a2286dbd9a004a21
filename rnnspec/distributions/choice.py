"""One of several values: `choice`, `ordinal` and `weighted`.

In: the options as written, with their weights. Out: what `contract` asks of a family. The place of
an option is its number in written order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import accumulate
from math import floor, fsum
from typing import Any

from rnnspec.distributions.contract import (
    NARROWED,
    OTHER,
    SHIFTED,
    WIDENED,
    Distribution,
    FormArgument,
    Helper,
    WrittenForm,
)
from rnnspec.distributions.encoding import Category, Encoding, Options, Places
from rnnspec.distributions.text import items
from rnnspec.values import Value, as_float, typed
from rnnspec.words import render_value


@dataclass(frozen=True)
class Choice(Distribution):
    """One of the options, with mass in proportion to `weights` (equal where empty)."""

    options: tuple[Value, ...]
    weights: tuple[float, ...] = ()
    ordered: bool = False

    @property
    def listed(self) -> tuple[Value, ...]:
        return self.options

    @property
    def size(self) -> int:
        """The number of options."""
        return len(self.options)

    @property
    def support(self) -> tuple[float, float]:
        return 0, self.size - 1

    def place(self, value: Value) -> int:
        """The option of the same type and value, else one that it stands for.

        Raises:
            KeyError: it is none of the options.
        """
        found = self._places.get(typed(value))
        if found is None and type(value) is int:
            found = self._places.get((float, value))
        if found is None:
            raise KeyError(value)
        return found

    def quantile(self, u: float) -> Value:
        """The first option up to which the options have at least the share u of the mass."""
        for option, reached in zip(self.options, self._reached, strict=True):
            if reached >= u:
                return option
        return self.options[-1]

    def cdf(self, x: float) -> float:
        """The mass of the options whose place is at most x."""
        if x < 0:
            return 0.0
        return self._reached[min(floor(x), self.size - 1)] if x < self.size else 1.0

    def probability(self, value: Value) -> float:
        return self._masses[self.place(value)] if self.contains(value) else 0.0

    def values(self) -> Iterator[Value]:
        """The options in written order."""
        return iter(self.options)

    def contains(self, value: Value) -> bool:
        """Whether the value is one of the options."""
        try:
            return self.place(value) >= 0
        except KeyError:
            return False

    def coerce(self, value: Value) -> Value:
        """The option that a contained value is."""
        return self.options[self.place(value)] if self.contains(value) else value

    @property
    def median(self) -> Value:
        """The middle of ordered options (the lower one of two); else the first option."""
        return self.quantile(0.5) if self.ordered else self.options[0]

    def as_floats(self) -> "Choice":
        return replace(self, options=tuple(map(as_float, self.options)))

    def evenly(self) -> "Choice":
        return replace(self, weights=())

    def moved_from(self, old: Any) -> str:
        before, after = ({typed(option) for option in one.options} for one in (old, self))
        if old.ordered != self.ordered or before == after or not before & after:
            return OTHER
        if before < after:
            return WIDENED
        return NARROWED if after < before else SHIFTED

    def words(self) -> str:
        values = [render_value(option) for option in self.options]
        if self.weights:
            pairs = zip(values, self.weights, strict=True)
            return f"weighted({', '.join(f'{v}: {w!r}' for v, w in pairs)})"
        return f"{'ordinal' if self.ordered else 'choice'}({', '.join(values)})"

    def encodings(self) -> Iterator[Encoding]:
        masses = self._masses if self.weights else ()
        options = Options(self.options, masses, self.ordered)
        yield Encoding(options, self.coerce, self.coerce, lambda x: x)
        last = self.size - 1
        yield Encoding(
            Places(self.size) if self.ordered and not masses else Category(self.size, masses),
            lambda number: self.options[min(max(floor(number + 0.5), 0), last)],
            self.place,
            lambda x: f"{items(self.options)}[{x}]",
        )
        yield self.as_share()

    def print_quantile(self, share: str) -> str:
        weights = self.weights or (1,) * self.size
        return f"pick({share}, {items(self.options)}, {items(weights)})"

    @cached_property
    def _places(self) -> dict[object, int]:
        return {typed(option): place for place, option in enumerate(self.options)}

    @cached_property
    def _masses(self) -> tuple[float, ...]:
        weights = self.weights or (1,) * self.size
        total = fsum(weights)
        return tuple(weight / total for weight in weights)

    @cached_property
    def _reached(self) -> tuple[float, ...]:
        weights = self.weights or (1,) * self.size
        total = fsum(weights)
        return tuple(min(sum_ / total, 1.0) for sum_ in accumulate(weights))


def _make(written: Mapping[str, Any], *, ordered: bool = False) -> Choice:
    return Choice(written["options"], written.get("weights", ()), ordered)


_OPTIONS = (FormArgument("options", "The values, one by one.", "options"),)

WORDS = (
    WrittenForm(
        "choice",
        "One of several, in no order.",
        _OPTIONS,
        _make,
        (Choice(("tanh", "relu")), Choice((1, True, None, (8, 4))), Choice((16, 32))),
        options=True,
    ),
    WrittenForm(
        "ordinal",
        "One of several whose order matters.",
        _OPTIONS,
        partial(_make, ordered=True),
        (Choice((16, 32, 64), ordered=True),),
        options=True,
    ),
    WrittenForm(
        "weighted",
        "One of several, each with its weight.",
        _OPTIONS,
        _make,
        (Choice((0, 1e-4, "tanh"), weights=(3.0, 1.0, 2.0)),),
        options=True,
        weighted=True,
    ),
)

HELPERS = {
    "pick": Helper('''\
def pick(share: float, options: Sequence[Any], weights: Sequence[float]) -> Any:
    """The option in whose part a share lies, where the options lie in a row as their weights."""
    ends = np.cumsum(weights) / np.sum(weights)
    return options[int(np.searchsorted(ends[:-1], share))]
''')
}
