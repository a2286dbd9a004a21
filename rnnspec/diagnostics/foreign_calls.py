"""Distributions as libraries of Python write them, in our words.

In: the text of a call and its row of `foreign.toml`. Out: the same distribution with its very
numbers, as the language writes it: upper ends that are left out, bounds that are logarithms and
lattices that do not reach their end are put right. None where something in it is not told by
numbers. Nothing is run.
"""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rnnspec.words import render_value

if TYPE_CHECKING:
    import ast

Amount = int | float

KEYWORDS = {
    **dict.fromkeys(("min_value", "start", "lower", "a", "low"), "low"),
    **dict.fromkeys(("max_value", "stop", "end", "upper", "b", "high"), "high"),
    **dict.fromkeys(("values", "choices", "categories", "options"), "options"),
    **dict.fromkeys(("mu", "loc", "mean"), "mean"),
    **dict.fromkeys(("sigma", "scale", "sd", "deviation"), "deviation"),
    **dict.fromkeys(("num", "count"), "count"),
    **dict.fromkeys(("q", "step", "log", "sampling", "prior"), None),
}
"""What the arguments are called there, and here."""

FORMS = {
    "int": "integers are searched by `int(low, high)`, both ends included",
    "float": "numbers are searched by `uniform(low, high)` or `loguniform(low, high)`",
    "choice": "options are searched by `choice(a, b)`",
    "weights": "options with weights are searched by `weighted(a: 2, b: 1)`",
    "normal": "`normal(mean, deviation)` and `lognormal(mean, deviation)` are the normal ones",
    "points": "points in an order are searched by `ordinal(1, 10, 100)`",
}
"""How the language writes what a row's `as` stands for."""

MOST_POINTS = 20
"""So many points are listed as options."""


def row_of(name: str, calls: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The row of a name with points: that of its last parts, or of its last alone."""
    parts = name.split(".")
    for kept in (3, 2, 1):
        row = calls.get(".".join(parts[-kept:]))
        if row is not None:
            return row
    return None


def remark(row: Mapping[str, Any]) -> str:
    """What is otherwise here, behind the help that says what to write."""
    if row.get("open"):
        return ": both ends are included"
    return ": bounds stand by themselves, not by their logarithms" if "exponents" in row else ""


def render_span(low: str, high: str, step: str | None = None) -> str | None:
    """`~ int(24, 48)` for the bounds as they are written."""
    numbers = [_parsed(text) for text in (low, high, *([step] if step else []))]
    if None in numbers or not numbers[0] < numbers[1]:  # type: ignore[operator]
        return None
    integral = all(isinstance(number, int) for number in numbers)
    return f"~ {_lattice(numbers[0], numbers[1], numbers[2] if step else None, integral=integral)}"  # type: ignore[arg-type]


def _parsed(text: str) -> Amount | None:
    text = text.replace("_", "")
    return int(text) if text.isdigit() else float(text)


def render_distribution(call: str, row: Mapping[str, Any]) -> str | None:
    """The call as the language writes it; None where that is not certain."""
    import ast

    try:
        node = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None
    if not isinstance(node, ast.Call):
        return None
    given = _arguments(node, row["takes"])
    try:
        written = _RENDERED[row["as"]](given, row) if given is not None else None
        if written is None or given is None or "default" not in given:
            return written
        return f"{written[:-1]}, default = {_value(given['default'])})"
    except (ValueError, TypeError, OverflowError, KeyError, ZeroDivisionError):
        return None


def _arguments(node: "ast.Call", takes: list[str]) -> "dict[str, ast.expr] | None":
    """The arguments by what they are called here; two bounds in one tuple are two."""
    import ast

    values = list(node.args)
    at = takes.index("low") if "low" in takes else len(values)
    if at < len(values) and isinstance(values[at], ast.Tuple):
        values[at : at + 1] = values[at].elts  # type: ignore[attr-defined]
    if takes[0] == "label" and values and isinstance(values[0], ast.List | ast.Tuple):
        takes = takes[1:]
    if takes[0] == "label" and values and isinstance(getattr(values[0], "value", ""), int | float):
        takes = takes[1:]  # A label that is left out.
    if len(values) > len(takes):
        return None
    given = dict(zip(takes, values, strict=False))
    for keyword in node.keywords:
        name = KEYWORDS.get(keyword.arg or "", "") or keyword.arg
        if name in ("name", "label", "size", None):
            continue
        given[name] = keyword.value
    if "low" in given and "high" not in given:  # `range(5)`
        given["high"], given["low"] = given["low"], ast.Constant(0)
    return given


def _range(given: "Mapping[str, ast.expr]", row: Mapping[str, Any]) -> str | None:
    is_log = _is_log(given) or bool(row.get("log")) or "exponents" in row
    base = row.get("exponents")
    low, high = (_bound(given[name], base) for name in ("low", "high"))
    step = given.get("q") or given.get("step")
    by = _number(step) if step is not None and not _is_none(step) else None
    integral = row["as"] == "int" and all(isinstance(x, int) for x in (low, high, by or 1))
    if row.get("open"):
        by = by or 1
        high = _down(low, high - (1 if integral else by / 1e6), by)
    if not low < high or (is_log and by not in (None, 1) and "step" in given):
        return None  # A step between logarithms means another thing in each library.
    if not is_log or (row["as"] == "int" and not integral):
        snapped = "q" in row["takes"] and "q" in given and by is not None
        if snapped and by is not None:
            low, high = (_tidy(round(bound / by) * by) for bound in (low, high))
        return _lattice(low, high, by, integral=integral)
    if row["as"] == "int":
        return f"int({low}, {high}, log = true)"
    if by is not None:
        low, high = (_tidy(max(1, round(bound / by)) * by) for bound in (low, high))
        return f"qloguniform({_text(low)}, {_text(high)}, {_text(by)})"
    return f"loguniform({_text(low)}, {_text(high)})"


def _lattice(low: Amount, high: Amount, step: Amount | None, *, integral: bool) -> str:
    if integral:
        if step in (None, 1):
            return f"int({low}, {high})"
        return f"int({low}, {_down(low, high, step)}, step = {step})"
    if step is None:
        return f"uniform({_text(low)}, {_text(high)})"
    return f"quniform({_text(low)}, {_text(_down(low, high, step))}, {_text(_tidy(step))})"


def _down(low: Amount, high: Amount, step: Amount | None) -> Amount:
    """The last value of a lattice up to a bound."""
    assert step
    steps = math.floor((high - low) / step + 1e-9)
    return _tidy(low + steps * step)


def _is_log(given: "Mapping[str, ast.expr]") -> bool:
    import ast

    for name in ("log", "sampling", "prior"):
        value = getattr(given.get(name), "value", None)
        if value is True or (isinstance(value, str) and value.startswith("log")):
            return True
        if name == "log" and name in given and not isinstance(given[name], ast.Constant):
            raise ValueError("it is not told whether this is logarithmic")
    return False


def _is_none(node: "ast.expr") -> bool:
    return getattr(node, "value", 0) is None


def _bound(node: "ast.expr", base: Amount | None) -> Amount:
    """A bound by itself; of an exponent what it stands for."""
    import ast

    if base is None:
        return _number(node)
    match node:
        case ast.Call(args=[inside]) if _called(node) == "log":
            return _number(inside)
    return float(f"{base ** _number(node):.3g}")


def _called(node: "ast.Call") -> str:
    import ast

    match node.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def _number(node: "ast.expr") -> Amount:
    """The number that an expression of numbers gives; raises ValueError where it is none."""
    import ast

    match node:
        case ast.Constant(value) if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case ast.UnaryOp(ast.USub(), operand):
            return -_number(operand)
        case ast.BinOp(left, operator, right):
            a, b = _number(left), _number(right)
            match operator:
                case ast.Add():
                    return _tidy(a + b)
                case ast.Sub():
                    return _tidy(a - b)
                case ast.Mult():
                    return _tidy(a * b)
                case ast.Div():
                    return _tidy(a / b)
                case ast.Pow() if abs(a) < 1e6 and abs(b) < 100:
                    return _tidy(float(a) ** b if b < 0 else a**b)
        case ast.Call(args=[inside]):
            value = _number(inside)
            match _called(node):
                case "log" | "log10" | "log2" | "exp" | "sqrt" as name:
                    found: float = getattr(math, name)(value)
                    return found
                case "int" | "float" as name:
                    return int(value) if name == "int" else float(value)
    raise ValueError("no number")


def _tidy(number: Amount) -> Amount:
    return number if isinstance(number, int) else float(f"{number:.12g}")


def _text(number: Amount) -> str:
    return str(number).replace("e-0", "e-").replace("e+0", "e")


def _items(node: "ast.expr | None") -> "list[ast.expr]":
    import ast

    if isinstance(node, ast.List | ast.Tuple):
        return node.elts
    match node:
        case ast.Call():
            return [ast.Constant(value) for value in _counted(node)]
    raise ValueError("no list")


def _counted(node: "ast.Call") -> range:
    if _called(node) != "range":
        raise ValueError("no list")
    found = range(*[int(_number(argument)) for argument in node.args])
    if not 0 < len(found) <= MOST_POINTS:
        raise ValueError("too long a list")
    return found


def _value(node: "ast.expr") -> str:
    import ast

    match node:
        case ast.Constant(str() | bool() | None as value):
            return render_value(value)
        case ast.Name(name):
            return name
        case ast.List(items) | ast.Tuple(items):
            return f"[{', '.join(map(_value, items))}]"
        case ast.Attribute(attr=name):
            return name
    return _text(_number(node))


def _choice(given: "Mapping[str, ast.expr]", _: Mapping[str, Any]) -> str | None:
    values = list(dict.fromkeys(map(_value, _items(given["options"]))))
    return f"choice({', '.join(values)})" if values else None


def _weights(given: "Mapping[str, ast.expr]", _: Mapping[str, Any]) -> str:
    pairs = [_items(item) for item in _items(given["options"])]
    return f"weighted({', '.join(f'{_value(v)}: {_text(_number(w))}' for w, v in pairs)})"


def _normal(given: "Mapping[str, ast.expr]", row: Mapping[str, Any]) -> str:
    numbers = [_text(_number(given[name])) for name in ("mean", "deviation")]
    step = given.get("q")
    name = "lognormal" if row.get("log") else "normal"
    if step is not None:
        return f"q{name}({', '.join(numbers)}, {_text(_number(step))})"
    return f"{name}({', '.join(numbers)})"


def _points(given: "Mapping[str, ast.expr]", row: Mapping[str, Any]) -> str | None:
    low, high = (_number(given[name]) for name in ("low", "high"))
    count = int(_number(given["count"])) if "count" in given else 50
    if not 2 <= count <= MOST_POINTS:
        return None
    base = row.get("exponents")
    if row.get("log"):
        points = [low * (high / low) ** (i / (count - 1)) for i in range(count)]
    else:
        points = [low + (high - low) * i / (count - 1) for i in range(count)]
    if base:
        points = [base**point for point in points]
    return f"ordinal({', '.join(_text(float(f'{point:.6g}')) for point in points)})"


_RENDERED: dict[str, Callable[..., str | None]] = {
    "int": _range,
    "float": _range,
    "choice": _choice,
    "weights": _weights,
    "boolean": lambda *_: "choice(true, false)",
    "normal": _normal,
    "points": _points,
}
