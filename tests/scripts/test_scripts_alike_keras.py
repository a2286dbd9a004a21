"""The same values give the same model, training and score, whichever library's loop they take."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from cells import can
from examples import script
from running import plain, run_here, settings_of, shrunken

from rnnspec.scripts.table import TARGETS
from rnnspec.study.sampling import sample
from rnnspec.study.search import FirstPoint, Named

pytestmark = pytest.mark.keras

EXAMPLES = ("lstm_hyperband", "gru_batchnorm")
"""Arrays and a space that every target can search; a table and layers with weights that rest."""

CLOSE = {"rel": 1e-5}


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Keras is given at each training: the model, its optimizer, the arguments of `fit`."""
    seen: list[dict[str, Any]] = []
    fit = keras.Model.fit

    def watched(model: keras.Model, x: Any, y: Any, **given: Any) -> Any:
        validation = given["validation_data"]
        seen.append(
            {
                "model": plain(model.get_config()),
                "weights": [tuple(weight.shape) for weight in model.weights],
                "optimizer": plain(model.optimizer.get_config()),
                "loss": model.loss.get_config(),
                "callbacks": settings_of(given["callbacks"]),
                "arguments": {n: given[n] for n in ("epochs", "batch_size", "class_weight")},
                "arrays": [np.array(array).tolist() for array in (x, y, *validation)],
            }
        )
        return fit(model, x, y, **given)

    monkeypatch.setattr(keras.Model, "fit", watched)
    return seen


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_configuration_is_the_same_for_every_target(
    name: str, fits: list[dict[str, Any]], tmp_path: Path
) -> None:
    study = shrunken(name, tmp_path)
    point = FirstPoint(tuple(sample(study.space, 5, 0).items()))
    search = replace(study.search, first_points=(point,), algorithm=Named("random"))
    study = replace(study, search=search)
    targets = [target for target in TARGETS if can(name, target)]
    found = []
    for target in targets:
        text = script(study, data=study.data.source.path, target=target)
        _, best = run_here(text, tmp_path, "--trials", "1")
        assert best["values"] == dict(point.values)
        found.append([fits.pop(), best])
        # Where trials run in processes of their own, the best model is trained again here.
        assert [fit for fit in fits if fit != found[-1][0]] == []
        fits.clear()
    first_fit, first_best = found[0]
    for target, (fit, best) in zip(targets, found, strict=True):
        for what, given in fit.items():
            assert given == first_fit[what], f"{what} of {target}"
        for what in ("objective", "test", "naive"):
            assert best[what] == pytest.approx(first_best[what], **CLOSE), f"{what} of {target}"
