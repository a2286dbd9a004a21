"""Trees for tests of syntax: parsing that must succeed, and trees without their places."""

from typing import Any

from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.source import Source, Span
from rnnspec.syntax import format_file, parse_file, tree


def read(text: str) -> tuple[tree.File, list[Diagnostic]]:
    """The tree of a text and what is wrong with it."""
    problems = Problems()
    file = parse_file(Source("test.rnnspec", text), problems)
    return file, problems.sorted()


def sound(text: str) -> tree.File:
    """The tree of a text that must have no problem."""
    file, problems = read(text)
    assert not problems, [p.message for p in problems]
    return file


def formatted(text: str) -> str:
    """The canonical form of a text that must have no problem."""
    return format_file(sound(text), Source("test.rnnspec", text))


def section(text: str) -> Any:
    """The only part of a file, its version line left out of the text."""
    (part,) = sound(f"rnnspec 1\n{text}\n").parts
    return part


def value(text: str) -> tree.Expression:
    """An expression, as the value of a setting."""
    (setting,) = section(f"train {{ x = {text} }}").items
    return setting.value


def statements(text: str) -> tuple[tree.Statement, ...]:
    """The statements of a model."""
    return section(f"model {{ {text} }}").body.statements


def bare(node: Any) -> Any:
    """A node as nested tuples without places and comments, to be compared."""
    match node:
        case Span():
            return None
        case tuple():
            return tuple(bare(item) for item in node)
        case str() | int() | float() | bool() | None:
            return (type(node).__name__, node)
    fields = {name: bare(v) for name, v in vars(node).items() if name not in {"span", "comments"}}
    return (type(node).__name__, tuple(fields.items()))
