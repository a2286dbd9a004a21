"""The columns that settings of a table list.

In: the settings, in which patterns are names already. Out: columns with their places; for searched
inputs all options and the expression that has them. Whether the file has them is not known here.
"""

from rnnspec.check.columns import Placed
from rnnspec.check.constants import columns, distinct
from rnnspec.check.context import Context
from rnnspec.check.distributions import option_values
from rnnspec.check.expect import COLUMNS
from rnnspec.check.searched import lower_setting, verify_choice
from rnnspec.check.settings import Settings
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.study.expressions import Const, Expr, Pick, Ref, Value
from rnnspec.syntax import tree


def lower_inputs(context: Context, settings: Settings) -> tuple[Placed, Expr] | None:
    """The columns, all options of a searched list, and the expression that has them."""
    setting = settings.get("inputs")
    if setting is None:
        return None
    if setting.mark == "=":
        names = _columns(context, setting.value, "inputs")
        return None if names is None else (names, Const(tuple(n for n, _ in names)))
    call = verify_choice(context, setting, "lists")
    if call is None:
        return None
    listed = [_columns(context, node, "inputs") for node in option_values(call)]
    if None in listed:
        return None
    searched = lower_setting(context, setting, COLUMNS)
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
    return tuple(every.items()), picked


def lower_columns(context: Context, settings: Settings, name: str) -> Placed | None:
    """The columns of a setting that is not searched."""
    setting = settings.get(name)
    if setting is None:
        return () if name == "encode" else None
    if setting.mark == "~":
        context.report(say_names.not_searched(setting.span, name))
        return None
    return _columns(context, setting.value, name)


def step_width(inputs: Expr, categories: dict[str, tuple[str, ...]]) -> Expr:
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


def _columns(context: Context, node: tree.Expression, name: str) -> Placed | None:
    """The columns that a setting lists, each once; at least one where some are needed."""
    names = columns(context, node, f"a column of `{name}`")
    if names is None:
        return None
    if not names and name != "encode":
        context.report(say_values.empty(node.span, name, "column"))
        return None
    distinct(context, names)
    return tuple(names)


def _as_list(columns: Expr) -> Expr:
    """A single column as a list of one."""
    match columns:
        case Const(str(name)):
            return Const((name,))
    return columns
