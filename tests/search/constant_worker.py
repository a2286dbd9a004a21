"""A worker that answers at once: training is replaced by a formula, all else is as it is.

Started as the real one is, by `Pool(program=PROGRAM)`. The name of the run's spec folder may
begin with `slow`, where a training takes a tenth of a second, or with `endless`; where it is
`fickle`, every other trial fails.
"""

import json
import os
import time
from pathlib import Path

from rnnspec.executors.messages import (
    Begin,
    Decision,
    Epoch,
    Failed,
    Keep,
    Kept,
    Ready,
    Refit,
    SavedModel,
    Test,
    Tested,
    Train,
    Trained,
)
from rnnspec.workers.wire import Wire
from rnnspec.workers.worker import run

PROGRAM = Path(__file__)
EPOCHS_ASKED = "CONSTANT_EPOCHS"
"""In the environment: the epochs of a training, where they are not to be five."""

SIZE_ASKED = "CONSTANT_SIZE"
"""In the environment: the bytes that a model has at least."""

EPOCHS = int(os.environ.get(EPOCHS_ASKED, "5"))


def score_of(values: dict[str, object]) -> float:
    """What a configuration scores: best at 8 units and a learning rate of 0.001."""
    units, rate = float(values["gru.units"]), float(values["learning_rate"])  # type: ignore[arg-type]
    return abs(units - 8) / 8 + abs(rate - 1e-3) * 100


def serve(connection: Wire) -> None:
    begin: Begin = connection.recv()
    connection.send(Ready("constant", {"dust": 3} if "gaps" in begin.folder.name else {}))
    pauses = {"slow": 0.1, "endless": 3600.0}
    pause = pauses.get(begin.folder.name.split()[0], 0.0)
    number, values = 0, {}
    while True:
        match connection.recv():
            case Train(number, _, _) if begin.folder.name == "fickle" and number % 2:
                connection.send(Failed("it is fickle"))
            case Train(number, values, watched):
                epochs = EPOCHS
                for epoch in range(1, EPOCHS + 1):
                    time.sleep(pause / EPOCHS)
                    score = score_of(values) + 1 / epoch
                    measures = {"val_mae": score} if watched else {}
                    connection.send(Epoch(epoch, EPOCHS, {"loss": score}, measures))
                    if watched:
                        decision: Decision = connection.recv()
                        if decision.stop:
                            epochs = epoch
                            break
                connection.send(Trained({"val_mae": score_of(values) + 1 / epochs}, epochs, 10))
            case Keep():
                connection.send(_kept(number, values))
            case Refit(number, values):
                connection.send(_kept(number, values))
            case Test(_, values, _):
                connection.send(Tested({"mae": score_of(values)}, {"mae": 1.0}))


def _kept(number: int, values: object) -> Kept:
    network = json.dumps(values).encode().ljust(int(os.environ.get(SIZE_ASKED, "0")))
    return Kept(SavedModel(network, {"trial": number}))


if __name__ == "__main__":
    run(serve)
