"""What the proof finds (E03, E04): its facts turned into messages.

In: a `Finding`. Out: a diagnostic whose label shows a point of the space where it fails.
"""

from collections.abc import Iterable

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.proof.findings import Finding
from rnnspec.proof.prove import Refuted
from rnnspec.study.expressions import Const, Value
from rnnspec.study.words import render_expression, render_point
from rnnspec.words import article, render_value

KINDS = {
    "int": "an integer",
    "float": "a number",
    "bool": "true or false",
    "str": "a word",
    "none": "none",
    "ints": "an integer or a list of integers",
    "numbers": "a list of numbers",
    "list": "a list",
    "path": "a path in quotes",
    "moment": "a time in quotes",
}
RANKS = {1: "a vector", 2: "a sequence", 3: "a sequence of matrices"}


def finding_diagnostic(finding: Finding) -> Diagnostic:
    """The message of a finding."""
    message, label, help = _words(finding)
    return Diagnostic(finding.code, message, finding.span, label=label, help=help)


def _words(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    help: tuple[str, ...] = ()
    what = f"`{finding.name}` of `{finding.owner}`" if finding.owner else f"`{finding.name}`"
    at = _point(finding.point)
    where = f" for {at}" if at else ""
    match finding.kind:
        case "type":
            if finding.expected == ("int",) and isinstance(finding.found, float):
                help = ("`quniform`, `int(...)` and `//` give integers",)
            return (
                f"{what} must be {kinds_in_words(map(str, _items(finding.expected)))}",
                _gives(finding),
                help,
            )
        case "value":
            allowed = finding.expected
            if isinstance(allowed, tuple):
                allowed = " or ".join(f"`{word}`" for word in allowed)
            return f"{what} must be {allowed}", _gives(finding), help
        case "error":
            return f"{what} cannot be computed{where}", at, help
        case "requirement":
            return f"`{finding.owner}` needs that {finding.expected}", at, help
        case "rank":
            expected = " or ".join(_rank(rank) for rank in _items(finding.expected))
            message = f"`{finding.owner}` takes {expected} and gets {_rank(finding.found)}"
            if 2 in _items(finding.expected) and finding.found == 1:
                help = (
                    "the layer before it hands on its last step only: `return_sequences = true`, "
                    "or leave it out, and it is inferred",
                )
            return message, at, help
        case "integers":
            return f"`{finding.owner}` takes integers and gets numbers", at, help
        case "floats":
            help = ("`Embedding` before it makes vectors of them, `Rescaling(1)` numbers",)
            return f"`{finding.owner}` takes numbers and gets integers", at, help
        case "mask":
            help = ("masks are made by `Masking` and `mask_zero = true`",)
            return f"`{finding.owner}` takes no mask and gets one", at, help
        case "lost":
            help = ("masks are read by recurrent layers, `LastStep` and `GlobalAveragePooling1D`",)
            return f"behind `{finding.owner}` masked steps count as any others", at, help
        case "shrinks":
            axis, size = _items(finding.found)
            names = {0: "length" if finding.owner != "Dense" else "width"}
            name = names.get(axis if isinstance(axis, int) else 0, "width")
            return (
                f"nothing is left of the {name} behind `{finding.owner}`",
                f"{at} leaves {render_value(size)}" if at else f"{render_value(size)} is left",
                (),
            )
        case "merge":
            left, right = _items(finding.found)
            return (
                f"`{finding.owner}` cannot join shapes {_shape(left)} and {_shape(right)}",
                at,
                ("ranks and lengths agree; `concat` joins different widths",),
            )
        case "output" | "steps":
            expected = " or ".join(_shape(shape) for shape in _items(finding.expected))
            if finding.kind == "steps" and len(_items(finding.found)) == 1:
                help = ("`return_sequences = true` at the last recurrent layer keeps every step",)
            elif finding.kind == "steps":
                help = (
                    "`LastStep()`, or a recurrent layer without `return_sequences = true`, "
                    "makes a vector of a sequence",
                )
            return (
                f"the output does not fit the target: {expected} is needed",
                f"this gives {_shape(finding.found)}{where}",
                help,
            )
    if not finding.name:
        what = f"whether {finding.expected or f'`{finding.owner}` fits'}"
    return (
        f"{what} could be neither proven nor refuted",
        "this many configurations were looked at, and none fails",
        ("a tighter `require` or narrower distributions help the proof",),
    )


def _gives(finding: Finding) -> str:
    """`first = 4, depth = 4 gives units = 0`, or what stands there where nothing is searched."""
    found = render_value(finding.found)
    at = _point(finding.point)
    constant = isinstance(finding.expr, Const)
    if constant or not at:
        return f"this is {found}"
    if finding.expr is not None and at == f"{render_expression(finding.expr)} = {found}":
        return f"it reaches {found}"
    return f"{at} gives {finding.name} = {found}"


def _point(point: Refuted | None) -> str:
    if point is None:
        return ""
    return render_point({**point.shown, **point.turns})


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _rank(value: Value) -> str:
    return RANKS.get(value, f"a tensor of rank {value}") if isinstance(value, int) else str(value)


def _shape(value: Value) -> str:
    return f"({', '.join(render_value(v) for v in _items(value))})"


def kinds_in_words(kinds: Iterable[str]) -> str:
    """What values of some of these kinds are called: `an integer or none`."""
    words = [KINDS.get(kind) or f"{article(kind)} {kind}" for kind in kinds]
    if "a number" in words and "an integer" in words:
        words.remove("an integer")
    return " or ".join(words)
