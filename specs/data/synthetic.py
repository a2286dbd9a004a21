"""How the data that nobody measured was made: `stock.csv` and `rhythms.npz`.

    python specs/data/synthetic.py [FOLDER]

Both are small, and both hold something that a recurrent network can learn.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

DAYS = 1_000
SAMPLES, STEPS, FEATURES = 240, 20, 3


def stock(seed: int = 46) -> pd.DataFrame:
    """A close that swings about a slow wave, and a volume that follows how far it moved.

    The swing is an autoregression of the second order with a period of about 36 days.
    """
    rng = np.random.default_rng(seed)
    swing = np.zeros(DAYS)
    for day in range(2, DAYS):
        swing[day] = 1.85 * swing[day - 1] - 0.88 * swing[day - 2] + rng.normal(0, 3)
    close = 900 + 200 * np.sin(np.arange(DAYS) / 160) + swing
    moved = np.abs(np.diff(close, prepend=close[0]))
    volume = 8e7 * np.exp(0.05 * moved + rng.normal(0, 0.2, DAYS))
    return pd.DataFrame(
        {
            "Date": pd.bdate_range("2015-01-01", periods=DAYS).strftime("%Y-%m-%d"),
            "Close": close.round(2),
            "Volume": volume.round(-3).astype(int),
        }
    )


def rhythms(seed: int = 46) -> dict[str, Any]:
    """Sequences of three features; the class says whether the first two swing together.

    x: samples × steps × features as float32; y: samples, 0 or 1, as many of each.
    """
    rng = np.random.default_rng(seed)
    together = rng.permutation(SAMPLES) % 2
    time = np.arange(STEPS) + rng.uniform(0, STEPS, (SAMPLES, 1))
    period = rng.uniform(6, 12, (SAMPLES, 1))
    apart = np.where(together[:, None] == 1, 0, np.pi / 2)
    clean = [np.sin(2 * np.pi * time / period + by) for by in (0, apart, np.pi / 4)]
    x = np.stack(clean, axis=-1) + rng.normal(0, 0.6, (SAMPLES, STEPS, FEATURES))
    return {"x": x.round(3).astype(np.float32), "y": together.astype(np.int8)}


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    stock().to_csv(folder / "stock.csv", index=False)
    np.savez_compressed(folder / "rhythms.npz", **rhythms())


if __name__ == "__main__":
    main()
