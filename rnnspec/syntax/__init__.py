"""Text to tree and back: `parse_file`, `format_file`, and the tree itself in `tree`."""

from rnnspec.syntax.decode import decode_source
from rnnspec.syntax.format import format_file
from rnnspec.syntax.parse import parse_file

__all__ = ["decode_source", "format_file", "parse_file"]
