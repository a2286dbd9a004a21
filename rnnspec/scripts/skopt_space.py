"""The space as scikit-optimize draws it, distribution for distribution.

In: a study's space. Out: a dimension for each hyperparameter, the lines that make values of the
numbers drawn, and the numbers of first points. scikit-optimize's own `Integer` starves its ends
under a Gaussian process; here steps are drawn as floats, from half a step beyond both ends.
"""

from math import isfinite

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import EDGE, Category, Floats, Places, Shape, Share
from rnnspec.scripts.draws import Drawn, drawn_space, point_numbers
from rnnspec.scripts.guards import SpaceText, guard_values
from rnnspec.scripts.python import Names, literal
from rnnspec.study.space import Configuration, Space


def print_space(space: Space, names: Names) -> SpaceText:
    """The whole space."""
    found = drawn_space(space, draw)
    texts = {name: one.value(read(one, f"x[{literal(name)}]")) for name, one in found.items()}
    dimensions = tuple(f"{literal(name)}: {one.call}" for name, one in found.items())
    return SpaceText(dimensions, guard_values(space, texts, names))


def first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point: the number of each value; of the median where it is not active."""
    found = drawn_space(space, draw)
    return [
        f"{literal(name)}: {float(number)!r}"  # type: ignore[arg-type]
        if isinstance(found[name].shape, Places)
        else f"{literal(name)}: {number!r}"
        for name, number in point_numbers(space, found, values).items()
    ]


def draw(shape: Shape, _label: str) -> str | None:
    """The dimension from which scikit-optimize draws a number of a shape."""
    match shape:
        case Floats(low, high, log):
            prior = ', prior="log-uniform"' if log else ""
            return f"Real({low!r}, {high!r}{prior})"
        case Share():  # A surrogate goes to the very ends, where values may be infinite.
            return f"Real({EDGE}, {1 - EDGE})"
        case Places(size) | Category(1 as size):  # A single option is no category.
            return f"Real(-0.5, {size - 0.5})"
        case Category(size, ()):
            return f"Categorical({list(range(size))})"
        case Category(size, masses):
            return f"Categorical({list(range(size))}, prior={list(masses)})"
    return None


def read(one: Drawn, x: str) -> str:
    """The number that was drawn, for the text of what the dimension holds."""
    match one.shape:
        case Places(size) | Category(1 as size):
            return f"nearest_step({x}, 1, 0, {size - 1})"
        case Floats() if one.encoding.is_native:
            return f"float({x})"
    return x


def has_no_end(distribution: Distribution) -> bool:
    """Whether the ends of the dimension stand for values far beyond all that are drawn."""
    return not all(map(isfinite, distribution.support))
