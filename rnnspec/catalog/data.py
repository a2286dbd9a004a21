"""What stands in `data`: sources, splits, scalers; and the merges of `parallel`.

Out: a `Family` of each.
"""

from rnnspec.catalog.arguments import WHOLE, words
from rnnspec.catalog.rows import Family, Parameter, Range, Row, plain_family

_PATH = Parameter("path", ("path",), required=True, summary="The file, relative to the spec.")
_TIME = Parameter(
    "time",
    ("name", "names", "none"),
    summary="The column that orders the rows, or those whose texts make up the time.",
)
_GROUP = Parameter(
    "group",
    ("name", "names", "none"),
    summary="The column that tells series apart, or those whose values do so together.",
)
_HELD = Range(0, name="a share below 1, or a whole number")


def _parts(*more: str) -> tuple[Parameter, Parameter]:
    accepts = ("float", "int", *more)
    return (
        Parameter("validation", accepts, default=0.0, range=_HELD, summary="What is judged."),
        Parameter("test", accepts, default=0.0, range=_HELD, summary="What is scored once."),
    )


_DATE_FORMAT = Parameter(
    "date_format",
    ("text", "str", "none"),
    words=("iso",),
    summary="How times are written, as `strptime` tells it.",
)
_WRITTEN = (
    Parameter("decimal", ("text",), default=".", summary="What stands before the decimals."),
    Parameter("thousands", ("text", "none"), summary="What parts the thousands of a number."),
    Parameter("ignore", ("text",), default="", summary="Characters around numbers: `$`, `%`."),
    Parameter("missing_values", ("values",), default=(), summary="What stands for no value."),
    Parameter("comment", ("text", "none"), summary="What begins a line that is no row."),
    Parameter("encoding", ("name", "none"), summary="The codec, where it is not UTF-8."),
    Parameter("header", ("bool",), default=True, summary="Whether the first row names columns."),
    Parameter(
        "skip_rows", ("values",), default=(), summary="First cells of lines that are no rows."
    ),
)
"""How a text is written."""

TABLES: dict[str, tuple[str, *tuple[Parameter, ...]]] = {
    "csv": (
        "A table as text.",
        _PATH,
        _TIME,
        Parameter("separator", ("text",), default=",", summary="What parts the columns."),
        _GROUP,
        *_WRITTEN,
        _DATE_FORMAT,
    ),
    "parquet": ("A table in columns.", _PATH, _TIME, _GROUP, _DATE_FORMAT),
    "feather": ("A table in columns, as Arrow keeps it.", _PATH, _TIME, _GROUP, _DATE_FORMAT),
    "jsonl": ("A JSON object a line.", _PATH, _TIME, _GROUP, _DATE_FORMAT),
    "excel": (
        "A sheet of Excel, the first row its names.",
        _PATH,
        Parameter("sheet", ("text", "none"), summary="The sheet, where it is not the first."),
        _TIME,
        _GROUP,
        _DATE_FORMAT,
    ),
    "sqlite": (
        "What a query finds in a database, which is only read.",
        _PATH,
        Parameter("query", ("text",), required=True, summary="A `select` of SQL."),
        _TIME,
        _GROUP,
        _DATE_FORMAT,
    ),
}
"""The formats of tables; `read_FORMAT` of the runtime reads one."""

SOURCES = plain_family(
    "source",
    {
        **TABLES,
        "npz": (
            "Arrays of NumPy.",
            _PATH,
            Parameter("x", ("name",), required=True, summary="The array of samples."),
            Parameter("y", ("name",), required=True, summary="The array of targets."),
        ),
        "sklearn": (
            "A data set of scikit-learn.",
            words("digits").named("name", summary="The name of the set."),
        ),
        "random": (
            "Random numbers, to try a spec.",
            WHOLE.named("samples", summary="The number of samples."),
            WHOLE.named("steps", summary="The steps of a sample."),
            WHOLE.named("features", summary="The features of a step."),
        ),
    },
)

SPLITS = plain_family(
    "split",
    {
        "chronological": ("Train, validation, test, in time's order.", *_parts("moment")),
        "groups": ("Whole groups of a table are held back.", *_parts()),
        "random": ("Samples drawn at random; for arrays.", *_parts()),
        "stratified": ("As random, class by class; for arrays.", *_parts()),
    },
)

SCALERS = plain_family(
    "scaler",
    {
        "standard": ("Mean 0, deviation 1.",),
        "minmax": ("From 0 to 1, of the train part or of bounds by column.",),
        "robust": ("Median 0, interquartile range 1.",),
    },
)

MERGES = Family(
    "merge",
    (
        Row("concat", "merge", "keras.layers.Concatenate", summary="One behind the other."),
        Row("add", "merge", "keras.layers.Add", summary="The sum."),
        Row("multiply", "merge", "keras.layers.Multiply", summary="The product."),
        Row("average", "merge", "keras.layers.Average", summary="The mean."),
        Row("maximum", "merge", "keras.layers.Maximum", summary="The largest."),
    ),
)
