"""How the network learns."""

from dataclasses import dataclass, field

from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import Const, Expr


@dataclass(frozen=True)
class Training:
    """The train block.

    `optimizer` is a `Make`, or a `Pick` of several; `loss` a `Make` or `Pick`; words such as
    `adam` and `mse` arrive as `Make("Adam")` and `Make("MeanSquaredError")`. `metrics` are the
    catalog's names of metrics, `callbacks` are `Make`s.
    """

    optimizer: Expr
    loss: Expr
    epochs: Expr
    batch_size: Expr = Const(32)
    metrics: tuple[str, ...] = ()
    callbacks: tuple[Expr, ...] = ()
    class_weight: Expr = Const(None)
    span: Span = field(default=NOWHERE, compare=False, repr=False)
