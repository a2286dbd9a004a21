"""How many numbers Keras counts as a layer's parameters.

In: complete arguments and the shape of one sample, as expressions. Out: the count that
`count_params` reports (trained or not, without seeds), as an expression.
"""

from rnnspec.catalog.rows import Arguments, Inner, Shape
from rnnspec.catalog.shapes import dimension, either_of, elements, item, spatial_first
from rnnspec.study.expressions import Const, Expr
from rnnspec.study.fold import add, compare, floordiv, if_else, mul, product, total

ZERO = Const(0)
ONE = Const(1)


def where(arguments: Arguments, switch: str, count: Expr) -> Expr:
    """The count where a switch is on, else 0."""
    return if_else(arguments[switch], count, ZERO)


def none(_arguments: Arguments, _shape: Shape) -> Expr:
    """Layers without weights."""
    return ZERO


def dense(arguments: Arguments, shape: Shape) -> Expr:
    """A kernel and a bias."""
    units = arguments["units"]
    return add(mul(shape[-1], units), where(arguments, "use_bias", units))


def embedding(arguments: Arguments, _shape: Shape) -> Expr:
    """A vector for each integer."""
    return mul(arguments["input_dim"], arguments["output_dim"])


def _cell(arguments: Arguments, features: Expr, gates: int, biases: Expr) -> Expr:
    units = arguments["units"]
    bias = where(arguments, "use_bias", mul(biases, units))
    return mul(Const(gates), total((mul(features, units), mul(units, units), bias)))


def simple_rnn(arguments: Arguments, shape: Shape) -> Expr:
    """One set of kernel, recurrent kernel and bias."""
    return _cell(arguments, shape[-1], 1, ONE)


def gru(arguments: Arguments, shape: Shape) -> Expr:
    """Three sets; `reset_after` keeps a bias for the input and one for the state."""
    biases = if_else(arguments["reset_after"], Const(2), ONE)
    return _cell(arguments, shape[-1], 3, biases)


def lstm(arguments: Arguments, shape: Shape) -> Expr:
    """Four sets."""
    return _cell(arguments, shape[-1], 4, ONE)


def peephole_lstm(arguments: Arguments, shape: Shape) -> Expr:
    """An LSTM whose three gates also read the cell's state, unit by unit."""
    return add(lstm(arguments, shape), mul(Const(3), arguments["units"]))


def _taps(arguments: Arguments, count: int) -> Expr:
    return product(item(arguments["kernel_size"], i) for i in range(count))


def convolution(arguments: Arguments, shape: Shape) -> Expr:
    """A kernel over the channels of one group, and a bias."""
    return _convolution(arguments, shape, arguments["groups"])


def transposed(arguments: Arguments, shape: Shape) -> Expr:
    """A kernel over all channels, and a bias."""
    return _convolution(arguments, shape, ONE)


def _convolution(arguments: Arguments, shape: Shape, groups: Expr) -> Expr:
    *spatial, channels = spatial_first(arguments, shape)
    filters = arguments["filters"]
    kernel = product((_taps(arguments, len(spatial)), floordiv(channels, groups), filters))
    return add(kernel, where(arguments, "use_bias", filters))


def depthwise(arguments: Arguments, shape: Shape) -> Expr:
    """A kernel for each channel, and a bias."""
    *spatial, channels = spatial_first(arguments, shape)
    out = mul(channels, arguments["depth_multiplier"])
    return add(mul(_taps(arguments, len(spatial)), out), where(arguments, "use_bias", out))


def separable(arguments: Arguments, shape: Shape) -> Expr:
    """A kernel for each channel, then one over all of them, and a bias."""
    *spatial, channels = spatial_first(arguments, shape)
    out, filters = mul(channels, arguments["depth_multiplier"]), arguments["filters"]
    kernels = add(mul(_taps(arguments, len(spatial)), out), mul(out, filters))
    return add(kernels, where(arguments, "use_bias", filters))


def conv_lstm(arguments: Arguments, shape: Shape) -> Expr:
    """Four sets of kernel, recurrent kernel and bias, convolved over each step."""
    *spatial, channels = spatial_first(arguments, shape[1:])
    filters = arguments["filters"]
    kernels = mul(_taps(arguments, len(spatial)), mul(add(channels, filters), filters))
    return mul(Const(4), add(kernels, where(arguments, "use_bias", filters)))


def _axes(arguments: Arguments, shape: Shape) -> Expr:
    axis = arguments.get("axis", Const(-1))
    return product(dimension(one, shape) for one in elements(axis))


def normalization(arguments: Arguments, shape: Shape) -> Expr:
    """A factor and a shift along the normalised axes."""
    width = _axes(arguments, shape)
    return add(where(arguments, "scale", width), where(arguments, "center", width))


def batch_normalization(arguments: Arguments, shape: Shape) -> Expr:
    """Those, the moving mean and variance, and three more where it renormalises."""
    width = _axes(arguments, shape)
    moving = mul(Const(2), width)
    renorm = arguments.get("renorm", Const(False))
    more = if_else(renorm, mul(Const(3), width), ZERO)
    return total((normalization(arguments, shape), moving, more))


def rms_normalization(arguments: Arguments, shape: Shape) -> Expr:
    """A factor along the normalised axes."""
    return _axes(arguments, shape)


def prelu(arguments: Arguments, shape: Shape) -> Expr:
    """A slope for every value, but one along shared axes."""
    shared = arguments["shared_axes"]
    if shared == Const(None):
        return product(shape)
    sizes = []
    for place, size in enumerate(shape, 1):
        for axis in elements(shared):
            size = if_else(compare(axis, "==", Const(place)), ONE, size)  # noqa: PLW2901
        sizes.append(size)
    return product(sizes)


def attention(arguments: Arguments, _shape: Shape) -> Expr:
    """A scale, and another for the concatenated score."""
    concat = compare(arguments["score_mode"], "==", Const("concat"))
    return add(where(arguments, "use_scale", ONE), if_else(concat, ONE, ZERO))


def additive_attention(arguments: Arguments, shape: Shape) -> Expr:
    """A scale for each feature."""
    return where(arguments, "use_scale", shape[-1])


def _project(arguments: Arguments, source: Expr, out: Expr) -> Expr:
    return add(mul(source, out), where(arguments, "use_bias", out))


def multi_head(arguments: Arguments, shape: Shape) -> Expr:
    """Projections to queries, keys and values, a gate where asked for, and back."""
    heads, key = arguments["num_heads"], arguments["key_dim"]
    value = either_of(arguments["value_dim"], key)
    width = shape[-1]
    out = product(either_of(size, width) for size in elements(arguments["output_shape"]))
    values = mul(heads, value)
    keys = _project(arguments, width, mul(heads, key))
    gate = where(arguments, "use_gate", _project(arguments, width, values))
    back = _project(arguments, values, out)
    return total((keys, keys, _project(arguments, width, values), gate, back))


def grouped_query(arguments: Arguments, shape: Shape) -> Expr:
    """As multi-head attention, with fewer heads for keys and values than for queries."""
    width, head = shape[-1], arguments["head_dim"]
    queries = mul(arguments["num_query_heads"], head)
    keys = _project(arguments, width, mul(arguments["num_key_value_heads"], head))
    query = _project(arguments, width, queries)
    gate = where(arguments, "use_gate", query)
    return total((query, keys, keys, gate, _project(arguments, queries, width)))


def time_distributed(_arguments: Arguments, shape: Shape, inner: Inner) -> Expr:
    """The inner layer's, shared by all steps."""
    return inner.weights(shape[1:])


def bidirectional(_arguments: Arguments, shape: Shape, inner: Inner) -> Expr:
    """One layer for each direction."""
    return bidirectional_weights(inner.weights(shape))


def bidirectional_weights(weights: Expr) -> Expr:
    """The weights of both directions, for one direction's."""
    return mul(Const(2), weights)


KERNEL_WIDTHS = {
    "Dense": "units",
    "Conv1D": "filters",
    "Conv2D": "filters",
    "Embedding": "output_dim",
}


def spectral(_arguments: Arguments, shape: Shape, inner: Inner) -> Expr:
    """The inner layer's, and a vector as wide as its kernel."""
    return add(inner.weights(shape), inner.arguments[KERNEL_WIDTHS[inner.row.name]])
