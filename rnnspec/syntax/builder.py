"""From a rule of the grammar and its children to a node of the tree.

In: what the parser hands over when it reduces a rule, punctuation included. Out: the node.
One method a rule, named as in `grammar/rnnspec.lark`. Nothing is judged here: what could not be
read has been reported, and arrives as a token ERROR that spans what was passed over.
"""

from dataclasses import dataclass
from typing import Any

from lark import Token

from rnnspec.source import Span
from rnnspec.syntax import tree
from rnnspec.words import SECONDS

CONSTANTS = {"TRUE": True, "FALSE": False, "NONE": None}
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


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
    if "\\" not in text:
        return text[1:-1]
    value = []
    characters = iter(text[1:-1])
    for character in characters:
        if character == "\\":
            escaped = next(characters, "")
            value.append(ESCAPES.get(escaped, escaped))
        else:
            value.append(character)
    return "".join(value)


def _word(token: Token) -> tree.Word:
    return tree.Word(str(token), span_of(token))


def _string(token: Token) -> tree.String:
    return tree.String(string_of(token), span_of(token))


def _value(item: Any) -> Any:
    """An expression; a Broken one for what was passed over."""
    return tree.Broken(span_of(item)) if isinstance(item, Token) else item


def _whole(children: list[Any]) -> Span:
    return Span(span_of(children[0]).start, span_of(children[-1]).end)


def _nodes(children: list[Any]) -> tuple[Any, ...]:
    return tuple(c for c in children if not isinstance(c, (Token, PassedOver)))


class Builder:
    """The methods that the parser calls, bottom up."""

    # --- the file ---

    def file(self, children: list[Any]) -> list[Any]:
        return children

    def version(self, children: list[Any]) -> tree.Version:
        number = number_of(children[1])
        return tree.Version(number if isinstance(number, int) else -1, _whole(children))

    def use(self, children: list[Any]) -> tree.Use:
        _, name, _, path, _, behaviour = children
        return tree.Use(_word(name), _string(path), _word(behaviour), _whole(children))

    def block(self, children: list[Any]) -> tree.Block:
        _, name, parameters, body = children
        return tree.Block(_word(name), parameters, body, _whole(children))

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

    def passed_over(self, children: list[Any]) -> PassedOver:
        name = next((c for c in children if c.type == "NAME"), None)
        return PassedOver(_word(name) if name else None, _whole(children))

    # --- settings ---

    def setting(self, children: list[Any]) -> tree.Setting | PassedOver:
        name, mark, value = children
        if isinstance(value, Token):
            return PassedOver(_word(name), _whole(children))
        return tree.Setting(_word(name), mark.value, value, _whole(children))

    setting_without_mark = passed_over

    def require(self, children: list[Any]) -> tree.Require | PassedOver:
        condition = children[1]
        if isinstance(condition, Token):
            return PassedOver(None, _whole(children))
        return tree.Require(condition, _whole(children))

    def start(self, children: list[Any]) -> tree.Start:
        return tree.Start(_nodes(children), _whole(children))

    def point(self, children: list[Any]) -> tree.Point | PassedOver:
        path, _, value = children
        if isinstance(value, Token):
            return PassedOver(None, _whole(children))
        return tree.Point(path, value, _whole(children))

    def path(self, children: list[Any]) -> tree.Path:
        return tree.Path("".join(children), _whole(children))

    # --- the model ---

    def body(self, children: list[Any]) -> tree.Body:
        return tree.Body(_nodes(children), _whole(children))

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
        count = _value(children[3 if named else 1])
        turned = isinstance(children[-2], Token) and children[-2].type == "NAME"
        variable = _word(children[-2]) if turned else None
        return tree.Repeat(name, count, variable, body, _whole(children))

    def when(self, children: list[Any]) -> tree.When:
        arms = tuple(c for c in children if isinstance(c, tree.Arm))
        last = children[-1]
        otherwise = last if isinstance(last, tree.Body) else None
        return tree.When(arms, otherwise, _whole(children))

    def arm(self, children: list[Any]) -> tree.Arm:
        _, condition, body = children
        return tree.Arm(_value(condition), body, _whole(children))

    def residual(self, children: list[Any]) -> tree.Residual:
        return tree.Residual(children[1], _whole(children))

    def parallel(self, children: list[Any]) -> tree.Parallel:
        arguments = children[1].items if len(children) == 3 else ()
        return tree.Parallel(arguments, children[-1].items, _whole(children))

    def options(self, children: list[Any]) -> Bracketed:
        return Bracketed(_nodes(children), _whole(children))

    def option(self, children: list[Any]) -> tree.Option:
        label, _, content = children
        if isinstance(content, tree.Body):
            return tree.Option(_word(label), content, _whole(children))
        body = tree.Body((tree.Layer(None, content, content.span),), content.span)
        return tree.Option(_word(label), body, _whole(children), braced=False)

    # --- expressions ---

    def conditional(self, children: list[Any]) -> tree.Conditional:
        then, _, condition, _, otherwise = children
        return tree.Conditional(then, condition, otherwise, _whole(children))

    def binary(self, children: list[Any]) -> tree.Binary:
        left, operator, right = children
        return tree.Binary(operator.value, left, right, _whole(children))

    def unary(self, children: list[Any]) -> tree.Unary:
        operator, operand = children
        return tree.Unary(operator.value, operand, _whole(children))

    def comparison(self, children: list[Any]) -> tree.Comparison:
        operators = tuple(c.value for c in children[1::2])
        return tree.Comparison(operators, tuple(children[::2]), _whole(children))

    def index(self, children: list[Any]) -> tree.Index:
        base, _, index, _ = children
        return tree.Index(base, _value(index), _whole(children))

    def number(self, children: list[Any]) -> tree.Number:
        token = children[0]
        return tree.Number(number_of(token), token.value, span_of(token))

    def duration(self, children: list[Any]) -> tree.Duration:
        token = children[0]
        amount = token.rstrip("smindh")
        seconds = float(amount) * SECONDS[token[len(amount) :]]
        return tree.Duration(seconds, token.value, span_of(token))

    def string(self, children: list[Any]) -> tree.String:
        return _string(children[0])

    def word(self, children: list[Any]) -> tree.Word:
        return _word(children[0])

    def constant(self, children: list[Any]) -> tree.Constant:
        token = children[0]
        return tree.Constant(CONSTANTS[token.type], span_of(token))

    def parenthesised(self, children: list[Any]) -> tree.Parenthesised:
        return tree.Parenthesised(_value(children[1]), _whole(children))

    def items(self, children: list[Any]) -> tree.Items:
        return tree.Items(_nodes(children), _whole(children))

    def broken(self, children: list[Any]) -> tree.Broken:
        return tree.Broken(span_of(children[0]))

    def call(self, children: list[Any]) -> tree.Call:
        name, arguments = children
        return tree.Call(_word(name), arguments.items, _whole(children))

    def arguments(self, children: list[Any]) -> Bracketed:
        return Bracketed(_nodes(children), _whole(children))

    def argument(self, children: list[Any]) -> tree.Argument:
        span = _whole(children)
        if len(children) == 1:
            return tree.Argument(None, "", children[0], span)
        key, mark, value = children
        if isinstance(key, Token):
            key = _word(key)
        return tree.Argument(key, mark.value, _value(value), span)

    def broken_argument(self, children: list[Any]) -> tree.Argument:
        span = span_of(children[0])
        return tree.Argument(None, "", tree.Broken(span), span)
