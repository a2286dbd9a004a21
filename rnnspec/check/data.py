"""The data block.

In: its settings, the kind of target, a reader of profiles. Out: a `Data` with everything that
meaning depends on resolved: features, classes, categories, the shape of the target.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rnnspec.catalog import SOURCES, Parameter, Range
from rnnspec.catalog.arguments import TWO
from rnnspec.catalog.data import TABLES
from rnnspec.check.arrays import check_arrays
from rnnspec.check.columns import Columns, Placed, ProfileReader, check_columns
from rnnspec.check.constants import first_endless, fixed_setting
from rnnspec.check.context import FACTS, Context
from rnnspec.check.expect import ANYTHING
from rnnspec.check.held import count_windows
from rnnspec.check.listed import lower_columns, lower_inputs, step_width
from rnnspec.check.patterns import name_columns
from rnnspec.check.scalers import Scale, lower_scale
from rnnspec.check.searched import lower_setting
from rnnspec.check.series import (
    STEPS,
    merge_repeats,
    name_season,
    put_on_grid,
    verify_last_row,
)
from rnnspec.check.settings import (
    Settings,
    has_folds,
    read_settings,
    verify_given,
)
from rnnspec.check.sources import Written, lower_source
from rnnspec.check.split import (
    WrittenSplit,
    lower_split,
    sample_parts,
    verify_parts,
    verify_sample_parts,
)
from rnnspec.check.tested import check_tested, lower_tested
from rnnspec.check.train import TargetKind
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.data import Data, Table
from rnnspec.study.expressions import Const, Expr, Value
from rnnspec.syntax import tree

POSITIVE = Range(1, name="a positive integer")
SETTINGS = {
    "source": Parameter("source", ("source",), required=True),
    "test": Parameter("test", ("source",)),
    "step": Parameter("step", ("duration", "str", "int", "float"), words=tuple(STEPS)),
    "duplicates": Parameter(
        "duplicates", ("str",), default="error", words=("error", "first", "last", "mean")
    ),
    "inputs": Parameter("inputs", ("columns",), required=True),
    "target": Parameter("target", ("columns",), required=True),
    "window": Parameter("window", ("int",), required=True, range=POSITIVE),
    "horizon": Parameter(
        "horizon", ("int",), default=1, range=Range(0, name="an integer from 0 up")
    ),
    "lead": Parameter("lead", ("int",), default=1, range=POSITIVE),
    "season": Parameter("season", ("int",), default=1, range=POSITIVE),
    "stride": Parameter("stride", ("int",), default=1, range=POSITIVE),
    "weight": Parameter("weight", ("column",)),
    "split": Parameter("split", ("split",), required=True),
    "scale": Parameter("scale", ("scaler", "none")),
    "missing": Parameter(
        "missing", ("str",), default="error", words=("error", "drop", "forward", "interpolate")
    ),
    "encode": Parameter("encode", ("columns",), default=()),
}
OF_TABLES = ("inputs", "target", "window")
NOT_OF_ARRAYS = (
    "test",
    "step",
    "duplicates",
    "inputs",
    "target",
    "window",
    "horizon",
    "lead",
    "season",
    "stride",
    "weight",
    "encode",
    "missing",
)


def read_data_settings(
    context: Context, section: tree.Section | None, search: Settings, places: Mapping[str, str]
) -> Settings:
    """The settings of the block; which are required depends on the source, and on folds."""
    settings = read_settings(context, section, SETTINGS, places)
    kind = _source_kind(settings)
    spared = set() if kind in TABLES else set(OF_TABLES)
    spared |= {"split"} if has_folds(search) else set()
    needed = [parameter for name, parameter in SETTINGS.items() if name not in spared]
    verify_given(context, settings, needed, split="or `search` the setting `folds`")
    for name in NOT_OF_ARRAYS if kind in SOURCES.keys() - TABLES.keys() else ():
        setting = settings.get(name)
        if setting is not None:
            span, why = setting.name.span, "its samples are cut already"
            context.report(say_names.unsuited_setting(span, name, kind, why, setting.span))
    return settings


def _source_kind(settings: Settings) -> str:
    setting = settings.get("source")
    match setting:
        case tree.Setting(value=tree.Call(tree.Word(kind))):
            return kind
    return ""


def lower_data(
    context: Context,
    settings: Settings,
    target: TargetKind,
    search: Settings,
    reader: ProfileReader,
) -> Data | None:
    """The block, with what its file holds; None where it was not understood."""
    block = _Block(context, settings, target, _folds(search), reader)
    data = block.lower()
    if data is None:
        for name in FACTS:
            context.facts.setdefault(name, None)
    return data


def _folds(search: Settings) -> int | None:
    """The number of folds, where it is written as a number that can be one."""
    match search.get("folds"):
        case tree.Setting(value=tree.Number(int(folds))) if folds in TWO:
            return folds
    return None


@dataclass(frozen=True)
class _Block:
    """The block while it is lowered, with what its meaning depends on."""

    context: Context
    settings: Settings
    target: TargetKind
    folds: int | None
    reader: ProfileReader

    def lower(self) -> Data | None:
        """The data; its facts are known to expressions from here on."""
        context, settings = self.context, self.settings
        written = lower_source(context, settings)
        source = written.source if written else None
        split = lower_split(context, settings, source, self.target.is_class)
        if written is None:
            self.window()
            lower_scale(context, settings, None)
            return None
        if isinstance(source, Table):
            named = name_columns(context, settings, written, self.reader)
            data, scale = replace(self, settings=named).table(written, split)
        else:
            data, scale = self.arrays(written, split)
        if data is None or split is None or scale is None:
            return None
        choice, scalers = scale
        data = replace(
            data,
            split=split.split,
            scale_choice=choice,
            scale=scalers,
            split_span=self.split_span,
            span=settings.section.span,
        )
        context.facts["horizon"] = Const(data.horizon)
        context.facts["features"] = data.features
        if data.classes is not None:
            context.facts["classes"] = Const(data.classes)
        elif data.target_form == "labels":
            context.facts["classes"] = Const(data.target_shape[0])
        return data

    @property
    def split_span(self) -> Span:
        """The place of the split, else of the block."""
        return (self.settings.get("split") or self.settings.section).span

    def arrays(
        self, written: Written, split: WrittenSplit | None
    ) -> tuple[Data | None, Scale | None]:
        """Arrays, whose samples are cut already, and their scalers."""
        data = check_arrays(self.context, written, self.target, self.reader)
        scale = lower_scale(self.context, self.settings, ())
        if data is not None and split is not None and scale is not None:
            parts = sample_parts(split.split, data.rows)
            verify_sample_parts(self.context, split.wanted, parts, self.split_span, self.folds)
            data = replace(data, parts=parts)
            self.context.facts["window"] = data.window
        return data, scale

    def table(
        self, written: Written, split: WrittenSplit | None
    ) -> tuple[Data | None, Scale | None]:
        """What a table's columns and lengths mean, and the scalers of its columns."""
        context, settings = self.context, self.settings
        written = put_on_grid(context, settings, written)
        written = merge_repeats(context, settings, written, self.fixed("duplicates"))
        inputs = lower_inputs(context, settings)
        targets = lower_columns(context, settings, "target")
        encode = lower_columns(context, settings, "encode")
        missing = self.fixed("missing")
        horizon = self.horizon()
        lead = self.lead(horizon)
        season = self.season()
        stride = self.fixed("stride")
        weights = self.weights()
        window = self.window()
        named = (inputs[0] if inputs else (), targets or (), encode or ())
        columns = Columns(*named, str(missing), weights)
        tested = lower_tested(context, settings, written)
        found = check_columns(context, written, columns, self.target, self.reader, split)
        files = [written]
        if tested is not None and found is not None and not context.problems.has_errors:
            both = (columns, self.target, self.reader, found)
            found, tested = check_tested(context, tested, *both)
            files.append(tested)
        known = None
        if inputs is not None and targets is not None:
            known = [name for name, _ in (*columns.inputs, *columns.targets)]
        scale = lower_scale(context, settings, known)
        if found is None or window is None or split is None or horizon is None:
            return None, scale
        parts = () if split.has_test_file and found.test is None else found.parts
        ahead = replace(found, horizon=horizon, lead=lead).ahead
        verify_parts(context, window, ahead, split.wanted, parts, settings, self.folds)
        if inputs is None or targets is None or season is None or missing is None:
            return None, scale
        data = replace(
            found,
            inputs=inputs[1],
            targets=tuple(name for name, _ in targets),
            window=window,
            horizon=horizon,
            lead=lead,
            season=season,
            missing=str(missing),
            stride=stride if isinstance(stride, int) else 1,
            weight=weights[0][0] if weights else None,
            features=step_width(inputs[1], dict(found.categories)),
            target_shape=((horizon or 1) * len(targets),),
        )
        if horizon == 0 and not self.target.is_class:
            verify_last_row(context, settings, data)
        if not context.problems.has_errors:
            name_season(context, settings, written, data)
            several = (split, settings, self.folds, self.reader)
            data = count_windows(context, files, data, *several)
        return data, scale

    def fixed(self, name: str) -> Value:
        """The value of a setting that is not searched."""
        return fixed_setting(self.context, self.settings, SETTINGS[name])

    def horizon(self) -> int | None:
        """Steps ahead; 0 for the window's last row itself, as a class target without `lead` is."""
        setting = self.settings.get("horizon")
        if self.target.is_class:
            if setting is not None and not _is_zero(setting.value):
                message = "a class target is that of the window's last row"
                place = "horizon", setting.value.span, setting.span
                self.context.report(say_search.left_out(*place, message))
            return 1 if setting is None and self.settings.get("lead") else 0
        value = self.fixed("horizon")
        return value if isinstance(value, int) else None

    def lead(self, horizon: int | None) -> int:
        """The first of the rows ahead; nothing leads to the window's own last row."""
        setting = self.settings.get("lead")
        if setting is not None and horizon == 0:
            message = "`horizon = 0` is of the window's last row, and `lead` of rows ahead"
            place = "lead", setting.value.span, setting.span
            self.context.report(say_search.left_out(*place, message))
            return 1
        value = self.fixed("lead")
        return value if isinstance(value, int) else 1

    def season(self) -> int | None:
        """Rows after which the series repeats; the naive forecast then looks one season back."""
        setting = self.settings.get("season")
        if setting is not None and self.target.is_class:
            message = "a class target and a `season` cannot stand together"
            place = "season", setting.value.span, setting.span
            self.context.report(say_search.left_out(*place, message))
            return 1
        value = self.fixed("season")
        return value if isinstance(value, int) else None

    def weights(self) -> Placed:
        """The column of weights, where there is one."""
        name, setting = self.fixed("weight"), self.settings.get("weight")
        return () if setting is None or name is None else ((str(name), setting.value.span),)

    def window(self) -> Expr | None:
        setting = self.settings.get("window")
        if setting is None:
            return None
        value = lower_setting(self.context, setting, ANYTHING)
        if value is not None:
            self.context.oblige(value, SETTINGS["window"], "data", setting.value.span)
            endless = first_endless(self.context, value)
            if endless is not None and setting.mark == "=":
                self.context.report(say_values.endless(setting.value.span, "`window`", endless))
        self.context.facts["window"] = value
        return value


def _is_zero(node: tree.Expression) -> bool:
    return isinstance(node, tree.Number) and node.value == 0
