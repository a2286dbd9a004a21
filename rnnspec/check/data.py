"""The data block.

In: its settings, the kind of target, a reader of profiles. Out: a `Data` with everything that
meaning depends on resolved: features, classes, categories, the shape of the target.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnspec.catalog import Parameter, Range
from rnnspec.check.columns import Columns, ProfileReader, check_arrays, check_columns
from rnnspec.check.constants import columns, first_endless, fixed_setting
from rnnspec.check.context import FACTS, Context
from rnnspec.check.expect import ANYTHING, COLUMNS
from rnnspec.check.options import option_values
from rnnspec.check.scalers import lower_scale
from rnnspec.check.scope import Place
from rnnspec.check.searched import lower_setting, verify_distribution
from rnnspec.check.settings import Settings, has_folds, read_settings, verify_given
from rnnspec.check.sources import Written, lower_source, lower_split
from rnnspec.check.train import TargetKind
from rnnspec.check.windows import verify_parts, verify_sample_parts
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.distributions.table import WORDS
from rnnspec.source import Span
from rnnspec.study.data import Data, Split, Table
from rnnspec.study.expressions import Const, Expr, Pick, Ref, Value
from rnnspec.syntax import tree

POSITIVE = Range(1, name="a positive integer")
SETTINGS = {
    "source": Parameter("source", ("source",), required=True),
    "inputs": Parameter("inputs", ("columns",)),
    "target": Parameter("target", ("columns",)),
    "window": Parameter("window", ("int",), required=True, range=POSITIVE),
    "horizon": Parameter("horizon", ("int",), default=1, range=POSITIVE),
    "season": Parameter("season", ("int",), default=1, range=POSITIVE),
    "split": Parameter("split", ("split",), required=True),
    "scale": Parameter("scale", ("scaler", "none")),
    "missing": Parameter(
        "missing", ("str",), default="error", words=("error", "drop", "forward", "interpolate")
    ),
    "encode": Parameter("encode", ("columns",), default=()),
}
OF_TABLES = ("inputs", "target", "window")
HELP = {"split": "or `search` the setting `folds`"}
NOT_OF_ARRAYS = ("inputs", "target", "window", "horizon", "season", "encode", "missing")


def read_data_settings(
    context: Context, section: tree.Section | None, search: Settings
) -> Settings:
    """The settings of the block; which are required depends on the source, and on folds."""
    if section is None:
        return Settings(tree.Word("data", Span(0, 0)), {}, frozenset(SETTINGS), 0)
    settings = read_settings(context, section, SETTINGS)
    verify_given(context, settings, _required(settings, search), **HELP)
    if _source_kind(settings) in ("npz", "sklearn", "random"):
        for name in NOT_OF_ARRAYS:
            setting = settings.get(name)
            if setting is not None:
                kind = _source_kind(settings)
                why = "its samples are cut already"
                span = setting.name.span
                context.report(say_names.unsuited_setting(span, name, kind, why, setting.span))
    return settings


def _source_kind(settings: Settings) -> str:
    setting = settings.get("source")
    match setting:
        case tree.Setting(value=tree.Call(tree.Word(kind))):
            return kind
    return ""


def _required(settings: Settings, search: Settings) -> list[str]:
    tables = OF_TABLES if _source_kind(settings) in ("csv", "parquet") else ()
    return ["source", *tables, *(() if has_folds(search) else ("split",))]


@dataclass(frozen=True)
class Listed:
    """Columns that a setting lists, with their places; all options of a searched list."""

    names: tuple[tuple[str, Span], ...]
    expr: Expr


def lower_data(
    context: Context,
    place: Place,
    settings: Settings,
    target: TargetKind,
    search: Settings,
    reader: ProfileReader,
) -> Data | None:
    """The block, with what its file holds; None where it was not understood."""
    data = _lower_source(context, place, settings, target, search, reader)
    if data is None:
        for name in FACTS:
            context.facts.setdefault(name, None)
    return data


def _lower_source(
    context: Context,
    place: Place,
    settings: Settings,
    target: TargetKind,
    search: Settings,
    reader: ProfileReader,
) -> Data | None:
    written = lower_source(context, place, settings)
    source = written.source if written else None
    split = lower_split(context, place, settings, source, target.is_class)
    split_span = (
        settings.by_name["split"].span if "split" in settings.by_name else settings.section.span
    )
    if written is None:
        _lower_alone(context, place, settings)
        return None
    if not isinstance(source, Table):
        data = check_arrays(context, written, target, reader)
        scale = lower_scale(context, place, settings, ())
        if data is None or split is None or scale is None:
            return None
        verify_sample_parts(context, split, data.rows, split_span, folds_of(search))
        context.facts["window"] = data.window
        return _finish(context, written, split, scale, data, split_span, settings)
    return _lower_table(
        context, place, settings, target, reader, written, split, split_span, search
    )


def folds_of(search: Settings) -> int | None:
    """The number of folds, where it is written as a number."""
    setting = search.get("folds")
    match setting:
        case tree.Setting(value=tree.Number(int(folds))):
            return folds
    return None


def _lower_alone(context: Context, place: Place, settings: Settings) -> None:
    """What can be said of the settings where the source is not known."""
    _window(context, place, settings)
    lower_scale(context, place, settings, None)


def _lower_table(
    context: Context,
    place: Place,
    settings: Settings,
    target: TargetKind,
    reader: ProfileReader,
    written: Written,
    split: Split | None,
    split_span: Span,
    search: Settings,
) -> Data | None:
    inputs = _inputs(context, place, settings)
    targets = _fixed_columns(context, settings, "target")
    encode = _fixed_columns(context, settings, "encode")
    missing = fixed_setting(context, place, settings, SETTINGS["missing"])
    horizon = _horizon(context, place, settings, target)
    season = _season(context, place, settings, target, written)
    window = _window(context, place, settings)
    found = check_columns(
        context,
        written,
        Columns(
            inputs.names if inputs else (),
            targets or (),
            encode or (),
            str(missing),
        ),
        target,
        reader,
    )
    known = [name for name, _ in (*(inputs.names if inputs else ()), *(targets or ()))]
    scale = lower_scale(context, place, settings, known)
    if found is not None and window is not None and split is not None and horizon is not None:
        verify_parts(context, window, horizon, split, found.rows, settings, folds_of(search))
    if None in (found, inputs, targets, window, split, scale, horizon, season, missing):
        return None
    assert found is not None
    assert inputs is not None
    assert targets is not None
    assert split is not None
    assert scale is not None
    data = Data(
        written.source,
        split,
        inputs.expr,
        tuple(name for name, _ in targets),
        window if window is not None else Const(1),
        horizon if horizon is not None else 1,
        season=season if season is not None else 1,
        missing=str(missing),
        encode=tuple(name for name, _ in encode or ()),
        categories=found.categories,
        time_format=found.time_format,
        rows=found.rows,
        features=_features(inputs.expr, dict(found.categories)),
        classes=found.classes,
        labels=found.labels,
        target_shape=((horizon or 1) * len(targets),),
        timeline=found.timeline,
    )
    return _finish(context, written, split, scale, data, split_span, settings)


def _finish(
    context: Context,
    written: Written,
    split: Split,
    scale: tuple[Expr, tuple[tuple[Value, object], ...]],
    data: Data,
    split_span: Span,
    settings: Settings,
) -> Data:
    """The data with its parts and scalers; its facts are known to expressions from here on."""
    from dataclasses import replace

    data = replace(
        data,
        source=written.source,
        split=split,
        scale_choice=scale[0],
        scale=scale[1],  # type: ignore[arg-type]
        split_span=split_span,
        span=settings.section.span,
    )
    context.facts["horizon"] = Const(data.horizon)
    context.facts["features"] = data.features
    if data.classes is not None:
        context.facts["classes"] = Const(data.classes)
    return data


def _features(inputs: Expr, categories: dict[str, tuple[str, ...]]) -> Expr:
    """How many numbers a step has: one a numeric column, one for each value of an encoded one."""

    def width(names: Value) -> int:
        assert isinstance(names, tuple)
        return sum(len(categories[str(n)]) if n in categories else 1 for n in names)

    match inputs:
        case Const(names):
            return Const(width(names))
        case Pick(on, options):
            return Pick(
                on, tuple((k, Const(width(v.value))) for k, v in options if isinstance(v, Const))
            )
    return Const(1)


def _inputs(context: Context, place: Place, settings: Settings) -> Listed | None:
    setting = settings.get("inputs")
    if setting is None:
        return None
    if setting.mark == "=":
        names = _columns(context, setting.value, "inputs")
        return None if names is None else Listed(names, Const(tuple(n for n, _ in names)))
    call = verify_distribution(context, setting.value)
    if call is None:
        return None
    if not WORDS[call.name.name].options:
        found = f"`{call.name.name}`"
        context.report(say_values.wrong_type(call.span, "`inputs`", "a choice of lists", found))
        return None
    listed = [_columns(context, node, "inputs") for node in option_values(call)]
    if None in listed:
        return None
    searched = lower_setting(context, place, setting, COLUMNS)
    options: tuple[tuple[Value, Expr], ...]
    match searched:
        case Ref(name):
            lists = context.declared[name].distribution.values()
            options = tuple((value, Const(value)) for value in lists)
        case Pick(_, options):
            searched = searched.on
        case _:
            return None
    picked = Pick(searched, tuple((label, _as_list(value)) for label, value in options))
    every = {name: span for names in listed if names is not None for name, span in names}
    return Listed(tuple(every.items()), picked)


def _as_list(columns: Expr) -> Expr:
    """A single column as a list of one."""
    match columns:
        case Const(str(name)):
            return Const((name,))
    return columns


def _fixed_columns(
    context: Context, settings: Settings, name: str
) -> tuple[tuple[str, Span], ...] | None:
    setting = settings.get(name)
    if setting is None:
        return () if name == "encode" else None
    if setting.mark == "~":
        context.report(say_names.not_searched(setting.span, name))
        return None
    return _columns(context, setting.value, name)


def _columns(
    context: Context, node: tree.Expression, name: str
) -> tuple[tuple[str, Span], ...] | None:
    """The columns that a setting lists, each once; at least one where some are needed."""
    names = columns(context, node, f"a column of `{name}`")
    if names is None:
        return None
    if not names and name != "encode":
        context.report(say_values.empty(node.span, name, "column"))
        return None
    _verify_distinct(context, names)
    return tuple(names)


def _verify_distinct(context: Context, names: Sequence[tuple[str, Span]]) -> None:
    first: dict[str, Span] = {}
    for name, span in names:
        if name in first:
            context.report(say_data.twice(span, name, first[name]))
        first.setdefault(name, span)


def _horizon(context: Context, place: Place, settings: Settings, target: TargetKind) -> int | None:
    """Steps ahead; 0 for a class target, which is that of the window's last row."""
    setting = settings.get("horizon")
    if target.is_class:
        zero = setting is not None and isinstance(setting.value, tree.Number)
        if setting is not None and not (zero and setting.value.value == 0):  # type: ignore[union-attr]
            context.report(
                say_search.cannot_stand(
                    setting.value.span,
                    "a class target is that of the window's last row",
                    None,
                    "leave `horizon` out",
                ).mended("", setting.span)
            )
        return 0
    value = fixed_setting(context, place, settings, SETTINGS["horizon"])
    return value if isinstance(value, int) else None


def _season(
    context: Context, place: Place, settings: Settings, target: TargetKind, written: Written
) -> int | None:
    """Rows after which the series repeats; the naive forecast then looks one season back."""
    setting = settings.get("season")
    source = written.source
    grouped = isinstance(source, Table) and source.group is not None
    if setting is not None and (target.is_class or grouped):
        why = "several series" if grouped else "a class target"
        message = f"{why} and a `season` cannot stand together"
        context.report(say_search.cannot_stand(setting.value.span, message, None))
        return 1
    value = fixed_setting(context, place, settings, SETTINGS["season"])
    return value if isinstance(value, int) else None


def _window(context: Context, place: Place, settings: Settings) -> Expr | None:
    setting = settings.get("window")
    if setting is None:
        return None
    value = lower_setting(context, place, setting, ANYTHING)
    if value is not None:
        context.oblige(place, value, SETTINGS["window"], "data", setting.value.span)
        endless = first_endless(context, value)
        if endless is not None and setting.mark == "=":
            context.report(say_values.endless(setting.value.span, "`window`", endless))
    context.facts["window"] = value
    return value
