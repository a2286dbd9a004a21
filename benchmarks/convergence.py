"""How fast a Gaussian process finds good values, against random draws.

    python benchmarks/convergence.py [SEEDS]

The script that `rnnspec compile --target skopt` writes for `convergence.rnnspec` searches with
`gp`, once a seed; the one for `random` gives the draws to compare with. Every score is kept in
`convergence.csv`, and what is kept is not measured again. Then the picture is drawn to
`docs/pictures/`.

Of the Gaussian process it shows the median and the quartiles of the best score so far over the
seeds. Of random search it shows the same exactly, for the scores that were measured: the least of
n of them, drawn without replacement, is above the k-th smallest with probability
C(N - k, n) / C(N, n), so that no luck in the order of the draws remains.
"""

import csv
import re
import subprocess
import sys
import tempfile
from math import comb
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt

mpl.use("agg")
mpl.rcParams["svg.hashsalt"] = "rnnspec"

HERE = Path(__file__).parent
SPEC = HERE / "convergence.rnnspec"
KEPT = HERE / "convergence.csv"
PICTURE = HERE.parent / "docs" / "pictures" / "convergence.svg"
RNNSPEC = str(Path(sys.executable).with_name("rnnspec"))
SEEDS = 8
TRIALS = 30
QUARTILES = (0.25, 0.5, 0.75)
SCORE = re.compile(r"^trial \d+: val_rmse (\S+)", re.M)

Scores = dict[tuple[str, int], list[float]]


def kept_scores() -> Scores:
    """What was measured before, by algorithm and seed, in the order of the trials."""
    scores: Scores = {}
    if KEPT.exists():
        with KEPT.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = row["algorithm"], int(row["seed"])
                scores.setdefault(key, []).append(float(row["val_rmse"]))
    return scores


def keep(scores: Scores) -> None:
    """Write all scores, in order."""
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["algorithm", "seed", "trial", "val_rmse"])
        for (algorithm, seed), measured in sorted(scores.items()):
            for trial, score in enumerate(measured, 1):
                writer.writerow([algorithm, seed, trial, score])


def measure(algorithm: str, seed: int) -> list[float]:
    """The scores of one search, trial by trial."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "search.py"
        compiled = ["--target", "skopt", "--algorithm", algorithm, "-o", str(script)]
        subprocess.run([RNNSPEC, "compile", str(SPEC), *compiled], check=True)
        options = ["--seed", str(seed), "--trials", str(TRIALS), "--out", f"{folder}/out"]
        done = subprocess.run(
            [sys.executable, str(script), *options], capture_output=True, text=True, check=False
        )
    scores = [float(score) for score in SCORE.findall(done.stdout + done.stderr)]
    if len(scores) != TRIALS:
        raise SystemExit(f"{algorithm}, seed {seed}: {len(scores)} scores\n{done.stderr[-2000:]}")
    return scores


def best_so_far(searches: list[list[float]]) -> np.ndarray:
    """Quartiles over searches of the best score so far: three × trials."""
    return np.quantile(np.minimum.accumulate(np.array(searches), axis=1), QUARTILES, axis=0)


def least_of_draws(scores: list[float], trials: int) -> np.ndarray:
    """Quartiles of the least of n of the scores, for n from 1 to `trials`: three × trials."""
    ordered = sorted(scores)
    count = len(ordered)
    quartiles = np.empty((len(QUARTILES), trials))
    for n in range(1, trials + 1):
        found = [1 - comb(count - k, n) / comb(count, n) for k in range(1, count + 1)]
        quartiles[:, n - 1] = [ordered[int(np.searchsorted(found, q))] for q in QUARTILES]
    return quartiles


def draw(gp: np.ndarray, random: np.ndarray, seeds: int) -> None:
    """Medians as lines, quartiles as bands."""
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    trials = np.arange(1, gp.shape[1] + 1)
    for (low, middle, high), colour, label in (
        (random, "tab:gray", "random search"),
        (gp, "tab:blue", f"Gaussian process, {seeds} seeds"),
    ):
        axes.fill_between(trials, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(trials, middle, color=colour, label=label)
    axes.axvline(10.5, color="black", linewidth=0.8, linestyle=":")
    axes.text(10.7, axes.get_ylim()[1] * 0.8, "the model decides", va="top")
    axes.set(xlabel="trials", ylabel="best val_rmse so far", yscale="log", xlim=(1, trials[-1]))
    axes.legend(frameon=False)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    """Measure what is not kept, draw, and print a few columns."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    scores = kept_scores()
    for seed in range(1, seeds + 1):
        for algorithm in ("gp", "random"):
            if (algorithm, seed) not in scores:
                scores[algorithm, seed] = measure(algorithm, seed)
                keep(scores)
    gp = best_so_far([measured for (name, _), measured in scores.items() if name == "gp"])
    drawn = [one for (name, _), measured in scores.items() if name == "random" for one in measured]
    random = least_of_draws(drawn, TRIALS)
    draw(gp, random, seeds)
    print("trials   gp: median (quartiles)      random: median (quartiles)")
    for n in (5, 10, 15, 20, 25, 30):
        columns = [
            f"{middle:7.2f} ({low:.2f} to {high:.2f})"
            for low, middle, high in (gp[:, n - 1], random[:, n - 1])
        ]
        print(f"{n:6}   {columns[0]:<27} {columns[1]}")


if __name__ == "__main__":
    main()
