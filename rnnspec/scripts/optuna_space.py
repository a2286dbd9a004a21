"""The space as Optuna draws it: a function that suggests one value after the other.

In: a study's space. Out: its lines, with conditions as `if` and turns as `for`; first points in
Optuna's own numbers. What Optuna cannot draw (logarithmic lattices, weights, normal distributions)
is made of a float that it draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import (
    Category,
    Floats,
    Integers,
    Options,
    Places,
    Shape,
    Share,
)
from rnnspec.distributions.text import items
from rnnspec.scripts.draws import drawn
from rnnspec.scripts.python import AND, Names, literal, print_expression, print_name, safe_name
from rnnspec.study.expressions import TRUE, Apply, Const, Expr, Turn
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.values import Value


@dataclass(frozen=True)
class OptunaSpace:
    """The text of a space.

    `always` are the entries of what is always active and comes first, `lines` the statements of
    what follows.
    """

    always: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A line that gives a value, and what must hold for it: conditions, outermost first."""

    conditions: tuple[str, ...]
    name: str
    value: str
    loop: str = ""

    @property
    def lines(self) -> list[str]:
        """The line, in its loop."""
        assigned = f"values[{self.name}] = {self.value}"
        return [f"for {self.loop}:", f"    {assigned}"] if self.loop else [assigned]


def print_space(space: Space, names: Names) -> OptunaSpace:
    """The whole space."""
    statements = _statements(space.hyperparameters, names)
    first = next((at for at, s in enumerate(statements) if s.conditions or s.loop), len(statements))
    return OptunaSpace(
        tuple(f"{s.name}: {s.value}" for s in statements[:first]),
        tuple(_nested([(s.conditions, s.lines) for s in statements[first:]])),
    )


def first_point(space: Space, values: Configuration) -> dict[str, Value]:
    """A first point in Optuna's numbers; what it leaves inactive is not there."""
    return {
        n: drawn(space.by_name[n].distribution, draw).number(value) for n, value in values.items()
    }


def distribution_text(distribution: Distribution, label: str) -> str:
    """The expression that draws a value; `label` is the text of its name."""
    encoding, call = distribution.encoded(lambda shape: draw(shape, label))
    return encoding.print_value(call)


def draw(shape: Shape, label: str) -> str | None:
    """The call that suggests a number of a shape; `label` is the text of its name."""
    match shape:
        case Floats(low, high, log):
            return f"trial.suggest_float({label}, {low}, {high}{', log=True' * log})"
        case Share(low, high):
            return f"trial.suggest_float({label}, {low}, {high})"
        case Integers(low, high, step, log):
            ways = f"{f', step={step}' * (step != 1)}{', log=True' * log}"
            return f"trial.suggest_int({label}, {low}, {high}{ways})"
        case Options(options, (), ordered=False) if _are_known(options):
            return f"trial.suggest_categorical({label}, {items(options)})"
        case Places(size):
            return f"trial.suggest_int({label}, 0, {size - 1})"
        case Category(size, ()):
            return f"trial.suggest_categorical({label}, range({size}))"
    return None


def _are_known(options: tuple[Value, ...]) -> bool:
    """Whether Optuna has such options: it knows no lists, and takes 1 and `True` for one."""
    plain = all(not isinstance(option, tuple) for option in options)
    return plain and len(set(options)) == len(options)


def _statements(hyperparameters: tuple[Hyperparameter, ...], names: Names) -> list[Statement]:
    """A statement for each hyperparameter; one for all turns that are alike."""
    found: list[Statement] = []
    at = 0
    while at < len(hyperparameters):
        turns = _turns(hyperparameters, at)
        found.append(_loop(turns, names) or _statement(hyperparameters[at], names))
        at += len(turns) if found[-1].loop else 1
    return found


def _statement(hyperparameter: Hyperparameter, names: Names) -> Statement:
    label = literal(hyperparameter.name)
    conditions = tuple(
        print_expression(c, names, AND) for c in _conjuncts(hyperparameter.condition)
    )
    return Statement(conditions, label, distribution_text(hyperparameter.distribution, label))


def _conjuncts(condition: Expr) -> list[Expr]:
    match condition:
        case Apply("and", operands):
            return [part for operand in operands for part in _conjuncts(operand)]
    return [] if condition == TRUE else [condition]


def _turns(hyperparameters: tuple[Hyperparameter, ...], at: int) -> list[Hyperparameter]:
    """What stands here for each turn of one `repeat`, with the same distribution."""
    first = hyperparameters[at]
    found = [first]
    if first.name.count("[") != 1 or "[0]" not in first.name:
        return found
    for number_, other in enumerate(hyperparameters[at + 1 :], 1):
        if (
            other.name != first.name.replace("[0]", f"[{number_}]")
            or other.distribution != first.distribution
        ):
            break
        found.append(other)
    return found


def _loop(turns: list[Hyperparameter], names: Names) -> Statement | None:
    """One statement for all turns; none where their conditions say more than how many there are."""
    if len(turns) < 2:
        return None
    conjuncts = [_conjuncts(turn.condition) for turn in turns]
    common = conjuncts[0][: _shared([tuple(conjuncts[0]), tuple(conjuncts[-1])])]
    counts: set[Expr] = set()
    for turn, own in enumerate(conjuncts):
        match own[len(common) :]:
            case _ if own[: len(common)] != common:
                return None
            case [] if not counts:
                continue
            case [Apply("<", (Const(value), count))] if value == turn:
                counts.add(count)
            case _:
                return None
    if len(counts) > 1:
        return None
    variable = safe_name("i", names.derived.values())
    inside = names.with_turn("i", variable)
    label = print_name(turns[0].name.replace("[0]", "[{}]"), (Turn("i"),), inside)
    until = print_expression(counts.pop(), names) if counts else str(len(turns))
    conditions = tuple(print_expression(c, names, AND) for c in common)
    loop = f"{variable} in range({until})"
    return Statement(conditions, label, distribution_text(turns[0].distribution, label), loop)


def _nested(items: list[tuple[tuple[str, ...], list[str]]], indent: str = "") -> list[str]:
    """Statements under their conditions; neighbours share what they have in common."""
    lines: list[str] = []
    at = 0
    while at < len(items):
        conditions, own = items[at]
        if not conditions:
            lines += [indent + line for line in own]
            at += 1
            continue
        end = at
        while end < len(items) and items[end][0][:1] == conditions[:1]:
            end += 1
        shared = _shared([c for c, _ in items[at:end]])
        lines.append(f"{indent}if {' and '.join(conditions[:shared])}:")
        inside = [(c[shared:], statement) for c, statement in items[at:end]]
        lines += _nested(inside, indent + "    ")
        at = end
    return lines


def _shared(several: Sequence[tuple[object, ...]]) -> int:
    """How many conditions all have in common at their beginning."""
    first = several[0]
    return next(
        (n for n in range(len(first)) if any(c[: n + 1] != first[: n + 1] for c in several)),
        len(first),
    )
