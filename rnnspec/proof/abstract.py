"""What an expression may be over a part of the space.

In: sets of possible values. Out: the set of possible results of an operator or function, and
whether computing it may fail. A set is a handful of constants, computed one by one, or an
interval of numbers, or a list whose elements are sets, or kinds of objects that are built.
It knows no hyperparameters; `ranges` reads those.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import product

from rnnspec.proof.interval import BINARY, LARGEST, UNARY, Interval, Outcome, union
from rnnspec.study.expressions import COMPARISONS, Value, typed
from rnnspec.study.operators import Failure, apply_operator
from rnnspec.values import Real

MOST_CONSTANTS = 64
"""More constants than that become an interval, where they are numbers."""
MOST_COMBINATIONS = 512
"""More combinations of constants than that are computed as intervals."""


def is_number(value: Value) -> bool:
    """Whether it is an int or a float; a boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _interval(values: Iterable[Value]) -> Interval | None:
    """The smallest interval that holds the numbers, booleans as 0 and 1."""
    numbers = [v + 0 for v in values if isinstance(v, int | float)]
    if not numbers:
        return None
    ints = any(isinstance(v, int) for v in numbers)
    floats = any(isinstance(v, float) for v in numbers)
    return Interval(min(numbers), max(numbers), ints, floats)


@dataclass(frozen=True)
class Abstract:
    """A set of possible values.

    It is the union of its parts: `constants`, distinct in type and value; the numbers of
    `interval`; lists with an element of each of `items`; objects of the kinds in `objects`
    (`list` stands for any list). `fails` tells that computing it may be an error. Where there
    is nothing in it, the expression is never computed, or always fails.
    """

    constants: tuple[Value, ...] = ()
    interval: Interval | None = None
    items: tuple["Abstract", ...] | None = None
    objects: frozenset[str] = frozenset()
    fails: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no value is possible."""
        parts = self.constants or self.interval or self.objects
        return not parts and self.items is None

    @property
    def is_exact(self) -> bool:
        """Whether the constants are all that is possible."""
        return self.interval is None and self.items is None and not self.objects

    @cached_property
    def numbers(self) -> Interval | None:
        """The interval of all numbers in it, booleans as 0 and 1."""
        return union(_interval(self.constants), self.interval)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of value that are possible: bool int float str none list, or an object's."""
        kinds = {_KINDS[type(value)] for value in self.constants}
        if self.interval is not None:
            kinds |= {"int"} if self.interval.ints else set()
            kinds |= {"float"} if self.interval.floats else set()
        if self.items is not None:
            kinds.add("list")
        return frozenset(kinds | self.objects)

    @cached_property
    def truths(self) -> frozenset[bool]:
        """What it may be as a condition."""
        found = {bool(value) for value in self.constants}
        if self.interval is not None:
            found |= {True} if (self.interval.low, self.interval.high) != (0, 0) else set()
            found |= {False} if _has_zero(self.interval) else set()
        if self.items is not None:
            found.add(bool(self.items))
        return frozenset(found | ({True, False} if self.objects else set()))

    def where(self, truth: bool) -> "Abstract":
        """The part that is true as a condition, or the part that is false."""
        kept = tuple(value for value in self.constants if bool(value) is truth)
        return replace(
            self,
            constants=kept,
            interval=self.interval if truth or _has_zero(self.interval) else None,
            items=self.items if bool(self.items) is truth else None,
        )

    def join(self, other: "Abstract") -> "Abstract":
        """What may be either."""
        lists = [items for items in (self.items, other.items) if items is not None]
        items = _elementwise(lists)
        lost = {"list"} if lists and items is None else set()
        return Abstract(
            self.constants + other.constants,
            union(self.interval, other.interval),
            items,
            self.objects | other.objects | lost,
            self.fails or other.fails,
        ).small()

    def small(self) -> "Abstract":
        """The same with each constant once, and too many numbers as an interval."""
        distinct = tuple({typed(value): value for value in self.constants}.values())
        if len(distinct) <= MOST_CONSTANTS:
            return self if distinct == self.constants else replace(self, constants=distinct)
        numbers = [value for value in distinct if is_number(value)]
        lists = {"list"} if any(isinstance(value, tuple) for value in distinct) else set()
        return replace(
            self,
            constants=tuple(v for v in distinct if not is_number(v) and not isinstance(v, tuple)),
            interval=union(_interval(numbers), self.interval),
            objects=self.objects | lists,
        )

    def failing(self, fails: bool = True) -> "Abstract":
        """The same, of which computing may be an error."""
        return replace(self, fails=True) if fails and not self.fails else self


_KINDS: dict[type, str] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "str",
    tuple: "list",
    type(None): "none",
}

TRUTHS = (False, True)
NOTHING = Abstract()
ANYTHING = Abstract(
    TRUTHS, Interval(-math.inf, math.inf, True), objects=frozenset({"any"}), fails=True
)


def _elementwise(lists: Sequence[tuple[Abstract, ...]]) -> tuple[Abstract, ...] | None:
    """The elements of any of some lists; None where there is none, or their lengths differ."""
    if len({len(items) for items in lists}) != 1:
        return None
    return tuple(reduce(Abstract.join, same) for same in zip(*lists, strict=True))


def _has_zero(interval: Interval | None) -> bool:
    return interval is not None and interval.low <= 0 <= interval.high


def constants(values: Iterable[Value]) -> Abstract:
    """The set of these values."""
    return Abstract(tuple(values)).small()


def spread(interval: Interval | None, fails: bool = False) -> Abstract:
    """The set of the numbers of an interval."""
    single = interval is not None and interval.low == interval.high and interval.is_finite
    if interval is not None and single and interval.ints ^ interval.floats:
        only: Real = interval.low
        return Abstract((float(only) if interval.floats else int(only),), fails=fails)
    return Abstract(interval=interval, fails=fails)


def apply(operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    """The possible results of an operator or function other than `and` and `or`."""
    fails = any(operand.fails for operand in operands)
    if any(operand.is_empty for operand in operands):
        return Abstract(fails=fails)
    if operator == "list":
        return _list(operands, fails)
    if all(operand.is_exact for operand in operands):
        if math.prod(len(operand.constants) for operand in operands) <= MOST_COMBINATIONS:
            return _each(operator, operands, fails)
    rule = _RULES.get(operator)
    result = rule(operator, operands) if rule else ANYTHING
    return result.failing(fails)


def _each(operator: str, operands: tuple[Abstract, ...], fails: bool) -> Abstract:
    results = []
    for values in product(*(operand.constants for operand in operands)):
        try:
            results.append(apply_operator(operator, values))
        except Failure:
            fails = True
    return constants(results).failing(fails)


def _list(operands: tuple[Abstract, ...], fails: bool) -> Abstract:
    if all(operand.is_exact and len(operand.constants) == 1 for operand in operands):
        return Abstract((tuple(operand.constants[0] for operand in operands),), fails=fails)
    return Abstract(items=tuple(replace(o, fails=False) for o in operands), fails=fails)


def _is_odd(operand: Abstract) -> bool:
    """Whether something that is no number is possible."""
    if operand.items is not None or operand.objects:
        return True
    return any(not isinstance(value, int | float) for value in operand.constants)


def _arithmetic(operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    if operator == "round" and len(operands) == 2:
        return _rounded(*operands)
    intervals = [operand.numbers for operand in operands]
    odd = any(_is_odd(operand) for operand in operands)
    match intervals:
        case [Interval() as x] if operator in UNARY:
            result, fails = UNARY[operator](x)
        case [Interval() as x, Interval() as y] if operator in BINARY:
            result, fails = BINARY[operator](x, y)
            fails |= (x.passes_floats and y.floats) or (y.passes_floats and x.floats)
        case _:
            return ANYTHING
    if result is not None and result.ints:
        result, too_large = _within_bits(result)
        fails = fails or too_large
    return spread(result, fails or odd)


def _within_bits(result: Interval) -> Outcome:
    """What is left of integers whose bits are counted, so that no chain of products grows."""
    low, high = max(result.low, 1 - LARGEST), min(result.high, LARGEST - 1)
    kept = replace(result, low=low, high=high) if low <= high else None
    return kept, (low, high) != (result.low, result.high)


def _rounded(value: Abstract, digits: Abstract) -> Abstract:
    x = value.numbers
    if x is None or not x.is_finite or not digits.is_exact:
        return ANYTHING
    found = NOTHING
    for count in digits.constants:
        try:
            ends = apply_operator("round", (x.low, count)), apply_operator("round", (x.high, count))
        except Failure:
            return ANYTHING
        low, high = (end for end in ends if isinstance(end, int | float))
        found = found.join(spread(Interval(low, high, x.ints, x.floats)))
    return found.failing(_is_odd(value))


def _comparison(operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    left, right = operands
    if operator in ("==", "!="):
        equal = _equality(left, right)
        return constants(equal if operator == "==" else [not truth for truth in equal])
    x, y = left.numbers, right.numbers
    odd = _is_odd(left) or _is_odd(right)
    if x is None or y is None:
        return constants(TRUTHS).failing()
    always, never = _ORDER[operator](x, y)
    truths = (True,) if always else (False,) if never else TRUTHS
    return constants(truths if not odd else TRUTHS).failing(odd)


_ORDER: dict[str, Callable[[Interval, Interval], tuple[bool, bool]]] = {
    "<": lambda x, y: (x.high < y.low, x.low >= y.high),
    "<=": lambda x, y: (x.high <= y.low, x.low > y.high),
    ">": lambda x, y: (x.low > y.high, x.high <= y.low),
    ">=": lambda x, y: (x.low >= y.high, x.high < y.low),
}


def _equality(left: Abstract, right: Abstract) -> tuple[bool, ...]:
    if left.items is not None or right.items is not None or left.objects or right.objects:
        return TRUTHS
    x, y = left.interval, right.interval
    meets = bool(x and y and x.low <= y.high and y.low <= x.high)
    for interval, other in ((x, right), (y, left)):
        numbers = [v for v in other.constants if isinstance(v, int | float)]
        meets = meets or bool(interval and any(interval.low <= v <= interval.high for v in numbers))
    meets = meets or any(a == b for a in left.constants for b in right.constants)
    return TRUTHS if meets else (False,)


def _extreme(operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    if len(operands) == 1:
        members = _members(operands[0])
        if not members:
            return ANYTHING
        operands = members
    known = [numbers for operand in operands if (numbers := operand.numbers) is not None]
    if len(known) < len(operands) or any(map(_is_odd, operands)):
        return ANYTHING
    choose = min if operator == "min" else max
    low, high = choose(i.low for i in known), choose(i.high for i in known)
    return spread(
        Interval(low, high, any(i.ints for i in known), any(i.floats for i in known)),
    )


def _members(operand: Abstract) -> tuple[Abstract, ...] | None:
    """The elements of a list whose length is known, else None."""
    lists = [value for value in operand.constants if isinstance(value, tuple)]
    if operand.interval or operand.objects or len(lists) < len(operand.constants):
        return None
    written = [tuple(constants([element]) for element in value) for value in lists]
    return _elementwise(written if operand.items is None else [operand.items, *written])


def _length(_operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    members = _members(operands[0])
    if members is not None:
        return constants([len(members)])
    return spread(Interval(0, math.inf, True, False), True)


def _sum(_operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    members = _members(operands[0])
    if members is None:
        return ANYTHING
    return reduce(lambda total, member: apply("+", (total, member)), members, constants([0]))


def _index(_operator: str, operands: tuple[Abstract, ...]) -> Abstract:
    members = _members(operands[0])
    positions = operands[1].numbers
    if members is None or positions is None:
        return ANYTHING
    count = len(members)
    reached = [m for i, m in enumerate(members) if i in positions or i - count in positions]
    found = reduce(Abstract.join, reached, NOTHING)
    outside = positions.low < -count or positions.high >= count
    return found.failing(outside or _is_odd(operands[1]) or positions.floats)


_RULES: dict[str, Callable[[str, tuple[Abstract, ...]], Abstract]] = {
    **dict.fromkeys((*BINARY, *UNARY), _arithmetic),
    **dict.fromkeys(COMPARISONS, _comparison),
    **dict.fromkeys(("min", "max"), _extreme),
    "not": lambda _, operands: constants(not truth for truth in operands[0].truths),
    "len": _length,
    "sum": _sum,
    "index": _index,
}
