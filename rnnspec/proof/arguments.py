"""Arguments against what the catalog says that they may be.

In: an argument's expression and its `Parameter`. Out: the first thing that is wrong with it
somewhere in the space: its type, an error in computing it, its value. A turn of a repeat is one
more value that varies, so that a body is looked at once however often it turns.
It knows no shapes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rnnspec.catalog import FAMILIES, RECURRENT_EXTRAS, Parameter, find
from rnnspec.catalog.arguments import COUNTED, SWITCH
from rnnspec.catalog.rows import LayerRows, Range, Row
from rnnspec.proof.abstract import Abstract, constants
from rnnspec.proof.findings import Finding
from rnnspec.proof.prove import Prover, Refuted, Undecided
from rnnspec.proof.ranges import Ranges
from rnnspec.source import Span
from rnnspec.study.expressions import TRUE, Const, Expr, IfElse, Make, Pick, Turn, Value, builds
from rnnspec.study.fold import both, compare, negate
from rnnspec.study.model import Body, Branch, Layer, Parallel, Repeat, Residual, When, bodies
from rnnspec.words import article

KINDS: dict[str, frozenset[str]] = {
    "int": frozenset({"int"}),
    "float": frozenset({"int", "float"}),
    "bool": frozenset({"bool"}),
    "str": frozenset({"str"}),
    "none": frozenset({"none"}),
    "ints": frozenset({"int", "list"}),
    "numbers": frozenset({"list"}),
    "measure": frozenset({"str"}),
    "name": frozenset({"str"}),
    "path": frozenset({"str"}),
    **dict.fromkeys(("schedule", "optimizer", "loss", "callback", "layer"), frozenset()),
}
"""The kinds of value that each type of a parameter allows; of what is always built, none."""

COUNT = COUNTED.named("count")
CONDITION = SWITCH.named("condition")


def verify_argument(
    prover: Prover,
    assumptions: Expr,
    expr: Expr,
    parameter: Parameter,
    most_turns: Mapping[str, int] | None = None,
    *,
    owner: str = "",
    span: Span | None = None,
) -> Finding | None:
    """The first thing that is wrong with an argument where the assumptions hold, if any is.

    `owner` and `span` go into the finding; the span is the expression's own where not given.
    """
    argument = _Argument(prover, parameter, most_turns or {}, owner)
    return argument.verify(assumptions, expr, expr.span if span is None else span)


@dataclass(frozen=True)
class _Argument:
    """What stands at one parameter."""

    prover: Prover
    parameter: Parameter
    turns: Mapping[str, int]
    owner: str

    def verify(self, assumptions: Expr, expr: Expr, span: Span) -> Finding | None:
        match expr:
            case IfElse(condition, then, otherwise) if builds(expr):
                parts = [(condition, then, span), (negate(condition), otherwise, span)]
            case Pick(on, options):
                parts = [(compare(on, "==", Const(n)), part, part.span) for n, part in options]
            case Make():
                return self.verify_object(assumptions, expr, span)
            case _:
                return self.verify_value(assumptions, expr, span)
        found = (self.verify(both(assumptions, known), part, at) for known, part, at in parts)
        return next(filter(None, found), None)

    def verify_object(self, assumptions: Expr, made: Make, span: Span) -> Finding | None:
        """An object that is built: whether it suits the parameter, then its own arguments."""
        parameter, turns = self.parameter, self.turns
        row = _row(parameter, made.kind)
        if row is None or row.name in parameter.refuses:
            answer = self.prover.decide(assumptions, [], lambda _: True, turns)
            if not isinstance(answer, Refuted):
                return None
            kind, expected = (
                ("type", parameter.accepts) if row is None else ("value", _words(parameter))
            )
            return self.finding(kind, span, made, made.kind, expected, answer)
        for name, value in made.arguments:
            inner = row.parameter(name)
            if inner is not None:
                argument = _Argument(self.prover, inner, turns, row.name)
                if found := argument.verify(assumptions, value, value.span):
                    return found
        for requirement in row.requirements(dict(made.arguments)):
            answer = self.prover.prove(assumptions, requirement.condition, turns)
            if isinstance(answer, Refuted):
                fact = requirement.text
                return Finding("requirement", made.span, row.name, expected=fact, point=answer)
        return None

    def verify_value(self, assumptions: Expr, expr: Expr, span: Span) -> Finding | None:
        parameter = self.parameter
        questions: tuple[tuple[str, Callable[[Abstract], bool], Value], ...] = (
            ("type", lambda found: not _typed(found, parameter), parameter.accepts),
            ("error", lambda found: found.fails, None),
            ("value", lambda found: not _allowed(found, parameter), _stated(parameter)),
        )
        undecided = None
        for kind, wrong, expected in questions:

            def may_fail(ranges: Ranges, wrong: Callable[[Abstract], bool] = wrong) -> bool:
                return wrong(ranges.of(expr))

            answer = self.prover.decide(assumptions, [expr], may_fail, self.turns)
            if isinstance(answer, Refuted):
                value = self.prover.value(answer, expr)
                return self.finding(kind, span, expr, value, expected, answer)
            if isinstance(answer, Undecided):
                undecided = self.finding("undecided", span, expr)
        return undecided

    def finding(
        self,
        kind: str,
        span: Span,
        expr: Expr,
        found: Value = None,
        expected: Value = None,
        point: Refuted | None = None,
    ) -> Finding:
        return Finding(kind, span, self.owner, self.parameter.name, found, expected, point, expr)


def _typed(found: Abstract, parameter: Parameter) -> bool:
    """Whether every possible value has a type that the parameter takes."""
    if "any" in parameter.accepts:
        return True
    allowed: set[str] = set()
    for accepted in parameter.accepts:
        allowed |= KINDS.get(accepted, frozenset({"str"}))
    if not found.kinds <= allowed:
        return False
    if "list" not in found.kinds:
        return True
    numbers = {"int"} if "ints" in parameter.accepts else {"int", "float"}
    return all(_element_kinds(element) <= numbers for element in _elements(found))


def _element_kinds(element: Abstract) -> frozenset[str]:
    """The kinds of the numbers in an element, which may be a pair itself."""
    kinds = element.kinds - {"list"}
    for inner in _elements(element):
        kinds |= inner.kinds
    return kinds


def _elements(found: Abstract) -> Iterator[Abstract]:
    yield from found.items or ()
    for value in found.constants:
        if isinstance(value, tuple):
            yield from (constants([item]) for item in value)


def _families(parameter: Parameter) -> list[str]:
    """The families whose members may stand there."""
    return [name for name in parameter.accepts if name in FAMILIES]


def _row(parameter: Parameter, word: str) -> Row | None:
    """What a word means there."""
    rows = (find(family, word) for family in _families(parameter))
    return next((row for row in rows if row is not None), None)


def _words(parameter: Parameter) -> Value:
    """The words that may stand there: as they are, or their kind."""
    families = _families(parameter)
    if not families:
        return parameter.words
    kinds = " or ".join(f"{article(family)} {family}" for family in families)
    refused = " and ".join(f"`{name}`" for name in parameter.refuses)
    return f"{kinds} other than {refused}" if refused else kinds


def _is_word(text: str, parameter: Parameter) -> bool:
    if text in parameter.words:
        return True
    row = _row(parameter, text)
    return row is not None and row.name not in parameter.refuses


def _allowed(found: Abstract, parameter: Parameter) -> bool:
    """Whether every possible value is one of the words, or within the range."""
    if parameter.words or _families(parameter):
        texts = [value for value in found.constants if isinstance(value, str)]
        if not all(_is_word(text, parameter) for text in texts):
            return False
    if parameter.length is not None and not _has_length(found, parameter.length):
        return False
    if parameter.range is None:
        return True
    return all(
        _within(part, parameter.range)
        for part in (found, *_elements(found), *(i for e in _elements(found) for i in _elements(e)))
    )


def _stated(parameter: Parameter) -> Value:
    """What the values of a parameter must be, in words, or as the words themselves."""
    if parameter.range is None:
        return _words(parameter)
    if parameter.length is None:
        return parameter.range.name
    return f"{parameter.range.name}, in a list of {parameter.length}"


def _has_length(found: Abstract, length: int) -> bool:
    """Whether every list that it may be has so many elements."""
    lists = [value for value in found.constants if isinstance(value, tuple)]
    written = found.items is None or len(found.items) == length
    return written and all(len(value) == length for value in lists)


def _within(found: Abstract, allowed: Range) -> bool:
    numbers = found.numbers
    return numbers is None or (numbers.low in allowed and numbers.high in allowed)


def verify_arguments(prover: Prover, body: Body, row: LayerRows) -> list[Finding]:
    """Every argument of every layer of a model, each place once."""
    walk = _Arguments(prover, row)
    walk.body(body, TRUE)
    return list(walk.found.values())


class _Arguments:
    def __init__(self, prover: Prover, row: LayerRows) -> None:
        self.prover = prover
        self.row = row
        self.turns: dict[str, int] = {}
        self.found: dict[tuple[str, Span], Finding] = {}

    def verify(self, path: Expr, expr: Expr, parameter: Parameter, owner: str) -> None:
        found = verify_argument(self.prover, path, expr, parameter, self.turns, owner=owner)
        if found is not None:
            self.found.setdefault((found.code, found.span), found)

    def body(self, body: Body, path: Expr) -> None:
        for node in body:
            match node:
                case Layer():
                    self.layer(node, path)
                case Repeat(count, variable, inside, most):
                    self.verify(path, count, COUNT, "repeat")
                    if most > 0:
                        self.turns[variable] = most
                        self.body(inside, both(path, compare(Turn(variable), "<", count)))
                        del self.turns[variable]
                case When(arms, otherwise):
                    rest = path
                    for condition, inside in arms:
                        self.verify(rest, condition, CONDITION, "when")
                        self.body(inside, both(rest, condition))
                        rest = both(rest, negate(condition))
                    self.body(otherwise, rest)
                case Branch(on, options):
                    for name, inside in options:
                        self.body(inside, both(path, compare(on, "==", Const(name))))
                case Residual() | Parallel():
                    for inside in bodies(node):
                        self.body(inside, path)

    def layer(self, layer: Layer, path: Expr) -> None:
        kinds = [k for k in self.prover.root.of(layer.kind).constants if isinstance(k, str)]
        for kind in kinds:
            row = self.row(kind)
            if row is None:
                continue
            known = path
            if len(kinds) > 1:
                known = both(path, compare(layer.kind, "==", Const(kind)))
            for name, value in layer.arguments:
                parameter = row.parameter(name)
                if parameter is not None:
                    self.verify(known, value, parameter, kind)
        values = (layer.bidirectional, layer.merge)
        for value, parameter in zip(values, RECURRENT_EXTRAS, strict=True):
            self.verify(path, value, parameter, " or ".join(kinds))
        if layer.inner is not None:
            self.layer(layer.inner, path)
