"""The data steps of a plan, carried out on small files."""

import builtins
import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.source import Source
from rnnspec.study.evaluate import Scope
from rnnspec.study.study import Study

SPEC = """rnnspec 1
data {{ {data} }}
space {{ {space} }}
model {{ GRU(4) Dense({units}) }}
train {{ optimizer = adam loss = {loss} epochs = 1 }}
search {{ objective = minimize(val_loss) algorithm = random trials = 2 {search} }}
"""
FILES = (
    *("files", "tables", "grid", "datasets", "encode", "missing", "bounds", "division", "parts"),
    *("scalers", "windows", "baselines"),
)


class Carried:
    """A study's data on its way to arrays."""

    def __init__(self, study: Study, folder: Path, values: Mapping[str, Any]) -> None:
        modules = [importlib.import_module(f"rnnspec.runtime.{name}") for name in FILES]
        objects = {"np": np, **vars(builtins)}
        for module in modules:
            objects |= vars(module)
        self.study, self.plan = study, lower_plan(study)
        executor = Interpreter(Scope.of(study.space, values).evaluate, objects)
        path = getattr(study.data.source, "path", None)
        executor = executor.knowing(path=folder / path if path else None)
        if study.data.test is not None:
            executor = executor.knowing(test_path=folder / study.data.test.path)
        self.read = executor.run(self.plan.data.read)
        self.executor = executor.knowing(**self.read)
        self.parts = self.executor.run(self.plan.data.split)

    def arrays(self, part: Any, train: Any = None) -> dict[str, Any]:
        """x, y and what comes with them, and the results of fitting."""
        train = self.parts["train"] if train is None else train
        fitted = self.executor.knowing(train=train).run(self.plan.data.fit)
        known = self.executor.knowing(**fitted, part=part)
        return {**fitted, **known.run(self.plan.data.cut)}

    def judged(self, part: Any) -> tuple[np.ndarray, np.ndarray]:
        """The truth and the baseline of a part, in the target's own units."""
        found = self.arrays(part)
        known = self.executor.knowing(**found, train_y=self.arrays(self.parts["train"])["y"])
        scoring = self.plan.scoring
        return known.argument(scoring.truth), known.argument(scoring.baseline)


def carried(
    folder: Path,
    data: str,
    values: Mapping[str, Any] | None = None,
    *,
    space: str = "",
    units: str = "1",
    loss: str = "mse",
    search: str = "",
) -> Carried:
    text = SPEC.format(data=data, space=space, units=units, loss=loss, search=search)
    found = check_source(Source("spec", text), folder)
    assert found.study is not None, [d.message for d in found.diagnostics]
    return Carried(found.study, folder, values or {})


TABLE = 'source = csv("series.csv", time = t) split = chronological(validation = 0.2, test = 0.1)'
