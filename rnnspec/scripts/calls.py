"""Plan arguments and procedures as Python text.

In: arguments and procedures of a plan, names. Out: expressions, and the lines of functions. Line
breaks inside an expression are left to the formatter.
"""

from collections.abc import Iterable, Iterator

from rnnspec.plan.tree import (
    Argument,
    Call,
    Each,
    Either,
    Entries,
    Function,
    Index,
    Items,
    Local,
    Name,
    Path,
    Select,
    Slice,
    Step,
    Steps,
)
from rnnspec.scripts.carry import runtime
from rnnspec.scripts.python import Names, equals, literal, print_expression, print_name
from rnnspec.study.expressions import Const
from rnnspec.study.words import ATOM, CHOICE, OR, SUM, TERM


def print_argument(argument: Argument, names: Names, least: int = CHOICE) -> str:
    """The Python of an argument, in parentheses where it binds less tightly than `least`."""
    match argument:
        case Local(name) | Path(name):
            return name
        case Name(pattern, turns):
            return print_name(pattern, turns, names)
        case Steps():
            return _steps(argument, names)
        case Either(condition, then, otherwise):
            parts = [(print_argument(condition, names, OR), print_argument(then, names, OR))]
            return _chain(parts, print_argument(otherwise, names), least)
        case Select():
            return _select(argument, names, least)
        case Items(items):
            return f"[{', '.join(print_argument(item, names) for item in items)}]"
        case Entries(entries):
            pairs = (f"{literal(key)}: {print_argument(value, names)}" for key, value in entries)
            return f"{{{', '.join(pairs)}}}"
        case Index(value, at):
            return f"{print_argument(value, names, ATOM)}[{print_argument(at, names)}]"
        case Slice(value, first, last):
            ends = ("" if end is None else print_argument(end, names) for end in (first, last))
            return f"{print_argument(value, names, ATOM)}[{':'.join(ends)}]"
        case Each(variables, source, result):
            inside = f"{print_argument(result, names)} for {', '.join(variables)}"
            return f"[{inside} in {print_argument(source, names, OR)}]"
        case Function(variables, result):
            text = f"lambda {', '.join(variables)}: {print_argument(result, names)}"
            return f"({text})" if least > CHOICE else text
        case Call():
            return print_call(argument, names)
    return print_expression(argument, names, least)


def print_call(call: Call, names: Names, first: Iterable[str] = ()) -> str:
    """A call, with further arguments put in front.

    Where it is one of the runtime, a bare number stands behind the name of what it is.
    """
    function = call.function.name if isinstance(call.function, Path) else ""
    parameters = runtime()[function].parameters if function in runtime() else ()
    arguments = [*first]
    named = False
    for place, value in enumerate(call.positional):
        named = named or (bool(parameters) and _is_number(value))
        name = f"{parameters[place]}=" if named else ""
        arguments.append(name + print_argument(value, names))
    for name, value in call.keywords:  # A chain of options stands in parentheses.
        least = OR if isinstance(value, Select | Either) else CHOICE
        arguments.append(f"{name}={print_argument(value, names, least)}")
    return f"{print_argument(call.function, names, ATOM)}({', '.join(arguments)})"


def _is_number(argument: Argument) -> bool:
    return isinstance(argument, Const) and type(argument.value) in (int, float)


def _steps(steps: Steps, names: Names) -> str:
    if steps.epochs == Const(1):
        return "steps_per_epoch"
    if not steps.each:
        return f"{print_expression(steps.epochs, names, TERM)} * steps_per_epoch"
    if isinstance(steps.epochs, Const) and isinstance(steps.epochs.value, tuple):
        return f"[{', '.join(f'{n} * steps_per_epoch' for n in steps.epochs.value)}]"
    return f"[epoch * steps_per_epoch for epoch in {print_expression(steps.epochs, names, OR)}]"


def _select(select: Select, names: Names, least: int) -> str:
    """A dictionary where the options are names, else a chain in which one option is built."""
    if all(isinstance(option, Path) for _, option in select.options):
        entries = Entries(select.options)
        return f"{print_argument(entries, names)}[{print_expression(select.on, names)}]"
    *others, (_, last) = select.options
    on = print_expression(select.on, names, SUM)
    parts = [(equals(on, key), print_argument(option, names, OR)) for key, option in others]
    return _chain(parts, print_argument(last, names), least)


def _chain(parts: list[tuple[str, str]], last: str, least: int) -> str:
    chain = "".join(f"{text} if {condition} else " for condition, text in parts) + last
    return f"({chain})" if parts and least > CHOICE else chain


def print_steps(steps: Iterable[Step], names: Names) -> Iterator[str]:
    """The statements of a procedure."""
    for step in steps:
        value = print_argument(step.value, names)
        if step.note:
            yield f"# {step.note}"
        yield f"{', '.join(step.names)} = {value}" if step.names else value
