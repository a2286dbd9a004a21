"""The tables of this room: what each code means, and what is written elsewhere.

In: `problems.toml`, `foreign.toml`. Out: `TABLE`, and what `rnnspec explain CODE` prints; the words
of other languages. Knows nothing of how problems are found.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

WIDTH = 88
"""Columns of an explanation."""


@dataclass(frozen=True)
class Problem:
    """A code and what it means; the examples show only the blocks that matter."""

    code: str
    title: str
    explanation: str
    wrong: str
    right: str


TABLE = {
    row["code"]: Problem(**row)
    for row in tomllib.loads(files(__package__).joinpath("problems.toml").read_text("utf-8"))[
        "problem"
    ]
}
"""All problems, by code."""


@cache
def foreign_words() -> dict[str, Any]:
    """The whole of `foreign.toml`; what its parts mean is written there."""
    return tomllib.loads(files(__package__).joinpath("foreign.toml").read_text("utf-8"))


def render_explanation(code: str) -> str:
    """What a code means, over several lines; raises KeyError where there is no such code."""
    from textwrap import fill, indent

    problem = TABLE[code]
    examples = (
        f"{word}:\n\n{indent(example.strip(), '    ')}"
        for word, example in (("Wrong", problem.wrong), ("Right", problem.right))
    )
    return "\n\n".join([f"{code}: {problem.title}", fill(problem.explanation, WIDTH), *examples])
