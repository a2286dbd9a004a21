"""What a search is asked for beside its spec.

In: a study, what a command line or a program asks for. Out: the study that is searched.
"""

from dataclasses import dataclass, replace

from rnnspec.study.search import Named
from rnnspec.study.study import Study


@dataclass(frozen=True)
class Overrides:
    """What the command line asks for; None leaves it to the spec.

    `timeout` and `trial_timeout` are in seconds, `storage` is a database's URL.
    """

    engine: str | None = None
    algorithm: str | None = None
    trials: int | None = None
    seed: int | None = None
    timeout: float | None = None
    trial_timeout: float | None = None
    max_failures: int = 20
    workers: int = 1
    storage: str | None = None


NO_OVERRIDES = Overrides()


def overridden(study: Study, overrides: Overrides) -> Study:
    """The study, searched as the command line says."""
    search = study.search
    if overrides.algorithm is not None and overrides.algorithm != search.algorithm.name:
        search = replace(search, algorithm=Named(overrides.algorithm))
    asked = {name: getattr(overrides, name) for name in ("trials", "timeout", "seed")}
    given = {name: value for name, value in asked.items() if value is not None}
    return replace(study, search=replace(search, **given))
