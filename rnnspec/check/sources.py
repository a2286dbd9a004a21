"""The source of a data block.

In: the setting `source`. Out: a source of the study, with the places of its arguments for messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnspec.catalog import SOURCES, Row
from rnnspec.catalog.data import TABLES
from rnnspec.check.bind import bind
from rnnspec.check.constants import fixed_arguments, listed
from rnnspec.check.context import Context
from rnnspec.check.reading import verify_reading
from rnnspec.check.settings import Settings, written_value
from rnnspec.diagnostics import names as say_names
from rnnspec.profile import WrittenAs
from rnnspec.source import Edit, Span
from rnnspec.study.data import DataSource, Npz, Random, Sklearn, Table
from rnnspec.study.expressions import Value
from rnnspec.syntax import tree
from rnnspec.words import render_argument, render_value


@dataclass(frozen=True)
class Written:
    """A source as written; `spans` are the places of its arguments, `span` that of the call.

    Of a list of columns, each has a place as well: `time Date`.
    """

    source: DataSource
    spans: Mapping[str, Span]
    span: Span

    def mending(self, mend: WrittenAs) -> Edit | None:
        """The edit that writes these arguments, where they are new or there is one of them."""
        told = ", ".join(map(render_argument, mend))
        written = [name for name, _ in mend if name in self.spans]
        if not mend or (written and len(mend) > 1):
            return None
        if written:
            return Edit(self.spans[written[0]], render_value(mend[0][1]), f"`{told}`")
        end = self.span.end - 1  # behind the last argument
        return Edit(Span(end, end), f", {told}", f"`{told}`")

    def place(self, *names: str) -> Span:
        """The place of the first of these arguments that was written, else of the call."""
        return next((self.spans[name] for name in names if name in self.spans), self.span)


def lower_source(context: Context, settings: Settings, name: str = "source") -> Written | None:
    """The source that a setting is; None where it was reported or is not written."""
    found = called(context, settings, name, SOURCES)
    if found is None:
        return None
    row, call = found
    errors = context.problems.count
    bounds = bind(context, row.name, row.parameters, call)
    values = fixed_arguments(context, row.name, bounds)
    spans = {b.parameter.name: b.argument.value.span for b in bounds}
    spans |= {
        f"{b.parameter.name} {name}": span
        for b in bounds
        for name, span in listed(b.argument.value)
    }
    if context.problems.count > errors or any(
        p.required and p.name not in values for p in row.parameters
    ):
        return None
    written = Written(_source(row.name, values), spans, call.span)
    if isinstance(written.source, Table):
        verify_reading(context, written.source, written.place)
    return written if context.problems.count == errors else None


def _source(kind: str, values: dict[str, Value]) -> DataSource:
    if kind in TABLES:
        return Table(kind, several="*" in str(values["path"]), **values)  # type: ignore[arg-type]
    text = {name: value for name, value in values.items() if isinstance(value, str)}
    numbers = {name: value for name, value in values.items() if isinstance(value, int)}
    match kind:
        case "npz":
            return Npz(text["path"], text["x"], text["y"])
        case "sklearn":
            return Sklearn(text["name"])
    return Random(numbers["samples"], numbers["steps"], numbers["features"])


def called(
    context: Context, settings: Settings, name: str, rows: Mapping[str, Row]
) -> tuple[Row, tree.Call] | None:
    """The call that a setting is, and its row; None where it was reported or is not written."""
    match written_value(context, settings, name):
        case None:
            return None
        case tree.Call(tree.Word(kind, span)) as call:
            if kind in rows:
                return rows[kind], call
            context.report(say_names.unknown_kind(span, name, kind, rows))
        case tree.Word(kind, span) if kind not in rows:
            context.report(say_names.unknown_kind(span, name, kind, rows))
        case other:
            example = {
                "source": 'csv("data.csv")',
                "test": 'csv("test.csv")',
                "split": "chronological(validation = 0.2)",
            }
            context.refuse(other, f"`{name}`", "a call", f"`{name} = {example[name]}`")
    return None
