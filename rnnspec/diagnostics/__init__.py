"""Messages: facts in, words out; drawing; the table of problems.

One file of constructors for each group of codes (`syntax`, `characters`, `names`, `values`,
`shapes`, `search`, `data`, `findings`); `draw` turns a diagnostic into text.
"""

from rnnspec.diagnostics.draw import render_diagnostic, render_json
from rnnspec.diagnostics.nearest import nearest
from rnnspec.diagnostics.table import TABLE, render_explanation

__all__ = ["TABLE", "nearest", "render_diagnostic", "render_explanation", "render_json"]
