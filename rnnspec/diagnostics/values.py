"""Problems of values and distributions (E03): facts in, words out."""

from collections.abc import Iterable, Mapping

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.distributions.contract import (
    Fault,
    NoLogarithm,
    NoMultiple,
    OffStep,
    OutOfRange,
    Reversed,
    WrongType,
)
from rnnspec.source import Edit, Span
from rnnspec.study.expressions import Value
from rnnspec.words import listed, render_value


def wrong_type(span: Span, what: str, expected: str, found: str, *help: str) -> Diagnostic:
    """A value of a type that its place does not take."""
    problem = Diagnostic("E0301", f"{what} must be {expected}", span, label=f"this is {found}")
    return problem.helped(*help)


def fixed_distribution(span: Span, distribution: str, mend: Edit | None = None) -> Diagnostic:
    """`=` before a distribution; `mend` puts `~` there, where the place takes one."""
    found = Diagnostic("E0301", f"`=` fixes a value, and `{distribution}` is a distribution", span)
    found = found.helped(
        f"`~ {distribution}(...)`, with the name of a setting or argument, searches it"
    )
    return found if mend is None else found.mended(mend.text, mend.span)


def not_fixed(span: Span, what: str, name: str) -> Diagnostic:
    """A bound or setting that depends on a hyperparameter."""
    found = Diagnostic(
        "E0301", f"{what} must be fixed", span, label=f"it depends on the hyperparameter `{name}`"
    )
    return found.helped("a dependent range is written as a share: `share ~ uniform(0.6, 1)`")


def endless(span: Span, what: str, name: str) -> Diagnostic:
    """A setting whose values must be listed, and that depends on a continuous hyperparameter."""
    return Diagnostic(
        "E0301",
        f"{what} must have values that can be listed",
        span,
        label=f"it depends on `{name}`, whose distribution is continuous",
    )


def bounds_reversed(span: Span, low: Value, high: Value) -> Diagnostic:
    """A lower bound that is not below the upper one."""
    label = f"{render_value(low)} is not below {render_value(high)}"
    if low == high:
        return Diagnostic("E0302", "both bounds are equal", span, label).helped("`=` fixes a value")
    return Diagnostic("E0302", "the bounds are reversed", span, label)


def unsound(fault: Fault, name: str, whole: Span, spans: Mapping[str, Span]) -> Diagnostic:
    """Arguments of a distribution that cannot stand: all are at `whole`, one by one at `spans`."""
    match fault:
        case Reversed(low, high):
            return bounds_reversed(whole, low, high)
        case OutOfRange(what, expected, found):
            return out_of_range(whole, what, expected, found)
        case WrongType(argument, expected, value):
            what = f"`{argument}` of `{name}`"
            return wrong_type(spans[argument], what, expected, render_value(value))
        case NoLogarithm(bound, least, argument):
            return Diagnostic(
                "E0303",
                "a logarithmic distribution has no place for this bound",
                spans.get(argument, whole),
                label=f"{render_value(bound)} is not above {least}",
            )
        case OffStep(low, high, step, difference):
            ends = f"from {render_value(low)} to {render_value(high)}"
            message = f"{render_value(step)} does not divide the range {ends}"
            label = f"{render_value(difference)} is not a whole number of steps"
            return Diagnostic("E0304", message, whole, label=label)
        case NoMultiple(bound, step):
            message = f"{render_value(bound)} is not a multiple of {render_value(step)}"
            help = "`low` and `high` of a quantised normal are multiples of its step"
            return Diagnostic("E0304", message, whole, help=(help,))
    raise AssertionError(f"no words for {fault!r}")


def out_of_range(span: Span, what: str, allowed: str, found: str) -> Diagnostic:
    """A value outside what its place allows, for some point of the space."""
    return Diagnostic("E0305", f"{what} must be {allowed}", span, label=found)


def fails(span: Span, why: str, point: str) -> Diagnostic:
    """An expression that cannot be computed for some point of the space."""
    where = f"for {point}" if point else "always"
    return Diagnostic("E0305", "this expression has no value", span, label=f"{why} {where}")


def outside_distribution(span: Span, name: str, value: Value, described: str) -> Diagnostic:
    """A default or start value that the distribution does not have."""
    return Diagnostic(
        "E0306", f"{render_value(value)} is not a value of `{name}`", span, label=described
    )


def breaks_constraint(span: Span, point: str, constraint: Span) -> Diagnostic:
    """A first point that a `require` forbids."""
    found = Diagnostic("E0306", "this first point breaks a constraint", span, label=point)
    return found.beside(constraint, "it requires this")


def option_twice(span: Span, value: Value, first: Span) -> Diagnostic:
    """An option that stands twice."""
    found = Diagnostic("E0307", f"the option {render_value(value)} stands twice", span)
    return found.beside(first, "first here").helped(
        "`weighted(value: weight, ...)` gives an option more mass"
    )


def argument_missing(span: Span, owner: str, names: Iterable[str]) -> Diagnostic:
    """A required argument that is not there."""
    return Diagnostic("E0308", f"`{owner}` needs {listed(names)}", span)


def empty(span: Span, owner: str, what: str) -> Diagnostic:
    """Something of which there must be at least one."""
    return Diagnostic("E0308", f"`{owner}` needs at least one {what}", span)


def setting_missing(span: Span, block: str, names: Iterable[str], *help: str) -> Diagnostic:
    """A required setting that is not there."""
    return Diagnostic("E0308", f"`{block}` needs {listed(names)}", span, help=help)
