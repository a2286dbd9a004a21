"""The parser's tables anew, after a change of the grammar or of the known mistakes.

In: `grammar/rnnspec.lark` and `grammar/mistakes.toml`. Out: `grammar/tables.json`, the same bytes
for the same input. Run as `python -m rnnspec.syntax.generate`; reading a spec never needs this.
"""

import json
import tomllib
from importlib import import_module
from pathlib import Path

from rnnspec.syntax.builder import Builder
from rnnspec.syntax.mistakes import index_mistakes
from rnnspec.syntax.tables import Parser, build, revive

FOLDER = Path(import_module("rnnspec.grammar").__path__[0])


def render_tables() -> str:
    """The text of `grammar/tables.json`."""
    tables = build((FOLDER / "rnnspec.lark").read_text())
    mistakes = tomllib.loads((FOLDER / "mistakes.toml").read_text())["mistake"]
    parser = Parser(Builder(), revive(json.loads(json.dumps(tables))))
    tables["mistakes"] = index_mistakes(mistakes, parser)
    return json.dumps(tables, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    (FOLDER / "tables.json").write_text(render_tables())
