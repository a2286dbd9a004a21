"""Expressions and literals as Python text.

In: expressions of the study, names for what they refer to. Out: Python that computes the same,
with the fewest parentheses. Every text of a spec passes `literal`, so nothing of it can leave its
place. Knows no Keras and no target.
"""

import builtins
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rnnspec.study.expressions import Apply, Const, Derived, Expr, IfElse, Pick, Ref, Turn, Value
from rnnspec.study.words import ATOM, BINDING, CHOICE, COMPARE, NOT, OR, POWER, SUM, UNARY

MATH = frozenset({"floor", "ceil", "sqrt", "log", "log2", "exp"})
RESERVED = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | {"l", "I", "O"}
"""Names that a script never gives a new meaning, and those that read like digits."""
NONE = Const(None)

Text = tuple[str, int]
"""An expression's text and how tightly it binds."""


def literal(value: Value) -> str:
    """The Python literal of a value; every character that does not print is escaped."""
    return repr(value)


def keywords(arguments: Mapping[str, Value]) -> list[str]:
    """Arguments behind their names, as a call has them."""
    return [f"{name}={literal(value)}" for name, value in arguments.items()]


def entries(values: Mapping[str, Value]) -> list[str]:
    """Values behind their names, as a dictionary has them."""
    return [f"{literal(name)}: {literal(value)}" for name, value in values.items()]


def safe_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """The wanted name, with underscores behind it until it is free."""
    name = wanted if wanted.isidentifier() and not wanted.startswith("__") else f"_{wanted}"
    while name in RESERVED or name in taken:
        name += "_"
    return name


@dataclass(frozen=True)
class Names:
    """What the parts of an expression are called in Python.

    `derived` are the functions of derived values (called with `values`), `turns` the variables of
    the enclosing loops.
    """

    derived: Mapping[str, str] = field(default_factory=dict)
    turns: Mapping[str, str] = field(default_factory=dict)

    def with_turn(self, variable: str, name: str) -> "Names":
        """The same inside one more loop."""
        return Names(self.derived, {**self.turns, variable: name})


def print_expression(expr: Expr, names: Names, least: int = CHOICE) -> str:
    """The Python of an expression, in parentheses where it binds less tightly than `least`."""
    text, binding = _print(expr, names)
    return text if binding >= least else f"({text})"


def print_name(pattern: str, turns: tuple[Expr, ...], names: Names) -> str:
    """A text with the numbers of turns in it: a plain string, an f-string, or `format`."""
    numbers = [print_expression(turn, names) for turn in turns]
    if all(isinstance(turn, Const) for turn in turns):
        return literal(pattern.format(*numbers))
    if all(isinstance(turn, Const | Turn) for turn in turns):
        return f"f{literal(pattern)}".format(*(f"{{{number}}}" for number in numbers))
    return f"{literal(pattern)}.format({', '.join(numbers)})"


def _print(expr: Expr, names: Names) -> Text:
    match expr:
        case Const(value):
            negative = isinstance(value, int | float) and literal(value).startswith("-")
            return literal(value), UNARY if negative else ATOM
        case Ref(name, turns):
            return f"values[{print_name(name, turns, names)}]", ATOM
        case Derived(name):
            return f"{names.derived[name]}(values)", ATOM
        case Turn(variable):
            return names.turns[variable], ATOM
        case IfElse(condition, then, otherwise):
            chosen = print_expression(then, names, OR)
            asked = print_expression(condition, names, OR)
            return f"{chosen} if {asked} else {print_expression(otherwise, names)}", CHOICE
        case Pick():
            return _picked(expr, names)
        case Apply(operator, (_, _)) if operator in BINDING:
            return _binary(expr, names)
        case Apply():
            return _applied(expr, names)
    raise TypeError(f"{type(expr).__name__} is no value")


def _picked(pick: Pick, names: Names) -> Text:
    """The option of a label; the label itself where it is what it stands for."""
    on = print_expression(pick.on, names, SUM)
    if all(
        type(e) is Const and (type(e.value), e.value) == (type(key), key) for key, e in pick.options
    ):
        return on, ATOM
    *others, (_, last) = pick.options
    chain = "".join(
        f"{print_expression(option, names, OR)} if {equals(on, key)} else "
        for key, option in others
    )
    if not others:
        return _print(last, names)
    return chain + print_expression(last, names), CHOICE


def equals(text: str, key: Value) -> str:
    """A condition that tells whether a value is this option; `true` is not 1."""
    return f"{text} {'is' if key is None or isinstance(key, bool) else '=='} {literal(key)}"


def _applied(expr: Apply, names: Names) -> Text:
    operator, operands = expr.operator, expr.operands
    match operator, operands:
        case "not", (operand,):
            return f"not {print_expression(operand, names, NOT)}", NOT
        case (("neg" | "pos"), (operand,)):
            sign = "-" if operator == "neg" else "+"
            return f"{sign}{print_expression(operand, names, UNARY)}", UNARY
        case "index", (several, at):
            return f"{print_expression(several, names, ATOM)}[{print_expression(at, names)}]", ATOM
    arguments = ", ".join(print_expression(operand, names) for operand in operands)
    if operator == "list":
        return f"({arguments},)" if len(operands) == 1 else f"({arguments})", ATOM
    return f"math.{operator}({arguments})" if operator in MATH else f"{operator}({arguments})", ATOM


def _binary(expr: Apply, names: Names) -> Text:
    """An operator between operands; a long chain of them is walked, not recursed into."""
    binding = BINDING[expr.operator]
    if binding == POWER:
        base, exponent = expr.operands
        right = print_expression(exponent, names, UNARY)
        return f"{print_expression(base, names, ATOM)} ** {right}", POWER
    if binding == COMPARE:
        if NONE in expr.operands and not all(map(_may_be_none, expr.operands)):
            return literal(expr.operator == "!="), ATOM
        left, right = (_compared(operand, names) for operand in expr.operands)
        return f"{left} {_comparison(expr)} {right}", COMPARE
    links: list[str] = []
    first: Expr = expr
    while isinstance(first, Apply) and BINDING.get(first.operator) == binding:
        operator = first.operator
        first, *rest = first.operands
        links.extend(
            f"{operator} {print_expression(operand, names, binding + 1)}"
            for operand in reversed(rest)
        )
    return " ".join([print_expression(first, names, binding), *reversed(links)]), binding


def _may_be_none(expr: Expr) -> bool:
    """Whether an expression may have the value `none`: one that chooses, not one that computes."""
    match expr:
        case Const(value):
            return value is None
        case Apply(operator):
            return operator in ("index", "and", "or")
    return not isinstance(expr, Turn)


def _compared(operand: Expr, names: Names) -> str:
    """An operand of a comparison; `true` and `false` as the numbers that they equal."""
    if isinstance(operand, Const) and isinstance(operand.value, bool):
        return str(int(operand.value))
    return print_expression(operand, names, SUM)


def _comparison(expr: Apply) -> str:
    """`==` and `!=` with `none` are `is` and `is not`: no value but none equals it."""
    if NONE in expr.operands:
        return {"==": "is", "!=": "is not"}.get(expr.operator, expr.operator)
    return expr.operator
