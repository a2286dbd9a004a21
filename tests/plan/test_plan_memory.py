"""Windows that are cut batch by batch are the very windows that are cut beforehand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from carrying import TABLE, Carried, carried
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnspec.overview import describe_study
from rnnspec.plan import memory
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.resolve import resolve_program
from rnnspec.study.export import study_from_json, study_to_json
from rnnspec.study.study import Study


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """100 rows: `a` counts up; `b` counts down, and misses some values; two kinds."""
    made = tmp_path_factory.mktemp("series")
    rows = [
        f"{row},{row},{'' if row % 34 in {3, 4} else 1000 - row},{'odd' if row % 2 else 'even'}"
        for row in range(100)
    ]
    (made / "series.csv").write_text("t,a,b,kind\n" + "\n".join(rows))
    return made


def by_batch(folder: Path, data: str, **more: str) -> Carried:
    """The data where every window is cut by the batch, be there ever so few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "LARGE", 0)
        patch.setattr(memory, "MANY", 0)
        return carried(folder, data, **more)


@settings(max_examples=40)
@given(
    window=st.integers(1, 4),
    ahead=st.one_of(
        st.integers(1, 3).map(lambda h: (f"inputs = [a, b] target = b horizon = {h}", "mse", h)),
        st.just(("inputs = [a, b] target = b horizon = 2 lead = 3", "mse", 2)),
        st.just(("inputs = [b, kind] encode = [kind] target = a horizon = 0", "mse", 1)),
        st.sampled_from(["sparse_categorical_crossentropy", "categorical_crossentropy"]).map(
            lambda loss: ("inputs = [a, b] target = kind", loss, 2)
        ),
    ),
    stride=st.integers(1, 4),
    missing=st.sampled_from(["drop", "forward", "interpolate"]),
    group=st.sampled_from(["", ", group = kind"]),
    scale=st.sampled_from(["", "scale = standard"]),
    batch=st.integers(1, 20),
)
def test_batches_are_of_the_windows_that_are_cut_beforehand(
    folder: Path,
    window: int,
    ahead: tuple[str, str, int],
    stride: int,
    missing: str,
    group: str,
    scale: str,
    batch: int,
) -> None:
    said, loss, units = ahead
    table = TABLE.replace("time = t", f"time = t{group}")
    data = f"{table} {said} window = {window} stride = {stride} missing = {missing} {scale}"
    whole = carried(folder, data, loss=loss, units=str(units))
    lazy = by_batch(folder, data, loss=loss, units=str(units))
    random = np.random.default_rng(0)
    for name in ("train", "validation", "test"):
        beforehand, later = (one.arrays(one.parts[name]) for one in (whole, lazy))
        rows = random.permutation(len(beforehand["ends"]))
        assert len(later["x"]) == len(rows)
        for first in range(0, len(rows), batch):
            some = rows[first : first + batch]
            np.testing.assert_array_equal(later["x"][some], beforehand["x"][some])
            np.testing.assert_array_equal(later["y"][some], beforehand["y"][some])
        judged = (one.judged(one.parts[name]) for one in (whole, lazy))
        for expected, found in zip(*judged, strict=True):
            np.testing.assert_array_equal(found, expected)


WIDE = f"{TABLE} inputs = [a] target = a window ~ choice(3, 60)"


def of_rows(study: Study, rows: int, **changes: object) -> Study:
    """The study of a longer table."""
    return replace(study, data=replace(study.data, rows=rows, **changes))


def test_windows_are_cut_by_the_batch_where_they_are_far_larger_than_the_table(
    folder: Path,
) -> None:
    small = carried(folder, WIDE, {"window": 3}).study
    assert memory.window_bytes(small) == 100 * 60 * 4
    for rows, stride, lazy in (
        (100, 1, False),
        (1_100_000, 1, False),
        (1_200_000, 1, True),
        (2_000_000, 1000, False),  # validation and test keep 600,000 of them
        (4_000_000, 1000, True),
    ):
        study = of_rows(small, rows, stride=stride)
        assert memory.by_batch(study) == lazy, rows
        recorded = study_from_json(study_to_json(study))
        assert memory.by_batch(recorded) == lazy, "as a run's folder has it"
        assert (lower_plan(study).fit.function.name == "fit_batches") == lazy
        # The order of batches is another one: a short window's trials belong to such a spec alone.
        assert ("by_batch" in resolve_program(study, {"window": 3})["data"]) == lazy
    short = of_rows(carried(folder, WIDE.replace("60", "8"), {"window": 3}).study, 20_000_000)
    assert memory.window_bytes(short) > memory.LARGE
    assert not memory.by_batch(short), "windows of 8 rows are hardly larger than the table"


def test_show_tells_the_memory_of_many_windows(folder: Path) -> None:
    small = carried(folder, WIDE, {"window": 3}).study
    told = "\n".join(describe_study("t", small))
    assert "all windows" not in told
    told = "\n".join(describe_study("t", of_rows(small, 4_000_000)))
    assert "all windows at once would take 0.9 GiB, so each batch cuts its own" in told
    short = of_rows(carried(folder, WIDE.replace("60", "8"), {"window": 3}).study, 20_000_000)
    assert "all windows at once take 0.6 GiB of memory" in "\n".join(describe_study("t", short))
