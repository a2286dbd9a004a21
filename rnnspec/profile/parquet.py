"""The facts of a Parquet file.

In: the file's bytes, the source, the names of the columns that matter. Out: `DataFacts`. The one
reader that imports pyarrow, since nothing smaller understands the format.
"""

from collections.abc import Sequence

from rnnspec.profile.column import describe_column
from rnnspec.profile.found import DataFacts, Times, Unreadable, Unusable
from rnnspec.profile.times import describe_times
from rnnspec.study.data import Table


def read_parquet(content: bytes, source: Table, columns: Sequence[str]) -> DataFacts:
    """The facts of a table.

    Raises:
        Unreadable: it is no Parquet file.
        Unusable: two columns have a name that is asked for.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content))
        names = tuple(file.schema_arrow.names)
        wanted = [name for name in (*columns, source.time, source.group) if name is not None]
        asked = [name for name in dict.fromkeys(wanted) if name in names]
        for name in asked:
            if names.count(name) > 1:
                raise Unusable(name, f"{names.count(name)} columns have this name")
        table = file.read(columns=asked)
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(f"it is no Parquet file: {str(error).splitlines()[0]}") from None
    cells = {name: [_cell(value) for value in table[name].to_pylist()] for name in asked}
    times: Times | None = None
    if source.time in cells:
        groups = cells.get(source.group) if source.group is not None else None
        times, order = describe_times(source.time, cells[source.time], groups)
        if order is not None:
            cells = {name: [column[row] for row in order] for name, column in cells.items()}
    described = tuple(describe_column(name, column) for name, column in cells.items())
    return DataFacts(file.metadata.num_rows, names, described, times)


def _cell(value: object) -> str:
    """A value as a cell of a table would write it; a missing one is empty."""
    return "" if value is None else str(value)
