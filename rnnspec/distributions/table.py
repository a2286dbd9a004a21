"""Every distribution, found in the files of this room: to add one is to add a file.

Out: the written forms by their names, the classes by theirs, the functions that scripts may need.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from rnnspec import distributions
from rnnspec.distributions.contract import Distribution, Helper, WrittenForm

FIRST = ("uniform", "lattice", "normal", "choice")
"""Families in reading order; any other comes after these, by its name."""


def _modules() -> Iterator[ModuleType]:
    names = sorted(found.name for found in iter_modules(distributions.__path__))
    rest = [name for name in names if name not in FIRST and name != "table"]
    for name in (*FIRST, *rest):
        yield import_module(f"{distributions.__name__}.{name}")


_MODULES = list(_modules())

WORDS: dict[str, WrittenForm] = {
    word.name: word for module in _MODULES for word in getattr(module, "WORDS", ())
}
"""Each written form by its name, in reading order."""

HELPERS: dict[str, Helper] = {
    name: helper for module in _MODULES for name, helper in getattr(module, "HELPERS", {}).items()
}
"""The functions that the text of values may call, by name."""

FAMILIES: dict[str, type[Distribution]] = {
    kind.__name__: kind for word in WORDS.values() for kind in map(type, word.examples)
}
"""The classes by name: their fields are what JSON holds of a distribution."""
