"""The profile of two arrays of an npz file.

In: the file's path, the arrays' names. Out: a `Profile`. Shapes are read from the headers first, so
that arrays which do not pair are never unpacked; Python objects inside are refused, never
unpickled. Imports NumPy, and is itself imported only where no profile is kept.
"""

from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile

import numpy as np

from rnnspec.profile.profile import MOST_DISTINCT, Array, NoSuchArray, Profile, Unusable

KINDS = {"i": "int", "u": "int", "f": "float", "b": "bool", "U": "text"}

Header: TypeAlias = tuple[tuple[int, ...], np.dtype[Any]]


def profile_arrays(path: Path, x: str, y: str) -> Profile:
    """The profile of x and y.

    Raises:
        NoSuchArray: the file does not hold one of them.
        Unusable: one of them holds Python objects, records or numbers of a rare kind.
        Exception: whatever the libraries raise where it is damaged, or no npz file.
    """
    with ZipFile(path) as archive:
        members = {name.removesuffix(".npy"): name for name in archive.namelist()}
        headers = []
        for name in (x, y):
            if name not in members:
                raise NoSuchArray(name, tuple(members))
            headers.append(_header(archive, members[name], name))
    pair = headers[0][0][:1] == headers[1][0][:1]
    with np.load(path, allow_pickle=False) as content:
        arrays = tuple(
            _described(name, content[name]) if pair else Array(name, shape, KINDS[dtype.kind])
            for name, (shape, dtype) in zip((x, y), headers, strict=True)
        )
    return Profile(prod(arrays[0].shape[:1]) if arrays[0].shape else 0, arrays=arrays)


def _header(archive: ZipFile, member: str, name: str) -> Header:
    with archive.open(member) as file:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            read = np.lib.format.read_array_header_2_0
        shape, _, dtype = read(file)
        if dtype.hasobject:
            raise Unusable(name, "it holds Python objects, which are never unpickled")
        if dtype.fields is not None:
            raise Unusable(name, "it holds records, not numbers")
        if dtype.kind not in KINDS or (dtype.itemsize > 8 and dtype.kind != "U"):
            raise Unusable(name, f"its values are of the type `{dtype.str}`")
        if archive.getinfo(member).file_size - file.tell() < prod(shape) * dtype.itemsize:
            raise ValueError(f"the array `{name}` is cut short")
    return shape, dtype


def _described(name: str, values: np.ndarray) -> Array:
    kind = KINDS[values.dtype.kind]
    told = Array(name, values.shape, kind)
    if kind != "text" and values.size > 1:
        first = values.flat[0]
        if np.isfinite(first) and (values == first).all():
            told = replace(told, constant=float(first))
        if values.ndim == 2 and np.isin(values, (0, 1)).all():
            ones = values.sum(axis=1)
            told = replace(told, ones=(int(ones.min()), int(ones.max())))
    if kind == "float":
        return replace(told, missing=int((~np.isfinite(values)).sum()))
    found = np.unique(values)
    distinct = tuple(found.tolist()) if len(found) <= MOST_DISTINCT else None
    if kind == "text":
        return replace(told, distinct=distinct)
    low, high = (int(found[0]), int(found[-1])) if len(found) else (None, None)
    if distinct is not None:
        distinct = tuple(map(int, distinct))
    return replace(told, low=low, high=high, distinct=distinct)
