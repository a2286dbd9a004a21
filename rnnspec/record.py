"""Frozen records that cost next to nothing to define.

In: a class with annotations, as for `dataclasses.dataclass(frozen=True)`. Out: the same class,
with methods that are written once here. A dataclass compiles six methods of its own, half a
millisecond each time the program starts; the stages of a compiler have a hundred such classes.
Type checkers, `match`, `dataclasses.replace` and `dataclasses.fields` treat a record as they
treat a dataclass.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field
from operator import itemgetter
from typing import Any, TypeVar, dataclass_transform

C = TypeVar("C")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[C]) -> type[C]:
    """Make a class a frozen record of its annotated fields, those of its bases first."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__[1:]):
        found.update(getattr(base, "__dataclass_fields__", {}))
    # `inspect.get_annotations` says the same, and `inspect` takes longer than all records.
    for name, kind in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063
        found[name] = _field(cls, name, kind)
    ordered = tuple(found.values())
    names = tuple(f.name for f in ordered)
    defaults = {f.name: f.default for f in ordered if f.default is not MISSING}
    factories = {f.name: f.default_factory for f in ordered if f.default_factory is not MISSING}
    for name, value in {
        "__dataclass_fields__": found,
        "__match_args__": names,
        "_names": names,
        "_defaults": defaults,
        "_factories": factories,
        "_key": staticmethod(_key([f.name for f in ordered if f.compare])),
        "_shown": tuple(f.name for f in ordered if f.repr),
    }.items():
        setattr(cls, name, value)
    for name, method in METHODS.items():
        if getattr(cls, name) is getattr(object, name):
            setattr(cls, name, method)
    return cls


def _field(cls: type, name: str, kind: Any) -> Any:
    """The field of one annotation, marked as `dataclasses` marks its ordinary fields."""
    default = cls.__dict__.get(name, MISSING)
    found: Any = default if isinstance(default, Field) else field(default=default)
    found.name, found.type = name, kind
    found._field_type = dataclasses._FIELD  # type: ignore[attr-defined]
    if isinstance(default, Field):
        if default.default is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, default.default)
    return found


def _key(names: list[str]) -> Callable[[Mapping[str, Any]], Any]:
    """Picks what records are compared by."""
    return itemgetter(*names) if names else lambda _: ()


def _init(self: Any, *values: Any, **named: Any) -> None:
    own = self.__dict__
    names: tuple[str, ...] = self._names
    if not named and len(values) == len(names):
        own.update(zip(names, values, strict=True))
        return
    own.update(self._defaults)
    for name, factory in self._factories.items():
        if name not in named:
            own[name] = factory()
    own.update(zip(names, values, strict=False))
    if named:
        own.update(named)
        if not named.keys().isdisjoint(names[: len(values)]):
            _refuse(self, values, named)
    if len(own) != len(names) or len(values) > len(names):
        _refuse(self, values, named)


def _refuse(self: Any, values: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    wanted = ", ".join(self._names)
    given = ", ".join([*map(repr, values), *named])
    raise TypeError(f"{type(self).__name__}({wanted}) was given ({given})")


def _set(self: Any, name: str, value: Any) -> None:
    raise AttributeError(f"`{name}` of a {type(self).__name__} is frozen")


def _delete(self: Any, name: str) -> None:
    raise AttributeError(f"`{name}` of a {type(self).__name__} is frozen")


def _equal(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self._key(self.__dict__) == self._key(other.__dict__)


def _hash(self: Any) -> int:
    return hash(self._key(self.__dict__))


def _show(self: Any) -> str:
    own = self.__dict__
    return f"{type(self).__name__}({', '.join(f'{n}={own[n]!r}' for n in self._shown)})"


METHODS: Mapping[str, Any] = {
    "__init__": _init,
    "__setattr__": _set,
    "__delattr__": _delete,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _show,
}
