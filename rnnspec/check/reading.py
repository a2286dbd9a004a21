"""How a table is written: the arguments of a source that tell it.

In: a table of the study, the places of its arguments. Out: nothing; what no file could be written
by is reported. Whether the file is written so is seen where it is read.
"""

from collections.abc import Callable
from datetime import datetime

from rnnspec.check.context import Context
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.data import Table
from rnnspec.words import quoted, render_value


def verify_reading(context: Context, table: Table, place: Callable[..., Span]) -> None:
    """Report the arguments that cannot stand."""

    def refuse(name: str, expected: str) -> None:
        what, found = f"`{name}` of `{table.format}`", quoted(str(getattr(table, name)))
        context.report(say_values.wrong_type(place(name), what, expected, found))

    if table.decimal not in {".", ","}:
        refuse("decimal", '`"."` or `","`')
    for name in ("thousands", "comment"):
        text = getattr(table, name)
        if text is not None and (len(text) != 1 or text in '"\r\n'):
            refuse(name, "one character")
    if table.decimal == table.thousands:
        message = "`decimal` and `thousands` are the same character"
        context.report(say_search.cannot_stand(place("thousands"), message, None))
    if not all(isinstance(cell, str) for cell in table.skip_rows):
        message = "`skip_rows` are told by the texts of their first cells, not by numbers"
        told = render_value(tuple(str(cell) for cell in table.skip_rows))
        problem = say_search.cannot_stand(place("skip_rows"), message, None, f"write `{told}`")
        context.report(problem.mended(told))
    if table.encoding is not None and not _is_codec(table.encoding):
        refuse("encoding", "the name of a codec for text")
    if table.date_format not in {None, "iso"} and not _is_format(str(table.date_format)):
        refuse("date_format", "`iso`, or a format of `strptime`")


def _is_codec(name: str) -> bool:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _is_format(text: str) -> bool:
    moment = datetime(2020, 1, 2, 3, 4, 5).astimezone()
    try:
        datetime.strptime(moment.strftime(text), text)
    except ValueError:
        return False
    return True
