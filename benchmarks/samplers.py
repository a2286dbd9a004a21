"""What a sampler costs a trial, beside its library used by hand.

    python benchmarks/samplers.py [TRIALS]

A search of TRIALS trials (1,000) over eight hyperparameters, of a function that costs nothing.
Printed are milliseconds a trial, the mean of the fifty before the 100th, the 500th and the last:
with the sampler (ask and tell), and with the library's own loop over the same space.
"""

import math
import sys
import time
import warnings
from collections.abc import Callable, Sequence

import numpy as np

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.samplers.table import choose_sampler, make_sampler
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Hyperparameter, Space

LAYERS = (0, 1, 2)
SPACE = Space(
    (
        Hyperparameter("rate", Uniform(1e-5, 1e-1, log=True)),
        Hyperparameter("cell", Choice(("gru", "lstm"))),
        *(Hyperparameter(f"units_{i}", Lattice(8, 256, 8)) for i in LAYERS),
        *(Hyperparameter(f"dropout_{i}", Uniform(0.0, 0.5)) for i in LAYERS),
    )
)


def loss(values: Configuration) -> float:
    """A smooth function with its minimum inside."""
    far = abs(math.log10(values["rate"]) + 3) + (values["cell"] == "gru")
    far += sum(abs(values[f"units_{i}"] - 96) / 256 for i in LAYERS)
    return far + sum(abs(values[f"dropout_{i}"] - 0.2) for i in LAYERS)


def with_sampler(sampler: str, algorithm: str, trials: int) -> list[float]:
    """When each trial of a sampler ended."""
    made = make_sampler(choose_sampler(algorithm, sampler), SPACE, Named(algorithm), 0)
    times = [time.perf_counter()]
    for number in range(1, trials + 1):
        values = made.ask(number)
        made.tell(number, values, (loss(values),))
        times.append(time.perf_counter())
    return times


def hyperopt_by_hand(trials: int) -> list[float]:
    """When each trial of `fmin` ended."""
    from hyperopt import Trials, fmin, hp, tpe

    nodes = {
        "rate": hp.loguniform("rate", math.log(1e-5), math.log(1e-1)),
        "cell": hp.choice("cell", ["gru", "lstm"]),
        **{f"units_{i}": hp.quniform(f"units_{i}", 8, 256, 8) for i in LAYERS},
        **{f"dropout_{i}": hp.uniform(f"dropout_{i}", 0, 0.5) for i in LAYERS},
    }
    times = [time.perf_counter()]

    def timed(values: Configuration) -> float:
        times.append(time.perf_counter())
        return loss(values)

    fmin(
        timed,
        nodes,
        algo=tpe.suggest,
        max_evals=trials,
        trials=Trials(),
        rstate=np.random.default_rng(0),
        show_progressbar=False,
    )
    return times


def optuna_by_hand(trials: int) -> list[float]:
    """When each trial of `optimize` ended."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    times = [time.perf_counter()]

    def timed(trial: optuna.Trial) -> float:
        values: Configuration = {
            "rate": trial.suggest_float("rate", 1e-5, 1e-1, log=True),
            "cell": trial.suggest_categorical("cell", ["gru", "lstm"]),
            **{f"units_{i}": trial.suggest_int(f"units_{i}", 8, 256, step=8) for i in LAYERS},
            **{f"dropout_{i}": trial.suggest_float(f"dropout_{i}", 0, 0.5) for i in LAYERS},
        }
        times.append(time.perf_counter())
        return loss(values)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0))
    study.optimize(timed, n_trials=trials)
    return times


def milliseconds(times: Sequence[float], at: int) -> float:
    """The mean over the fifty trials before one."""
    before = max(at - 50, 1)
    return 1000 * (times[at] - times[before]) / (at - before)


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    measured: list[tuple[str, Callable[[int], list[float]]]] = [
        ("random", lambda n: with_sampler("rnnspec", "random", n)),
        ("hyperopt tpe", lambda n: with_sampler("hyperopt", "tpe", n)),
        ("  by hand", hyperopt_by_hand),
        ("optuna tpe", lambda n: with_sampler("optuna", "tpe", n)),
        ("  by hand", optuna_by_hand),
    ]
    places = sorted({min(place, trials) for place in (100, 500, trials)})
    print(f"{'ms a trial':<16}" + "".join(f"{f'at {place}':>10}" for place in places))
    for name, run in measured:
        times = run(trials)
        print(f"{name:<16}" + "".join(f"{milliseconds(times, p):10.2f}" for p in places))


if __name__ == "__main__":
    main()
