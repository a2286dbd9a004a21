"""Messages: facts in, words out; drawing; the table of problems.

One file of constructors for each group of codes (`syntax`, `characters`, `names`, `values`,
`limits`, `search`, `data`, `findings`); `draw` turns a diagnostic into text, `table` explains
codes; `foreign` says what is written as elsewhere in words that mend it.
"""

from rnnspec.diagnostics.draw import render_diagnostic, render_json
from rnnspec.diagnostics.nearest import nearest

__all__ = ["nearest", "render_diagnostic", "render_json"]
