"""The arguments of `parallel`, as a row of their own."""

from rnnspec.catalog import MERGES, Parameter, Row

PARALLEL = Row(
    "parallel",
    "merge",
    "",
    (
        Parameter(
            "merge",
            ("str",),
            default="concat",
            words=tuple(MERGES),
            summary="How the branches become one.",
        ),
    ),
)
