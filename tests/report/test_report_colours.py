"""Colours that can be told from what is behind them, by light and in the dark."""

import re
from pathlib import Path

import pytest

import rnnspec.report

STYLE = (Path(rnnspec.report.__path__[0]) / "report.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
)


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_have_contrast(colours: dict[str, str]) -> None:
    """4.5 to 1 for text, 3 to 1 for marks."""
    text = {name: _contrast(colours[name], colours["paper"]) for name in ("ink", "soft", "link")}
    assert min(text.values()) >= 4.5, text
    assert _contrast(colours["ink"], colours["shade"]) >= 4.5
    names = ("trial", "best", "naive", "c1", "c2", "c3", "c4", "c5")
    marks = {name: _contrast(colours[name], colours["paper"]) for name in names}
    assert min(marks.values()) >= 3, marks


def test_every_colour_is_there_by_light_and_in_the_dark() -> None:
    from rnnspec.report.drawing import COLOURS

    assert LIGHT.keys() == DARK.keys()
    assert COLOURS.keys() <= LIGHT.keys()
