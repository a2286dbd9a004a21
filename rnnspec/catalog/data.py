"""What stands in `data`: sources, splits, scalers; and the merges of `parallel`.

Out: a `Family` of each.
"""

from rnnspec.catalog.arguments import POSITIVE, SHARE
from rnnspec.catalog.rows import Family, Parameter, Row


def _family(name: str, *rows: Row) -> Family[Row]:
    by_name = {row.name: row for row in rows}
    return Family(name, dict.fromkeys(by_name, ()), by_name.__getitem__)


_PATH = Parameter("path", ("path",), required=True, summary="The file, relative to the spec.")
_TIME = Parameter("time", ("name", "none"), summary="The column that orders the rows.")
_GROUP = Parameter("group", ("name", "none"), summary="The column that tells series apart.")
_SHARES = (
    Parameter(
        "validation", ("float",), default=0.0, range=SHARE, summary="The share that is judged."
    ),
    Parameter("test", ("float",), default=0.0, range=SHARE, summary="The share scored once."),
)


def _size(name: str, summary: str) -> Parameter:
    return Parameter(name, ("int",), required=True, range=POSITIVE, summary=summary)


SOURCES = _family(
    "source",
    Row(
        "csv",
        "source",
        "",
        (
            _PATH,
            _TIME,
            Parameter("separator", ("text",), default=",", summary="What parts the columns."),
            _GROUP,
        ),
        summary="A table as text.",
    ),
    Row("parquet", "source", "", (_PATH, _TIME, _GROUP), summary="A table in columns."),
    Row(
        "npz",
        "source",
        "",
        (
            _PATH,
            Parameter("x", ("name",), required=True, summary="The array of samples."),
            Parameter("y", ("name",), required=True, summary="The array of targets."),
        ),
        summary="Arrays of NumPy.",
    ),
    Row(
        "sklearn",
        "source",
        "",
        (
            Parameter(
                "name", ("str",), required=True, words=("digits",), summary="The name of the set."
            ),
        ),
        summary="A data set of scikit-learn.",
    ),
    Row(
        "random",
        "source",
        "",
        (
            _size("samples", "The number of samples."),
            _size("steps", "The steps of a sample."),
            _size("features", "The features of a step."),
        ),
        summary="Random numbers, to try a spec.",
    ),
)

SPLITS = _family(
    "split",
    Row("chronological", "split", "", _SHARES, summary="Train, validation, test, in time's order."),
    Row("random", "split", "", _SHARES, summary="Samples drawn at random; for arrays."),
    Row("stratified", "split", "", _SHARES, summary="As random, class by class; for arrays."),
)

SCALERS = _family(
    "scaler",
    Row("standard", "scaler", "", summary="Mean 0, deviation 1."),
    Row("minmax", "scaler", "", summary="From 0 to 1, of the train part or of bounds by column."),
    Row("robust", "scaler", "", summary="Median 0, interquartile range 1."),
)

MERGES = _family(
    "merge",
    Row("concat", "merge", "keras.layers.Concatenate", summary="One behind the other."),
    Row("add", "merge", "keras.layers.Add", summary="The sum."),
    Row("multiply", "merge", "keras.layers.Multiply", summary="The product."),
    Row("average", "merge", "keras.layers.Average", summary="The mean."),
    Row("maximum", "merge", "keras.layers.Maximum", summary="The largest."),
)
