"""The names in Python text.

In: a script, or statements of one. Out: which names it has, and which of them each of its
functions reads from outside. Imports, carried functions and free names follow from these, so none
of them is listed by hand.
"""

import symtable
from collections.abc import Iterable, Iterator, Mapping


def names_in(text: str) -> set[str]:
    """Every name that a text binds or reads anywhere; neither attributes nor keywords."""
    symbols = (symbol for table in _tables(_read(text)) for symbol in table.get_symbols())
    return {symbol.get_name() for symbol in symbols if symbol.get_name().isidentifier()}


def names_read(lines: Iterable[str]) -> set[str]:
    """The names that statements read, in whatever order they stand."""
    table = _read("\n".join(lines))
    return {s.get_name() for s in table.get_symbols() if s.is_referenced()} | _outside(table)


def globals_read(text: str) -> dict[str, set[str]]:
    """What each function and class of a script reads from outside it; "" is the script itself."""
    table = _read(text)
    defined = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_namespace()}
    read = {"": {s.get_name() for s in table.get_symbols() if s.is_referenced()}}
    for child in table.get_children():  # Those of lambdas and comprehensions bear no name of ours.
        owner = child.get_name() if child.get_name() in defined else ""
        read.setdefault(owner, set()).update(_outside(child))
    return read


def reached(roots: Iterable[str], reads: Mapping[str, Iterable[str]]) -> set[str]:
    """The roots, and all that they lead to."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(reads.get(name, ()))
    return found


def _read(text: str) -> symtable.SymbolTable:
    return symtable.symtable(text, "script", "exec")


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _outside(table: symtable.SymbolTable) -> set[str]:
    """What a function or class reads that it does not bind itself."""
    symbols = (symbol for inside in _tables(table) for symbol in inside.get_symbols())
    return {s.get_name() for s in symbols if s.is_referenced() and s.is_global()}
