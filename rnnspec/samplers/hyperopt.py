"""Hyperopt's algorithms: TPE, annealing, random search.

In: a space, an algorithm, a seed. Out: configurations. Hyperopt sees every
hyperparameter side by side; what a configuration leaves inactive is left out of what it is told,
so TPE and annealing learn each one from the trials in which it was active, as they would from
nested choices, whatever the condition is. Failed trials are told as failed.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from hyperopt import STATUS_FAIL, STATUS_OK, Trials, anneal, hp, rand, tpe
from hyperopt.base import JOB_STATE_DONE, Domain

from rnnspec.distributions.encoding import EDGE, Bell, Category, Drawable, Places, Share
from rnnspec.samplers.contract import Sampler, known_arguments
from rnnspec.samplers.own import RandomSampler
from rnnspec.samplers.proposing import propose, seed_of
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import active_values, configuration_hash
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space

ALGORITHMS: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "tpe": (
        tpe.suggest,
        {"startup": "n_startup_jobs", "candidates": "n_EI_candidates", "gamma": "gamma"},
    ),
    "anneal": (anneal.suggest, {}),
    "random": (rand.suggest, {}),
}
"""Each algorithm with the plain names of its arguments and Hyperopt's."""


def make_sampler(space: Space, algorithm: Named, seed: int, objectives: int) -> Sampler:
    """Make the sampler. Raises Unsupported for an argument that the algorithm does not take."""
    if not space.hyperparameters:  # Hyperopt has no space of one configuration.
        return RandomSampler(space, seed)
    suggest, known = ALGORITHMS[algorithm.name]
    arguments = known_arguments(algorithm, known)
    if algorithm.name == "tpe":
        arguments["verbose"] = False
    return HyperoptSampler(space, partial(suggest, **arguments), seed)


class HyperoptSampler:
    """One of Hyperopt's algorithms, asked for one configuration at a time."""

    def __init__(self, space: Space, suggest: Callable[..., Any], seed: int) -> None:
        self._space = space
        self._suggest = suggest
        self._seed = seed
        # Hyperopt draws the last label first. Annealing builds on the trial that it chose for the
        # first draw, so this must be what decides which other hyperparameters are active.
        last = len(space.hyperparameters)
        self._labels = {h.name: f"{last - at:06}" for at, h in enumerate(space.hyperparameters)}
        drawn = {
            h.name: h.distribution.encoded(partial(node, label=self._labels[h.name]))
            for h in space.hyperparameters
        }
        self._encodings = {name: encoding for name, (encoding, _) in drawn.items()}
        nodes = {self._labels[name]: expression for name, (_, expression) in drawn.items()}
        self._domain = Domain(lambda _: 0.0, nodes)
        self._trials = Trials()
        self._running: dict[int, str] = {}

    def ask(self, number: int) -> dict[str, Value]:
        """See Sampler. Hyperopt knows nothing of what runs: its draws differ by their seeds."""
        running = self._running.values()
        configuration = propose(
            self._space, self._seed, number, partial(self._drawn, number), running
        )
        self._running[number] = configuration_hash(configuration)
        return configuration

    def _drawn(self, number: int, attempt: int) -> dict[str, Value]:
        seed = seed_of(self._seed, number, attempt)
        (document,) = self._suggest([number], self._domain, self._trials, seed)
        numbers = document["misc"]["vals"]
        drawn = {
            name: encoding.to_value(numbers[self._labels[name]][0])
            for name, encoding in self._encodings.items()
        }
        return active_values(self._space, drawn)

    def tell(
        self, number: int, configuration: Configuration, losses: tuple[float, ...] | None
    ) -> None:
        """See Sampler. Hyperopt orders trials by their numbers, whenever they are told."""
        self._running.pop(number, None)
        vals = {
            label: [self._encodings[name].from_value(configuration[name])]
            if name in configuration
            else []
            for name, label in self._labels.items()
        }
        result: dict[str, Any] = {"status": STATUS_FAIL}
        if losses is not None:
            result = {"status": STATUS_OK, "loss": losses[0]}
        misc = {
            "tid": number,
            "cmd": self._domain.cmd,
            "workdir": None,
            "idxs": {label: [number] if values else [] for label, values in vals.items()},
            "vals": vals,
        }
        (document,) = self._trials.new_trial_docs([number], [None], [result], [misc])
        document["state"] = JOB_STATE_DONE
        self._trials.insert_trial_doc(document)
        self._trials.refresh()


def node(shape: Drawable, label: str) -> Any:
    """The expression with which Hyperopt draws a number of a shape; None where we do not ask it."""
    match shape:
        case Category(size, ()):
            return hp.choice(label, list(range(size)))
        case Category(_, masses):
            return hp.pchoice(label, [(mass, at) for at, mass in enumerate(masses)])
        case Places(size):  # Rounded from half a step beyond both ends, so that none is starved.
            return hp.quniform(label, -0.5, size - 0.5, 1)
        case Share():
            return hp.uniform(label, EDGE, 1 - EDGE)
        case Bell():
            return hp.normal(label, 0, 1)
    return None
