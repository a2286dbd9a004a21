"""Text to tree and back: `parse_file`, `format_file`, and the tree itself in `tree`."""

from rnnspec.syntax.format import format_file
from rnnspec.syntax.parse import decode_source, parse_file

__all__ = ["decode_source", "format_file", "parse_file"]
