"""What is taken out of a carried function: it goes on doing what it did for the calls that are."""

import ast
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rnnspec.scripts.carry import Carried, carry, imports_of, runtime
from rnnspec.scripts.trim import trim

TABLE = "day,a,b,site\n2024-01-03,3,1.5,x\n2024-01-01,1,,y\n2024-01-02,2,2.5,x\n"

CALLS = (
    'read_csv(path, ["day", "a"])',
    'read_csv(path, ["day", "site"], text=["site"])',
    'read_table(path, ["b", "a"])',
    'read_table(path, ["b", "a"], decimal=".", ignore="$")',
    'sort_by_time(read_csv(path, ["day", "a"]), "day")',
    'sort_by_time(read_csv(path, ["day", "a", "site"]), "day", group="site")',
    'put_on_grid(sort_by_time(read_csv(path, ["day", "a"]), "day"), "day", "12h")',
    'put_on_grid(read_csv(path, ["day", "site"]), "day", "1d", group="site")',
    'merge_repeats(read_csv(path, ["day", "a"]), "day", "mean")',
)


def trimmed(call: str) -> list[Carried]:
    names = {n.id for n in ast.walk(ast.parse(call)) if isinstance(n, ast.Name)} & runtime().keys()
    return trim(carry(names), call)


def result(carried: list[Carried], call: str, path: Path) -> Any:
    scope: dict[str, Any] = {"path": path}
    exec("\n".join([*imports_of(carried), *(item.source for item in carried)]), scope)
    return eval(call, scope)


@pytest.mark.parametrize("call", CALLS)
def test_a_call_gives_what_it_gave(call: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    whole = carry([item.name for item in trimmed(call)])
    pd.testing.assert_frame_equal(
        result(trimmed(call), call, path), result(whole, call, path), check_exact=True
    )


def test_a_default_stands_in_the_place_of_what_no_call_gives() -> None:
    by_name = {item.name: item.source for item in trimmed(CALLS[4])}
    assert "format" not in ast.unparse(ast.parse(by_name["parse_times"]).body[0].args)  # type: ignore[attr-defined]
    assert by_name["sort_by_time"].startswith(
        "def sort_by_time(table: pd.DataFrame, time: str) -> pd.DataFrame:\n"
        '    """Put the rows in the order of their time, which must not repeat."""\n'
        "    times = parse_times(table[time])\n"
    )
    assert "group" not in by_name["sort_by_time"]


def test_comments_stay_and_docstrings_say_nothing_of_what_is_gone() -> None:
    (read,) = trimmed(CALLS[0])
    assert "# a column has one type in all its rows" in read.source
    assert "`text`" not in read.source
    (read,) = trimmed(CALLS[1])
    assert "those in `text` stay" in read.source


def test_what_only_a_branch_called_is_not_carried() -> None:
    names = {item.name for item in trimmed('read_table(path, ["a"])')}
    assert "bare_numbers" not in names
    assert "bare_numbers" in {item.name for item in trimmed('read_table(path, ["a"], ignore="$")')}
