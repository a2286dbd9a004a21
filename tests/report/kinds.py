"""Every kind of run that a report is made of, by name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from written_runs import (
    ALL,
    CELL,
    EVIL,
    MAE,
    RATE,
    SERIES,
    SIZE,
    UNITS,
    a_study,
    a_trial,
    failing,
    pruned,
    write_classes,
    write_run,
    write_samples,
    write_series,
)

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.report.run import read_run
from rnnspec.study.space import Hyperparameter


def series(folder: Path, trials: int = 40) -> Path:
    """Complete, pruned and failed trials, with a forecast."""
    study = a_study(*ALL, trials=trials, data=SERIES)
    records = [a_trial(study, number) for number in range(1, trials + 1)]
    records = [
        failing(r, "OutOfMemory: no memory left")
        if r.number % 9 == 0
        else pruned(r)
        if r.number % 5 == 0
        else r
        for r in records
    ]
    write_run(folder, study, records)
    complete = (r for r in records if r.is_complete)
    write_series(folder, min(complete, key=lambda r: r.scores["val_mae"]).number)
    return folder


def grouped(folder: Path) -> Path:
    """Three groups whose times are known."""
    study = a_study(*ALL, trials=8, data=SERIES)
    records = [a_trial(study, number) for number in range(1, 9)]
    write_run(folder, study, records)
    write_series(folder, min(records, key=lambda r: r.scores["val_mae"]).number, groups=3)
    return folder


def two_targets(folder: Path) -> Path:
    """A forecast of two columns."""
    data = replace(SERIES, targets=("load", "heat"), target_shape=(6,))
    study = a_study(RATE, trials=3, data=data)
    records = [a_trial(study, number) for number in range(1, 4)]
    write_run(folder, study, records)
    write_series(folder, min(records, key=lambda r: r.scores["val_mae"]).number, columns=2)
    return folder


def unfinished(folder: Path) -> Path:
    """Some trials of many; nothing was concluded."""
    study = a_study(*ALL, trials=50)
    return write_run(folder, study, [a_trial(study, n) for n in range(1, 8)], ended=None)


def empty(folder: Path) -> Path:
    """No trial has ended."""
    return write_run(folder, a_study(*ALL), [], ended=None)


def failed(folder: Path) -> Path:
    """Every trial failed."""
    study = a_study(*ALL)
    records = [failing(a_trial(study, n), "the loss became nan in epoch 1") for n in range(1, 4)]
    return write_run(folder, study, records, ended="failures")


def all_pruned(folder: Path) -> Path:
    """No trial was trained to its end."""
    study = a_study(*ALL)
    return write_run(folder, study, [pruned(a_trial(study, n)) for n in range(1, 4)])


def single(folder: Path) -> Path:
    """One trial."""
    study = a_study(*ALL, trials=1)
    return write_run(folder, study, [a_trial(study, 1)])


def nothing_searched(folder: Path) -> Path:
    """No hyperparameters: one configuration."""
    study = a_study(trials=1)
    return write_run(folder, study, [a_trial(study, 1)])


def one_searched(folder: Path) -> Path:
    """One hyperparameter, many trials, and one that went astray."""
    study = a_study(RATE, trials=30)
    records = [a_trial(study, n) for n in range(1, 31)]
    records[4] = replace(records[4], scores={"val_mae": 1e6})
    return write_run(folder, study, records)


def several(folder: Path) -> Path:
    """Two objectives."""
    study = a_study(*ALL, objectives=(MAE, SIZE), trials=40)
    return write_run(folder, study, [a_trial(study, n) for n in range(1, 41)])


def learned(folder: Path) -> Path:
    """Annealing, of which no trial was drawn at random."""
    study = a_study(UNITS, RATE, algorithm="anneal", trials=25)
    return write_run(folder, study, [a_trial(study, n) for n in range(1, 26)])


def classes(folder: Path) -> Path:
    """Classes that are taken for one another."""
    study = a_study(CELL, RATE, trials=3)
    labels = tuple(f"kind {n}" for n in range(5))
    study = replace(study, data=replace(study.data, classes=5, labels=labels))
    write_run(folder, study, [a_trial(study, n) for n in range(1, 4)])
    best = read_run(folder).best
    assert best is not None
    write_classes(folder, best.number, 5)
    return folder


def samples(folder: Path) -> Path:
    """A forecast of arrays, which have no time."""
    study = a_study(RATE, trials=3)
    records = [a_trial(study, n) for n in range(1, 4)]
    write_run(folder, study, records)
    write_samples(folder, min(records, key=lambda r: r.scores["val_mae"]).number)
    return folder


def evil(folder: Path) -> Path:
    """Names, values and reasons that would break out of a careless page."""
    name = Hyperparameter(EVIL, Lattice(1, 9, 1))
    option = Hyperparameter("option", Choice((EVIL, "x" * 300, "</title></style></svg>")))
    study = a_study(name, option, RATE, trials=12)
    data = replace(SERIES, targets=(EVIL,), horizon=1, target_shape=(1,))
    study = replace(study, data=data)
    records = [a_trial(study, n) for n in range(1, 25)]
    records[1] = failing(records[1], EVIL, EVIL)
    write_run(folder, study, records, spec=EVIL, text=f"# {EVIL}\n</code></pre>")
    best = min((r for r in records if r.scores), key=lambda r: r.scores["val_mae"])
    write_series(folder, best.number)
    return folder


KINDS: dict[str, Callable[[Path], Path]] = {
    kind.__name__: kind
    for kind in (
        *(
            series,
            grouped,
            two_targets,
            unfinished,
            empty,
            failed,
            all_pruned,
            single,
            nothing_searched,
        ),
        *(one_searched, several, learned, classes, samples, evil),
    )
}
