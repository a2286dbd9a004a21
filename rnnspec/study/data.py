"""What comes in: the source, its columns, windows, parts, scaling.

Facts that were read from the data and that meaning depends on (features, classes) are resolved
here, so that nothing later opens the file to understand the study.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import Const, Expr
from rnnspec.values import Value

ADDED: Mapping[str, bool] = {"added": True}
"""Marks a field that came later: where it has its default, a study is told without it."""


FILE = "file"
"""The column that says of which file a row is, where there may be several."""


@dataclass(frozen=True)
class Table:
    """A file of one table; `path` is relative to the spec, as written.

    `several` files may fit the path, whose last part is a pattern then; the column `FILE` says of
    which a row is. `time` is a column, or the columns whose texts, joined by blanks, are the times.
    `group` is one too, or the columns of which each combination of values is a group.
    `step` is that of the grid on which its rows are put: a number where times are numbers, else a
    duration as the language writes it (`5min`), `month`, `quarter` or `year`. `duplicates` is what
    becomes of rows of one time: error, first, last or mean.
    """

    format: str  # as the spec has it: `csv`, `parquet`
    path: str
    time: str | tuple[str, ...] | None = None
    group: str | tuple[str, ...] | None = None
    separator: str = ","
    decimal: str = field(default=".", metadata=ADDED)
    thousands: str | None = field(default=None, metadata=ADDED)
    ignore: str = field(default="", metadata=ADDED)
    missing_values: tuple[str | int | float, ...] = field(default=(), metadata=ADDED)
    comment: str | None = field(default=None, metadata=ADDED)
    encoding: str | None = field(default=None, metadata=ADDED)
    header: bool = field(default=True, metadata=ADDED)
    sheet: str | None = field(default=None, metadata=ADDED)
    query: str | None = field(default=None, metadata=ADDED)
    date_format: str | None = field(default=None, metadata=ADDED)
    step: str | int | float | None = field(default=None, metadata=ADDED)
    duplicates: str = field(default="error", metadata=ADDED)
    skip_rows: tuple[str, ...] = field(default=(), metadata=ADDED)
    several: bool = field(default=False, metadata=ADDED)

    @property
    def time_columns(self) -> tuple[str, ...]:
        """The columns that hold the time."""
        if self.time is None:
            return ()
        return (self.time,) if isinstance(self.time, str) else self.time

    @property
    def time_text(self) -> tuple[str, ...]:
        """Those of them that are read as text, whatever they look like."""
        several = not isinstance(self.time, str)
        return self.time_columns if several or self.date_format not in {None, "iso"} else ()

    @property
    def time_name(self) -> str | None:
        """What the time is called once its columns are joined."""
        return None if self.time is None else " ".join(self.time_columns)

    @property
    def group_columns(self) -> tuple[str, ...]:
        """The columns that tell groups apart."""
        if self.group is None:
            return ()
        return (self.group,) if isinstance(self.group, str) else self.group

    @property
    def group_name(self) -> str | None:
        """What the group is called once its columns are joined."""
        return None if self.group is None else " ".join(self.group_columns)

    def held(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Those of some columns that each file holds itself, each once."""
        every = dict.fromkeys(columns)
        return tuple(name for name in every if not (self.several and name == FILE))

    @property
    def options(self) -> dict[str, Any]:
        """How the file is written, where that is not the usual way."""
        told = ("separator", *OPTIONS)
        usual = {one.name: one.default for one in fields(self)}
        return {n: getattr(self, n) for n in told if getattr(self, n) != usual[n]}


OPTIONS = (
    *("decimal", "thousands", "ignore", "missing_values", "comment", "encoding", "header"),
    *("skip_rows", "sheet", "query"),
)
"""The arguments of a source that tell how a file is read, beside `separator`."""


@dataclass(frozen=True)
class Npz:
    """Arrays x (samples × steps × features, or integers samples × steps) and y of an npz file."""

    path: str
    x: str
    y: str


@dataclass(frozen=True)
class Sklearn:
    """A data set that scikit-learn ships; `digits`: 8 steps of 8 features, 10 classes."""

    name: str


@dataclass(frozen=True)
class Random:
    """Uniform random numbers: x (samples × steps × features), y (samples × 1)."""

    samples: int
    steps: int
    features: int


DataSource: TypeAlias = Table | Npz | Sklearn | Random


@dataclass(frozen=True)
class Split:
    """What is held back of rows (tables) or samples (arrays); the rest is train.

    Below 1 it is a share of all, from 1 up so many of them, of each group where there are groups; a
    text is the time at which a part of a table begins. `kind` is chronological, random, stratified,
    or groups: then it is groups that are held back. With folds there is no validation part.
    """

    kind: str
    validation: float | str = 0.0
    test: float | str = 0.0

    @property
    def held(self) -> tuple[float | str, float | str]:
        """What validates and what tests."""
        return self.validation, self.test

    @property
    def is_counted(self) -> bool:
        """Whether a part is a number of rows."""
        return any(not isinstance(part, str) and part >= 1 for part in self.held)

    def reads_rows(self, *, grouped: bool) -> bool:
        """Whether the rows of a table tell where parts begin: by a time, or group by group."""
        by_time = any(isinstance(part, str) for part in self.held)
        return by_time or self.kind == "groups" or (grouped and self.is_counted)


@dataclass(frozen=True)
class PartSize:
    """A part of the data: so many rows or samples; the first time of them, where it is known.

    `groups` are those that it is made of, where groups are held back.
    """

    name: str
    rows: int
    begins: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scaler:
    """`kind` is standard, minmax, robust or none; `bounds` are minmax's, by column, as written."""

    kind: str
    bounds: tuple[tuple[str, tuple[float, float]], ...] = ()


@dataclass(frozen=True)
class Timeline:
    """The times of a table in words: the first, the last, the usual step.

    `regular` tells whether every step is that one; without two rows there is none. `holes` are the
    steps that are longer, `hole` the two rows around the first of them and their group. `absent`
    rows would make all of them regular; None where some steps are no multiple of the usual one.
    """

    first: str
    last: str
    step: str | None
    regular: bool
    holes: int = 0
    hole: tuple[str, ...] | None = None
    absent: int | None = 0

    @property
    def irregularity(self) -> str:
        """What is not regular, in words: the first hole, and how many there are."""
        if self.hole is None:
            return "others are shorter"
        before, after, *group = self.hole
        where = f" of {group[0]}" if group else ""
        first = f", the first of {self.holes:,} holes" if self.holes > 1 else ""
        return f"{after} follows {before}{where}{first}"


@dataclass(frozen=True)
class Data:
    """The data block with its facts.

    For tables: `inputs` is a `Const` tuple of column names, or a `Ref`/expression whose values are
    such tuples; `targets` the target columns; `window` a number of rows; `horizon` 0 for what
    belongs to the window's last row, as a class without a lead does, else steps ahead, of which
    `lead` is the first. For arrays `inputs` is `Const(())`, `targets` is `()`, `window` the steps
    of x and `horizon` 0.

    `scale` maps the possible values of `scale_choice` to scalers; with a fixed scaler there is
    one entry, keyed None. `categories` are the sorted values of each encoded column.
    `classes` is the number of classes of the target, None where it is numeric; `labels` are the
    sorted class values of a text or integer target as found in the data.
    `intervals` tells that times are intervals, of which the beginning counts.
    `time_format` is the one in which all times of a table are read where they are text.
    `plain` tells that a table needs no more to be read than its columns and what parts them.
    `windows` are those of each part that gaps leave, and all there are, where they were counted.
    `parts` are train, validation and test, those of them that there are.
    `test` is the table that tests, where it is one of its own; nothing else is told of it.
    Of the windows that train, every one so many is kept, the `stride`, of each group. Each weighs
    what the column `weight` has at its last target.
    `season` is the number of rows after which a series repeats, for the naive forecast.
    `features` is the width of a step that the model sees (one-hot columns counted), None where
    x holds integers for an `Embedding` (a sample then has shape (steps,)).
    `target_form` tells how arrays hold classes: `values`, or `one_hot` rows, or one of each of the
    `steps`; or `labels`, 0 or 1 of each.
    `target_shape` is the shape of one sample's numeric target: (h·k,) for tables, or (h, k) where
    the model gives a sequence; y's own for arrays.
    """

    source: DataSource
    split: Split
    inputs: Expr = Const(())
    targets: tuple[str, ...] = ()
    window: Expr = Const(1)
    horizon: int = 1
    season: int = 1
    scale_choice: Expr = Const(None)
    scale: tuple[tuple[Value, Scaler], ...] = ((None, Scaler("none")),)
    missing: str = "error"
    encode: tuple[str, ...] = ()
    categories: tuple[tuple[str, tuple[str, ...]], ...] = ()
    time_format: str = field(default="ISO8601", metadata=ADDED)
    intervals: bool = field(default=False, metadata=ADDED)
    plain: bool = field(default=True, metadata=ADDED)
    stride: int = field(default=1, metadata=ADDED)
    weight: str | None = field(default=None, metadata=ADDED)
    lead: int = field(default=1, metadata=ADDED)
    test: Table | None = field(default=None, metadata=ADDED)
    rows: int = 0
    features: Expr | None = Const(1)
    classes: int | None = None
    labels: tuple[str | int, ...] = ()
    target_shape: tuple[int, ...] = (1,)
    target_form: str = field(default="values", metadata=ADDED)
    timeline: Timeline | None = field(default=None, compare=False, repr=False)
    groups: int | None = field(default=None, compare=False, repr=False)
    windows: tuple[tuple[str, int, int], ...] = field(default=(), compare=False, repr=False)
    parts: tuple[PartSize, ...] = field(default=(), compare=False, repr=False)
    split_span: Span = field(default=NOWHERE, compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def has_test(self) -> bool:
        """Whether there is a test part."""
        return self.test is not None or bool(self.split.test)

    @property
    def is_grouped(self) -> bool:
        """Whether windows stay within groups of rows: those of a file are one at least."""
        grouped = isinstance(self.source, Table) and self.source.group is not None
        return grouped or self.test is not None

    @property
    def ahead(self) -> range:
        """The rows that are predicted, counted from the window's last, which is 0."""
        return range(self.lead, self.lead + self.horizon) if self.horizon else range(1)
