"""Whether a model can predict a data file, said before anything heavy is started.

In: a study, what was fitted (docs/preprocessing-json.md), the file. Out: the file as a source,
the targets that it holds, and how its times stand. Raises Refused with the codes of `check`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any, NoReturn

from rnnspec.diagnostics.nearest import mend, nearest
from rnnspec.errors import Refused
from rnnspec.profile import (
    Column,
    NoSuchArray,
    Profile,
    ProfileError,
    Times,
    Unusable,
    WrittenAs,
    line_of,
    read_profile,
)
from rnnspec.study.data import Npz, Table
from rnnspec.study.expressions import Const
from rnnspec.study.study import Study
from rnnspec.words import count, listed, render_argument

MOST_NAMED = 8

UNREADABLE, NOT_THERE, TOO_SHORT, UNUSABLE = "E0601", "E0602", "E0603", "E0604"
"""The kinds of problems, as `check` names them."""


def predictable(
    study: Study, fitted: Mapping[str, Any], file: Path
) -> tuple[Table | Npz, tuple[str, ...], Profile]:
    """The file as a source, the names of those targets that it holds, and its profile."""
    match study.data.source:
        case Table() as table:
            several = table.several or "*" in file.name
            source = replace(table, path=str(file), several=several)
            return source, *_verify_table(source, fitted, study.data.time_format)
        case Npz() as arrays:
            return _verify_arrays(replace(arrays, path=str(file)), study)
    return _verify_arrays(Npz(str(file), "x", "y"), study)


def _verify_table(
    source: Table, fitted: Mapping[str, Any], time_format: str
) -> tuple[tuple[str, ...], Profile]:
    group = source.group_columns
    columns = (*fitted["inputs"], *fitted["targets"], *group)
    profile = _profile(source, columns, (*fitted["categories"], *group), time_format)
    for name in (*source.time_columns, *group, *fitted["inputs"]):
        if name not in profile.names:
            help = _written(profile.mend) or [_mend(name, profile.names)]
            _refuse(source, f"it has no column `{name}`", *help, code=NOT_THERE)
    if profile.ungrouped:
        which, rows = f"column {listed(group)}", count(profile.ungrouped, "row")
        if len(group) > 1:
            which = f"one of the columns {listed(group)}"
        line = line_of(source, group[0], None) if len(group) == 1 else None
        _refuse(source, f"{which}, which tells the groups, has no value in {rows}", line=line)
    for name in fitted["inputs"]:
        _verify_column(source, profile.by_name[name], fitted, profile.times)
    _verify_times(source, profile, time_format)
    if profile.rows < fitted["window"]:
        rows = count(profile.rows, "row")
        why = f"it has {rows}, and the model sees {fitted['window']} at a time"
        _refuse(source, why, code=TOO_SHORT)
    return tuple(name for name in fitted["targets"] if name in profile.names), profile


def _verify_column(
    source: Table, column: Column, fitted: Mapping[str, Any], times: Times | None
) -> None:
    """Refuse what cannot be scaled, encoded or filled."""
    if column.missing and fitted["missing"] == "error":
        values = count(column.missing, "missing value")
        if times is not None and times.absent:
            rows = count(times.absent, "row")
            values += f", {rows} of its grid of {source.step} being absent"
        _refuse(
            source,
            f"column `{column.name}` has {values}; the model was trained without any",
            "a spec with `missing = interpolate`, `forward` or `drop` trains one that takes gaps",
            line=line_of(source, column.name, None),
        )
    categories = fitted["categories"].get(column.name)
    if categories is None:
        if column.strange is not None:
            found = f"column `{column.name}` holds `{column.strange}` where a number should be"
            help = [one for mend in column.mends for one in _written(mend)]
            _refuse(source, found, *help, line=line_of(source, column.name, column.strange))
        return
    for text in column.texts or ():
        if text not in categories:
            found = f"column `{column.name}` holds `{text}`, which was not there in training"
            line = line_of(source, column.name, text)
            _refuse(source, found, _mend(text, categories), line=line)


def _verify_times(source: Table, profile: Profile, time_format: str) -> None:
    times = profile.times
    if times is None:
        return
    alone = len(source.time_columns) == 1
    if times.unreadable is not None:
        line = line_of(source, times.name, times.unreadable or None) if alone else None
        if not times.unreadable:
            _refuse(source, f"column `{times.name}` lacks a time", line=line)
        found = f"column `{times.name}` holds `{times.unreadable}` where a time should be"
        form = "ISO 8601" if time_format == "ISO8601" else f"`{time_format}`"
        _refuse(source, found, f"times are read as {form}, as in training", line=line)
    if times.repeated is not None:
        of = " in a group" if source.group is not None else ""
        where = f"column `{times.name}` holds `{times.repeated}` twice{of}"
        help = "a spec with `duplicates = first`, `last` or `mean` makes one row of them"
        _refuse(source, where, help)
    if times.astray is not None or times.sparse or times.numeric == isinstance(source.step, str):
        if source.step is not None:
            why, line = f"its times are on no grid of {source.step}", None
            if times.astray is not None:
                why += f", `{times.astray}` is off it"
                line = line_of(source, times.name, times.astray) if alone else None
            elif times.line is not None:
                why += f": they go from {times.line.first} to {times.line.last}"
            _refuse(source, why, line=line)


def _verify_arrays(source: Npz, study: Study) -> tuple[Npz, tuple[str, ...], Profile]:
    known: tuple[str, ...] = (source.y,)
    try:
        profile = _profile(source)
    except NoSuchArray as error:
        if error.name == source.x:
            help = _mend(source.x, error.known)
            _refuse(source, f"it has no array `{source.x}`", help, code=NOT_THERE)
        known = ()
        profile = _profile(replace(source, y=source.x))
    x, *_ = profile.arrays
    expected = tuple(
        size.value for size in (study.data.window, study.data.features) if isinstance(size, Const)
    )
    if x.kind == "text":
        _refuse(source, f"`{x.name}` holds text where numbers should be")
    if x.shape[1:] != expected:
        found = f"samples of `{x.name}` have the shape {_shape(x.shape[1:])}"
        _refuse(source, f"{found}, and the model sees {_shape(expected)}")
    if not x.shape[0]:
        _refuse(source, f"`{x.name}` has no samples", code=TOO_SHORT)
    if x.missing and study.data.missing == "error":
        _refuse(source, f"`{x.name}` has {x.missing} numbers that are missing or infinite")
    if known and (shape := profile.arrays[1].shape)[:1] != x.shape[:1]:
        targets = f"{shape[0]} targets" if shape else "a single number"
        _refuse(source, f"`{x.name}` has {x.shape[0]} samples, and `{source.y}` {targets}")
    if known:
        shape, classes = profile.arrays[1].shape[1:], study.data.classes
        sizes = [prod(study.data.target_shape)]
        if classes is not None and study.data.target_form != "steps":
            sizes = [1, classes]
        if prod(shape) not in sizes:
            values = count(sizes[0], "value")
            _refuse(
                source, f"a target in `{source.y}` is {_shape(shape)}; the model gives {values}"
            )
    return source, known, profile


def _profile(source: Table | Npz, *known: Any) -> Profile:
    """What the file holds. Raises NoSuchArray, Refused."""
    try:
        return read_profile(source, Path(), *known)
    except NoSuchArray:
        raise
    except Unusable as error:
        _refuse(source, f"`{error.name}` cannot be used: {error.why}")
    except ProfileError as error:
        help = _written(getattr(error, "mend", ()))
        if near := nearest(Path(source.path).name, getattr(error, "neighbours", ())):
            help.append(f"the nearest is `{Path(source.path).with_name(near)}`")
        _refuse(source, error.why, *help, code=UNREADABLE)


def _written(mend: WrittenAs) -> list[str]:
    """How the file is written that would be read otherwise."""
    if not mend:
        return []
    how = ", ".join(map(render_argument, mend))
    return [f"it is written otherwise than the file of training: `{how}` would read it"]


def _shape(sizes: Iterable[object]) -> str:
    return f"({', '.join(map(str, sizes))})"


def _mend(word: str, known: Collection[str]) -> str:
    return mend(word, known, f"there {'is' if len(known) == 1 else 'are'}", MOST_NAMED)


def _refuse(
    source: Table | Npz, why: str, *help: str, code: str = UNUSABLE, line: int | None = None
) -> NoReturn:
    where = "" if line is None else f", line {line}"
    raise Refused(f"`{source.path}`{where}: {why}", *help, code=code)
