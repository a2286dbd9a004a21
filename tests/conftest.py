"""What all tests share: the fast ring never imports Keras."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Under `-m "not keras"`, leave out modules of Keras tests before they are imported."""
    if config.option.markexpr != "not keras" or collection_path.suffix != ".py":
        return None
    text = collection_path.read_text(encoding="utf-8")
    return True if "\npytestmark = pytest.mark.keras\n" in text else None
