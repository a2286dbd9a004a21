"""Rows of the layers that a spec brings itself.

In: a `CustomLayer` of the study. Out: its row: the arguments of its class, and the shape of a
recurrent layer, or of its input. Its weights cannot be known.
"""

from rnnspec.catalog.layers import LAYERS
from rnnspec.catalog.rows import LayerRow, Parameter, Rule
from rnnspec.study.expressions import Const, Expr
from rnnspec.study.model import CustomLayer


def custom_row(layer: CustomLayer) -> LayerRow:
    """The row of a custom layer: its arguments, and a recurrent layer's shape or its input's."""
    parameters = tuple(
        Parameter(name, ("any",), required=name in layer.required) for name in layer.arguments
    )
    like = LAYERS["GRU" if layer.behaviour == "recurrent" else "LayerNormalization"]
    assert like.rule is not None
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
        rule=Rule(like.rule.shape, _unknown_weights),
    )


def _unknown_weights(_arguments: object, _shape: object) -> Expr:
    return Const(None)
