"""The facts of two arrays of an npz file, from their headers and plain bytes.

In: the file's bytes, the arrays' names. Out: `DataFacts`. Knows the layout of .npy files (NumPy
enhancement proposal 1); Python objects inside are refused, never unpickled.
"""

import ast
from array import array
from io import BytesIO
from math import isfinite, prod
from struct import error as StructError
from sys import byteorder
from typing import IO, TypeVar

from rnnspec.profile.found import MOST_DISTINCT, Array, DataFacts, NoSuchArray, Unreadable, Unusable

Item = TypeVar("Item", int, str)

_MAGIC = b"\x93NUMPY"
_KINDS = {"i": "int", "u": "int", "f": "float", "b": "bool", "U": "text"}
_CODES = {
    "b1": "B",
    "i1": "b",
    "u1": "B",
    "i2": "h",
    "u2": "H",
    "i4": "i",
    "u4": "I",
    "i8": "q",
    "u8": "Q",
    "f4": "f",
    "f8": "d",
}
"""NumPy's types of numbers, and the standard library's names of the same."""


def read_arrays(content: bytes, x: str, y: str) -> DataFacts:
    """The facts of x and y.

    Raises:
        Unreadable: it is no npz file, or a damaged one.
        NoSuchArray: it does not hold one of them.
        Unusable: one of them holds Python objects, records or numbers of a rare kind.
    """
    from zipfile import BadZipFile, ZipFile
    from zlib import error as ZlibError

    # What zipfile raises of damaged bytes is more than BadZipFile.
    broken = (BadZipFile, ZlibError, StructError, EOFError, LookupError, ValueError, OSError)
    unsupported = (NotImplementedError, RuntimeError, MemoryError)
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = {name.removesuffix(".npy"): name for name in archive.namelist()}
            arrays = []
            for name in (x, y):
                if name not in members:
                    raise NoSuchArray(name, tuple(members))
                with archive.open(members[name]) as file:
                    arrays.append(_described(name, file))
    except (*broken, *unsupported) as error:
        raise Unreadable(f"it is no npz file: {error}") from None
    return DataFacts(arrays[0].shape[0] if arrays[0].shape else 0, arrays=tuple(arrays))


def _described(name: str, file: IO[bytes]) -> Array:
    descr, shape = _header(name, file)
    order, kind, size = descr[0], descr[1], descr[2:]
    if kind == "O":
        raise Unusable(name, "it holds Python objects, which are never unpickled")
    if kind not in _KINDS or (kind != "U" and kind + size not in (*_CODES, "f2")):
        raise Unusable(name, f"its values are of the type `{descr}`")
    width = int(size) * (4 if kind == "U" else 1)
    content = file.read(prod(shape) * width)
    if len(content) != prod(shape) * width:
        raise Unreadable(f"the array `{name}` is cut short")
    if kind == "U":
        return Array(name, shape, "text", distinct=_listed(_texts(content, order, width)))
    if kind + size == "f2":
        return Array(name, shape, "float", missing=_halves_missing(content, order))
    values = array(_CODES[kind + size], content)
    if order != "|" and (order == "<") != (byteorder == "little"):
        values.byteswap()
    if kind == "f":
        # A sum is finite where all terms are, and costs a fraction of looking at each.
        missing = 0 if isfinite(sum(values)) else sum(not isfinite(value) for value in values)
        return Array(name, shape, "float", missing=missing)
    low, high = (min(values), max(values)) if values else (None, None)
    return Array(name, shape, _KINDS[kind], low, high, distinct=_listed(set(values)))


def _header(name: str, file: IO[bytes]) -> tuple[str, tuple[int, ...]]:
    """The type and the shape of an array; what follows in the file are its values."""
    start = file.read(8)
    if start[:6] != _MAGIC or len(start) < 8:
        raise Unreadable(f"`{name}` is no NumPy array")
    length = int.from_bytes(file.read(2 if start[6] == 1 else 4), "little")
    try:
        header = ast.literal_eval(file.read(length).decode("utf-8"))
        descr, shape = header["descr"], header["shape"]
    except (ValueError, SyntaxError, KeyError, TypeError, RecursionError, MemoryError):
        raise Unreadable(f"the header of the array `{name}` is damaged") from None
    if not isinstance(descr, str):
        raise Unusable(name, "it holds records, not numbers")
    if len(descr) < 2 or not all(isinstance(n, int) and n >= 0 for n in shape):
        raise Unreadable(f"the header of the array `{name}` is damaged")
    return descr, tuple(shape)


def _texts(content: bytes, order: str, width: int) -> set[str]:
    encoding = "utf-32-be" if order == ">" else "utf-32-le"
    cells = {content[at : at + width] for at in range(0, len(content), width)} if width else {b""}
    return {cell.decode(encoding, "replace").rstrip("\0") for cell in cells}


def _halves_missing(content: bytes, order: str) -> int:
    """How many half-precision floats have an exponent of ones: NaN and infinities."""
    high = content[0::2] if order == ">" else content[1::2]
    return sum(byte & 0x7C == 0x7C for byte in high)


def _listed(values: set[Item]) -> tuple[Item, ...] | None:
    return tuple(sorted(values)) if len(values) <= MOST_DISTINCT else None
