"""From a source to its profile: the one that is kept, else what the reader of its format finds.

In: a source of the study, the folder that its path is relative to, the names of the columns that
matter. Out: a `Profile`. Raises `ProfileError`; no other error leaves here for any content of a
file. pandas and NumPy are imported only where no profile is kept.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from rnnspec.profile.kept import keep_profile, kept_profile
from rnnspec.profile.profile import Array, Asked, Profile, ProfileError, Unreadable
from rnnspec.runtime.files import file_label, find_files
from rnnspec.study.data import DataSource, Npz, Random, Sklearn, Split, Table

DIGITS = Profile(
    rows=1797,
    arrays=(
        Array("x", (1797, 8, 8), "float"),
        Array("y", (1797,), "int", low=0, high=9, distinct=tuple(range(10))),
    ),
)
"""What `sklearn.datasets.load_digits` returns."""


MOST_NEIGHBOURS = 1000
"""So many files of a folder may be meant by the name of one that is not there."""


def read_profile(
    source: DataSource,
    folder: Path,
    columns: Sequence[str] = (),
    text: Sequence[str] = (),
    time_format: str | None = None,
    asked: Asked | None = None,
    split: Split | None = None,
) -> Profile:
    """The profile of a source; of a table that of the named columns, where they are there.

    `text` are the columns that are read as text, and `time_format` is what times are read by,
    where that is known; `split` is how it is to be divided, `asked` what is to be told of parts.

    Raises:
        Unreadable: the file is not there, cannot be opened, or is not of its format.
        NoSuchArray: the npz file has no such array.
        Unusable: a column or an array that is asked for can never be used.
    """
    match source:
        case Sklearn():
            return DIGITS
        case Random(samples, steps, features):
            arrays = (
                Array("x", (samples, steps, features), "float"),
                Array("y", (samples, 1), "float"),
            )
            return Profile(samples, arrays=arrays)
        case Table() | Npz():
            paths = _files(source, folder / source.path)
            files = [(path, _described(path)) for path in paths]
            how = (source, *map(tuple, (columns, text)), time_format, asked, split)
            profile = kept_profile(files, how)
            if profile is None:
                profile = _read(source, paths, columns, text, time_format, asked, split)
                keep_profile(files, how, profile)
            return profile


def _files(source: Table | Npz, path: Path) -> list[Path]:
    """The files that fit a path, which must differ in what they are called."""
    if not isinstance(source, Table) or not source.several:
        return [path]
    if "*" in str(Path(source.path).parent):
        raise Unreadable("`*` stands in the name of a file, and not in that of a folder")
    try:
        found = find_files(path)
    except OSError:
        raise Unreadable("no file has such a name") from None
    labels: dict[str, Path] = {}
    for one in found:
        if (other := labels.setdefault(file_label(one), one)) != one:
            raise Unreadable(f"`{other.name}` and `{one.name}` differ in their endings alone")
    return found


def line_of(source: Table, name: str, cell: str | None) -> int | None:
    """The line where a column first holds a cell, or none at all, in a file that can be read.

    None where the file is no text, and where there are several.
    """
    from rnnspec.profile.recognise import find_line

    return find_line(Path(source.path), source, name, cell)


def _read(
    source: Table | Npz,
    paths: Sequence[Path],
    columns: Sequence[str],
    text: Sequence[str],
    time_format: str | None,
    asked: Asked | None,
    split: Split | None,
) -> Profile:
    try:
        for path in paths:
            with path.open("rb"):
                pass  # what the system says of it comes before what a library does
        if isinstance(source, Npz):
            from rnnspec.profile.arrays import profile_arrays

            return profile_arrays(paths[0], source.x, source.y)
        from rnnspec.profile.tables import profile_table

        return profile_table(paths, source, columns, text, time_format, asked, split)
    except ProfileError:
        raise
    except MemoryError:
        raise Unreadable("it does not fit in memory") from None
    except Exception as error:  # libraries raise nearly anything of a damaged file
        if isinstance(error, OSError) and error.errno is not None:
            raise _refused(error) from None
        raise _damaged(source, error) from None


def _described(path: Path) -> os.stat_result:
    """What the system says of a regular file; pipes and devices may have no end."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise _refused(error) from None
    except ValueError:
        raise Unreadable("its name holds a character that no file name can") from None
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable(_WHY[errno.EISDIR])
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("it is not a regular file")
    return found


_WHY = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "it is a directory",
    errno.ELOOP: "its links lead in a loop",
    errno.EACCES: "reading it is not permitted",
    errno.ENAMETOOLONG: "its name is too long",
}


def _refused(error: OSError) -> Unreadable:
    why = _WHY.get(error.errno or 0, error.strerror or str(error))
    folder = os.path.dirname(str(error.filename))
    try:
        return Unreadable(
            why, neighbours=tuple(sorted(os.listdir(folder or "."))[:MOST_NEIGHBOURS])
        )
    except OSError:
        return Unreadable(why)


def _damaged(source: Table | Npz, error: Exception) -> Unreadable:
    text = next(iter(str(error).splitlines()), type(error).__name__)
    if "EOF inside string" in text:
        return Unreadable("a quoted cell is never closed")
    if text.startswith("column `"):
        return Unreadable(text)
    if isinstance(error, ImportError) and "openpyxl" in text:
        return Unreadable("sheets of Excel need `pip install 'rnnspec[excel]'`")
    if isinstance(source, Table) and source.query is not None and "not a database" not in text:
        return Unreadable(f"the query fails: {text}")
    form = source.format if isinstance(source, Table) else "npz"
    return Unreadable(f"it is no {_FORMS.get(form, form)} file: {text}")


_FORMS = {
    "csv": "CSV",
    "parquet": "Parquet",
    "feather": "Feather",
    "sqlite": "SQLite",
    "excel": "Excel",
}
