"""What is written instead of something foreign: the functions that `how` names in `foreign.toml`.

In: a match of a row's pattern, and the problem in it. Out: the text for the group `x`, or the text
and its place, or None where it is not certain.
"""

import re
from collections.abc import Callable
from typing import Any

from rnnspec.diagnostics import foreign_calls
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.table import foreign_words
from rnnspec.source import Span

AROUND = 1000
"""Characters around a problem that are looked at."""


def closed(text: str, opening: int) -> int | None:
    """Where the parenthesis ends that opens at a place; None where none opens or it never does."""
    if text[opening : opening + 1] != "(":
        return None
    depth = 0
    for sign in re.finditer(
        r"""[()\[\]{}]|"[^"\n]*"|'[^'\n]*'|\#[^\n]*""", text[opening : opening + AROUND]
    ):
        depth += (sign[0] in "([{") - (sign[0] in ")]}")
        if depth == 0 and len(sign[0]) == 1:
            return opening + sign.end()
    return None


def _comment(match: "re.Match[str]", _: Diagnostic) -> str:
    lines = [line.strip() for line in match["text"].strip("\n").split("\n")]
    follows = match.string[match.end() :].split("\n", 1)[0].strip()
    return "\n".join(f"# {line}".rstrip() for line in lines) + ("\n" if follows else "")


def _percent(match: "re.Match[str]", _: Diagnostic) -> str:
    return f"{float(match['n']) / 100:.12g}"


def _digits(match: "re.Match[str]", _: Diagnostic) -> str:
    return re.sub(r"[., ]", "_", match["x"])


def _comma(match: "re.Match[str]", _: Diagnostic) -> str:
    return f"{re.sub(r'[._]', '', match['n'])}.{match['part']}"


def _thousands(match: "re.Match[str]", _: Diagnostic) -> str:
    return f"{round(float(match['n']) * 1000):_}"


def _exponent(match: "re.Match[str]", _: Diagnostic) -> str | None:
    try:
        return f"{float(match['n']) * 10 ** float(match['power']):.3g}"
    except OverflowError:
        return None


def _whole(match: "re.Match[str]", _: Diagnostic) -> str | None:
    return None if match["x"].isdigit() else str(int(float(match["x"])))


def _duration(match: "re.Match[str]", _: Diagnostic) -> str | None:
    unit = match["unit"]
    units = foreign_words()["units"].items()
    meant = next((one for one, words in units if unit in (one, *words)), None)
    return None if meant is None else f"{match['n']}{meant}"


def _minutes(match: "re.Match[str]", _: Diagnostic) -> str:
    return f"{int(match['n']) * 60 + int(match['part'])}min"


def _alternatives(match: "re.Match[str]", _: Diagnostic) -> str:
    return f"choice({', '.join(part.strip() for part in match['x'].split('|'))})"


def _loop(match: "re.Match[str]", _: Diagnostic) -> str:
    """A loop on one line; of several the help alone shows the form."""
    body = match["body"].strip()
    return f"repeat {match['n']} as {match['name']} {{ {body} }}" if body else ""


def _powers(match: "re.Match[str]", _: Diagnostic) -> str | None:
    call = f"hp.loguniform({match['low']}, {match['high']})"
    row = {"takes": ["low", "high"], "as": "float", "exponents": 10}
    return foreign_calls.render_distribution(call, row)


def _span(match: "re.Match[str]", _: Diagnostic) -> str | None:
    return foreign_calls.render_span(match["low"], match["high"], match["step"])


def _bare(match: "re.Match[str]", _: Diagnostic) -> str:
    return match["last"]


def _added(match: "re.Match[str]", _: Diagnostic) -> tuple[str, Span] | None:
    end = closed(match.string, match.end() - 1)
    if end is None:
        return None
    return _plain_names(match.string[match.end() : end - 1]), Span(match.start(), end)


def _sequence(match: "re.Match[str]", _: Diagnostic) -> tuple[str, Span] | None:
    end = closed(match.string, match.end() - 1)
    if end is None:
        return None
    layers = match.string[match.end() : end - 1].strip().removeprefix("[").rstrip(",] \n\t")
    return _parted(_plain_names(layers)), Span(match.start(), end)


def _plain_names(text: str) -> str:
    """A text whose names have no points."""
    return re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])", "", text.strip())


def _parted(layers: str) -> str:
    """Layers on lines of their own, not behind commas."""
    depth, parts = 0, [""]
    for sign in layers:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return "\n  ".join(part.strip() for part in parts)


def _width(match: "re.Match[str]", problem: Diagnostic) -> str | None:
    """The width of the last layer, by the names of what it depends on."""
    needed = re.search(r"\((\d+)", problem.message)
    if needed is None or needed[1] == match["x"] or match.start() != problem.span.start:
        return None
    if re.search(r"crossentropy|\bbce\b", match.string):
        return "classes" if "categorical" in match.string else needed[1]
    horizon = re.search(r"\bhorizon\s*=\s*(\d+)", match.string)
    times, rest = divmod(int(needed[1]), int(horizon[1])) if horizon else (0, 1)
    if horizon is None or rest or int(horizon[1]) == 1:
        return needed[1]
    return "horizon" if times == 1 else f"horizon * {times}"


WAYS: dict[str, Callable[["re.Match[str]", Diagnostic], Any]] = {
    "comment": _comment,
    "percent": _percent,
    "digits": _digits,
    "comma": _comma,
    "thousands": _thousands,
    "exponent": _exponent,
    "whole": _whole,
    "duration": _duration,
    "minutes": _minutes,
    "alternatives": _alternatives,
    "loop": _loop,
    "sequence": _sequence,
    "powers": _powers,
    "span": _span,
    "bare": _bare,
    "added": _added,
    "width": _width,
}
