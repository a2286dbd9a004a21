"""How fast a Gaussian process finds good values, against random draws.

    python benchmarks/convergence.py [SEEDS]

Every configuration of `convergence.rnnspec` is trained once, by the functions of the script that
`rnnspec compile --target skopt` writes for it. The scores are kept in `convergence.csv`; remove it
to train anew (ten minutes on two idle cores). Then that script's own search is run once a seed,
with the kept scores in the place of trainings, and the picture is drawn to `docs/pictures/`.

Of the Gaussian process it shows the median and the quartiles of the best score so far over the
seeds. Of random draws without repeats it shows the same exactly: of N scores the best of n draws is
among the k smallest with probability 1 - C(N - k, n) / C(N, n).
"""

import csv
import importlib.util
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from math import comb
from pathlib import Path
from types import ModuleType

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.ticker import NullFormatter

from rnnspec.spec import check
from rnnspec.study.grid import grid

mpl.use("agg")
mpl.rcParams["svg.hashsalt"] = "rnnspec"

HERE = Path(__file__).parent
SPEC = HERE / "convergence.rnnspec"
KEPT = HERE / "convergence.csv"
PICTURE = HERE.parent / "docs" / "pictures" / "convergence.svg"
RNNSPEC = str(Path(sys.executable).with_name("rnnspec"))
SEEDS = 30
TRIALS = 30
STARTUP = 5
QUARTILES = (0.25, 0.5, 0.75)

Scores = dict[tuple[str, ...], float]


def compiled_script() -> ModuleType:
    """The script for scikit-optimize, imported and not run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.py"
        subprocess.run(
            [RNNSPEC, "compile", str(SPEC), "--target", "skopt", "-o", str(path)], check=True
        )
        found = importlib.util.spec_from_file_location("search", path)
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
    return module


def key_of(values: Mapping[str, object]) -> tuple[str, ...]:
    """A configuration as the table of scores has it."""
    return tuple(str(values[name]) for name in sorted(values))


def kept_scores() -> Scores:
    """What was trained before."""
    if not KEPT.exists():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {tuple(values): float(score) for *values, score in rows}


def train_rest(script: ModuleType, scores: Scores) -> None:
    """Train what is not kept yet, and keep it."""
    study = check(SPEC).study
    assert study is not None
    inputs, targets = script.load_data(SPEC.parent / study.data.source.path)
    train, validation, _ = script.split_data(targets)
    for values in grid(study.space):
        if key_of(values) in scores:
            continue
        data = script.prepare_data(values, inputs, targets, train, validation)
        model = script.train_model(values, data, script.trial_seed(0))
        if not scores:
            KEPT.write_text(",".join([*sorted(values), "val_rmse"]) + "\n", encoding="utf-8")
        scores[key_of(values)] = score = script.score_model(model, data)["rmse"]
        with KEPT.open("a", encoding="utf-8") as file:
            file.write(",".join([*key_of(values), f"{score:.6g}"]) + "\n")


def searched(script: ModuleType, scores: Scores, seed: int) -> list[float]:
    """What the script's search comes to score, trial by trial."""
    found: list[float] = []

    def look_up(values: dict[str, object]) -> dict[str, float]:
        found.append(scores[key_of(values)])
        return {"rmse": found[-1]}

    with tempfile.TemporaryDirectory() as folder:
        script.search(look_up, Namespace(seed=seed, trials=TRIALS, out=Path(folder)))
    return found


def best_so_far(searches: list[list[float]]) -> np.ndarray:
    """Quartiles over searches of the best score so far: three × trials."""
    return np.quantile(np.minimum.accumulate(np.array(searches), axis=1), QUARTILES, axis=0)


def best_of_draws(scores: list[float], trials: int) -> np.ndarray:
    """Quartiles of the best of n scores drawn without repeats, n from 1: three × trials."""
    ordered = sorted(scores)
    count = len(ordered)
    quartiles = np.empty((len(QUARTILES), trials))
    for n in range(1, trials + 1):
        among = [1 - comb(count - k, n) / comb(count, n) for k in range(1, count + 1)]
        quartiles[:, n - 1] = [ordered[int(np.searchsorted(among, q))] for q in QUARTILES]
    return quartiles


def draw(gp: np.ndarray, random: np.ndarray, best: float, seeds: int) -> None:
    """Medians as lines, quartiles as bands, the best of all configurations as a dotted line."""
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    trials = np.arange(1, TRIALS + 1)
    for (low, middle, high), colour, label in (
        (random, "tab:gray", "random draws without repeats, exact"),
        (gp, "tab:blue", f"Gaussian process, {seeds} seeds"),
    ):
        axes.fill_between(trials, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(trials, middle, color=colour, label=label)
    axes.axhline(best, color="black", linewidth=0.8, linestyle=":", label="best of all")
    axes.axvline(STARTUP + 0.5, color="black", linewidth=0.8, linestyle="--")
    across = axes.get_xaxis_transform()
    axes.text(STARTUP + 0.8, 0.6, "from here the model decides", transform=across)
    axes.set(xlabel="trials", ylabel="best val_rmse so far", yscale="log", xlim=(1, TRIALS))
    axes.set_yticks([10, 20, 50, 100], labels=["10", "20", "50", "100"])
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.legend(frameon=False)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    """Train what is not kept, search, draw, and print a few columns."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    script, scores = compiled_script(), kept_scores()
    train_rest(script, scores)
    gp = best_so_far([searched(script, scores, seed) for seed in range(seeds)])
    random = best_of_draws(list(scores.values()), TRIALS)
    best = min(scores.values())
    draw(gp, random, best, seeds)
    print(f"best of {len(scores)} configurations: {best:.2f}")
    print("trials   gp: median (quartiles)      random: median (quartiles)")
    for n in (1, 5, 10, 15, 20, 25, 30):
        columns = [
            f"{middle:6.2f} ({low:.2f} to {high:.2f})"
            for low, middle, high in (gp[:, n - 1], random[:, n - 1])
        ]
        print(f"{n:6}   {columns[0]:<27} {columns[1]}")


if __name__ == "__main__":
    main()
