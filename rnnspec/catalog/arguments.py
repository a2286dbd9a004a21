"""What may stand at each argument: types, words, ranges with human names.

In: the name of an argument (and of its row, where that matters). Out: its `Kind`. Keras tells
names and defaults only; this table tells the rest. An argument whose default is none takes none.
"""

from typing import Any, NamedTuple, TypeVar

from rnnspec.catalog.rows import Parameter, Range
from rnnspec.study.expressions import Value

T = TypeVar("T")


class Kind(NamedTuple):
    """Types (see `Parameter.accepts`), the range of every number, words in place of strings."""

    accepts: tuple[str, ...]
    range: Range | None = None
    words: tuple[str, ...] = ()

    def named(self, name: str, *default: Value, **facts: Any) -> Parameter:
        """The parameter of this kind; required without a default, and none where that is none."""
        value = default[0] if default else None
        optional = default and value is None and "none" not in self.accepts
        accepts = (*self.accepts, "none") if optional else self.accepts
        return Parameter(name, accepts, not default, value, self.range, self.words, **facts)


POSITIVE = Range(1, name="a positive integer")
COUNT = Range(0, name="an integer from 0 up")
TWO = Range(2, name="an integer from 2 up")
DIMENSION = Range(-1, name="a positive integer, or -1 for what is left")
AXIS = Range(-3, 3, name="an axis: 1 is the first of a sample, -1 the last")
ABOVE_ZERO = Range(0, low_open=True, name="a number above 0")
FROM_ZERO = Range(0, name="a number from 0 up")
BELOW_ZERO = Range(None, 0, high_open=True, name="a number below 0")
TO_ZERO = Range(None, 0, name="a number up to 0")
SHARE = Range(0, 1, high_open=True, name="a share from 0 up to, not including, 1")
UNIT = Range(0, 1, name="a share from 0 to 1")
INSIDE = Range(0, 1, low_open=True, high_open=True, name="a share between 0 and 1")
NUMBER = Range(name="a number")

WHOLE = Kind(("int",), POSITIVE)
COUNTED = Kind(("int",), COUNT)
SEVERAL = Kind(("int",), TWO)
WHOLES = Kind(("int", "ints"), POSITIVE)
COUNTS = Kind(("int", "ints"), COUNT)
POSITIVE_NUMBER = Kind(("float",), ABOVE_ZERO)
NUMBER_FROM_ZERO = Kind(("float",), FROM_ZERO)
ANY_NUMBER = Kind(("float",), NUMBER)
PROPER_SHARE = Kind(("float",), SHARE)
UNIT_SHARE = Kind(("float",), UNIT)
PART = Kind(("float",), INSIDE)
SWITCH = Kind(("bool",))
ACTIVATION = Kind(("activation", "none"))


def words(*words: str) -> Kind:
    """One of some words."""
    return Kind(("str",), None, words)


def alike(value: T, names: str) -> dict[str, T]:
    """The same for each of some names."""
    return dict.fromkeys(names.split(), value)


LAST_AXIS = Kind(("int",), Range(-1, -1, name="-1, the last axis"))
WEIGHT_AXIS = Kind(("int",), Range(-1, 0, name="an axis of a weight: 0 the first, -1 the last"))

KINDS: dict[str, Kind] = {
    **alike(
        WHOLE,
        "units filters n groups num_heads key_dim value_dim head_dim num_query_heads "
        "num_key_value_heads input_dim output_dim depth_multiplier sliding_window "
        "power_iterations ns_steps ema_overwrite_frequency",
    ),
    **alike(COUNTED, "seed patience cooldown start_from_epoch warmup_steps"),
    **alike(WHOLES, "kernel_size strides pool_size dilation_rate size output_size output_shape"),
    **alike(COUNTS, "cropping output_padding"),
    **alike(
        POSITIVE_NUMBER,
        "epsilon epsilon_1 epsilon_2 clipnorm clipvalue global_clipnorm clip_threshold delta gain "
        "adam_lr_ratio rms_rate",
    ),
    **alike(
        NUMBER_FROM_ZERO,
        "l1 l2 weight_decay adam_weight_decay initial_accumulator_value min_delta min_lr "
        "l1_regularization_strength l2_regularization_strength alpha gamma beta threshold "
        "l2_shrinkage_regularization_strength max_value min_value negative_slope stddev factor",
    ),
    **alike(ANY_NUMBER, "value mean minval maxval offset mask_value baseline muon_a muon_b"),
    "muon_c": ANY_NUMBER,
    **alike(
        PROPER_SHARE,
        "rate dropout recurrent_dropout rho beta_1 beta_2 adam_beta_1 adam_beta_2 label_smoothing",
    ),
    **alike(UNIT_SHARE, "momentum ema_momentum renorm_momentum"),
    **alike(
        SWITCH,
        "use_bias use_scale use_gate center scale renorm keepdims unroll reset_after mask_zero "
        "unit_forget_bias return_sequences go_backwards nesterov centered amsgrad use_ema "
        "relative_step from_logits apply_class_balancing restore_best_weights raise_error "
        "exclude_embeddings",
    ),
    **alike(ACTIVATION, "activation recurrent_activation"),
    "learning_rate": Kind(("float", "schedule"), ABOVE_ZERO),
    "gradient_accumulation_steps": SEVERAL,
    "q": PART,
    "beta_2_decay": Kind(("float",), BELOW_ZERO),
    "learning_rate_power": Kind(("float",), TO_ZERO),
    "ignore_class": Kind(("int",), Range(-1, name="a class, or -1")),
    "axis": Kind(("int", "ints"), AXIS),
    "shared_axes": Kind(("int", "ints"), Range(1, 3, name="an axis of a sample, from 1")),
    "dims": Kind(("ints",), Range(1, 3, name="an axis of a sample, from 1")),
    "target_shape": Kind(("ints",), DIMENSION),
    "layer": Kind(("layer",)),
    "monitor": Kind(("measure",)),
    "padding": words("valid", "same"),
    "data_format": words("channels_last", "channels_first"),
    "merge_mode": words("concat", "sum", "mul", "ave"),
    "score_mode": words("dot", "concat"),
    "interpolation": words("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"),
    "mode": words("auto", "min", "max"),
    "distribution": words("truncated_normal", "untruncated_normal", "uniform"),
}
"""By the argument's name, where all rows that have it agree."""

SPECIAL: dict[str, Kind] = {
    "Activation.activation": Kind(("activation",)),
    "Conv1D.padding": words("valid", "same", "causal"),
    **alike(COUNTS, "ZeroPadding1D.padding ZeroPadding2D.padding"),
    "GroupNormalization.groups": Kind(("int",), DIMENSION),
    **alike(Kind(("int",), AXIS), "GroupNormalization.axis BatchNormalization.axis"),
    **alike(
        LAST_AXIS,
        "CosineSimilarity.axis BinaryCrossentropy.axis BinaryFocalCrossentropy.axis "
        "CategoricalCrossentropy.axis CategoricalFocalCrossentropy.axis "
        "SparseCategoricalCrossentropy.axis RMSNormalization.axis",
    ),
    **alike(WEIGHT_AXIS, "MaxNorm.axis MinMaxNorm.axis UnitNorm.axis"),
    "Rescaling.scale": ANY_NUMBER,
    "VarianceScaling.scale": POSITIVE_NUMBER,
    "VarianceScaling.mode": words("fan_in", "fan_out", "fan_avg"),
    "OrthogonalRegularizer.mode": words("rows", "columns"),
    "UpSampling1D.size": WHOLE,
    **alike(PART, "Lion.beta_1 ReduceLROnPlateau.factor"),
    **alike(
        UNIT_SHARE,
        "GaussianNoise.stddev MinMaxNorm.rate BinaryFocalCrossentropy.alpha "
        "CategoricalFocalCrossentropy.alpha",
    ),
}
"""By row and argument, where a row differs."""

SUFFIXES = ("initializer", "regularizer", "constraint")
MATRICES = ("kernel", "recurrent", "embeddings")
DENSE_ROWS = ("Dense", "Embedding", "SimpleRNN", "GRU", "LSTM", "PeepholeLSTM")
"""Rows whose weights of those names are matrices; elsewhere they have more dimensions."""


def kind_of(row: str, argument: str) -> Kind:
    """The kind of an argument of a row; a `KeyError` names one that the tables lack."""
    if (special := SPECIAL.get(f"{row}.{argument}")) is not None:
        return special
    family = argument.rpartition("_")[2]
    if family in SUFFIXES:
        accepts = (family,) if family == "initializer" else (family, "none")
        return Kind(accepts)
    return KINDS[argument]


def refused(row: str, argument: str) -> tuple[str, ...]:
    """The initializers and regularizers that the weight's rank does not allow."""
    weight, _, family = argument.rpartition("_")
    if family not in SUFFIXES[:2] or (weight in MATRICES and row in DENSE_ROWS):
        return ()
    many = weight in (*MATRICES, "depthwise", "pointwise")
    return ("Identity", "OrthogonalRegularizer", *(() if many else ("Orthogonal",)))


FREE_LISTS = ("axis", "shared_axes", "dims", "target_shape", "output_shape")
"""Lists that are as long as the writer likes."""


def list_length(row: str, argument: str) -> int | None:
    """How many elements a list has there: a pair (before, after), or one for each dimension."""
    if argument in FREE_LISTS:
        return None
    return 2 if argument in ("padding", "cropping") or "2D" in row else 1


REFUSED_ARGUMENTS: dict[str, str] = {
    "stateful": "state that outlives a batch makes the order of batches part of the model",
    "return_state": "a layer has one output",
    "name": "a label names a layer: `encoder: GRU(...)`",
    "dtype": "the precision belongs to the machine, not to the spec",
    "trainable": "every layer is trained",
    "autocast": "the precision belongs to the machine, not to the spec",
    "batch_size": "the batch size stands in `train`",
    "batch_shape": "the input's shape comes from `data`",
    "batch_input_shape": "the input's shape comes from `data`",
    "input_shape": "the input's shape comes from `data`",
    "input_dtype": "the input's type comes from `data`",
    "weights": "weights come from training",
    "backward_layer": "both directions have the same arguments",
    "attention_axes": "attention runs along the steps",
    "noise_shape": "`SpatialDropout1D` drops whole features",
    **alike("adapts trained weights", "lora_rank lora_alpha quantization_config"),
    "use_cudnn": "the implementation belongs to the machine, not to the spec",
    "flash_attention": "the implementation belongs to the machine, not to the spec",
    "reduction": "a loss is the mean over its samples",
    "verbose": "a run shows its own progress",
    "exclude_layers": "names layers by patterns of code",
    "input_axes": "Keras knows the axes of its own kernels",
    "output_axes": "Keras knows the axes of its own kernels",
    "renorm_clipping": "takes a dictionary of tensors",
    "synchronized": "belongs to several machines",
    "loss_scale_factor": "belongs to half precision",
}
"""Arguments of Keras that a spec does not set, and why; of `Embedding`, `input_dim` stays."""
