"""Names of the file against the words of the language."""

from rnnspec.catalog import FAMILIES, VOCABULARY
from rnnspec.check.context import Context
from rnnspec.diagnostics import names as say
from rnnspec.source import Span


def kind_of(word: str) -> str | None:
    """The family that a word of the vocabulary belongs to; None for any other word."""
    if word not in VOCABULARY:
        return None
    return next((name for name, rows in FAMILIES.items() if word in rows.words), "word")


def verify_word(context: Context, name: str, span: Span) -> bool:
    """Whether a name of the file is free to take; one that hides the vocabulary is reported."""
    kind = kind_of(name)
    if kind is not None:
        context.report(say.hides_vocabulary(span, name, kind))
    return kind is None
