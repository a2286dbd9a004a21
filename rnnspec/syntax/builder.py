"""From a rule of the grammar and its children to a node of the tree.

In: what the parser hands over when it reduces a rule, punctuation included. Out: the node.
One entry a rule, named as in `grammar/rnnspec.lark`. Nothing is judged here: what could not be
read has been reported, and arrives as a token ERROR that spans what was passed over.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lark import Token

from rnnspec.source import Span
from rnnspec.syntax import tree
from rnnspec.words import ESCAPES, SECONDS

CONSTANTS = {"TRUE": True, "FALSE": False, "NONE": None}


@dataclass(frozen=True)
class PassedOver:
    """An element of a list that could not be read, and the name that it began to define."""

    name: tree.Word | None
    span: Span


@dataclass(frozen=True)
class Bracketed:
    """What stands between two brackets, the brackets included in the span."""

    items: tuple[Any, ...]
    span: Span


def span_of(item: Any) -> Span:
    """The span of a token or a node."""
    if isinstance(item, Token):
        return Span(item.start_pos or 0, item.end_pos or 0)
    span: Span = item.span
    return span


def number_of(text: str) -> int | float:
    """The value of a number as written; an integer where no point or exponent stands."""
    return float(text) if any(sign in text for sign in ".eE") else int(text)


def string_of(text: str) -> str:
    """The value of a string as written, quotes included."""
    return re.sub(r"\\(.?)", lambda match: ESCAPES.get(match[1], match[1]), text[1:-1])


def _word(token: Token) -> tree.Word:
    return tree.Word(str(token), span_of(token))


def _part(child: Any) -> Any:
    """A child as a field of a node: names and strings are nodes, signs are their text."""
    if not isinstance(child, Token):
        return child
    match child.type:
        case "NAME":
            return _word(child)
        case "STRING":
            return tree.String(string_of(child), span_of(child))
        case "ERROR":
            return tree.Broken(span_of(child))
    return child.value


def _whole(children: list[Any]) -> Span:
    return Span(span_of(children[0]).start, span_of(children[-1]).end)


def _nodes(children: list[Any]) -> tuple[Any, ...]:
    return tuple(c for c in children if not isinstance(c, (Token, PassedOver)))


Method = Callable[[list[Any]], Any]


def _fields(node: Callable[..., Any], *places: int) -> Method:
    """A node whose fields are the children at these places, and its span."""
    return lambda children: node(*(_part(children[i]) for i in places), _whole(children))


def _element(node: Callable[..., Any], *places: int) -> Method:
    """The same of a list's element, which is passed over where its value could not be read."""
    made = _fields(node, *places)

    def build(children: list[Any]) -> Any:
        return _passed_over(children) if isinstance(children[-1], Token) else made(children)

    return build


def _list(node: Callable[..., Any]) -> Method:
    """A node whose only field is all that its brackets hold, and its span."""
    return lambda children: node(_nodes(children), _whole(children))


def _only(children: list[Any]) -> Any:
    return _part(children[0])


def _passed_over(children: list[Any]) -> PassedOver:
    names = (_word(c) for c in children if isinstance(c, Token) and c.type == "NAME")
    return PassedOver(next(names, None), _whole(children))


class Builder:
    """What the parser calls for each rule, bottom up."""

    # --- the file ---

    def file(self, children: list[Any]) -> list[Any]:
        return children

    def version(self, children: list[Any]) -> tree.Version:
        number = number_of(children[1])
        return tree.Version(number if isinstance(number, int) else -1, _whole(children))

    def parameters(self, children: list[Any]) -> tuple[tree.Word, ...]:
        return tuple(_word(c) for c in children if isinstance(c, Token) and c.type == "NAME")

    def section(self, children: list[Any]) -> tree.Section:
        broken = tuple(c.name for c in children if isinstance(c, PassedOver) and c.name)
        return tree.Section(_word(children[0]), _nodes(children), _whole(children), broken)

    def model(self, children: list[Any]) -> tree.ModelSection:
        keyword, body = children
        return tree.ModelSection(_word(keyword), body, _whole(children))

    def unknown(self, children: list[Any]) -> tree.UnknownSection:
        token = children[0]
        name = Span(token.start_pos, token.start_pos + len(token))
        return tree.UnknownSection(tree.Word(str(token), name), span_of(token))

    passed_over = staticmethod(_passed_over)
    use = staticmethod(_fields(tree.Use, 1, 3, 5))
    block = staticmethod(_fields(tree.Block, 1, 2, 3))

    # --- settings ---

    setting = staticmethod(_element(tree.Setting, 0, 1, 2))
    setting_without_mark = passed_over
    require = staticmethod(_element(tree.Require, 1))
    start = staticmethod(_list(tree.Start))
    point = staticmethod(_element(tree.Point, 0, 2))

    def path(self, children: list[Any]) -> tree.Path:
        return tree.Path("".join(children), _whole(children))

    # --- the model ---

    body = staticmethod(_list(tree.Body))
    residual = staticmethod(_fields(tree.Residual, 1))
    arm = staticmethod(_fields(tree.Arm, 1, 2))
    options = staticmethod(_list(Bracketed))

    def layer(self, children: list[Any]) -> tree.Layer:
        label = _word(children[0]) if len(children) > 1 else None
        return tree.Layer(label, children[-1], _whole(children))

    def branch(self, children: list[Any]) -> tree.Branch:
        arguments = children[3].items if len(children) == 5 else ()
        return tree.Branch(_word(children[0]), arguments, children[-1].items, _whole(children))

    def repeat(self, children: list[Any]) -> tree.Repeat:
        body = children[-1]
        named = isinstance(children[2], Token) and children[2].type == "TILDE"
        name = _word(children[1]) if named else None
        count = _part(children[3 if named else 1])
        turned = isinstance(children[-2], Token) and children[-2].type == "NAME"
        variable = _word(children[-2]) if turned else None
        return tree.Repeat(name, count, variable, body, _whole(children))

    def when(self, children: list[Any]) -> tree.When:
        arms = tuple(c for c in children if isinstance(c, tree.Arm))
        last = children[-1]
        otherwise = last if isinstance(last, tree.Body) else None
        return tree.When(arms, otherwise, _whole(children))

    def parallel(self, children: list[Any]) -> tree.Parallel:
        arguments = children[1].items if len(children) == 3 else ()
        return tree.Parallel(arguments, children[-1].items, _whole(children))

    def option(self, children: list[Any]) -> tree.Option:
        label, _, content = children
        if isinstance(content, tree.Body):
            return tree.Option(_word(label), content, _whole(children))
        body = tree.Body((tree.Layer(None, content, content.span),), content.span)
        return tree.Option(_word(label), body, _whole(children), braced=False)

    # --- expressions ---

    conditional = staticmethod(_fields(tree.Conditional, 0, 2, 4))
    binary = staticmethod(_fields(tree.Binary, 1, 0, 2))
    unary = staticmethod(_fields(tree.Unary, 0, 1))
    index = staticmethod(_fields(tree.Index, 0, 2))
    parenthesised = staticmethod(_fields(tree.Parenthesised, 1))
    items = staticmethod(_list(tree.Items))
    all_but = staticmethod(_list(tree.AllBut))
    arguments = staticmethod(_list(Bracketed))
    word = string = broken = staticmethod(_only)

    def comparison(self, children: list[Any]) -> tree.Comparison:
        operators = tuple(c.value for c in children[1::2])
        return tree.Comparison(operators, tuple(children[::2]), _whole(children))

    def number(self, children: list[Any]) -> tree.Number:
        token = children[0]
        return tree.Number(number_of(token), token.value, span_of(token))

    def duration(self, children: list[Any]) -> tree.Duration:
        token = children[0]
        amount = token.rstrip("smindh")
        seconds = float(amount) * SECONDS[token[len(amount) :]]
        return tree.Duration(seconds, token.value, span_of(token))

    def constant(self, children: list[Any]) -> tree.Constant:
        token = children[0]
        return tree.Constant(CONSTANTS[token.type], span_of(token))

    def call(self, children: list[Any]) -> tree.Call:
        name, arguments = children
        return tree.Call(_word(name), arguments.items, _whole(children))

    def argument(self, children: list[Any]) -> tree.Argument:
        span = _whole(children)
        if len(children) == 1:
            return tree.Argument(None, "", children[0], span)
        key, mark, value = map(_part, children)
        return tree.Argument(key, mark, value, span)

    def broken_argument(self, children: list[Any]) -> tree.Argument:
        span = span_of(children[0])
        return tree.Argument(None, "", tree.Broken(span), span)
