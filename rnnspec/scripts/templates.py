"""The templates, compiled ahead.

In: the names of templates. Out: templates of Jinja. Compiling them takes longer than all the rest
of a compilation, so the Python that Jinja makes of each lies beside it; another version of Jinja
compiles them anew. `python -m rnnspec.scripts.templates` writes them, a test holds them equal.
"""

from collections.abc import MutableMapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2

import rnnspec.templates  # type: ignore[import-not-found]

FOLDER = Path(rnnspec.templates.__path__[0])
HEADER = """# Made from `{name}` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = {version!r}
"""


class Compiled(jinja2.BaseLoader):
    """Loads what was compiled ahead by this version of Jinja, else the template itself."""

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        module = import_module(f"rnnspec.templates.{compiled_name(name)}")
        if jinja2.__version__ == module.JINJA:
            return jinja2.Template.from_module_dict(environment, vars(module), globals or {})
        return jinja2.FileSystemLoader(FOLDER).load(environment, name, globals)


@cache
def environment() -> jinja2.Environment:
    """Jinja as the templates want it: whatever is not given is a fault."""
    made = jinja2.Environment(
        loader=Compiled(),
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


def compiled_name(name: str) -> str:
    """The module that a template is compiled to."""
    return f"generated_{name.partition('.')[0]}"


def compiled_text(name: str) -> str:
    """The Python that Jinja makes of a template."""
    source = (FOLDER / name).read_text(encoding="utf-8")
    text = environment().compile(source, name, name, raw=True, defer_init=True)
    return HEADER.format(name=name, version=jinja2.__version__) + text + "\n"


def names() -> list[str]:
    """The names of all templates."""
    return sorted(path.name for path in FOLDER.glob("*.jinja"))


def main() -> None:
    """Write what the templates are compiled to."""
    for name in names():
        path = FOLDER / f"{compiled_name(name)}.py"
        path.write_text(compiled_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
