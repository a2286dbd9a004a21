"""Small data for plans."""

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """100 rows: `a` counts up, `b` down, in a file whose rows are shuffled."""
    order = np.random.default_rng(0).permutation(100)
    rows = [f"{row},{row},{1000 - row},{'odd' if row % 2 else 'even'}" for row in order]
    (tmp_path / "series.csv").write_text("t,a,b,kind\n" + "\n".join(rows))
    return tmp_path
