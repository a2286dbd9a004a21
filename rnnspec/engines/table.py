"""Which engine has which algorithm. Nothing heavy is imported until an engine is made.

In: the names of an algorithm and, where one is asked for, of an engine. Out: the row to use, or a
typed refusal that names the nearest. Adding an engine is adding a row and its module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from rnnspec.engines.contract import Engine, MakeEngine, Told, Unsupported
from rnnspec.study.search import Named
from rnnspec.study.space import Space


@dataclass(frozen=True)
class EngineRow:
    """An engine: its algorithms, the module whose `make_engine` makes it, the library it needs."""

    name: str
    algorithms: tuple[str, ...]
    module: str
    library: str | None = None


ENGINES = (
    EngineRow("rnnspec", ("random", "grid"), "rnnspec.engines.own"),
    EngineRow("hyperopt", ("tpe", "anneal", "random"), "rnnspec.engines.hyperopt", "hyperopt"),
)
"""In the order of preference: the first that has an algorithm is its default."""

NEAREST = {
    "gp": "tpe",
    "forest": "tpe",
    "gbrt": "tpe",
    "cmaes": "anneal",
    "nsga2": "random",
    "hyperband": "random",
    "grid": "random",
}
"""What comes nearest to an algorithm that no engine, or not the one asked for, has."""

SINGLE = frozenset({"tpe", "anneal"})
"""Algorithms that learn from one score."""


def choose_engine(algorithm: str, engine: str | None = None, objectives: int = 1) -> EngineRow:
    """The engine for an algorithm: the one that is asked for, else the first that has it.

    Raises Unsupported, with the nearest names, where there is none, or where the algorithm
    learns from one objective and the search has several.
    """
    row = _row_of(algorithm, engine)
    if objectives > 1 and algorithm in SINGLE:
        reason = f"`{algorithm}` learns from one objective, the search has {objectives}"
        blind = tuple(name for name in row.algorithms if name not in SINGLE)
        raise Unsupported("several objectives", reason, blind)
    return row


def _row_of(algorithm: str, engine: str | None) -> EngineRow:
    if engine is None:
        for row in ENGINES:
            if algorithm in row.algorithms:
                return row
        raise Unsupported(algorithm, "no engine has it", _nearest(algorithm, _all_algorithms()))
    for row in ENGINES:
        if row.name == engine:
            break
    else:
        names = tuple(row.name for row in ENGINES)
        raise Unsupported(engine, "no engine has that name", names)
    if algorithm not in row.algorithms:
        raise Unsupported(
            algorithm,
            f"the engine `{engine}` does not have it",
            _nearest(algorithm, row.algorithms),
        )
    return row


def make_engine(
    row: EngineRow,
    space: Space,
    algorithm: Named,
    seed: int,
    history: Sequence[Told] = (),
    objectives: int = 1,
) -> Engine:
    """Make the engine of a row. Raises Unsupported where it cannot search this space."""
    make: MakeEngine = import_module(row.module).make_engine
    return make(space, algorithm, seed, history, objectives)


def _all_algorithms() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in ENGINES for name in row.algorithms))


def _nearest(algorithm: str, available: Sequence[str]) -> tuple[str, ...]:
    nearest = NEAREST.get(algorithm)
    return (nearest,) if nearest is not None and nearest in available else tuple(available)
