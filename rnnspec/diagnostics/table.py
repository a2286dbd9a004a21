"""The table of problems: what each code means, with a wrong and a right example.

In: the rows of `table_text`, `table_names`, `table_values`, `table_shapes` and `table_search`.
Out: `TABLE`, and what `rnnspec explain CODE` prints. Knows nothing of how problems are found.
"""

from dataclasses import dataclass

from rnnspec.diagnostics import (
    table_names,
    table_search,
    table_shapes,
    table_text,
    table_values,
)

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
    row[0]: Problem(*row)
    for module in (table_text, table_names, table_values, table_shapes, table_search)
    for row in module.ROWS
}
"""All problems, by code."""


def render_explanation(code: str) -> str:
    """What a code means, over several lines; raises KeyError where there is no such code."""
    from textwrap import dedent, fill, indent

    problem = TABLE[code]
    examples = (
        f"{word}:\n\n{indent(dedent(example).strip(), '    ')}"
        for word, example in (("Wrong", problem.wrong), ("Right", problem.right))
    )
    return "\n\n".join([f"{code}: {problem.title}", fill(problem.explanation, WIDTH), *examples])
