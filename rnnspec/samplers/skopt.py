"""scikit-optimize's surrogates: a Gaussian process, a forest, boosted trees.

In: a space, an algorithm, a seed. Out: configurations. An `Optimizer` is made for each
trial, of its own seed, and told all that is known: what was scored, failures as the worst score so
far, what runs as the best one (the library's own lie). Inactive dimensions rest at their median,
so the surrogate sees no noise. Until so many trials are scored, draws come from the distributions.
"""

import math
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from skopt import Optimizer
from skopt.acquisition import gaussian_ei
from skopt.learning import GradientBoostingQuantileRegressor
from skopt.space import Categorical, Real
from threadpoolctl import threadpool_limits

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import EDGE, Category, Drawable, Places, Share
from rnnspec.samplers.contract import Sampler, known_arguments
from rnnspec.samplers.own import RandomSampler
from rnnspec.samplers.proposing import seed_of
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import active_values, configuration_hash, draw, sample, satisfies
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space

ACQUISITION = "EI"
"""What is asked for where the spec does not say: expected improvement needs no memory."""

STARTUP = 10
"""So many trials are scored before the surrogate decides, where the spec does not say."""

CANDIDATES = 1000
"""Random draws among which the surrogate chooses where its own point may not be tried."""


def make_sampler(space: Space, algorithm: Named, seed: int, objectives: int) -> Sampler:
    """Make the sampler. Raises Unsupported for an argument that the algorithm does not take."""
    known = {"acquisition": "acq_func", "startup": "n_initial_points"}
    usual = {"n_initial_points": STARTUP, "acq_func": ACQUISITION}
    arguments = {**usual, **known_arguments(algorithm, known)}
    if not space.hyperparameters:
        return RandomSampler(space, seed)
    return SkoptSampler(space, algorithm.name, arguments, seed)


class SkoptSampler:
    """One of scikit-optimize's surrogates."""

    def __init__(self, space: Space, surrogate: str, arguments: dict[str, Any], seed: int) -> None:
        self._space = space
        self._seed = seed
        self._surrogate = surrogate
        self._startup = arguments["n_initial_points"]
        self._arguments = {"acq_func": arguments["acq_func"], "n_initial_points": 0}
        if surrogate == "gp" and any(_has_no_end(h.distribution) for h in space.hyperparameters):
            self._arguments["acq_optimizer"] = "sampling"  # Gradients would lead to the ends.
        drawn = {h.name: h.distribution.encoded(dimension_of) for h in space.hyperparameters}
        self._encodings = {name: encoding for name, (encoding, _) in drawn.items()}
        self._dimensions = [dimension for _, dimension in drawn.values()]
        self._rest = {
            h.name: self._encodings[h.name].from_value(h.distribution.median)
            for h in space.hyperparameters
        }
        self._points: dict[int, list[float]] = {}
        self._losses: dict[int, float | None] = {}
        self._hashes: dict[int, str] = {}

    def ask(self, number: int) -> dict[str, Value]:
        """See Sampler. Nothing that was tried or runs is proposed while there is anything else."""
        scored = [loss for loss in self._losses.values() if loss is not None]
        if len(scored) < self._startup:
            configuration = sample(self._space, self._seed, number)
        else:
            configuration = self._proposed(number, scored)
        self._place(number, configuration)
        return configuration

    def tell(
        self, number: int, configuration: Configuration, losses: tuple[float, ...] | None
    ) -> None:
        """See Sampler."""
        self._place(number, configuration)
        self._losses[number] = None if losses is None else losses[0]

    def _place(self, number: int, configuration: Configuration) -> None:
        self._points[number] = self._point(configuration)
        self._hashes[number] = configuration_hash(configuration)

    def _proposed(self, number: int, scored: list[float]) -> dict[str, Value]:
        optimizer = self._optimizer(number)
        known = sorted(self._points)
        points = [self._points[one] for one in known]
        worst, best = max(scored), min(scored)
        told = [self._losses.get(one, best) for one in known]
        # One thread is the quickest for matrices of this size, and the workers need the others.
        with warnings.catch_warnings(), threadpool_limits(1):
            warnings.simplefilter("ignore")  # Of fits that end early, and of points told before.
            optimizer.tell(points, [worst if loss is None else loss for loss in told])
            configuration = self._values(optimizer.ask())
            taken = set(self._hashes.values())
            if self._may_run(configuration, taken):
                return configuration
            candidates = list(self._candidates(number, taken))
            if not candidates:
                return sample(self._space, self._seed, number)
            numbers = optimizer.space.transform([self._point(one) for one in candidates])
            gains = gaussian_ei(numbers, optimizer.models[-1], best)
        return candidates[int(np.argmax(gains))]

    def _may_run(self, configuration: Configuration, taken: set[str]) -> bool:
        return (
            satisfies(self._space, configuration) and configuration_hash(configuration) not in taken
        )

    def _candidates(self, number: int, taken: set[str]) -> Iterator[dict[str, Value]]:
        for attempt in range(CANDIDATES):
            configuration = draw(self._space, self._seed, number, attempt)
            if self._may_run(configuration, taken):
                yield configuration

    def _optimizer(self, number: int) -> Optimizer:
        seed = seed_of(self._seed, number)
        surrogates = {"gp": "GP", "forest": "ET"}
        surrogate = surrogates.get(self._surrogate) or BoostedTrees(
            base_estimator=GradientBoostingRegressor(n_estimators=30, loss="quantile"),
            random_state=seed,
        )
        return Optimizer(self._dimensions, surrogate, random_state=seed, **self._arguments)

    def _point(self, configuration: Configuration) -> list[float]:
        return [
            encoding.from_value(configuration[name]) if name in configuration else self._rest[name]
            for name, encoding in self._encodings.items()
        ]

    def _values(self, point: Sequence[float]) -> dict[str, Value]:
        drawn = {
            name: encoding.to_value(number)
            for (name, encoding), number in zip(self._encodings.items(), point, strict=True)
        }
        return active_values(self._space, drawn)


class BoostedTrees(GradientBoostingQuantileRegressor):  # type: ignore[misc]
    """scikit-optimize's boosted trees; those of 0.10 do not work with today's NumPy."""

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn asks an estimator: this one is a regressor."""
        tags = super().__sklearn_tags__()
        tags.estimator_type = "regressor"
        return tags

    def predict(self, X: Any, return_std: bool = False) -> Any:
        """The median, and half the distance between the quantiles of one deviation."""
        low, middle, high = (trees.predict(X) for trees in self.regressors_)
        return (middle, (high - low) / 2) if return_std else middle


def dimension_of(shape: Drawable) -> Real | Categorical | None:
    """The dimension from which scikit-optimize draws a number of a shape; None where there is none.

    Its own integers starve both ends under a Gaussian process; here places in a row are drawn as
    floats, from half a step beyond both ends.
    """
    match shape:
        case Places(size) | Category(size) if isinstance(shape, Places) or size == 1:
            return Real(-0.5, size - 0.5)
        case Category(size, masses):
            return Categorical(list(range(size)), prior=list(masses) or None)
        case Share():
            return Real(EDGE, 1 - EDGE)
    return None


def _has_no_end(distribution: Distribution) -> bool:
    """Whether the ends of the dimension stand for values far beyond all that are drawn."""
    return not all(map(math.isfinite, distribution.support))
