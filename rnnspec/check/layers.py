"""A call of a layer, lowered to a `Layer` of the study.

In: the call and its owner. Out: the layer with its kind, or with all the kinds that a searched
one may have; wrappers hold the layer inside. Ranges and shapes are proven later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rnnspec.catalog import LAYERS, RECURRENT_EXTRAS, LayerRow, Parameter, Range
from rnnspec.catalog.layers import custom_row
from rnnspec.check.bind import Bound, bind
from rnnspec.check.context import Context
from rnnspec.check.parts import in_words
from rnnspec.check.scope import Namer
from rnnspec.check.searched import declare_arguments
from rnnspec.check.values import lower_arguments
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.expressions import FALSE, TRUE, Const, Derived, Expr, IfElse, Pick, Ref
from rnnspec.study.model import Layer
from rnnspec.syntax import tree
from rnnspec.values import Value
from rnnspec.words import render_value, snake_case

EXTRAS = tuple(parameter.name for parameter in RECURRENT_EXTRAS)


def base_name(call: tree.Call) -> str:
    """What an unlabelled layer's hyperparameters are called by: its kind in snake case.

    Wrappers add nothing; a searched kind and a block go by their own names.
    """
    name = call.name.name
    row = LAYERS.find(name)
    if row is not None and row.wrapper:
        inner = _wrapped(call)
        if inner is not None:
            return base_name(inner)
    if row is not None:
        return snake_case(row.name)
    return snake_case(name) if name[:1].isupper() else name


def _wrapped(call: tree.Call) -> tree.Call | None:
    for argument in call.arguments:
        first = argument.key is None or (
            isinstance(argument.key, tree.Word) and argument.key.name == "layer"
        )
        if first and isinstance(argument.value, tree.Call):
            return argument.value
    return None


def unknown_layer(span: Span) -> Layer:
    """Stands for a layer that was not understood; the proof is silent about what follows it."""
    return Layer(Const(None), span=span)


def lower_layer(context: Context, call: tree.Call, owner: str, *, labelled: bool) -> Layer:
    """The layer that a call means; one that was not understood has the kind None."""
    kind = _kind(context, call)
    rows = _rows(context, kind, call.name) if kind is not None else []
    if kind is None or not rows:
        return unknown_layer(call.span)
    full = context.place.template(owner)
    if rows[0].wrapper:
        return _wrapper(context, call, rows[0], owner, labelled=labelled)
    parameters = _parameters(rows)
    errors = context.problems.count
    bounds = bind(context, call.name.name, parameters, call)
    _verify_every_kind(context, rows, bounds)
    declare_arguments(context.naming(Namer(full)), bounds)
    arguments = dict(lower_arguments(context, bounds))
    if kind == Const("Embedding") and "input_dim" in arguments:
        _oblige_tokens(context, arguments["input_dim"])
    return Layer(
        kind,
        tuple((n, v) for n, v in arguments.items() if n not in EXTRAS),
        full,
        context.place.turns,
        labelled,
        arguments.get("bidirectional", FALSE),
        arguments.get("merge", Const("concat")),
        understood=context.problems.count == errors and len(arguments) == len(call.arguments),
        span=call.span,
    )


def _oblige_tokens(context: Context, input_dim: Expr) -> None:
    """An `Embedding` has a row for every number that the data hold."""
    most = context.largest_token
    if most is not None:
        allowed = Range(most + 1, name=f"at least {most + 1}: the data hold numbers up to {most}")
        parameter = Parameter("input_dim", ("int",), required=True, range=allowed)
        context.oblige(input_dim, parameter, "Embedding", input_dim.span)


def _wrapper(
    context: Context, call: tree.Call, row: LayerRow, owner: str, *, labelled: bool
) -> Layer:
    bounds = bind(context, row.name, row.parameters, call)
    others = [b for b in bounds if "layer" not in b.parameter.accepts]
    wrapped = next((b.argument for b in bounds if "layer" in b.parameter.accepts), None)
    if wrapped is None:
        return unknown_layer(call.span)
    what = f"the layer inside `{row.name}`"
    if wrapped.mark == "~" or not isinstance(wrapped.value, tree.Call):
        found = "searched" if wrapped.mark == "~" else in_words(wrapped.value)
        help = "a searched kind is declared in `space`: `cell ~ choice(GRU, LSTM)`, `cell(8)`"
        context.report(say_values.wrong_type(wrapped.span, what, "a layer", found, help))
        return unknown_layer(call.span)
    inner = lower_layer(context, wrapped.value, owner, labelled=labelled)
    unsuited = _unsuited(context, row, inner)
    if unsuited is not None:
        expected = " or ".join(f"`{name}`" for name in row.wraps)
        found = render_value(unsuited)
        context.report(say_values.wrong_type(wrapped.value.span, what, expected, found))
        return unknown_layer(call.span)
    full = context.place.template(owner)
    declare_arguments(context.naming(Namer(full)), others)
    arguments = dict(lower_arguments(context, others))
    if row.name == "Bidirectional":
        merge = arguments.get("merge_mode", Const("concat"))
        return replace(inner, bidirectional=TRUE, merge=merge, span=call.span)
    return Layer(
        Const(row.name),
        tuple(arguments.items()),
        full,
        context.place.turns,
        labelled,
        inner=inner,
        understood=inner.understood,
        span=call.span,
    )


def _unsuited(context: Context, row: LayerRow, inner: Layer) -> Value:
    """The first kind of the layer inside that its wrapper does not take."""
    both_ways = row.name == "Bidirectional"
    if both_ways and inner.bidirectional != FALSE:
        return row.name
    custom = [c.name for c in context.custom.values() if both_ways and c.behaviour == "recurrent"]
    kinds = possible_values(context, inner.kind) if row.wraps else ()
    return next((kind for kind in kinds if kind not in (None, *row.wraps, *custom)), None)


def _kind(context: Context, call: tree.Call) -> Expr | None:
    name, span = call.name.name, call.name.span
    known = (LAYERS.words, context.custom, context.blocks, context.place.scope)
    context.expect(span, "layer", *known)
    context.refer(span, context.place.scope.symbol(name) or context.found(name, "layer"))
    if name in context.place.scope:
        return context.place.scope[name]
    row = layer_row(context, name)
    if row is not None:
        return Const(row.name, span)
    names = [*LAYERS, *context.custom, *context.blocks, *context.place.scope]
    context.report(say_names.unknown_kind(span, "layer", name, names))
    return None


def _rows(context: Context, kind: Expr, called: tree.Word) -> list[LayerRow]:
    """The rows of all kinds that a layer may have; empty where one is no layer."""
    rows = []
    known = [*LAYERS, *context.custom]
    for value in dict.fromkeys(possible_values(context, kind)):
        row = layer_row(context, value) if isinstance(value, str) else None
        if row is None:
            shown = render_value(value)
            context.report(say_names.unknown_kind(called.span, "layer", shown, known))
            return []
        rows.append(row)
    if not rows:
        context.report(say_names.unknown_kind(called.span, "layer", called.name, known))
    return rows


def layer_row(context: Context, name: str) -> LayerRow | None:
    """The row of a layer of the catalog or of the spec's own files."""
    if name in context.custom:
        return custom_row(context.custom[name])
    return LAYERS.find(name)


def possible_values(context: Context, expr: Expr) -> Iterator[Value]:
    """The values that an expression made of words and choices can have."""
    match expr:
        case Const(value):
            yield value
        case Ref(name):
            declared = context.declared.get(name)
            if declared is not None and declared.distribution.listed is not None:
                yield from declared.distribution.listed
        case Derived(name) if name in context.derived:
            yield from possible_values(context, context.derived[name].value)
        case Pick(_, options):
            for _, option in options:
                yield from possible_values(context, option)
        case IfElse(_, then, otherwise):
            yield from possible_values(context, then)
            yield from possible_values(context, otherwise)


def _parameters(rows: Sequence[LayerRow]) -> tuple[Parameter, ...]:
    extras = RECURRENT_EXTRAS if all(row.recurrent for row in rows) else ()
    return (*rows[0].parameters, *extras)


def _verify_every_kind(context: Context, rows: Sequence[LayerRow], bounds: Sequence[Bound]) -> None:
    """An argument of a searched kind must be valid for every kind."""
    for row in rows[1:]:
        for bound in bounds:
            name = bound.parameter.name
            if name not in EXTRAS and row.parameter(name) is None:
                known = [parameter.name for parameter in row.parameters]
                context.report(
                    say_names.unknown_argument(bound.argument.span, row.name, name, known)
                )
