"""From the bytes of a file to a source.

In: bytes. Out: their text, or the reason why they are none. Opens no file.
"""

from rnnspec.diagnostics import characters as say
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import NOWHERE, Source

LARGEST = 2 * 2**20
"""Bytes that a spec may have: some twenty thousand layers."""


def decode_source(name: str, content: bytes) -> Source | Diagnostic:
    """The text of a file, without a byte order mark; E0102 where it is not UTF-8 text."""
    if b"\0" in content[:4096] and not content.isascii():
        return say.not_text(NOWHERE, content.index(b"\0"))
    if len(content) > LARGEST:
        return say.too_long(NOWHERE, len(content), LARGEST)
    try:
        return Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return say.not_utf8(NOWHERE, content[error.start], error.start, line)
