"""Problems of size (E01, E03): what grows beyond what a spec may have; facts in, words out."""

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Span


def too_many_arms(span: Span, most: int) -> Diagnostic:
    """A chain of `else when` without end."""
    found = Diagnostic("E0101", f"more than {most} arms of a `when`", span)
    return found.helped("a branch has its options side by side: `name ~ choice { ... }`")


def too_deep(span: Span, most: int) -> Diagnostic:
    """Blocks that call blocks, and so on."""
    return Diagnostic("E0101", f"blocks call each other more than {most} levels deep", span)


def too_long(span: Span, most: int) -> Diagnostic:
    """An argument that grows from block to block."""
    found = Diagnostic("E0305", f"this expression has more than {most:,} parts", span)
    return found.helped("a fixed setting of `space` gives it a name")


def too_many_hyperparameters(span: Span, most: int) -> Diagnostic:
    """A space that repeats make too large."""
    return Diagnostic("E0305", f"the space has more than {most:,} hyperparameters", span)


def too_large(span: Span, most: int) -> Diagnostic:
    """A model whose blocks multiply without bound."""
    return Diagnostic("E0305", f"the expanded model has more than {most:,} statements", span)
