"""An edit as a whole: its changes, and what becomes of the trials of a run.

In: two studies, the trials of a run of one of them. Out: changes, and why trials are set aside.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rnnspec.diff.belongs import Belonging, SetAside
from rnnspec.diff.compare import Change, compare_studies, render_change
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study


@dataclass(frozen=True)
class Difference:
    """Changes in the order in which a spec is read.

    `trials` is how many a run has, None where none is compared; `set_aside` has the reason by
    number for those that do not belong to the other side.
    """

    changes: tuple[Change, ...]
    trials: int | None = None
    set_aside: Mapping[int, str] = field(default_factory=dict)

    def lines(self, run: str) -> Iterator[str]:
        """The whole in words; `run` is what the run is called."""
        yield from (render_change(change) for change in self.changes)
        if not self.changes:
            yield "no changes"
        if self.trials is None:
            return
        belong = self.trials - len(self.set_aside)
        yield f"{belong} of {self.trials} trials of {run} belong to the other"
        reasons = Counter(self.set_aside.values())
        yield from (f"  {number} set aside: {reason}" for reason, number in reasons.most_common())


def compare(
    old: Study,
    new: Study,
    trials: Iterable[tuple[int, Configuration]] | None,
    *,
    backwards: bool = False,
) -> Difference:
    """The changes from one study to the other; `trials` are of the old, `backwards` of the new."""
    changes = compare_studies(old, new)
    if trials is None:
        return Difference(changes)
    belonging = Belonging(new, old) if backwards else Belonging(old, new)
    fates = {number: belonging.of(values) for number, values in trials}
    set_aside = {n: fate.reason for n, fate in fates.items() if isinstance(fate, SetAside)}
    return Difference(changes, len(fates), set_aside)
