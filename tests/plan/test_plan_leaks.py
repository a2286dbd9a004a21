"""No part of a table sees another: whatever splits it, however it is cut.

Windows are held against those that a loop over the rows of the file finds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from carrying import carried
from hypothesis import given
from hypothesis import strategies as st

ROWS = 30
GROUPS = ("north", "south", "west")
HELD: dict[str, list[tuple[int, int]]] = {
    "chronological(validation = 0.2, test = 0.3)": [(15, 21)],
    "chronological(validation = 6, test = 9)": [(15, 21)],
    'chronological(validation = "14", test = "22")': [(14, 22)],
    'chronological(validation = 0.2, test = "22")': [(16, 22)],
    "chronological(test = 0.3)": [(7, 14), (14, 21)],
    "groups(validation = 1, test = 1)": [],
}
"""Splits, and the times at which validation begins and ends; of two folds where it is not told."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each value tells its row: 1000 times its group, and its time."""
    found = tmp_path_factory.mktemp("leaks")
    for name, groups in {"one": GROUPS[:1], "several": GROUPS}.items():
        order = np.random.default_rng(0).permutation(ROWS)
        rows = [f"{t},{g},{1000 * n + t}" for t in order for n, g in enumerate(groups)]
        (found / f"{name}.csv").write_text("\n".join(["t,g,a", *rows]))
    return found


def expected(
    owner: dict[int, int], part: int, window: int, ahead: range, stride: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Windows of a part and what they predict; `owner` is the part of each value."""
    length = window if part == 0 else 3  # the longest of them
    for group in sorted({value // 1000 for value in owner}):
        values = sorted(value for value in owner if value // 1000 == group)
        found = []
        for end in range(length - 1, len(values) - ahead[-1]):
            targets = [values[end + step] for step in ahead]
            if {owner[target] for target in targets} == {part}:
                found.append((values[end - window + 1 : end + 1], targets))
        yield from found[::stride] if part == 0 else found


def cut(found: dict[str, Any], spread: int, low: int) -> list[tuple[list[int], list[int]]]:
    x, y = (np.rint(found[name] * spread + low).astype(int) for name in ("x", "y"))
    return [(w[:, 0].tolist(), t.tolist()) for w, t in zip(x, y, strict=True)]


@given(
    split=st.sampled_from([*HELD]),
    grouped=st.booleans(),
    window=st.sampled_from([2, 3]),
    horizon=st.integers(1, 2),
    lead=st.integers(1, 3),
    stride=st.integers(1, 3),
)
def test_windows_lie_where_their_targets_do_and_scalers_see_training_rows(
    folder: Path, split: str, grouped: bool, window: int, horizon: int, lead: int, stride: int
) -> None:
    grouped, folds = grouped or not HELD[split], len(HELD[split]) > 1
    source = 'csv("several.csv", time = t, group = g)' if grouped else 'csv("one.csv", time = t)'
    data = carried(
        folder,
        f"source = {source} inputs = [a] target = a window ~ choice(2, 3) horizon = {horizon} "
        f"lead = {lead} stride = {stride} scale = minmax split = {split}",
        {"window": window},
        units=str(horizon),
        search="folds = 2" if folds else "",
    )
    values = [1000 * group + t for group in range(3 if grouped else 1) for t in range(ROWS)]
    owners = [
        {value: (value % 1000 >= first) + (value % 1000 >= last) for value in values}
        for first, last in HELD[split]
    ]
    if not owners:
        told = {GROUPS.index(part.groups[0]): n for n, part in enumerate(data.study.data.parts)}
        owners = [{value: told[value // 1000] for value in values}]
    whole = (data.parts.get("train"), data.parts.get("validation"))
    for owner, (train, scored) in zip(owners, data.parts.get("folds", [whole]), strict=True):
        trained = [value for value in values if owner[value] == 0]
        low, spread = min(trained), max(trained) - min(trained)
        parts = [train, scored, *([] if folds else [data.parts["test"]])]
        for number, part in enumerate(parts):
            found = data.arrays(part, train)
            assert np.ravel(found["scaler"]).tolist() == [low, spread]
            wanted = expected(owner, number, window, range(lead, lead + horizon), stride)
            assert sorted(cut(found, spread, low)) == sorted(wanted)
