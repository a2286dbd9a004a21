"""The files of one table: those that fit a pattern, and what each is called.

In: a path, in whose last part `*` may stand for any letters. Out: paths. Opens no file.
"""

import re
from pathlib import Path


def find_files(path: str | Path) -> list[Path]:
    """Return the files that fit a path, in the order of their names; hidden ones do not.

    Raises FileNotFoundError where there is none.
    """
    path = Path(path)
    if "*" not in path.name:
        return [path]
    found = [one for one in path.parent.glob(path.name) if not one.name.startswith(".")]
    if not found:
        raise FileNotFoundError(f"there is no file {path}")
    return sorted(found)


def file_label(path: Path) -> str:
    """Return the name of a file without its ending, and without that of a packed one."""
    return re.sub(r"(\.[^.]+)(\.(gz|bz2|xz|zst|zip))?$", "", path.name)
