"""How a proposal is chosen: constraints hold, and nothing runs twice at once.

In: what a library draws for one attempt after the other. Out: a configuration that may run. It
costs no trial where a proposal breaks a `require`: the library is asked again.
"""

from collections.abc import Callable, Collection

import numpy as np

from rnnspec.study.expressions import Value
from rnnspec.study.sampling import configuration_hash, sample, satisfies
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
) -> dict[str, Value]:
    """The first draw that satisfies every constraint and is not among the hashes of `running`.

    `draw` is called with the attempt. After so many the first that satisfies the constraints is
    taken though it runs already, and where none does, a draw from the laws.

    Raises:
        NothingSatisfies: nor does any draw from the laws.
    """
    twin: dict[str, Value] | None = None
    for attempt in range(REPEATS):
        configuration = draw(attempt)
        if satisfies(space, configuration):
            if not running or configuration_hash(configuration) not in running:
                return configuration
            twin = twin or configuration
    return twin or sample(space, seed, number)
