"""How layers change shapes.

In: complete arguments and the shape of one sample, as expressions. Out: the output's shape.
Rules are built with the folding constructors, so that constants stay constants and one rule
serves a single configuration and a whole space. A length that a layer cannot reach comes out
below 1; refusing that is not the rules' work.
"""

from rnnspec.catalog.rows import Arguments, Inner, Shape
from rnnspec.study.expressions import FALSE, Apply, Const, Expr, IfElse
from rnnspec.study.fold import add, ceildiv, compare, floordiv, if_else, mul, product, sub

ONE = Const(1)
NONE = Const(None)


def item(expr: Expr, index: int) -> Expr:
    """An element of a list (its last where it is too short), or the number for all of them."""
    match expr:
        case Const(tuple() as values) if values:
            return Const(values[min(index, len(values) - 1)])
        case Apply("list", operands) if operands:
            return operands[min(index, len(operands) - 1)]
        case IfElse(condition, then, otherwise):
            return if_else(condition, item(then, index), item(otherwise, index))
    return expr


def length(expr: Expr) -> int:
    """The number of elements that a list writes out; 1 for what is no list."""
    match expr:
        case Const(tuple() as values):
            return len(values)
        case Apply("list", operands):
            return len(operands)
        case IfElse(_, then, _):
            return length(then)
    return 1


def elements(expr: Expr) -> list[Expr]:
    """What a list writes out, one by one."""
    return [item(expr, i) for i in range(length(expr))]


def either_of(value: Expr, default: Expr) -> Expr:
    """The value, or the default where it is none."""
    if isinstance(value, IfElse):
        return if_else(
            value.condition, either_of(value.then, default), either_of(value.otherwise, default)
        )
    return if_else(compare(value, "==", NONE), default, value)


def spatial_first(arguments: Arguments, shape: Shape) -> Shape:
    """The shape with its channels last, whichever `data_format` holds."""
    return _where_first(arguments, (*shape[1:], shape[0]), shape)


def format_back(arguments: Arguments, shape: Shape) -> Shape:
    """A shape with channels last in the order that `data_format` asks for."""
    return _where_first(arguments, (shape[-1], *shape[:-1]), shape)


def _where_first(arguments: Arguments, first: Shape, last: Shape) -> Shape:
    """A shape where channels come first, and where they come last, as they do without a format."""
    if "data_format" not in arguments:
        return last
    is_first = compare(arguments["data_format"], "==", Const("channels_first"))
    return tuple(if_else(is_first, a, b) for a, b in zip(first, last, strict=True))


def same(_arguments: Arguments, shape: Shape) -> Shape:
    """Layers that change values only."""
    return shape


def dense(arguments: Arguments, shape: Shape) -> Shape:
    """The last dimension becomes `units`."""
    return (*shape[:-1], arguments["units"])


def embedding(arguments: Arguments, shape: Shape) -> Shape:
    """Every integer becomes a vector."""
    return (*shape, arguments["output_dim"])


def recurrent(arguments: Arguments, shape: Shape) -> Shape:
    """Every step's state where `return_sequences`, else the last one."""
    last = arguments["return_sequences"] == FALSE
    return (arguments["units"],) if last else (shape[0], arguments["units"])


def last_step(_arguments: Arguments, shape: Shape) -> Shape:
    """The sequence without its steps."""
    return shape[1:]


def repeat_vector(arguments: Arguments, shape: Shape) -> Shape:
    """The vector at `n` steps."""
    return (arguments["n"], *shape)


def flatten(_arguments: Arguments, shape: Shape) -> Shape:
    """All dimensions in one."""
    return (product(shape),)


def reshape(arguments: Arguments, shape: Shape) -> Shape:
    """`target_shape`, whose -1 takes what is left."""
    sizes = elements(arguments["target_shape"])
    left = floordiv(product(shape), product(s for s in sizes if s != Const(-1)))
    return tuple(if_else(compare(s, "==", Const(-1)), left, s) for s in sizes)


def permute(arguments: Arguments, shape: Shape) -> Shape:
    """The dimensions in the order of `dims`, counted from 1."""
    return tuple(dimension(axis, shape) for axis in elements(arguments["dims"]))


def dimension(axis: Expr, shape: Shape) -> Expr:
    """The size of an axis, counted from 1 (0 is the batch) or from the end by -1.

    An axis that is not there counts as the last; refusing it is not the rules' work.
    """
    result = shape[-1]
    for place, size in enumerate(shape, 1):
        for name in (place, place - len(shape) - 1):
            result = if_else(compare(axis, "==", Const(name)), size, result)
    return result


def window_count(size: Expr, width: Expr, stride: Expr, padding: Expr) -> Expr:
    """The positions of a window: all that fit (`valid`), or one each stride."""
    fits = add(floordiv(sub(size, width), stride), ONE)
    return if_else(compare(padding, "==", Const("valid")), fits, ceildiv(size, stride))


def reach(arguments: Arguments, index: int) -> Expr:
    """How many steps a dilated kernel spans."""
    kernel = item(arguments["kernel_size"], index)
    return add(mul(item(arguments["dilation_rate"], index), sub(kernel, ONE)), ONE)


def _convolved(arguments: Arguments, spatial: Shape) -> Shape:
    return tuple(
        window_count(size, reach(arguments, i), item(arguments["strides"], i), arguments["padding"])
        for i, size in enumerate(spatial)
    )


def convolution(arguments: Arguments, shape: Shape) -> Shape:
    """Window positions × `filters`."""
    *spatial, _ = spatial_first(arguments, shape)
    return format_back(arguments, (*_convolved(arguments, tuple(spatial)), arguments["filters"]))


def depthwise(arguments: Arguments, shape: Shape) -> Shape:
    """Window positions × channels × `depth_multiplier`."""
    *spatial, channels = spatial_first(arguments, shape)
    out = mul(channels, arguments["depth_multiplier"])
    return format_back(arguments, (*_convolved(arguments, tuple(spatial)), out))


def transposed(arguments: Arguments, shape: Shape) -> Shape:
    """The shape whose convolution gives the input's."""
    *spatial, _ = spatial_first(arguments, shape)
    return format_back(
        arguments,
        (*(_transposed(arguments, i, s) for i, s in enumerate(spatial)), arguments["filters"]),
    )


def _transposed(arguments: Arguments, index: int, size: Expr) -> Expr:
    """The length that Keras gives back; see its `_get_output_shape_given_tf_padding`."""
    width, stride = reach(arguments, index), item(arguments["strides"], index)
    over = compare(width, ">", stride)
    grown = mul(sub(size, ONE), stride)
    given = item(arguments["output_padding"], index)
    return if_else(
        compare(arguments["padding"], "==", Const("valid")),
        add(grown, add(width, either_of(given, if_else(over, Const(0), sub(stride, width))))),
        if_else(
            compare(given, "==", NONE),
            mul(size, stride),
            add(grown, add(parity(width), either_of(given, Const(0)))),
        ),
    )


def parity(number: Expr) -> Expr:
    """0 of an even number, 1 of an odd one."""
    return sub(number, mul(Const(2), floordiv(number, Const(2))))


def conv_recurrent(arguments: Arguments, shape: Shape) -> Shape:
    """A convolution at every step, and the state of all steps or of the last."""
    frame = convolution(arguments, shape[1:])
    return frame if arguments["return_sequences"] == FALSE else (shape[0], *frame)


def pooling(arguments: Arguments, shape: Shape) -> Shape:
    """Window positions; a window moves by its own size where `strides` is none."""
    *spatial, channels = spatial_first(arguments, shape)
    pool, strides, padding = (arguments[n] for n in ("pool_size", "strides", "padding"))
    sizes = (
        window_count(size, item(pool, i), either_of(item(strides, i), item(pool, i)), padding)
        for i, size in enumerate(spatial)
    )
    return format_back(arguments, (*sizes, channels))


def global_pooling(arguments: Arguments, shape: Shape) -> Shape:
    """The channels, with ones in place of the other dimensions where `keepdims`."""
    *spatial, channels = spatial_first(arguments, shape)
    if arguments["keepdims"] == FALSE:
        return (channels,)
    return format_back(arguments, (*(ONE for _ in spatial), channels))


def adaptive_pooling(arguments: Arguments, shape: Shape) -> Shape:
    """`output_size` positions."""
    *spatial, channels = spatial_first(arguments, shape)
    sizes = (item(arguments["output_size"], i) for i in range(len(spatial)))
    return format_back(arguments, (*sizes, channels))


def _ends(given: Expr, index: int, count: int) -> tuple[Expr, Expr]:
    """What changes before and after one of `count` dimensions.

    One number holds for all; of one dimension a list is (before, after); of two it is a number
    each, or a pair each.
    """
    match given:
        case Const(tuple() as values) if any(isinstance(v, tuple) for v in values):
            given, index, count = Const(values[index]), 0, 1
    if count == 1:
        return item(given, 0), item(given, 1 if length(given) > 1 else 0)
    one = item(given, index)
    return one, one


def _resized(arguments: Arguments, shape: Shape, name: str, sign: int) -> Shape:
    *spatial, channels = spatial_first(arguments, shape)
    step = add if sign > 0 else sub
    ends = (_ends(arguments[name], i, len(spatial)) for i in range(len(spatial)))
    sizes = (step(size, add(a, b)) for size, (a, b) in zip(spatial, ends, strict=True))
    return format_back(arguments, (*sizes, channels))


def zero_padding(arguments: Arguments, shape: Shape) -> Shape:
    """`padding` more before and after."""
    return _resized(arguments, shape, "padding", 1)


def cropping(arguments: Arguments, shape: Shape) -> Shape:
    """`cropping` fewer before and after."""
    return _resized(arguments, shape, "cropping", -1)


def up_sampling(arguments: Arguments, shape: Shape) -> Shape:
    """Every position `size` times."""
    *spatial, channels = spatial_first(arguments, shape)
    sizes = (mul(s, item(arguments["size"], i)) for i, s in enumerate(spatial))
    return format_back(arguments, (*sizes, channels))


def multi_head(arguments: Arguments, shape: Shape) -> Shape:
    """The last dimension becomes `output_shape`, where given."""
    given = arguments["output_shape"]
    if given == NONE:
        return shape
    return (*shape[:-1], *(either_of(size, shape[-1]) for size in elements(given)))


def time_distributed(_arguments: Arguments, shape: Shape, inner: Inner) -> Shape:
    """The inner layer's output at every step."""
    return (shape[0], *inner.shape(shape[1:]))


def spectral(_arguments: Arguments, shape: Shape, inner: Inner) -> Shape:
    """The inner layer's output."""
    return inner.shape(shape)


def bidirectional(arguments: Arguments, shape: Shape, inner: Inner) -> Shape:
    """The inner layer's output, merged."""
    return bidirectional_shape(inner.shape(shape), arguments["merge_mode"])


def bidirectional_shape(shape: Shape, merge: Expr) -> Shape:
    """The output of both directions, for one direction's; `merge` is Keras's merge mode."""
    concat = compare(merge, "==", Const("concat"))
    return (*shape[:-1], mul(if_else(concat, Const(2), ONE), shape[-1]))
