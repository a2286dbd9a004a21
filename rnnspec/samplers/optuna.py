"""Optuna's samplers: TPE, CMA-ES, NSGA-II, a Gaussian process, random search.

In: a space, an algorithm, a seed. Out: configurations. A study in memory holds what was
asked and told; of a trial Optuna sees the active hyperparameters alone, failed ones as failed,
open ones as running. Samplers are made anew for each trial, of its own seed. Hyperband is random
search here: its stopping is the run's pruner.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.samplers import BaseSampler
from optuna.trial import FrozenTrial, TrialState

from rnnspec.distributions.encoding import EDGE, Category, Drawable, Places, Share
from rnnspec.samplers.contract import Sampler, known_arguments
from rnnspec.samplers.own import RandomSampler
from rnnspec.samplers.proposing import REPEATS, propose, seed_of
from rnnspec.study.expressions import TRUE, Expr, Value
from rnnspec.study.sampling import configuration_hash, configuration_of
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Hyperparameter, Space


@dataclass(frozen=True)
class Algorithm:
    """One of Optuna's samplers, and what it draws jointly; the rest it draws one by one.

    `known` are the plain names of its arguments and Optuna's, `options` what is always given.
    `joint`: nothing, what is active in all configurations (`always`), or that and what shares any
    other `condition`. With `numbers` it draws no categories jointly. With `generations` it learns
    from the members of a generation, to which every trial must belong. `repeats` is how often it
    is asked again where its proposal may not run.
    """

    sampler: str
    known: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    joint: str = "nothing"
    numbers: bool = False
    generations: bool = False
    repeats: int = REPEATS


ALGORITHMS = {
    "tpe": Algorithm(
        "TPESampler",
        {"startup": "n_startup_trials", "candidates": "n_ei_candidates"},
        joint="condition",
    ),
    "cmaes": Algorithm(
        "CmaEsSampler",
        {"startup": "n_startup_trials"},
        {"warn_independent_sampling": False},
        joint="always",
        numbers=True,
        generations=True,
    ),
    "nsga2": Algorithm(
        "NSGAIISampler", {"population": "population_size"}, joint="always", generations=True
    ),
    "gp": Algorithm(
        "GPSampler",
        {"startup": "n_startup_trials"},
        {"warn_independent_sampling": False},
        joint="always",
        repeats=3,  # It is fitted anew each time.
    ),
    "random": Algorithm("RandomSampler"),
    "hyperband": Algorithm("RandomSampler"),
}


def make_sampler(space: Space, algorithm: Named, seed: int, objectives: int) -> Sampler:
    """Make the sampler. Raises Unsupported for an argument that the algorithm does not take."""
    row = ALGORITHMS[algorithm.name]
    # The arguments of hyperband are its pruner's.
    arguments = {} if algorithm.name == "hyperband" else known_arguments(algorithm, row.known)
    if not space.hyperparameters:
        return RandomSampler(space, seed)
    if objectives > 1 and algorithm.name == "tpe":
        row = replace(row, joint="nothing")  # As Optuna does by itself.
    make_base = partial(getattr(optuna.samplers, row.sampler), **row.options, **arguments)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return OptunaSampler(space, seed, row, make_base, objectives)


class OptunaSampler:
    """One of Optuna's samplers over a study in memory."""

    def __init__(
        self,
        space: Space,
        seed: int,
        algorithm: Algorithm,
        make_base: Callable[..., BaseSampler],
        objectives: int,
    ) -> None:
        self._space = space
        self._seed = seed
        self._algorithm = algorithm
        self._make_base = make_base
        drawn = {h.name: h.distribution.encoded(distribution_of) for h in space.hyperparameters}
        self._encodings = {name: encoding for name, (encoding, _) in drawn.items()}
        self._distributions = {name: distribution for name, (_, distribution) in drawn.items()}
        self._groups = self._grouped()
        self._storage = optuna.storages.InMemoryStorage()
        self._study = optuna.create_study(
            storage=self._storage, sampler=self._base(0), directions=["minimize"] * objectives
        )
        self._places: dict[int, int] = {}
        self._running: dict[int, str] = {}

    def _grouped(self) -> dict[str, dict[str, BaseDistribution]]:
        """What is drawn jointly with each hyperparameter; nothing for those drawn alone."""
        by_condition: dict[Expr, dict[str, BaseDistribution]] = {}
        groups = {}
        for hyperparameter in self._space.hyperparameters:
            name, condition = hyperparameter.name, hyperparameter.condition
            distribution = self._distributions[name]
            category = isinstance(distribution, CategoricalDistribution)
            if distribution.single() or (category and self._algorithm.numbers):
                continue
            if self._algorithm.joint == "condition" or (
                self._algorithm.joint == "always" and condition == TRUE
            ):
                groups[name] = by_condition.setdefault(condition, {})
                groups[name][name] = distribution
        return groups

    def _base(self, number: int, attempt: int = 0) -> BaseSampler:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            return self._make_base(seed=seed_of(self._seed, number, attempt))

    def ask(self, number: int) -> dict[str, Value]:
        """See Sampler. Optuna's samplers know what runs, each in its way."""
        trial = self._begun(number)
        draw = partial(self._drawn, number, trial)
        running, repeats = self._running.values(), self._algorithm.repeats
        configuration = propose(self._space, self._seed, number, draw, running, repeats)
        self._record(trial, configuration)
        self._running[number] = configuration_hash(configuration)
        return configuration

    def _begun(self, number: int) -> FrozenTrial:
        """A new trial of the study, running."""
        trial = self._study.ask()
        self._places[number] = trial.number
        return self._storage.get_trial(trial._trial_id)

    def _drawn(self, number: int, trial: FrozenTrial, attempt: int) -> dict[str, Value]:
        base = self._base(number, attempt)
        numbers: dict[str, Any] = {}
        drawn: list[int] = []

        def value_of(hyperparameter: Hyperparameter) -> Value:
            name = hyperparameter.name
            distribution = self._distributions[name]
            group = self._groups.get(name)
            if group is not None and id(group) not in drawn:
                drawn.append(id(group))
                numbers.update(base.sample_relative(self._study, trial, group))
            if name not in numbers:
                numbers[name] = (
                    0
                    if distribution.single()
                    else base.sample_independent(self._study, trial, name, distribution)
                )
            return self._encodings[name].to_value(numbers[name])

        return configuration_of(self._space, value_of)

    def _record(self, trial: FrozenTrial, configuration: Configuration) -> None:
        for name, value in configuration.items():
            distribution = self._distributions[name]
            number = distribution.to_internal_repr(self._encodings[name].from_value(value))
            self._storage.set_trial_param(trial._trial_id, name, number, distribution)

    def tell(
        self, number: int, configuration: Configuration, losses: tuple[float, ...] | None
    ) -> None:
        """See Sampler. What was never asked here joins the generation that would be asked."""
        if number not in self._places:
            trial = self._begun(number)
            if self._algorithm.generations:
                self._drawn(number, trial, 0)
            self._record(trial, configuration)
        self._running.pop(number, None)
        place = self._places.pop(number)
        if losses is None:
            self._study.tell(place, state=TrialState.FAIL)
        else:
            self._study.tell(place, losses)


def distribution_of(shape: Drawable) -> BaseDistribution | None:
    """The distribution from which Optuna draws a number of a shape; None where we ask for none.

    It has no categories of unequal mass, and no normal numbers.
    """
    match shape:
        case Category(size, masses=()):
            return CategoricalDistribution(tuple(range(size)))
        case Places(size):
            return IntDistribution(0, size - 1)
        case Share():
            return FloatDistribution(EDGE, 1 - EDGE)
    return None
