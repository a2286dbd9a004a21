"""Training and scoring configurations, by walking the study's plan.

In: a study, the spec's folder, requests. Out: answers. Lives in a worker: it imports Keras and
the runtime, executes custom layers, and keeps the model that it trained last. Knows no samplers
and no ledger.
"""

import builtins
import gc
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import keras
import numpy as np

from rnnspec import runtime
from rnnspec.executors.custom import load_custom
from rnnspec.executors.execute import Executor
from rnnspec.executors.forecast import forecast, npz_bytes
from rnnspec.executors.memory import resident_memory
from rnnspec.executors.messages import (
    Epoch,
    Keep,
    Kept,
    Ready,
    Refit,
    Reply,
    Request,
    SavedModel,
    Test,
    Tested,
    Train,
    Trained,
)
from rnnspec.executors.preparation import Preparation, Prepared
from rnnspec.executors.preprocessing import preprocessing
from rnnspec.executors.saving import load_weights, network_bytes
from rnnspec.executors.scoring import NotFinite, score_baseline, score_model
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.target import target_kind
from rnnspec.runtime.training import (
    AfterEpoch,
    count_steps,
    epochs_kept,
    fit_model,
    seed_everything,
    trial_seed,
)
from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import Value
from rnnspec.study.study import Study


class Trainer:
    """Answers a coordinator's requests for one study."""

    def __init__(self, study: Study, folder: Path, report: Callable[[Epoch], object]) -> None:
        """Load custom layers and read the data; `report` takes epochs as they end.

        Where an epoch has measures, it says whether the training ends with it.
        Raises CustomLayerError, CallFailed where these cannot be used.
        """
        self._study = study
        self._report = report
        self._plan = lower_plan(study)
        custom = load_custom(study.custom, folder)
        self._objects = {**runtime_objects(), **custom}
        self._data = Preparation(study, self._plan, folder, self._objects)
        self._last: tuple[Any, dict[str, Any]] | None = None

    def ready(self) -> Ready:
        """What is said when the worker can begin."""
        return Ready(keras.backend.backend(), self._data.gaps)

    def answer(self, request: Request) -> Reply:
        """Do what is asked. Raises whatever fails on the way."""
        match request:
            case Train(number, values, watched):
                return self._train(number, self._executor(values), watched)
            case Keep():
                assert self._last is not None
                model, content = self._last
                return Kept(SavedModel(network_bytes(model), content))
            case Refit(number, values, epochs):
                return self._refit(number, self._executor(values), epochs)
            case Test(number, values, network):
                return self._test(number, self._executor(values), network)

    def _executor(self, values: Mapping[str, Value]) -> Executor:
        return Executor(Scope.of(self._study.space, values).evaluate, self._objects)

    def _train(self, number: int, executor: Executor, watched: bool) -> Trained:
        """Train for every repeat and fold; of repeats, the best model is the one to keep."""
        self._last = None
        objective = self._study.search.objectives[0]
        trainings: list[tuple[dict[str, float], int, Any, Prepared]] = []
        for _ in range(self._study.search.repeats):
            for prepared in self._data.for_search(executor):
                seed = self._seed(number, len(trainings))
                validation = (prepared.scored["x"], prepared.scored["y"])
                model, history, epochs = self._fit(
                    executor, prepared, seed, validation=validation, watched=watched
                )
                _verify_finite(history, epochs)
                scores = score_model(self._plan.scoring, executor, model, prepared)
                trainings.append((scores, epochs, model, prepared))
        first = self._plan.scoring.measures[0].name
        sign = -1 if objective.maximize else 1
        _, _, model, prepared = min(trainings, key=lambda t: sign * t[0][first])
        self._last = (model, preprocessing(self._study, executor, prepared.fitted, number))
        measured = {
            _on_validation(name): [scores[name] for scores, *_ in trainings]
            for name in trainings[0][0]
        }
        return Trained(
            measures={name: mean(scores) for name, scores in measured.items()},
            epochs=float(np.mean([epochs for _, epochs, *_ in trainings])),
            parameters=model.count_params(),
            spread={name: float(np.std(scores)) for name, scores in measured.items()}
            if len(trainings) > 1
            else {},
            memory=resident_memory(),
        )

    def _refit(self, number: int, executor: Executor, epochs: int) -> Kept:
        prepared = self._data.for_test(executor)
        model, *_ = self._fit(executor, prepared, self._seed(number, 0), epochs=epochs)
        content = preprocessing(self._study, executor, prepared.fitted, number)
        return Kept(SavedModel(network_bytes(model), content))

    def _test(self, number: int, executor: Executor, network: bytes) -> Tested:
        if not self._plan.data.has_test:
            return Tested({}, {})
        prepared = self._data.for_test(executor)
        model = self._compiled(executor, prepared)
        load_weights(model, network)
        scoring, classes = self._plan.scoring, target_kind(self._study) != "regression"
        scores = score_model(scoring, executor, model, prepared)
        scores.pop("parameters", None)
        cases = forecast(scoring, executor, model, prepared, classes=classes)
        naive = score_baseline(scoring, executor, prepared)
        return Tested(scores, naive, npz_bytes(number, cases))

    def _seed(self, number: int, training: int) -> int:
        """The seed of a trial's first training, and of further ones for repeats and folds."""
        counters = (number,) if training == 0 else (number, training)
        return trial_seed(self._study.search.seed, *counters)

    def _fit(
        self,
        executor: Executor,
        prepared: Prepared,
        seed: int,
        *,
        validation: tuple[Any, Any] | None = None,
        epochs: int | None = None,
        watched: bool = False,
    ) -> tuple[Any, Any, int]:
        """Train a new model: it, Keras's history, and the epochs behind its weights.

        Without validation, callbacks that watch a measure are left out: `epochs` are decided.
        """
        gc.collect()
        seed_everything(seed)
        model = self._compiled(executor, prepared)
        fit = self._plan.fit
        knowing = self._knowing(executor, prepared)
        callbacks = [knowing.argument(callback) for callback in fit.callbacks]
        if validation is None:
            callbacks = [c for c in callbacks if not hasattr(c, "monitor")]
        epochs = epochs or knowing.value(fit.epochs)
        assert epochs is not None
        judge = partial(self._measures, executor, model, prepared) if watched else None
        history = fit_model(
            model,
            (prepared.train["x"], prepared.train["y"]),
            validation,
            epochs=epochs,
            batch_size=knowing.value(fit.batch_size),
            callbacks=[*callbacks, AfterEpoch(partial(self._after_epoch, epochs, judge))],
            class_weight=knowing.argument(fit.class_weight),
        )
        return model, history, epochs_kept(history, callbacks)

    def _compiled(self, executor: Executor, prepared: Prepared) -> Any:
        knowing = self._knowing(executor, prepared)
        plan = self._plan.model
        model = knowing.model(plan)
        model.compile(
            optimizer=knowing.argument(plan.optimizer),
            loss=knowing.argument(plan.loss),
            metrics=[knowing.argument(metric) for metric in plan.metrics],
        )
        return model

    def _knowing(self, executor: Executor, prepared: Prepared) -> Executor:
        train_y = prepared.train["y"]
        steps = count_steps(len(train_y), executor.value(self._plan.fit.batch_size))
        return executor.knowing(**prepared.fitted, train_y=train_y, steps_per_epoch=steps)

    def _after_epoch(
        self,
        epochs: int,
        judge: Callable[[], dict[str, float]] | None,
        epoch: int,
        logs: Mapping[str, float],
    ) -> bool:
        """Report an epoch; whether training ends with it, where somebody watches."""
        plain = {name: float(value) for name, value in logs.items()}
        measures = {} if judge is None else judge()
        return bool(self._report(Epoch(epoch, epochs, plain, measures)))

    def _measures(self, executor: Executor, model: Any, prepared: Prepared) -> dict[str, float]:
        """The measures so far; none where they are no numbers, which Keras's own callbacks mend."""
        try:
            scores = score_model(self._plan.scoring, executor, model, prepared)
        except NotFinite:
            return {}
        return {_on_validation(name): score for name, score in scores.items()}


def _verify_finite(history: Any, kept: int) -> None:
    """Refuse weights of an epoch whose loss is no number; earlier ones may have been restored."""
    losses = history.history.get("loss", [])
    if kept == len(losses) and losses and not np.isfinite(losses[-1]):
        raise NotFinite(f"the loss became {losses[-1]} in epoch {kept}")


def _on_validation(measure: str) -> str:
    return measure if measure == "parameters" else f"val_{measure}"


def runtime_objects() -> dict[str, Any]:
    """What the calls of a plan name: Python's own, Keras, NumPy, all that the runtime defines."""
    objects: dict[str, Any] = {**vars(builtins), "keras": keras, "np": np}
    for file in pkgutil.iter_modules(runtime.__path__):
        module = importlib.import_module(f"{runtime.__name__}.{file.name}")
        objects |= {
            name: value
            for name, value in vars(module).items()
            if getattr(value, "__module__", None) == module.__name__
        }
    return objects
