"""The values that an expression may have, such as the kinds of a layer.

In: an expression over a space. Out: its possible values. Conditions are not looked at.
"""

from collections.abc import Iterator
from itertools import product

from rnnspec.study.evaluate import evaluate
from rnnspec.study.expressions import Apply, Const, Derived, Expr, IfElse, Pick, Ref, Value
from rnnspec.study.needs import Needs
from rnnspec.study.space import Space


def possible_kinds(expr: Expr, space: Space) -> list[str]:
    """The names of layers that a kind may be, in written order."""
    return [value for value in possible_values(expr, space) if isinstance(value, str)]


def possible_values(expr: Expr, space: Space) -> list[Value]:
    """The values that an expression may have, each once."""
    return list({(type(value), value): value for value in _values(expr, space)}.values())


def _values(expr: Expr, space: Space) -> Iterator[Value]:
    match expr:
        case Const(value):
            yield value
        case Ref(name):
            yield from space.by_name[name.replace("{}", "0")].distribution.values()
        case Derived(name):
            yield from _values(space.derived_by_name[name].value, space)
        case IfElse(_, then, otherwise):
            yield from _values(then, space)
            yield from _values(otherwise, space)
        case Pick(_, options):
            for _, option in options:
                yield from _values(option, space)
        case Apply("index", (Apply("list", items), _)):
            for item in items:
                yield from _values(item, space)
        case Apply("index", (several, _)):
            for value in _values(several, space):
                if isinstance(value, tuple):
                    yield from value
        case _:
            yield from _computed(expr, space)


def _computed(expr: Expr, space: Space) -> Iterator[Value]:
    """What an expression computes, over all values of what it reads.

    Raises ValueError where these cannot be listed.
    """
    read = [space.hyperparameters[i] for i in sorted(Needs(space).of(expr))]
    for values in product(*(hyperparameter.distribution.values() for hyperparameter in read)):
        named = {h.name: value for h, value in zip(read, values, strict=True)}
        yield evaluate(expr, named, space.derived)
