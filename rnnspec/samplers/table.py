"""Which sampler has which algorithm. Nothing heavy is imported until a sampler is made.

In: the names of an algorithm and, where one is asked for, of a sampler. Out: the row to use, or a
typed refusal that names the nearest. Adding a sampler is adding a row and its module.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module

from rnnspec.samplers.contract import Sampler, Told, Unsupported
from rnnspec.study.search import Named
from rnnspec.study.space import Space


@dataclass(frozen=True)
class SamplerRow:
    """A sampler: its algorithms, and the module whose `make_sampler` makes it.

    That takes a space, an algorithm, a seed, and how many objectives there are; it raises
    Unsupported where the sampler cannot search this space. `several` are the algorithms that learn
    from several objectives, or need none. `library` is imported, `package` installed where its name
    is another; `further` is what an algorithm needs beside it.
    """

    name: str
    algorithms: tuple[str, ...]
    module: str
    several: tuple[str, ...] = ()
    library: str | None = None
    package: str | None = None
    further: dict[str, str] = field(default_factory=dict)


SAMPLERS = (
    SamplerRow("rnnspec", ("random", "grid"), "rnnspec.samplers.own", several=("random", "grid")),
    SamplerRow(
        "hyperopt",
        ("tpe", "anneal", "random"),
        "rnnspec.samplers.hyperopt",
        several=("random",),
        library="hyperopt",
    ),
    SamplerRow(
        "skopt",
        ("gp", "forest", "gbrt"),
        "rnnspec.samplers.skopt",
        library="skopt",
        package="scikit-optimize",
    ),
    SamplerRow(
        "optuna",
        ("tpe", "cmaes", "nsga2", "gp", "random", "hyperband"),
        "rnnspec.samplers.optuna",
        several=("tpe", "nsga2", "random"),
        library="optuna",
        further={"cmaes": "cmaes", "gp": "torch"},
    ),
)
"""In the order of preference: the first that has an algorithm is its default."""

NEAREST: dict[str, tuple[str, ...]] = {
    "tpe": ("gp",),
    "gp": ("tpe",),
    "forest": ("tpe",),
    "gbrt": ("tpe",),
    "anneal": ("tpe", "gp"),
    "cmaes": ("anneal", "gp"),
    "nsga2": ("random",),
    "hyperband": ("random",),
    "grid": ("random",),
}
"""What comes nearest to an algorithm that no sampler, or not the one asked for, has."""


def choose_sampler(algorithm: str, asked: str | None = None, objectives: int = 1) -> SamplerRow:
    """The sampler for an algorithm: the one that is asked for, else the first that has it.

    Raises Unsupported, with the nearest names, where there is none, where it learns from one
    objective and the search has several, and where a library is not installed.
    """
    rows = tuple(row for row in SAMPLERS if asked is None or row.name == asked)
    if not rows:
        names = tuple(row.name for row in SAMPLERS)
        raise Unsupported(str(asked), "no engine has that name", names)
    having = [row for row in rows if algorithm in row.algorithms]
    if not having:
        reason = f"the engine `{asked}` does not have it" if asked else "no engine has it"
        raise Unsupported(algorithm, reason, _nearest(algorithm, rows))
    able = [row for row in having if objectives == 1 or algorithm in row.several]
    if not able:
        whose = f"`{algorithm}`" + (f" of the engine `{asked}`" if asked else "")
        reason = f"{whose} learns from one objective, the search has {objectives}"
        others = dict.fromkeys(name for row in rows for name in row.several)
        raise Unsupported("several objectives", reason, tuple(others))
    _verify_installed(able[0], algorithm)
    return able[0]


def _nearest(algorithm: str, rows: Sequence[SamplerRow]) -> tuple[str, ...]:
    """The nearest of what the rows have, else all that they have."""
    available = tuple(dict.fromkeys(name for row in rows for name in row.algorithms))
    for name in NEAREST.get(algorithm, ()):
        if name in available:
            return (name,)
    return available


def _verify_installed(row: SamplerRow, algorithm: str) -> None:
    from importlib.util import find_spec

    for library in (row.library, row.further.get(algorithm)):
        if library is not None and find_spec(library) is None:
            package = (row.package if library == row.library else None) or library
            reason = f"the engine `{row.name}` needs `{package}`: `pip install {package}`"
            raise Unsupported(algorithm, reason)


def make_sampler(
    row: SamplerRow,
    space: Space,
    algorithm: Named,
    seed: int,
    history: Sequence[Told] = (),
    objectives: int = 1,
) -> Sampler:
    """Make the sampler of a row, and tell it what was tried before, in the order of the trials.

    Raises Unsupported where it cannot search this space.
    """
    made = import_module(row.module).make_sampler(space, algorithm, seed, objectives)
    sampler: Sampler = made
    for told in sorted(history, key=lambda told: told.number):
        sampler.tell(told.number, told.configuration, told.losses)
    return sampler
