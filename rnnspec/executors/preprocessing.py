"""What was fitted to a train part, of what prediction needs beside a model.

In: the content of `preprocessing.json` (docs/preprocessing-json.md), which the plan tells. Out: the
scalers as the plan's locals. Knows no files and no Keras.
"""

from collections.abc import Mapping
from typing import Any

from rnnspec.runtime.scalers import read_scaler

SCALERS = ("scaler", "target_scaler")
"""What a train part leaves behind, by the names of the plan's locals."""


def fitted_values(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was fitted, of the content of `preprocessing.json`."""
    return {name: read_scaler(content[name]) for name in SCALERS if content[name] is not None}
