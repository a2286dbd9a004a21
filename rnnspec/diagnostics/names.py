"""Problems of names (E02): facts in, words out."""

from collections.abc import Collection, Iterable

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.nearest import among
from rnnspec.source import Span
from rnnspec.words import article, listed


def unknown_section(span: Span, name: str) -> Diagnostic:
    """A block whose name is none of the language's."""
    known = ("data", "space", "model", "train", "search", "block")
    found = Diagnostic("E0201", f"there is no block `{name}`", span)
    return found.suggesting(name, known, f"the blocks are {listed(known)}")


def unknown_setting(
    span: Span, block: str, name: str, known: Collection[str], elsewhere: str = ""
) -> Diagnostic:
    """A setting that its block does not have; `elsewhere` is the block that does."""
    found = Diagnostic("E0202", f"`{block}` has no setting `{name}`", span)
    if elsewhere:
        return found.helped(f"it is a setting of `{elsewhere}`")
    return found.suggesting(name, known, among(name, known, "its settings are"))


def unsuited_setting(span: Span, name: str, source: str, why: str, whole: Span) -> Diagnostic:
    """A setting that this kind of data does not take; `whole` is the place of all of it."""
    found = Diagnostic("E0202", f"`{name}` does not suit `{source}`", span, label=why)
    return found.helped(f"leave `{name}` out").mended("", whole)


def misplaced(span: Span, name: str, block: str) -> Diagnostic:
    """A statement that stands in another block than its own."""
    return Diagnostic("E0202", f"`{name}` stands in `{block}`", span)


def not_searched(span: Span, name: str) -> Diagnostic:
    """A setting that may be fixed only."""
    return Diagnostic("E0202", f"`{name}` cannot be searched", span).helped(f"write `{name} = ...`")


def unknown_kind(span: Span, kind: str, word: str, known: Iterable[str]) -> Diagnostic:
    """A word that names no layer, optimizer, loss..., where one must stand."""
    known = list(known)
    few = among(word, known, "possible are")
    what = "a word that can stand here" if kind == "word" else f"{article(kind)} {kind}"
    return Diagnostic("E0203", f"`{word}` is not {what}", span).suggesting(word, known, few)


def unknown_argument(span: Span, owner: str, name: str, known: Collection[str]) -> Diagnostic:
    """An argument that a call does not take."""
    few = among(name, known, "its arguments are") or f"`{owner}` takes no arguments"
    found = Diagnostic("E0204", f"`{owner}` has no argument `{name}`", span)
    return found.suggesting(name, known, few)


def refused_argument(span: Span, owner: str, name: str, why: str) -> Diagnostic:
    """An argument of Keras that the language does not take."""
    return Diagnostic("E0204", f"`{owner}` does not take `{name}` here", span, label=why)


def too_many_arguments(span: Span, owner: str, most: int) -> Diagnostic:
    """More positional arguments than there are."""
    count = "no positional argument" if most == 0 else f"at most {most} positional arguments"
    return Diagnostic("E0204", f"`{owner}` takes {count}", span)


def position_lost(span: Span) -> Diagnostic:
    """An argument without its name behind one with it."""
    return Diagnostic("E0204", "an argument behind a named one needs its own name", span)


def undefined(span: Span, name: str, known: Iterable[str], *help: str) -> Diagnostic:
    """A name that nothing defines."""
    found = Diagnostic("E0205", f"`{name}` is not defined", span, help=help)
    return found if help else found.suggesting(name, known)


def unknown_fact(span: Span, name: str) -> Diagnostic:
    """A fact of the data or of training, read where it is not known, or which there is not."""
    label = "the target is no class" if name == "classes" else "it is not known yet"
    return Diagnostic("E0205", f"`{name}` has no value here", span, label=label)


def unreachable_name(span: Span, name: str, declared: Span) -> Diagnostic:
    """A name that stands inside a repeat or a branch, read from outside."""
    found = Diagnostic("E0205", f"`{name}` has no value here", span)
    return found.beside(declared, "it has one only where this stands")


def inactive_name(span: Span, name: str, point: str) -> Diagnostic:
    """A hyperparameter that is read where it may be inactive."""
    help = "it is read where the same condition holds, or declared in `space`"
    return Diagnostic("E0205", f"`{name}` has no value for {point}", span, help=(help,))


def cycle(span: Span, names: Iterable[str]) -> Diagnostic:
    """Derived values that need each other."""
    return Diagnostic("E0205", f"these define each other: {' -> '.join(names)}", span)


def duplicate(span: Span, name: str, first: Span) -> Diagnostic:
    """A name that is given twice."""
    found = Diagnostic("E0206", f"`{name}` is given twice", span, label="given again")
    return found.beside(first, "first given here")


def unknown_distribution(span: Span, name: str, known: Collection[str]) -> Diagnostic:
    """A call after `~` that is no distribution."""
    found = Diagnostic("E0207", f"there is no distribution `{name}`", span)
    return found.suggesting(name, known, among(name, known, "the distributions are"))


def no_distribution(span: Span, written: str, instead: str) -> Diagnostic:
    """Something after `~` that is no call."""
    found = Diagnostic(
        "E0207",
        f"`~` searches a distribution, and {written} is none",
        span,
        help=(f"write `{instead}`",) if instead else (),
    )
    return found if not instead or "..." in instead else found.mended(instead)


def hides_vocabulary(span: Span, name: str, kind: str) -> Diagnostic:
    """A name of the file that is a word of the language."""
    found = Diagnostic(
        "E0208",
        f"`{name}` already means something",
        span,
        label=f"`{name}` is a word of the vocabulary ({kind})",
    )
    return found.helped(f"another name, such as `{name}_`, is free").mended(f"{name}_")


def hides_code(span: Span, name: str) -> Diagnostic:
    """A layer of one's own that is called as something that scripts and workers use."""
    label = f"`{name}` is a name that scripts and workers use"
    found = Diagnostic("E0208", f"`{name}` already means something", span, label=label)
    return found.helped("the class in the file needs another name")


def block_twice(span: Span, name: str, first: Span) -> Diagnostic:
    """A block of the language that stands twice."""
    return Diagnostic("E0105", f"the block `{name}` stands twice", span).beside(first, "first here")


def blocks_missing(span: Span, names: Collection[str]) -> Diagnostic:
    """Blocks that every file needs."""
    what = "the block" if len(names) == 1 else "the blocks"
    found = Diagnostic(
        "E0106", f"{what} {listed(names)} {'is' if len(names) == 1 else 'are'} missing", span
    )
    return found.helped("a spec has `data`, `model`, `train` and `search`")


def block_calls_itself(span: Span, name: str) -> Diagnostic:
    """A block whose body leads back to it."""
    found = Diagnostic("E0106", f"the block `{name}` calls itself", span)
    return found.helped("`repeat` repeats layers a bounded number of times")


def never_read(span: Span, name: str) -> Diagnostic:
    """A hyperparameter of `space` that nothing reads."""
    found = Diagnostic("W0205", f"nothing reads `{name}`", span)
    return found.helped("it is left out of the space")


def never_called(span: Span, name: str) -> Diagnostic:
    """A block that nothing calls: what stands in it was not looked at."""
    return Diagnostic("W0205", f"nothing calls the block `{name}`", span)
