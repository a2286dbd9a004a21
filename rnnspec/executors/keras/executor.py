"""Training, scoring and predicting with Keras, by walking the study's plan.

In: a study, the spec's folder, requests. Out: answers. Lives in a worker: it imports Keras and
the runtime, executes custom layers, and keeps the model that it trained last. Knows no samplers
and no ledger.
"""

import gc
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from statistics import mean
from typing import Any

import keras
import numpy as np

from rnnspec.executors.custom import load_custom
from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.keras.network import (
    build_network,
    known_words,
    load_weights,
    network_bytes,
    runtime_objects,
)
from rnnspec.executors.keras.objective import OBJECTIVE, OnValidation, objective_metric
from rnnspec.executors.keras.scoring import (
    NotFinite,
    class_shares,
    finite_predictions,
    forecast,
    label_shares,
    npz_bytes,
    score_baseline,
    score_model,
)
from rnnspec.executors.memory import resident_memory
from rnnspec.executors.messages import (
    Begin,
    Doing,
    Epoch,
    Keep,
    Kept,
    Predict,
    Predicted,
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
from rnnspec.executors.predictions import find_cases, verify_cases, write_predictions
from rnnspec.executors.preparation import Preparation, Prepared
from rnnspec.executors.preprocessing import fitted_values
from rnnspec.plan.lower import lower_plan
from rnnspec.runtime.training import (
    AfterEpoch,
    count_steps,
    epochs_kept,
    seed_everything,
    trial_seed,
)
from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import Value
from rnnspec.study.study import Study
from rnnspec.words import plural


class KerasExecutor:
    """The Executor that is Keras."""

    def __init__(
        self, study: Study, folder: Path, report: Callable[[Epoch | Doing], object]
    ) -> None:
        """`report` takes epochs as they end, and what a prediction is at.

        Where an epoch has measures, it says whether the training ends with it.
        """
        self._study = study
        self._folder = folder
        self._report = report
        self._plan = lower_plan(study)
        self._last: tuple[Any, dict[str, Any]] | None = None

    @cached_property
    def _objects(self) -> dict[str, Any]:
        return {**runtime_objects(), **load_custom(self._study.custom, self._folder)}

    @cached_property
    def _data(self) -> Preparation:
        return Preparation(self._study, self._plan, self._folder, self._objects)

    def __call__(self, request: Begin | Predict | Request) -> Reply:
        """See Executor."""
        match request:
            case Begin():
                return Ready(keras.backend.backend(), self._data.gaps)
            case Train():
                return self.train(request)
            case Keep():
                return self.keep()
            case Refit():
                return self.refit(request)
            case Test():
                return self.test(request)
            case Predict():
                return self.predict(request)

    def _interpreter(self, values: Mapping[str, Value]) -> Interpreter:
        return Interpreter(Scope.of(self._study.space, values).evaluate, self._objects)

    def train(self, task: Train) -> Trained:
        """Train for every repeat and fold, epoch by epoch; the best model is the one to keep."""
        self._last = None
        interpreter = self._interpreter(task.values)
        objective = self._study.search.objectives[0]
        trainings: list[tuple[dict[str, float], tuple[int, int], Any, Prepared]] = []
        for _ in range(self._study.search.repeats):
            for prepared in self._data.for_search(interpreter):
                seed = self._seed(task.number, len(trainings))
                validation = (prepared.scored["x"], prepared.scored["y"])
                model, history, kept = self._fit(
                    interpreter, prepared, seed, validation=validation, watched=task.watched
                )
                _verify_finite(history, kept)
                scores = score_model(self._plan.scoring, interpreter, model, prepared)
                trainings.append((scores, (len(history.epoch), kept), model, prepared))
        first = self._plan.scoring.measures[0].name
        sign = -1 if objective.maximize else 1
        _, _, model, prepared = min(trainings, key=lambda t: sign * t[0][first])
        self._last = (model, self._kept(interpreter, prepared, task.number))
        measured = {
            _on_validation(name): [scores[name] for scores, *_ in trainings]
            for name in trainings[0][0]
        }
        epochs, kept = np.mean([counts for _, counts, *_ in trainings], axis=0).tolist()
        return Trained(
            measures={name: mean(scores) for name, scores in measured.items()},
            epochs=epochs,
            epoch_kept=kept,
            parameters=model.count_params(),
            spread={name: float(np.std(scores)) for name, scores in measured.items()}
            if len(trainings) > 1
            else {},
            memory=resident_memory(),
        )

    def keep(self) -> Kept:
        """Hand over the model of the last training."""
        assert self._last is not None
        model, content = self._last
        return Kept(SavedModel(network_bytes(model), content))

    def refit(self, task: Refit) -> Kept:
        """Train on all but the test part, and hand over the model."""
        interpreter = self._interpreter(task.values)
        prepared = self._data.for_test(interpreter)
        seed = self._seed(task.number, 0)
        model, *_ = self._fit(interpreter, prepared, seed, epochs=task.epochs)
        content = self._kept(interpreter, prepared, task.number)
        return Kept(SavedModel(network_bytes(model), content))

    def test(self, task: Test) -> Tested:
        """Score a model on the test part."""
        if not self._plan.data.has_test:
            return Tested({}, {})
        interpreter = self._interpreter(task.values)
        prepared = self._data.for_test(interpreter)
        model = self._compiled(interpreter, prepared)
        load_weights(model, task.network)
        scoring = self._plan.scoring
        scores = score_model(scoring, interpreter, model, prepared)
        scores.pop("parameters", None)
        cases = forecast(scoring, interpreter, model, prepared, self._study.data)
        naive = score_baseline(scoring, interpreter, prepared)
        told = npz_bytes(task.number, {**cases, **self._data.labels(prepared)})
        return Tested(scores, naive, told)

    def predict(self, task: Predict) -> Predicted:
        """Predict a file; the data of the study need not be there."""
        fitted = fitted_values(task.model.preprocessing)
        interpreter = self._interpreter(task.values).knowing(**fitted)
        self._report(Doing("reading the file"))
        cases = find_cases(task, self._plan.data.predict, interpreter)
        self._report(Doing(f"predicting {len(cases['x']):,} {plural(len(cases['x']), 'case')}"))
        model = build_network(self._plan.model, interpreter)
        verify_cases(task, cases["x"], known_words(model))
        load_weights(model, task.model.network)
        raw = finite_predictions(self._plan.scoring, interpreter, model, cases["x"])
        data, loss = self._study.data, interpreter.argument(self._plan.model.loss)
        if data.classes is not None:
            values = class_shares(raw, loss)
        elif data.target_form == "labels":
            values = label_shares(raw, loss)
        else:
            values = interpreter.knowing(raw=raw).argument(self._plan.scoring.predicted)
        return write_predictions(task, cases, values)

    def _kept(self, interpreter: Interpreter, prepared: Prepared, trial: int) -> dict[str, Any]:
        """The content of `preprocessing.json` beside the model of a trial."""
        knowing = interpreter.knowing(**prepared.fitted, trial=trial)
        content: dict[str, Any] = knowing.argument(self._plan.kept)
        return content

    def _seed(self, number: int, training: int) -> int:
        """The seed of a trial's first training, and of further ones for repeats and folds."""
        counters = (number,) if training == 0 else (number, training)
        return trial_seed(self._study.search.seed, *counters)

    def _fit(
        self,
        interpreter: Interpreter,
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
        objective = objective_metric(self._plan.scoring, interpreter, prepared)
        model = self._compiled(interpreter, prepared)
        fit, knowing = self._plan.fit, self._knowing(interpreter, prepared)
        callbacks = [knowing.argument(callback) for callback in fit.callbacks]
        told: list[Any] = []
        if objective is not None and validation is not None:
            self._compile(model, model.optimizer, knowing, objective)
            told.append(OnValidation(objective))
        if validation is None:
            callbacks = [c for c in callbacks if not hasattr(c, "monitor")]
        planned: int = epochs or knowing.value(fit.epochs)

        def report(epoch: int, logs: Mapping[str, float]) -> bool:
            """Report an epoch; whether training ends with it, where somebody watches."""
            plain = {name: float(value) for name, value in logs.items()}
            plain.pop(OBJECTIVE, None)
            objective = plain.pop(f"val_{OBJECTIVE}", None)
            measures = self._measures(interpreter, model, prepared) if watched else {}
            return bool(self._report(Epoch(epoch, planned, plain, measures, objective)))

        history = knowing.argument(fit.function)(
            model,
            (prepared.train["x"], prepared.train["y"]),
            validation,
            epochs=planned,
            batch_size=knowing.value(fit.batch_size),
            callbacks=[*callbacks, *told, AfterEpoch(report)],
            class_weight=knowing.argument(fit.class_weight),
            sample_weight=prepared.train.get("sample_weight"),
        )
        self._compile(model, model.optimizer, knowing)  # What is kept knows no metric of ours.
        return model, history, epochs_kept(history, callbacks)

    def _compiled(self, interpreter: Interpreter, prepared: Prepared) -> Any:
        """A new model, to be trained or judged."""
        knowing = self._knowing(interpreter, prepared)
        model = build_network(self._plan.model, knowing)
        self._compile(model, knowing.argument(self._plan.model.optimizer), knowing)
        return model

    def _compile(self, model: Any, optimizer: Any, knowing: Interpreter, *told: Any) -> None:
        """Say what the model is trained by; `told` are metrics for those who watch its epochs."""
        plan = self._plan.model
        model.compile(
            optimizer=optimizer,
            loss=knowing.argument(plan.loss),
            metrics=[*(knowing.argument(metric) for metric in plan.metrics), *told],
        )

    def _knowing(self, interpreter: Interpreter, prepared: Prepared) -> Interpreter:
        train_y = prepared.train["y"]
        steps = count_steps(len(train_y), interpreter.value(self._plan.fit.batch_size))
        return interpreter.knowing(**prepared.fitted, train_y=train_y, steps_per_epoch=steps)

    def _measures(
        self, interpreter: Interpreter, model: Any, prepared: Prepared
    ) -> dict[str, float]:
        """The measures so far; none where they are no numbers, which Keras's own callbacks mend."""
        try:
            scores = score_model(self._plan.scoring, interpreter, model, prepared)
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
