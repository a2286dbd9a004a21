"""The space as Optuna draws it, law for law: a function that suggests one value after the other.

In: a study's space. Out: its lines, with conditions as `if` and turns as `for`; first points in
Optuna's own numbers. What Optuna cannot draw (logarithmic lattices, weights, normal laws) is made
of a float that it draws.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.decimals import whole_multiples
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.grids import listed
from rnnspec.scripts.numbers import bound, half_a_step_beyond, number, on_lattice
from rnnspec.scripts.python import AND, Names, literal, print_expression, print_name, safe_name
from rnnspec.study.expressions import TRUE, Apply, Const, Expr, Turn
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.values import Value

EDGE = 1e-12
"""How near to 0 and 1 a share of a law without bounds may lie: no quantile there is infinite."""


@dataclass(frozen=True)
class OptunaSpace:
    """The text of a space.

    `always` are the entries of what is always active and comes first, `lines` the statements of
    what follows, `helpers` the functions that the laws need.
    """

    always: tuple[str, ...]
    lines: tuple[str, ...]
    helpers: frozenset[str]


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


HELPERS = ("nearest_step", "truncated_normal", "tidy", "pick")
"""The functions that laws may need."""


def print_space(space: Space, names: Names) -> OptunaSpace:
    """The whole space."""
    statements = _statements(space.hyperparameters, names)
    first = next((at for at, s in enumerate(statements) if s.conditions or s.loop), len(statements))
    used = {name for name in HELPERS if any(f"{name}(" in s.value for s in statements)}
    return OptunaSpace(
        tuple(f"{s.name}: {s.value}" for s in statements[:first]),
        tuple(_nested([(s.conditions, s.lines) for s in statements[first:]])),
        frozenset(used),
    )


def first_point(space: Space, values: Configuration) -> dict[str, Value]:
    """A first point in Optuna's numbers; what it leaves inactive is not there."""
    return {name: first_number(space.by_name[name].law, value) for name, value in values.items()}


def law_texts(space: Space) -> dict[str, str]:
    """The expression that draws each hyperparameter."""
    return {h.name: law_text(h.law, literal(h.name)) for h in space.hyperparameters}


def list_texts(space: Space) -> dict[str, str]:
    """The same for a grid, which takes each value once."""
    return law_texts(listed(space))


def law_text(law: Distribution, label: str) -> str:
    """The expression that draws a value; `label` is the text of its name."""
    match law:
        case Choice(options, weights=()):
            return _option(law, [literal(option) for option in options], label)
        case Choice(options, weights):
            drawn = f"trial.suggest_float({label}, 0.0, 1.0)"
            rows = ", ".join(map(literal, options)), ", ".join(map(literal, weights))
            return f"pick({drawn}, [{rows[0]}], [{rows[1]}])"
        case Uniform(low, high, log):
            scale = ", log=True" if log else ""
            return f"trial.suggest_float({label}, {float(low)}, {float(high)}{scale})"
        case Lattice():
            return _lattice(law, label)
        case Normal():
            return _normal(law, label)
    raise AssertionError(law)


def first_number(law: Distribution, value: Value) -> Value:
    """The number that Optuna is to draw where the value of the law is wanted."""
    match law:
        case Choice(weights=()):
            place = law.index(value)
            assert place is not None
            return place if _is_placed(law) else law.options[place]
        case Choice(options):
            place = law.index(value)
            assert place is not None
            before = math.fsum(law.probability(option) for option in options[:place])
            return before + law.probability(value) / 2
        case Lattice() if not law.log or _is_native(law):
            (low, step), _ = whole_multiples(law.low, law.step)
            return low + step * (law.index(value) or 0)
        case Normal():
            assert isinstance(value, int | float)
            least, most = _shares(law)
            return min(max(law.cdf(value) - law.probability(value) / 2, least), most)
    assert isinstance(value, int | float)
    return float(value)


def _option(law: Choice, options: list[str], label: str) -> str:
    row = f"[{', '.join(options)}]"
    if law.ordered:
        return f"{row}[trial.suggest_int({label}, 0, {law.size - 1})]"
    if _is_placed(law):
        return f"{row}[trial.suggest_categorical({label}, range({law.size}))]"
    return f"trial.suggest_categorical({label}, {row})"


def _is_placed(law: Choice) -> bool:
    """Whether Optuna draws an option's place: it knows no lists, and takes 1 and `True` for one."""
    plain = all(not isinstance(option, tuple) for option in law.options)
    return law.ordered or not plain or len(set(law.options)) < law.size


def _is_native(law: Lattice) -> bool:
    """Whether a logarithmic lattice is one that Optuna has."""
    return law.integral and law.step == 1


def _lattice(law: Lattice, label: str) -> str:
    if law.log and not _is_native(law):
        low, high = half_a_step_beyond(law)
        above = f"trial.suggest_float({label}, {low}, {high}, log=True) - {literal(law.low)}"
        steps = f"nearest_step({above}, {literal(law.step)}, 0, {law.size - 1})"
        return on_lattice(law.low, law.step, steps)
    (low, high, step), digits = whole_multiples(law.low, law.high, law.step)
    by = "" if step == 1 else f", step={step}"
    scale = ", log=True" if law.log else ""
    drawn = f"trial.suggest_int({label}, {low}, {high}{by}{scale})"
    if law.integral:
        return drawn
    return f"{drawn} / {10**digits}" if digits else f"float({drawn})"


def _normal(law: Normal, label: str) -> str:
    low, high = law.support
    half = (law.step or 0) / 2
    ends = ", ".join(bound(end, law.log) for end in (low - half, high + half))
    least, most = _shares(law)
    share = f"trial.suggest_float({label}, {least}, {most})"
    drawn = f"truncated_normal({share}, {literal(law.mean)}, {literal(law.deviation)}, {ends})"
    drawn = f"math.exp({drawn})" if law.log else drawn
    if law.step is None:
        return f"tidy({drawn}, {number(low)}, {number(high)})"
    first, last = (
        number(round(end / law.step) if math.isfinite(end) else end) for end in (low, high)
    )
    steps = f"nearest_step({drawn}, {literal(law.step)}, {first}, {last})"
    return on_lattice(0 if law.integral else 0.0, law.step, steps)


def _shares(law: Normal) -> tuple[float, float]:
    """The shares of the mass between which Optuna draws."""
    return (0.0 if law.low is not None else EDGE), (1.0 if law.high is not None else 1 - EDGE)


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
    return Statement(conditions, label, law_text(hyperparameter.law, label))


def _conjuncts(condition: Expr) -> list[Expr]:
    match condition:
        case Apply("and", operands):
            return [part for operand in operands for part in _conjuncts(operand)]
    return [] if condition == TRUE else [condition]


def _turns(hyperparameters: tuple[Hyperparameter, ...], at: int) -> list[Hyperparameter]:
    """What stands here for each turn of one `repeat`, with the same law."""
    first = hyperparameters[at]
    found = [first]
    if first.name.count("[") != 1 or "[0]" not in first.name:
        return found
    for number_, other in enumerate(hyperparameters[at + 1 :], 1):
        if other.name != first.name.replace("[0]", f"[{number_}]") or other.law != first.law:
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
    return Statement(conditions, label, law_text(turns[0].law, label), loop)


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
