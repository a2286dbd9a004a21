"""What every target can say: laws, conditions, algorithms and the rest against targets.

In: the rows of `table`, and the expressions that targets emit for one law of each kind. Out: lines
of a table, and what stands behind its words. Nothing here is written by hand that a row tells.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rnnspec.catalog import ALGORITHMS, PRUNERS
from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.emitted import FUNCTIONS
from rnnspec.scripts.exactness import emitted_laws, verify_laws
from rnnspec.scripts.library_calls import CALLS
from rnnspec.scripts.table import TARGETS, Target
from rnnspec.study.space import Hyperparameter, Space

LAWS: Mapping[str, tuple[Distribution, ...]] = {
    "uniform": (Uniform(0.1, 0.5),),
    "loguniform": (Uniform(1e-4, 1e-2, log=True),),
    "quniform": (Lattice(32, 128, 32), Lattice(0.1, 0.7, 0.2)),
    "qloguniform": (Lattice(8, 64, 8, log=True), Lattice(0.3, 1.5, 0.2, log=True)),
    "int": (Lattice(1, 4, 1), Lattice(10, 50, 20), Lattice(1, 100, 1, log=True)),
    "normal": (Normal(0.2, 0.05), Normal(0.2, 0.05, low=0.1, high=0.5)),
    "lognormal": (Normal(-6.9, 1, log=True), Normal(-6.9, 1, log=True, low=1e-4, high=1e-2)),
    "qnormal": (Normal(10, 4, step=2), Normal(32, 8, low=8, high=64, step=4)),
    "qlognormal": (
        Normal(3.0, 0.5, log=True, step=2),
        Normal(3.0, 0.5, log=True, low=4, high=60, step=2),
    ),
    "choice": (Choice(("tanh", "relu")), Choice((1, True, None, (8, 4)))),
    "ordinal": (Choice((16, 32, 64), ordered=True),),
    "weighted": (Choice((0, 1e-4, "a"), weights=(3.0, 1.0, 2.0)),),
}
"""Laws of every distribution, those that libraries find hard among them."""

YES, MADE, PART, NO = "yes", "made", "part", "no"

WORDS = {
    YES: "the library says it itself",
    MADE: "of a number that the library draws: the law is the same",
    PART: "where both bounds are given",
}
"""What the words of the table mean."""


@dataclass(frozen=True)
class Line:
    """One thing that may be said, and what each target makes of it, in the order of the targets."""

    group: str
    what: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """What every target can say; `words` explains those of the lines."""

    targets: tuple[str, ...]
    lines: tuple[Line, ...]
    words: Mapping[str, str]


def matrix() -> Matrix:
    """The whole table."""
    lines = tuple(describe_targets())
    return Matrix(tuple(TARGETS), lines, explain_words(lines))


def describe_targets() -> Iterator[Line]:
    """The whole table. What is told in words has a number here; `explain_words` has them."""
    targets = TARGETS.values()
    for name, laws in LAWS.items():
        yield Line("laws", name, tuple(_law(target, laws) for target in targets))
    numbers = {words: number for number, words in _numbers().items()}
    for what in ("conditions", "constraints"):
        cells = tuple(numbers.get(getattr(target, what), NO) for target in targets)
        yield Line("space", what, cells)
    yield Line("space", "first points", tuple(_yes(target.first_points) for target in targets))
    for name in ALGORITHMS:
        yield Line("algorithms", name, tuple(_yes(name in t.algorithms) for t in targets))
    for name in PRUNERS:
        yield Line("pruners", name, tuple(_yes(name in target.pruners) for target in targets))
    yield Line("scoring", "several objectives", tuple(_yes(t.several_objectives) for t in targets))
    yield Line("scoring", "folds", tuple(_yes(target.folds) for target in targets))


def explain_words(lines: Iterable[Line]) -> dict[str, str]:
    """What the words and numbers of these lines mean."""
    used = {cell for line in lines for cell in line.cells}
    return {word: meaning for word, meaning in (WORDS | _numbers()).items() if word in used}


def _numbers() -> dict[str, str]:
    """What is told in words, by the numbers that stand for it."""
    targets = TARGETS.values()
    told = [t.conditions for t in targets] + [t.constraints for t in targets]
    return {f"({at})": words for at, words in enumerate(dict.fromkeys(filter(None, told)), 1)}


def _yes(can: bool) -> str:
    return YES if can else NO


def _law(target: Target, laws: tuple[Distribution, ...]) -> str:
    """Whether the library draws the laws itself, or a number of which they are made, or neither."""
    space = Space(tuple(Hyperparameter(str(at), law) for at, law in enumerate(laws)))
    algorithm = next(iter(target.algorithms))
    texts = emitted_laws(space, target, algorithm)
    if len(texts) < len(laws):
        return PART if texts else NO
    verdicts = verify_laws(space, target, algorithm)
    furthest = max(verdict.difference for verdict in verdicts.values())
    if not all(verdict.is_identical for verdict in verdicts.values()):
        return f"{furthest:.3f}"
    return YES if all(map(_is_own, texts.values())) else MADE


def _is_own(text: str) -> bool:
    """Whether an expression is a list, or a library's draw as it is but for type and place."""
    node = ast.parse(text, mode="eval").body
    while True:
        match node:
            case ast.List() | ast.ListComp():
                return True
            case ast.Subscript(_, index):
                node = index
            case ast.Call(function, [inside], []) if ast.unparse(function) in FUNCTIONS:
                node = inside
            case ast.Call(function):
                return ast.unparse(function) in (*CALLS, "range")
            case _:
                return False
