"""Problems of the text itself (E01): facts in, words out."""

from dataclasses import replace

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Edit, Span

DEEPEST = 200
"""Levels of nesting that a spec may have."""

PAIRS = {"(": ")", "[": "]", "{": "}"}


def quoted(text: str) -> str:
    """A piece of a spec in back quotes, shortened where it is long."""
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"


def unexpected(span: Span, found: str, expected: str) -> Diagnostic:
    """A token that cannot stand there; `found` is empty at the end of the file."""
    what = quoted(found) if found else "end of the file"
    return Diagnostic("E0101", f"unexpected {what}", span, label=f"expected {expected}")


def reserved(span: Span, word: str) -> Diagnostic:
    """A word of the language where a name must stand."""
    found = Diagnostic("E0101", f"`{word}` is a keyword", span, label="expected a name")
    return found.helped(f'a column or string of this name is quoted: "{word}"').mended(f'"{word}"')


def mistaken(
    span: Span, message: str, label: str, help: str, mend: Edit | None = None
) -> Diagnostic:
    """A known mistake, in the words of `grammar/mistakes.toml`."""
    found = Diagnostic("E0101", message, span, label=label, help=(help,) if help else ())
    return found if mend is None else replace(found, edits=(replace(mend, title=label),))


def unclosed(span: Span, found: str, opener: str, opened: Span) -> Diagnostic:
    """A bracket that is still open where nothing of it can follow."""
    what = quoted(found) if found else "the end of the file"
    problem = Diagnostic(
        "E0101",
        f"`{opener}` is never closed",
        span,
        label=f"expected `{PAIRS[opener]}` before {what}",
    )
    return problem.beside(opened, "opened here")


def stray(span: Span, closer: str) -> Diagnostic:
    """A closing bracket without its opening one."""
    opener = next(o for o, c in PAIRS.items() if c == closer)
    return Diagnostic(
        "E0101", f"`{closer}` closes nothing", span, label=f"no `{opener}` is open here"
    )


def unlike(span: Span, closer: str, opener: str, opened: Span) -> Diagnostic:
    """A closing bracket of another kind than the open one."""
    found = Diagnostic(
        "E0101", f"`{closer}` cannot close `{opener}`", span, label=f"expected `{PAIRS[opener]}`"
    )
    return found.beside(opened, "opened here")


def missing_comma(span: Span, found: str, closer: str) -> Diagnostic:
    """Two elements between brackets with nothing between them."""
    problem = Diagnostic(
        "E0101",
        f"a comma is missing before {quoted(found)}",
        span,
        label=f"expected `,` or `{closer}`",
    )
    return problem.mended(", ", Span(span.start, span.start))


def missing_value(span: Span, name: str, mark: str) -> Diagnostic:
    """`loss =` with nothing behind it; `name` is empty where no setting stands before."""
    message = f"`{name}` has no value" if name else f"nothing follows {quoted(mark)}"
    return Diagnostic("E0101", message, span, label=f"expected a value after {quoted(mark)}")


def missing_brace(span: Span, name: str) -> Diagnostic:
    """`model` without its open brace."""
    found = Diagnostic(
        "E0101", f"`{name}` has no open brace", span, label=f"expected `{{` after `{name}`"
    )
    return found.helped(f"a block is written `{name} {{ ... }}`").mended(
        " {", Span(span.end, span.end)
    )


def too_deep(span: Span) -> Diagnostic:
    """Brackets and operators nested beyond all use."""
    return Diagnostic(
        "E0101",
        f"nesting beyond {DEEPEST} levels",
        span,
        label=f"level {DEEPEST + 1} begins here",
        notes=("each bracket is a level, and so is each operator of one expression",),
    )


def no_version(span: Span, later: Span | None) -> Diagnostic:
    """A spec that does not begin with `rnnspec 1`."""
    if later is not None:
        found = Diagnostic(
            "E0103",
            "the version line does not come first",
            span,
            label="expected `rnnspec 1` before this",
        )
        return found.beside(later, "it stands here")
    found = Diagnostic(
        "E0103", "the version line is missing", span, label="expected `rnnspec 1` before this"
    )
    return found.helped("a spec begins with the line `rnnspec 1`").mended(
        "rnnspec 1\n\n", Span(span.start, span.start)
    )


def nothing_written(span: Span, only_comments: bool) -> Diagnostic:
    """A file without a single token."""
    found = Diagnostic(
        "E0103",
        "the file holds only comments" if only_comments else "the file is empty",
        span,
        label="expected `rnnspec 1`",
    )
    return found.helped("a spec begins with the line `rnnspec 1`").mended(
        "rnnspec 1\n", Span(span.start, span.start)
    )


def unknown_version(span: Span, written: str) -> Diagnostic:
    """A version that this compiler does not read."""
    found = Diagnostic(
        "E0104",
        f"version {written} of the language is not known",
        span,
        label="the only version is 1",
    )
    return found.helped("write `rnnspec 1`").mended("rnnspec 1")


def version_twice(span: Span, first: Span) -> Diagnostic:
    """A second version line."""
    found = Diagnostic("E0101", "the version line stands twice", span, label="leave this line out")
    return found.beside(first, "first here").mended("")
