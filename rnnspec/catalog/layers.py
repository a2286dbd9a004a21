"""The layers: what Keras cannot tell of them, and the rows; the row of a layer that a spec brings.

In: the generated arguments, the tables below; a `CustomLayer`. Out: `LAYERS`, a row. The order is
that of a reader: recurrent layers first, then what stands around them.
"""

from typing import Any

from rnnspec.catalog import shapes, weights
from rnnspec.catalog.arguments import alike
from rnnspec.catalog.generated_layers import LAYERS as GENERATED
from rnnspec.catalog.make import keras_row
from rnnspec.catalog.rows import Entry, Family, Inner, LayerRow, Parameter, Rule
from rnnspec.study.expressions import Const
from rnnspec.study.model import CustomLayer

OWN: dict[str, Entry] = {
    "PeepholeLSTM": (
        "A long short-term memory whose gates also read the cell's state (Gers et al. 2002).",
        (),
        tuple(p for p in GENERATED["LSTM"][2] if p[0] != "unroll"),
    ),
    "RecurrentBatchNormalization": (
        "Batch normalisation of a sequence, over batch and time.",
        (),
        tuple(
            p
            for p in GENERATED["BatchNormalization"][2]
            if p[0] in ("momentum", "epsilon", "center", "scale")
        ),
    ),
    "LastStep": ("The last step of a sequence.", (), ()),
}
"""What Keras would tell of the layers beyond its own: summary, no other names, arguments."""

VALUES = Rule(shapes.same, weights.none)
CONVOLUTION = Rule(shapes.convolution, weights.convolution)
DEPTHWISE = Rule(shapes.depthwise, weights.depthwise)
SEPARABLE = Rule(shapes.convolution, weights.separable)
TRANSPOSED = Rule(shapes.transposed, weights.transposed)
POOLING = Rule(shapes.pooling, weights.none)
GLOBAL = Rule(shapes.global_pooling, weights.none)
NORMALIZATION = Rule(shapes.same, weights.normalization)

RECURRENT: dict[str, Any] = {
    "ranks": (2,),
    "sequence": "needs",
    "recurrent": True,
    "fixing": ("return_sequences",),
}
SEQUENCE: dict[str, Any] = {"ranks": (2,), "sequence": "needs"}
IMAGE: dict[str, Any] = {"ranks": (3,), "sequence": "needs"}
SHAPED: dict[str, Any] = {"sequence": "needs"}
ANY: dict[str, Any] = {}
STEPS: dict[str, Any] = {"ranks": (2, 3), "sequence": "needs"}

FACTS: dict[str, tuple[Rule, dict[str, Any]]] = {
    "SimpleRNN": (Rule(shapes.recurrent, weights.simple_rnn), RECURRENT),
    "GRU": (Rule(shapes.recurrent, weights.gru), RECURRENT),
    "LSTM": (Rule(shapes.recurrent, weights.lstm), RECURRENT),
    "PeepholeLSTM": (Rule(shapes.recurrent, weights.peephole_lstm), RECURRENT),
    "ConvLSTM1D": (Rule(shapes.conv_recurrent, weights.conv_lstm), {**RECURRENT, "ranks": (3,)}),
    "Bidirectional": (
        Rule(shapes.bidirectional, weights.bidirectional),
        {
            **STEPS,
            "wrapper": True,
            "wraps": ("SimpleRNN", "GRU", "LSTM", "PeepholeLSTM", "ConvLSTM1D"),
        },
    ),
    "TimeDistributed": (
        Rule(shapes.time_distributed, weights.time_distributed),
        {**STEPS, "wrapper": True},
    ),
    "LastStep": (Rule(shapes.last_step, weights.none), STEPS),
    "RecurrentBatchNormalization": (Rule(shapes.same, weights.batch_normalization), SEQUENCE),
    "Embedding": (Rule(shapes.embedding, weights.embedding), {"ranks": (1, 2)}),
    "Masking": (VALUES, {"ranks": (2, 3)}),
    "Dense": (Rule(shapes.dense, weights.dense), ANY),
    **alike((VALUES, ANY), "Activation Dropout AlphaDropout GaussianDropout GaussianNoise"),
    "SpatialDropout1D": (VALUES, {"ranks": (2,)}),
    "SpatialDropout2D": (VALUES, {"ranks": (3,)}),
    "ActivityRegularization": (VALUES, ANY),
    "BatchNormalization": (Rule(shapes.same, weights.batch_normalization), ANY),
    **alike((NORMALIZATION, ANY), "LayerNormalization GroupNormalization"),
    "RMSNormalization": (Rule(shapes.same, weights.rms_normalization), ANY),
    **alike((VALUES, ANY), "UnitNormalization ReLU LeakyReLU"),
    "PReLU": (Rule(shapes.same, weights.prelu), ANY),
    **alike((VALUES, ANY), "ELU Softmax Rescaling Identity"),
    "Conv1D": (CONVOLUTION, SEQUENCE),
    "SeparableConv1D": (SEPARABLE, SEQUENCE),
    "DepthwiseConv1D": (DEPTHWISE, SEQUENCE),
    "Conv1DTranspose": (TRANSPOSED, SEQUENCE),
    **alike((POOLING, SEQUENCE), "MaxPooling1D AveragePooling1D"),
    **alike(
        (GLOBAL, {**SEQUENCE, "fixing": ("keepdims",)}),
        "GlobalMaxPooling1D GlobalAveragePooling1D",
    ),
    "AdaptiveAveragePooling1D": (Rule(shapes.adaptive_pooling, weights.none), SEQUENCE),
    "UpSampling1D": (Rule(shapes.up_sampling, weights.none), SEQUENCE),
    "ZeroPadding1D": (Rule(shapes.zero_padding, weights.none), SEQUENCE),
    "Cropping1D": (Rule(shapes.cropping, weights.none), SEQUENCE),
    "MultiHeadAttention": (
        Rule(shapes.multi_head, weights.multi_head),
        {**SEQUENCE, "fixing": ("output_shape",)},
    ),
    "GroupQueryAttention": (Rule(shapes.same, weights.grouped_query), SEQUENCE),
    "Attention": (Rule(shapes.same, weights.attention), SEQUENCE),
    "AdditiveAttention": (Rule(shapes.same, weights.additive_attention), SEQUENCE),
    "Flatten": (Rule(shapes.flatten, weights.none), SHAPED),
    "Reshape": (
        Rule(shapes.reshape, weights.none),
        {"sequence": "vector", "fixing": ("target_shape",)},
    ),
    "Permute": (Rule(shapes.permute, weights.none), {**STEPS, "fixing": ("dims",)}),
    "RepeatVector": (
        Rule(shapes.repeat_vector, weights.none),
        {"ranks": (1,), "sequence": "vector"},
    ),
    "SpectralNormalization": (
        Rule(shapes.spectral, weights.spectral),
        {"wrapper": True, "wraps": ("Dense", "Conv1D", "Conv2D", "Embedding")},
    ),
    "Conv2D": (CONVOLUTION, IMAGE),
    "SeparableConv2D": (SEPARABLE, IMAGE),
    "DepthwiseConv2D": (DEPTHWISE, IMAGE),
    "Conv2DTranspose": (TRANSPOSED, IMAGE),
    **alike((POOLING, IMAGE), "MaxPooling2D AveragePooling2D"),
    **alike(
        (GLOBAL, {**IMAGE, "fixing": ("keepdims",)}),
        "GlobalMaxPooling2D GlobalAveragePooling2D",
    ),
    "AdaptiveAveragePooling2D": (Rule(shapes.adaptive_pooling, weights.none), IMAGE),
    "UpSampling2D": (Rule(shapes.up_sampling, weights.none), IMAGE),
    "ZeroPadding2D": (Rule(shapes.zero_padding, weights.none), IMAGE),
    "Cropping2D": (Rule(shapes.cropping, weights.none), IMAGE),
}
"""The rule of each layer, and how its row differs from a transparent layer of any rank."""

INTEGERS = {
    "Embedding": "needed",
    **alike(
        "kept",
        "Identity Masking ActivityRegularization ReLU LastStep Flatten Reshape Permute "
        "RepeatVector MaxPooling1D GlobalMaxPooling1D UpSampling1D ZeroPadding1D Cropping1D "
        "MaxPooling2D GlobalMaxPooling2D ZeroPadding2D Cropping2D",
    ),
    **alike(
        "refused",
        "Dropout AlphaDropout GaussianDropout GaussianNoise SpatialDropout1D SpatialDropout2D "
        "UnitNormalization PReLU ELU Softmax Attention ConvLSTM1D Conv1D SeparableConv1D "
        "DepthwiseConv1D Conv1DTranspose AveragePooling1D AdaptiveAveragePooling1D Conv2D "
        "SeparableConv2D DepthwiseConv2D Conv2DTranspose AveragePooling2D AdaptiveAveragePooling2D",
    ),
}
"""What becomes of integers in a layer; the others read them as numbers."""

MASKS = {
    **alike("made", "Masking Embedding"),
    **alike(
        "passed",
        "SimpleRNN GRU LSTM PeepholeLSTM Bidirectional TimeDistributed SpectralNormalization "
        "RecurrentBatchNormalization Dense Activation Dropout AlphaDropout GaussianDropout "
        "GaussianNoise SpatialDropout1D SpatialDropout2D ActivityRegularization "
        "BatchNormalization LayerNormalization "
        "GroupNormalization UnitNormalization ReLU LeakyReLU PReLU ELU Rescaling Identity "
        "MultiHeadAttention GroupQueryAttention Attention AdditiveAttention",
    ),
    **alike("used", "LastStep GlobalAveragePooling1D"),
    **alike("refused", "ConvLSTM1D Softmax"),
}
"""What becomes of a mask in a layer; the others lose it."""


def _row(name: str) -> LayerRow:
    rule, facts = FACTS[name]
    module, entries = ("runtime", OWN) if name in OWN else ("keras.layers", GENERATED)
    inner = (Inner(LayerRow("Dense", "layer", ""), {"units": Const(1)}),)
    arguments = (parameter[0] for parameter in entries[name][2])
    shaping = rule.reads(arguments, facts.get("ranks", (1,))[-1], *inner[: "wrapper" in facts])
    call = f"{module}.{name}"
    facts = {
        **facts,
        "integers": INTEGERS.get(name, "read"),
        "masks": MASKS.get(name, "lost"),
    }
    return keras_row(
        LayerRow, "layer", name, entries[name], call=call, shaping=shaping, rule=rule, **facts
    )


LAYERS = Family("layer", map(_row, FACTS))


def custom_row(layer: CustomLayer) -> LayerRow:
    """The row of a custom layer: its arguments, and a recurrent layer's shape or its input's.

    Its weights cannot be known, nor what it makes of a mask.
    """
    parameters = tuple(
        Parameter(name, ("any",), required=name in layer.required) for name in layer.arguments
    )
    like = LAYERS["GRU" if layer.behaviour == "recurrent" else "LayerNormalization"]
    recurrent = layer.behaviour == "recurrent"
    if recurrent and "return_sequences" not in layer.arguments:
        parameters += (Parameter("return_sequences", ("bool",), default=False),)
    return LayerRow(
        layer.name,
        "layer",
        f"custom.{layer.name}",
        parameters,
        ranks=like.ranks,
        sequence=like.sequence,
        recurrent=recurrent,
        fixing=like.fixing if recurrent else (),
        masks="used",
        rule=Rule(like.rule.shape, lambda _, __: Const(None)),
    )
