"""Problems of training and search (E05): facts in, words out."""

from collections.abc import Collection, Iterable, Mapping

from rnnspec.diagnostics.diagnostic import Diagnostic, Label
from rnnspec.diagnostics.nearest import among
from rnnspec.distributions.contract import Distribution
from rnnspec.source import Span
from rnnspec.words import article, listed, render_value

TARGETS = {
    "regression": "a numeric target",
    "binary": "a target of two classes",
    "sparse": "a class target",
    "categorical": "a class target",
}


def not_measured(span: Span, name: str, known: Collection[str]) -> Diagnostic:
    """An objective that names nothing that is measured."""
    found = Diagnostic("E0501", f"`{name}` is not measured", span)
    meant = name if name.startswith("val") else f"val_{name}"
    return found.suggesting(meant, known, among(meant, known, "measured are"))


def objective_unsuited(span: Span, name: str, suits: str, instead: str) -> Diagnostic:
    """A metric that says nothing about this kind of target."""
    found = Diagnostic("E0501", f"`{name}` does not suit {TARGETS[suits]}", span)
    return found.helped(f"`{instead}` does").mended(instead)


def no_objective(span: Span, instead: str) -> Diagnostic:
    """An objective that does not say which side is better."""
    found = Diagnostic("E0501", "an objective says whether less or more is better", span)
    return found.helped(f"`{instead}`").mended(instead)


def metric_unsuited(span: Span, name: str, suits: str) -> Diagnostic:
    """A listed metric that says nothing about this kind of target."""
    return Diagnostic("E0501", f"`{name}` does not suit {TARGETS[suits]}", span)


def unknown_algorithm(span: Span, kind: str, name: str, known: Collection[str]) -> Diagnostic:
    """An algorithm or pruner that is none."""
    found = Diagnostic("E0502", f"`{name}` is not {article(kind)} {kind}", span)
    return found.suggesting(name, known, among(name, known, "possible are"))


def grid_of_continuous(
    span: Span,
    name: str,
    distribution: Distribution,
    algorithm: Span,
    asked: str = "the grid is asked for here",
) -> Diagnostic:
    """A grid over a distribution that has no list of values; five points of it are offered."""
    quantiles = [distribution.quantile((2 * i + 1) / 10) for i in range(5)]
    points = dict.fromkeys(float(f"{q:.3g}") if isinstance(q, float) else q for q in quantiles)
    offered = f"ordinal({', '.join(map(render_value, points))})"
    found = Diagnostic(
        "E0502",
        f"a grid cannot list the values of `{name}`",
        span,
        label="this distribution is continuous",
    )
    return found.beside(algorithm, asked).helped(f"`{offered}` has {len(points)} points of it")


def lacking(span: Span, who: str, what: str, *help: str, label: str = "") -> Diagnostic:
    """Something that a target or a sampler does not have."""
    return Diagnostic("E0502", f"{who} has no {what}", span, label=label, help=help)


def inexact(span: Span, who: str, name: str, case: str) -> Diagnostic:
    """A distribution that a target does not draw as the spec has it."""
    found = Diagnostic(
        "E0502", f"{who} does not draw the distribution of `{name}`", span, label=case
    )
    return found.helped("without `--strict` the script says so in its first lines")


def unsupported(span: Span, wanted: str, reason: str, nearest: Iterable[str]) -> Diagnostic:
    """Something that no sampler, or not the one asked for, can do."""
    return Diagnostic("E0502", in_words(wanted, reason), span, help=offered(nearest))


def in_words(wanted: str, reason: str) -> str:
    """What is wanted and why it is not to be had: `gp` cannot be run: no engine has it."""
    shown = f"`{wanted}`" if wanted.isidentifier() else wanted
    return f"{shown} cannot be run: {reason}"


def offered(nearest: Iterable[str]) -> tuple[str, ...]:
    """What there is instead, as a line of help."""
    names = list(nearest)
    if not names:
        return ()
    return (
        f"the nearest is {listed(names)}" if len(names) == 1 else f"possible are {listed(names)}",
    )


def unsatisfiable(span: Span, others: Iterable[Span]) -> Diagnostic:
    """Constraints that no configuration satisfies."""
    return Diagnostic(
        "E0503",
        "no configuration satisfies this",
        span,
        others=tuple(Label(other, "together with this") for other in others),
    )


def hardly_satisfiable(span: Span, share: float) -> Diagnostic:
    """Constraints that few draws satisfy."""
    found = Diagnostic("W0503", f"only {share:.2%} of random draws satisfy the constraints", span)
    return found.helped("a dependent range written as a share needs no `require`")


def cannot_stand(span: Span, message: str, other: Span | None, *help: str) -> Diagnostic:
    """Two settings that exclude each other."""
    others = (Label(other, "with this"),) if other is not None else ()
    return Diagnostic("E0504", message, span, others=others, help=help)


def left_out(name: str, value: Span, setting: Span, message: str) -> Diagnostic:
    """A setting that means nothing beside the others."""
    return cannot_stand(value, message, None, f"leave `{name}` out").mended("", setting)


def losses_differ(span: Span, kinds: Mapping[str, str]) -> Diagnostic:
    """A searched loss whose options judge different kinds of targets."""
    listed = " and ".join(f"`{name}` ({TARGETS[kind]})" for kind, name in kinds.items())
    return Diagnostic("E0504", f"these losses judge different targets: {listed}", span)


def plateau_with_schedule(span: Span, schedule: Span) -> Diagnostic:
    """`ReduceLROnPlateau` beside a learning rate schedule."""
    return cannot_stand(
        span,
        "`ReduceLROnPlateau` cannot change a learning rate that follows a schedule",
        schedule,
        "keep one of the two",
    )


def class_weight_unsuited(span: Span) -> Diagnostic:
    """Class weights for a numeric target."""
    return cannot_stand(span, "`class_weight` needs a class target, and this loss is not one", None)


def compares_unlike(span: Span, name: str, other: Span) -> Diagnostic:
    """`val_loss` as objective while what it is computed from is searched."""
    return cannot_stand(
        span,
        f"`val_loss` compares unlike things while `{name}` is searched",
        other,
        "a metric in the target's own units compares them: `minimize(val_rmse)`",
    ).mended("minimize(val_rmse)")


def constraints_undecided(span: Span) -> Diagnostic:
    """Constraints of which neither a solution nor its absence was found."""
    return Diagnostic(
        "W0301",
        "whether anything satisfies the constraints could be neither proven nor refuted",
        span,
    )
