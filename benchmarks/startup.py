"""How long `rnnspec check` and `compile` take, against importing the libraries that they stand on.

    python benchmarks/startup.py [ROUNDS]

Whole processes, one after the other, the baseline among them in every round, all from compiled
files as an installed package has them; what is kept of a spec's data is kept already. Printed is
the processor time, as medians, and the ratio to the baseline's: at most 4 for `check` and 6 for
`compile` is the aim.
"""

import compileall
import re
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
SPECS = sorted((ROOT / "specs").glob("*.rnnspec"))
RNNSPEC = str(Path(sys.executable).with_name("rnnspec"))
BASELINE = "import lark, jinja2, click, rich"


def commands() -> list[list[str]]:
    """The baseline, then both commands on every spec."""
    listed = [[sys.executable, "-c", BASELINE]]
    for spec in SPECS:
        listed.append([RNNSPEC, "check", str(spec)])
        listed.append([RNNSPEC, "compile", str(spec), *compiled(spec)])
    return listed


def compiled(spec: Path) -> list[str]:
    """How a spec is compiled: for Hyperopt, with TPE where its algorithm is none of Hyperopt's."""
    known = re.search(r"algorithm += (tpe|random|anneal)\b", spec.read_text(encoding="utf-8"))
    return ["--target", "hyperopt", *([] if known else ["--algorithm", "tpe"])]


def seconds(command: list[str]) -> float:
    """The processor time of one process and of what it runs."""
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for folder in ("rnnspec", "grammar"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    listed = commands()
    for command in listed:
        seconds(command)
    taken = [[seconds(command) for command in listed] for _ in range(rounds)]
    medians = [median(column) for column in zip(*taken, strict=True)]
    print(f"{'baseline':<32}{1000 * medians[0]:7.0f} ms   1.00")
    for command, middle in zip(listed[1:], medians[1:], strict=True):
        name = f"{command[1]} {Path(command[2]).stem}"
        print(f"{name:<32}{1000 * middle:7.0f} ms   {middle / medians[0]:.2f}")
    for name, column in (("check", medians[1::2]), ("compile", medians[2::2])):
        print(f"{'largest ratio of ' + name:<42}   {max(column) / medians[0]:.2f}")


if __name__ == "__main__":
    main()
