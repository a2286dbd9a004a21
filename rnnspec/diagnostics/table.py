"""The table of problems: what each code means, with a wrong and a right example.

In: `problems.toml`. Out: `TABLE`, and what `rnnspec explain CODE` prints. Knows nothing of how
problems are found.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

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


def render_explanation(code: str) -> str:
    """What a code means, over several lines; raises KeyError where there is no such code."""
    from textwrap import fill, indent

    problem = TABLE[code]
    examples = (
        f"{word}:\n\n{indent(example.strip(), '    ')}"
        for word, example in (("Wrong", problem.wrong), ("Right", problem.right))
    )
    return "\n\n".join([f"{code}: {problem.title}", fill(problem.explanation, WIDTH), *examples])
