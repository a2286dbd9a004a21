"""The base of the tree's nodes: frozen records that cost nothing to define.

A frozen dataclass compiles six methods a class, 0.6 ms each time the program starts; a tree has
forty classes. Here the methods are written once and read the annotations. A type checker, `match`
and `==` treat a node as they treat a dataclass.
"""

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Node:
    """A record whose fields are its class's annotations, in order."""

    _fields: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__)
        type.__setattr__(cls, "__match_args__", cls._fields)

    def __init__(self, *values: Any, **named: Any) -> None:
        names = self._fields
        if len(values) == len(names) and not named:
            self.__dict__.update(zip(names, values, strict=True))
            return
        defaults = {name: vars(type(self))[name] for name in names if name in vars(type(self))}
        fields = defaults | dict(zip(names, values, strict=False)) | named
        if len(values) > len(names) or fields.keys() != set(names):
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
        self.__dict__.update((name, fields[name]) for name in names)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be set")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"

    def replace(self, **changes: Any) -> Self:
        """The same record with other values of some fields."""
        return type(self)(**(self.__dict__ | changes))
