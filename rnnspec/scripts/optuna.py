"""The part of a script that is Optuna's: what it suggests, first points, sampler and pruner.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template: of the space the lines of a function that suggests one value after the other,
with conditions as `if` and turns as `for`. What Optuna cannot draw (logarithmic lattices, weights,
normal distributions) is made of a float that it draws.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import (
    Category,
    Drawable,
    Floats,
    Integers,
    Options,
    Places,
    Share,
)
from rnnspec.distributions.text import items
from rnnspec.scripts.draws import drawn, listed
from rnnspec.scripts.nesting import common
from rnnspec.scripts.python import (
    Names,
    entries,
    keywords,
    literal,
    print_expression,
    print_name,
    safe_name,
)
from rnnspec.scripts.table import Target
from rnnspec.study.expressions import TRUE, Apply, Const, Expr, Turn
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.study.words import AND
from rnnspec.values import Value

SAMPLERS = {
    "tpe": "TPESampler",
    "random": "RandomSampler",
    "cmaes": "CmaEsSampler",
    "nsga2": "NSGAIISampler",
    "gp": "GPSampler",
    "grid": "BruteForceSampler",
    "hyperband": "RandomSampler",
}
"""Optuna's class of each algorithm; hyperband is random search with a pruner."""

PRUNERS = {
    "asha": "SuccessiveHalvingPruner",
    "median": "MedianPruner",
    "hyperband": "HyperbandPruner",
}

FURTHER = {"cmaes": ("cmaes",), "gp": ("scipy", "torch")}
"""The libraries that an algorithm needs beside Optuna."""

STORAGE = (
    "--storage",
    'metavar="WHERE"',
    "keeps the study: a file for a journal, or the URL of a database",
)
"""The option that only these scripts have: its name, its arguments, what it is."""

EXPERIMENTAL = ("gp", "grid")
"""Algorithms of which Optuna says that they may change."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    space = listed(study.space) if algorithm.name == "grid" else study.space
    always, lines = print_space(space, shared["names"])
    further = FURTHER.get(algorithm.name, ())
    return {
        "always": always,
        "lines": lines,
        "first_points": [_first_point(space, dict(p.values)) for p in study.search.first_points],
        "sampler": _call("samplers", SAMPLERS[algorithm.name], _sampler(algorithm, target)),
        "pruner": _pruner(study, algorithm, target),
        "grid": algorithm.name == "grid",
        "experimental": algorithm.name in EXPERIMENTAL,
        "further_options": [STORAGE],
        "libraries": [*shared["libraries"], *further],
        "packages": [*shared["packages"], *further],
    }


def _sampler(algorithm: Named, target: Target) -> list[str]:
    given = target.given(algorithm) if algorithm.name != "hyperband" else {}
    return [*keywords(given), "seed=options.seed"]


def _pruner(study: Study, algorithm: Named, target: Target) -> str:
    """The pruner's call; empty where nothing is stopped early."""
    pruner = algorithm if algorithm.name == "hyperband" else study.search.pruner
    if pruner is None or pruner.name not in target.pruners:
        return ""
    return _call("pruners", PRUNERS[pruner.name], keywords(target.given(pruner)))


def _call(module: str, name: str, arguments: list[str]) -> str:
    return f"optuna.{module}.{name}({', '.join(arguments)})"


@dataclass(frozen=True)
class Assignment:
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


def print_space(space: Space, names: Names) -> tuple[list[str], list[str]]:
    """The entries of what is always active and comes first, the statements of what follows."""
    statements = _statements(space.hyperparameters, names)
    first = next((at for at, s in enumerate(statements) if s.conditions or s.loop), len(statements))
    return (
        [f"{s.name}: {s.value}" for s in statements[:first]],
        _nested((s.conditions, s.lines) for s in statements[first:]),
    )


def _first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point, in Optuna's numbers; what is not active is not there."""
    found = {n: drawn(space.by_name[n].distribution, draw, "").encoding for n in values}
    return entries({name: found[name].from_value(value) for name, value in values.items()})


def _value_text(distribution: Distribution, label: str) -> str:
    """The expression that draws a value; `label` is the text of its name."""
    encoding, call = drawn(distribution, draw, label)
    return encoding.print_value(call)


def draw(shape: Drawable, label: str) -> str | None:
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


def _statements(hyperparameters: tuple[Hyperparameter, ...], names: Names) -> list[Assignment]:
    """A statement for each hyperparameter; one for all turns that are alike."""
    found: list[Assignment] = []
    at = 0
    while at < len(hyperparameters):
        turns = _turns(hyperparameters, at)
        found.append(_loop(turns, names) or _statement(hyperparameters[at], names))
        at += len(turns) if found[-1].loop else 1
    return found


def _statement(hyperparameter: Hyperparameter, names: Names) -> Assignment:
    label = literal(hyperparameter.name)
    conditions = tuple(
        print_expression(c, names, AND) for c in _conjuncts(hyperparameter.condition)
    )
    return Assignment(conditions, label, _value_text(hyperparameter.distribution, label))


def _conjuncts(condition: Expr) -> list[Expr]:
    match condition:
        case Apply("and", operands):
            return [part for operand in operands for part in _conjuncts(operand)]
    return [] if condition == TRUE else [condition]


def _turns(hyperparameters: tuple[Hyperparameter, ...], at: int) -> list[Hyperparameter]:
    """What stands here for each turn of one `repeat`, with the same distribution."""
    first = hyperparameters[at]
    if first.name.count("[") != 1 or "[0]" not in first.name:
        return [first]

    def is_turn(numbered: tuple[int, Hyperparameter]) -> bool:
        turn, other = numbered
        name = first.name.replace("[0]", f"[{turn}]")
        return (other.name, other.distribution) == (name, first.distribution)

    return [turn for _, turn in takewhile(is_turn, enumerate(hyperparameters[at:]))]


def _loop(turns: list[Hyperparameter], names: Names) -> Assignment | None:
    """One statement for all turns; none where their conditions say more than how many there are."""
    if len(turns) < 2:
        return None
    conjuncts = [_conjuncts(turn.condition) for turn in turns]
    shared = conjuncts[0][: common(conjuncts[0], conjuncts[-1])]
    counts: set[Expr] = set()
    for turn, own in enumerate(conjuncts):
        match own[len(shared) :]:
            case _ if own[: len(shared)] != shared:
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
    conditions = tuple(print_expression(c, names, AND) for c in shared)
    loop = f"{variable} in range({until})"
    return Assignment(conditions, label, _value_text(turns[0].distribution, label), loop)


def _nested(statements: Iterable[tuple[tuple[str, ...], list[str]]]) -> list[str]:
    """Statements under their conditions; neighbours share what they have in common."""
    lines: list[str] = []
    for first, neighbours in groupby(statements, key=lambda statement: statement[0][:1]):
        group = list(neighbours)
        if not first:
            lines += [line for _, own in group for line in own]
            continue
        shared = common(*(conditions for conditions, _ in group))
        lines.append(f"if {' and '.join(group[0][0][:shared])}:")
        inside = ((conditions[shared:], own) for conditions, own in group)
        lines += ["    " + line for line in _nested(inside)]
    return lines
