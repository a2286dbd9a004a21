"""Whether a model can predict a data file, said before anything heavy is started.

In: a study, what was fitted (docs/preprocessing-json.md), the file. Out: the file as a source,
the targets that it holds, and how its times stand. Raises Refused with one line.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any, NoReturn

from rnnspec.diagnostics.nearest import mend
from rnnspec.errors import Refused
from rnnspec.profile import Column, NoSuchArray, Profile, ProfileError, read_profile
from rnnspec.study.data import Npz, Table
from rnnspec.study.expressions import Const
from rnnspec.study.study import Study
from rnnspec.words import count, listed

MOST_NAMED = 8


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
            _refuse(source, f"it has no column `{name}`; {_mend(name, profile.names)}")
    if profile.ungrouped:
        which, rows = f"column {listed(group)}", count(profile.ungrouped, "row")
        if len(group) > 1:
            which = f"one of the columns {listed(group)}"
        _refuse(source, f"{which}, which tells the groups, has no value in {rows}")
    for name in fitted["inputs"]:
        _verify_column(source, profile.by_name[name], fitted)
    _verify_times(source, profile)
    if profile.rows < fitted["window"]:
        rows = count(profile.rows, "row")
        _refuse(source, f"it has {rows}, and the model sees {fitted['window']} at a time")
    return tuple(name for name in fitted["targets"] if name in profile.names), profile


def _verify_column(source: Table, column: Column, fitted: Mapping[str, Any]) -> None:
    """Refuse what cannot be scaled, encoded or filled."""
    if column.missing and fitted["missing"] == "error":
        values = count(column.missing, "missing value")
        _refuse(source, f"column `{column.name}` has {values}; the model was trained without any")
    categories = fitted["categories"].get(column.name)
    if categories is None:
        if column.strange is not None:
            found = f"column `{column.name}` holds `{column.strange}`"
            _refuse(source, f"{found} where a number should be")
        return
    for text in column.texts or ():
        if text not in categories:
            found = f"column `{column.name}` holds `{text}`, which was not there in training"
            _refuse(source, f"{found}; {_mend(text, categories)}")


def _verify_times(source: Table, profile: Profile) -> None:
    times = profile.times
    if times is None:
        return
    if times.unreadable is not None:
        where = f"column `{times.name}` holds `{times.unreadable}`"
        _refuse(source, f"{where} where a time should be")
    if times.repeated is not None:
        _refuse(source, f"column `{times.name}` holds `{times.repeated}` twice")
    if times.astray is not None or times.sparse or times.numeric == isinstance(source.step, str):
        if source.step is not None:
            where = f", `{times.astray}` is off it" if times.astray else ""
            _refuse(source, f"its times are on no grid of {source.step}{where}")


def _verify_arrays(source: Npz, study: Study) -> tuple[Npz, tuple[str, ...], Profile]:
    known: tuple[str, ...] = (source.y,)
    try:
        profile = _profile(source)
    except NoSuchArray as error:
        if error.name == source.x:
            _refuse(source, f"it has no array `{source.x}`; {_mend(source.x, error.known)}")
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
        _refuse(source, f"`{x.name}` has no samples")
    if x.missing and study.data.missing == "error":
        _refuse(source, f"`{x.name}` has {x.missing} numbers that are missing or infinite")
    if known and profile.arrays[1].shape[:1] != x.shape[:1]:
        counts = f"`{x.name}` has {x.shape[0]} samples"
        _refuse(source, f"{counts} and `{source.y}` has another number of them")
    if known:
        shape, classes = profile.arrays[1].shape[1:], study.data.classes
        sizes = [prod(study.data.target_shape)] if classes is None else [1, classes]
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
    except ProfileError as error:
        _refuse(source, error.why)


def _shape(sizes: Iterable[object]) -> str:
    return f"({', '.join(map(str, sizes))})"


def _mend(word: str, known: Collection[str]) -> str:
    return mend(word, known, f"there {'is' if len(known) == 1 else 'are'}", MOST_NAMED)


def _refuse(source: Table | Npz, why: str) -> NoReturn:
    raise Refused(f"`{source.path}`: {why}")
