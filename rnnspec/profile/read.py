"""From a source to its facts: opens the file and hands it to the reader of its format.

In: a source of the study, the folder that its path is relative to, the names of the columns that
matter. Out: `DataFacts`. Raises `FactsError`; no other error leaves here for any content of a file.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from rnnspec.profile.found import Array, DataFacts, Unreadable
from rnnspec.study.data import DataSource, Npz, Random, Sklearn, Table

DIGITS = DataFacts(
    rows=1797,
    arrays=(
        Array("x", (1797, 8, 8), "float"),
        Array("y", (1797,), "int", low=0, high=9, distinct=tuple(range(10))),
    ),
)
"""What `sklearn.datasets.load_digits` returns."""


def read_facts(source: DataSource, folder: Path, columns: Sequence[str] = ()) -> DataFacts:
    """The facts of a source; of a table those of the named columns, where they are there.

    Raises:
        Unreadable: the file is not there, cannot be opened, or is not of its format.
        NoSuchArray: the npz file has no such array.
        Unusable: a column or an array that is asked for can never be used.
    """
    match source:
        case Table("csv", path):
            from rnnspec.profile.table import read_table

            return read_table(_content(folder / path), source, columns)
        case Table(_, path):
            from rnnspec.profile.parquet import read_parquet

            return read_parquet(_content(folder / path), source, columns)
        case Npz(path, x, y):
            from rnnspec.profile.arrays import read_arrays

            return read_arrays(_content(folder / path), x, y)
        case Sklearn():
            return DIGITS
        case Random(samples, steps, features):
            arrays = (
                Array("x", (samples, steps, features), "float"),
                Array("y", (samples, 1), "float"),
            )
            return DataFacts(samples, arrays=arrays)


_WHY = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "it is a directory",
    errno.ELOOP: "its links lead in a loop",
    errno.EACCES: "reading it is not permitted",
    errno.ENAMETOOLONG: "its name is too long",
}


def _content(path: Path) -> bytes:
    """The bytes of a regular file; pipes and devices, which may have no end, are refused."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable(_WHY[errno.EISDIR])
        if not stat.S_ISREG(mode):
            raise Unreadable("it is not a regular file")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(_WHY.get(error.errno or 0, error.strerror or str(error))) from None
    except ValueError:
        raise Unreadable("its name holds a character that no file name can") from None
    except MemoryError:
        raise Unreadable("it does not fit in memory") from None
