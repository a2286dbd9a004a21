"""The templates of scripts.

In: nothing. Out: Jinja as the templates in `templates/` want it. Knows nothing of studies.
"""

from functools import cache

import jinja2


@cache
def environment() -> jinja2.Environment:
    """Jinja where whatever is not given is a fault."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("rnnspec.templates", ""),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["in_docstring"] = in_docstring
    return made


def in_docstring(text: str) -> str:
    """A text that can stand inside a docstring: on one line, quotes and backslashes escaped."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown.replace("\\", "\\\\").replace('"', '\\"')
