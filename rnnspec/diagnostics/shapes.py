"""Problems of tensor shapes (E04): facts in, words out."""

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Span


def too_large(span: Span, most: int) -> Diagnostic:
    """A model whose blocks multiply without bound."""
    return Diagnostic("E0305", f"the expanded model has more than {most:,} statements", span)
