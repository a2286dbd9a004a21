"""How a proposal is chosen: constraints hold, and nothing runs twice at once.

In: what a library draws for one attempt after the other. Out: a configuration that may run. It
costs no trial where a proposal breaks a `require`: the library is asked again.
"""

from collections.abc import Callable, Collection
from itertools import chain

import numpy as np

from rnnspec.study.expressions import Value
from rnnspec.study.sampling import configuration_hash, sample, satisfies
from rnnspec.study.sampling import draw as draw_from_distributions
from rnnspec.study.space import Space

REPEATS = 50
"""How often a library is asked again where its proposal may not run."""


def seed_of(seed: int, number: int, attempt: int = 0) -> int:
    """A seed of 32 bits for an attempt at the trial of that number."""
    return int(np.random.SeedSequence([seed, number, attempt]).generate_state(1)[0])


def propose(
    space: Space,
    seed: int,
    number: int,
    draw: Callable[[int], dict[str, Value]],
    running: Collection[str],
    repeats: int = REPEATS,
) -> dict[str, Value]:
    """The first draw that satisfies every constraint and is not among the hashes of `running`.

    `draw` is called with the attempt. After `repeats` of them, draws from the distributions take
    its place; what runs already is taken where there is nothing else.

    Raises:
        NothingSatisfies: no draw satisfies the constraints.
    """
    drawn = (draw(attempt) for attempt in range(repeats))
    from_the_distributions = (
        draw_from_distributions(space, seed, number, attempt) for attempt in range(REPEATS)
    )
    twin: dict[str, Value] | None = None
    for configuration in chain(drawn, from_the_distributions):
        if satisfies(space, configuration):
            if not running or configuration_hash(configuration) not in running:
                return configuration
            twin = twin or configuration
    return twin or sample(space, seed, number)
