"""How the time of checking grows with the length of a spec.

    python benchmarks/linear.py [ROUNDS]

Specs of 200 and of 2,000 layers in several shapes, checked in whole processes, alternately. Printed
are medians and their ratio; at most 11 is the aim.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

RNNSPEC = str(Path(sys.executable).with_name("rnnspec"))
SHORT, LONG = 200, 2000

SPEC = """rnnspec 1
data {{ source = random(samples = 64, steps = 8, features = 2)  split = random(validation = 0.25) }}
space {{
  first ~ int(8, 64)
{space}
}}
model {{
{model}
  Dense(1)
}}
train {{ optimizer = adam  loss = mse  epochs = 1 }}
search {{ objective = minimize(val_loss)  algorithm = random  trials = 4 }}
"""


def plain(count: int) -> str:
    """Layer upon layer, all values fixed."""
    return SPEC.format(space="", model="  GRU(16)\n" * count)


def searched(count: int) -> str:
    """Every layer with a hyperparameter of its own."""
    return SPEC.format(space="", model="  GRU(units ~ int(8, 64))\n" * count)


def shared(count: int) -> str:
    """Every layer as wide as one hyperparameter says."""
    return SPEC.format(space="", model="  GRU(first)\n" * count)


def derived(count: int) -> str:
    """Every width derived from the one before it."""
    chain = [f"  width_{i} = max(width_{i - 1} - 1, 4)" for i in range(1, count)]
    model = "\n".join(f"  GRU(width_{i})" for i in range(count))
    return SPEC.format(space="\n".join(["  width_0 = first", *chain]), model=model)


def branches(count: int) -> str:
    """A choice of two layers at every second place."""
    one = "  at_{i} ~ choice {{ left: GRU(16) right: LSTM(units ~ int(8, 64)) }}\n"
    return SPEC.format(space="", model="".join(one.format(i=i) for i in range(count // 2)))


def turns(count: int) -> str:
    """A number of turns that is searched, up to the number of layers."""
    body = f"  repeat depth ~ int(1, {count}) {{ GRU(units ~ int(8, 64)) }}"
    return SPEC.format(space="", model=body)


SHAPES: tuple[Callable[[int], str], ...] = (plain, searched, shared, derived, branches, turns)


def seconds(spec: Path) -> float:
    """The wall-clock time of checking a spec."""
    begun = time.perf_counter()
    done = subprocess.run(
        [RNNSPEC, "check", str(spec)], capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{spec.name}: {done.stderr[:2000]}")
    return taken


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES:
            specs = [Path(folder) / f"{shape.__name__}_{count}.rnnspec" for count in (SHORT, LONG)]
            for spec, count in zip(specs, (SHORT, LONG), strict=True):
                spec.write_text(shape(count), encoding="utf-8")
            taken = [[seconds(spec) for spec in specs] for _ in range(rounds)]
            short, long = (median(column) for column in zip(*taken, strict=True))
            print(
                f"{shape.__name__:<10}{short:7.2f} s {long:8.2f} s   {long / short:5.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
