"""What must hold between several arguments, or between arguments and a layer's input.

In: complete arguments and the input's shape. Out: `REQUIREMENTS`, by the row's name. Lengths that
shrink below 1 are not stated here: that is true of every layer.
"""

from itertools import combinations, pairwise

from rnnspec.catalog.arguments import alike
from rnnspec.catalog.rows import Arguments, Requirement, Requirements, Shape
from rnnspec.catalog.shapes import dimension, elements, item, length, reshape, spatial_first
from rnnspec.study.expressions import TRUE, Const, Expr
from rnnspec.study.fold import all_of, any_of, both, compare, either, modulo, negate, product

NONE = Const(None)
ONE = Const(1)


def divides(divisor: Expr, number: Expr) -> Expr:
    """Whether a number is a multiple of another."""
    return TRUE if divisor == ONE else compare(modulo(number, divisor), "==", Const(0))


def _no_stride_and_dilation(arguments: Arguments, count: int) -> Requirement:
    def ones(name: str) -> Expr:
        return all_of(compare(item(arguments[name], i), "==", ONE) for i in range(count))

    return Requirement(
        either(ones("strides"), ones("dilation_rate")),
        "`strides` and `dilation_rate` are not both above 1",
    )


def _transposed(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    given, strides, count = arguments["output_padding"], arguments["strides"], len(shape) - 1
    below = all_of(compare(item(given, i), "<", item(strides, i)) for i in range(count))
    fits = either(compare(given, "==", NONE), below)
    return (
        _no_stride_and_dilation(arguments, count),
        Requirement(fits, "`output_padding` is below `strides`"),
    )


def _one_direction(arguments: Arguments, _shape: Shape) -> tuple[Requirement, ...]:
    """Of a recurrent layer, whose arguments may hold `bidirectional`."""
    both_ways = arguments.get("bidirectional", Const(False))
    forwards = negate(both(both_ways, arguments["go_backwards"]))
    return (Requirement(forwards, "`go_backwards` is false in a bidirectional layer"),)


def _grouped(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    channels, groups = spatial_first(arguments, shape)[-1], arguments["groups"]
    return (
        _no_stride_and_dilation(arguments, len(shape) - 1),
        Requirement(divides(groups, arguments["filters"]), "`groups` divides `filters`"),
        Requirement(divides(groups, channels), "`groups` divides the input's channels"),
    )


def _conv_lstm(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    strided = _no_stride_and_dilation(arguments, len(shape) - 2)
    return (strided, *_one_direction(arguments, shape))


def _axes(name: str) -> Requirements:
    """Of an argument that names axes of the input, each once; none names none."""

    def required(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
        given, rank = arguments[name], len(shape)
        there = either(
            compare(given, "==", NONE), all_of(_is_axis(a, rank) for a in elements(given))
        )
        return (
            Requirement(there, f"`{name}` names axes of the input, from 1 to {rank}"),
            Requirement(Const(_distinct(given, rank)), f"`{name}` names an axis once"),
        )

    return required


def _is_axis(axis: Expr, rank: int) -> Expr:
    inside = both(compare(Const(-rank), "<=", axis), compare(axis, "<=", Const(rank)))
    return both(inside, compare(axis, "!=", Const(0)))


def _distinct(given: Expr, rank: int) -> bool:
    axes = [a for a in elements(given) if isinstance(a, Const)]
    known = [a.value for a in axes if isinstance(a.value, int)]
    places = [value if value > 0 else rank + 1 + value for value in known]
    return len(set(places)) == len(places)


def _group_normalization(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    groups = arguments["groups"]
    whole = divides(groups, dimension(arguments["axis"], shape))
    return (
        *_axes("axis")(arguments, shape),
        Requirement(compare(groups, "!=", Const(0)), "`groups` is not 0"),
        Requirement(
            either(compare(groups, "==", Const(-1)), whole), "`groups` divides the axis's size"
        ),
    )


def _query_groups(arguments: Arguments, _shape: Shape) -> tuple[Requirement, ...]:
    whole = divides(arguments["num_key_value_heads"], arguments["num_query_heads"])
    return (Requirement(whole, "`num_key_value_heads` divides `num_query_heads`"),)


def _reshape(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    fits = compare(product(reshape(arguments, shape)), "==", product(shape))
    return (Requirement(fits, "`target_shape` holds as many values as the input"),)


def _adaptive(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    """Keras pools in windows of two widths, of which the wider one must fit."""
    lengths = spatial_first(arguments, shape)[:-1]
    sizes = [item(arguments["output_size"], i) for i in range(len(lengths))]
    above = all_of(compare(size, ">", ONE) for size in (*sizes, *lengths))
    return (Requirement(above, "`output_size` and the lengths of the input are above 1"),)


def _permute(arguments: Arguments, shape: Shape) -> tuple[Requirement, ...]:
    dims = arguments["dims"]
    match dims:
        case Const(tuple() as places):
            once = sorted(places, key=str) == list(range(1, len(shape) + 1))
            return (Requirement(Const(once), "`dims` names each axis of the input once"),)
    return (Requirement(Const(length(dims) == len(shape)), "`dims` names each axis once"),)


def _one_clip(arguments: Arguments, _shape: Shape) -> tuple[Requirement, ...]:
    names = ("clipnorm", "clipvalue", "global_clipnorm")
    free = [compare(arguments[name], "==", NONE) for name in names]
    at_most_one = any_of(both(one, other) for one, other in combinations(free, 2))
    text = "at most one of `clipnorm`, `clipvalue` and `global_clipnorm` is given"
    return (Requirement(at_most_one, text),)


def _ordered(low: str, high: str) -> Requirements:
    def required(arguments: Arguments, _shape: Shape) -> tuple[Requirement, ...]:
        holds = compare(arguments[low], "<=", arguments[high])
        return (Requirement(holds, f"`{low}` is at most `{high}`"),)

    return required


def _piecewise(arguments: Arguments, _shape: Shape) -> tuple[Requirement, ...]:
    values, at = arguments["values"], arguments["at"]
    rising = all_of(compare(before, "<", after) for before, after in pairwise(elements(at)))
    one_more = Const(length(values) == length(at) + 1)
    return (
        Requirement(one_more, "`values` has one element more than `at`"),
        Requirement(rising, "the epochs of `at` rise"),
    )


REQUIREMENTS: dict[str, Requirements] = {
    **alike(_grouped, "Conv1D Conv2D"),
    **alike(_one_direction, "SimpleRNN GRU LSTM PeepholeLSTM"),
    **alike(_transposed, "Conv1DTranspose Conv2DTranspose"),
    "ConvLSTM1D": _conv_lstm,
    "GroupNormalization": _group_normalization,
    **alike(_axes("axis"), "BatchNormalization LayerNormalization UnitNormalization Softmax"),
    "PReLU": _axes("shared_axes"),
    "GroupQueryAttention": _query_groups,
    "Reshape": _reshape,
    "Permute": _permute,
    **alike(_adaptive, "AdaptiveAveragePooling1D AdaptiveAveragePooling2D"),
    "RandomUniform": _ordered("minval", "maxval"),
    "MinMaxNorm": _ordered("min_value", "max_value"),
    "PiecewiseConstant": _piecewise,
    "optimizer": _one_clip,
}
