"""What is written as in other languages and libraries: what to write instead.

In: problems and the text that they stand in. Out: the same; what stands in something that
`foreign.toml` knows is said in words that mend it, and nothing is told twice of one stretch of the
text. A text without problems is never looked at, so that what it means does not depend on this.
Knows nothing of what a spec means.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rnnspec.diagnostics import foreign_calls
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.foreign_ways import AROUND, WAYS, closed
from rnnspec.diagnostics.table import foreign_words
from rnnspec.source import Edit, Span, apply_edits

MOST = 60
"""So many problems of a text are looked at; no more are ever shown."""

LONGEST = 90
"""A help that shows what to write is no longer than this."""

Reworded = tuple[Diagnostic, Span]
"""A problem in other words, and the stretch of which nothing more is to be told."""


@dataclass(frozen=True)
class Pattern:
    """A row of `patterns`; what its fields mean is written there."""

    codes: tuple[str, ...]
    pattern: "re.Pattern[str]"
    help: str
    message: str = ""
    write: str = ""
    how: str = ""
    at: str = ""
    says: str = ""
    keep: bool = False


@cache
def patterns() -> tuple[Pattern, ...]:
    """What is found by the text around a problem, in the order in which it is tried."""
    return tuple(
        Pattern(**{**row, "codes": tuple(row["codes"]), "pattern": re.compile(row["pattern"])})
        for row in foreign_words()["patterns"]
    )


def in_known_words(problems: Sequence[Diagnostic], text: str) -> tuple[Diagnostic, ...]:
    """Problems in the order of their places, those in something foreign in words that mend them."""
    told: list[Diagnostic] = []
    found: list[Reworded] = []
    for number, problem in enumerate(problems):
        if not _lies_in(problem, found):
            looks = (look(problem, text) for look in (LOOKS if number < MOST else ()))
            reworded = next((one for one in looks if one is not None), None)
            if reworded is None:
                told.append(problem)
            else:
                told = [*(one for one in told if not _lies_in(one, [reworded])), reworded[0]]
                found.append(reworded)
    return tuple(sorted(told, key=lambda one: (one.span.start, one.code)))


def _lies_in(problem: Diagnostic, found: Sequence[Reworded]) -> bool:
    return any(span.start <= problem.span.start < span.end for _, span in found)


# --- what is looked for, in this order ---


def _constant(problem: Diagnostic, text: str) -> Reworded | None:
    """`True`."""
    span = problem.span
    meant = foreign_words()["constants"].get(text[span.start : span.end])
    if meant is None or problem.code not in ("E0203", "E0205"):
        return None
    found = replace(problem, help=(f"write `{meant}`",), edits=()).mended(meant)
    if meant == "true" and re.search(r"\breturn_sequences\s*=\s*$", text[: span.start]):
        found = found.helped(
            "or leave it out: a layer returns its sequence where the next needs it"
        )
    return found, span


def _setting(problem: Diagnostic, text: str) -> Reworded | None:
    """`patience = 5` in `train`."""
    said = re.fullmatch(r"`(\w+)` has no setting `(\w+)`", problem.message)
    if said is None:
        return None
    block, name = said.groups()
    row = foreign_words()["settings"].get(block, {}).get(name)
    written = re.compile(r"\w+\s*([=~])\s*([^\n#]*?)\s*(?=[\n#}]|$)").match(
        text, problem.span.start
    )
    if row is None or written is None:
        return None
    parts = {"mark": written[1], "value": written[2]}
    found = replace(problem, help=(row["help"].format(**parts),), edits=())
    if "put" in row and not re.search(rf"\b{row.get('beside') or '$^'}\s*[=~]", text):
        whole = Span(problem.span.start, written.end(2))
        found = found.mended(row["put"].format(**parts), whole)
    if "into" in row:
        whole = Span(problem.span.start, written.end(2))
        found = _moved(found, row, f"{row['as']} {parts['mark']} {parts['value']}", whole, text)
    return found, problem.span


def _moved(
    problem: Diagnostic, row: dict[str, str], argument: str, setting: Span, text: str
) -> Diagnostic:
    """The same with an edit that makes the setting an argument of another one's call.

    Where that has arguments already, the help alone tells what to do.
    """
    call = re.search(
        rf"\b{row['into']}\s*=\s*\w+(?P<brackets>\(\s*\))?(?=\s*\w+\s*[=~]|\s*[#}}])", text
    )
    if call is None:
        return problem
    brackets = Span(*call.span("brackets")) if call["brackets"] else Span(call.end(), call.end())
    edits = [Edit(brackets, f"({argument})"), Edit(setting, "")]
    whole = brackets.to(setting)
    return problem.mended(apply_edits(text, whole, edits), whole)


def _distribution(problem: Diagnostic, text: str) -> Reworded | None:
    """`hp.quniform("width", 16, 64, 16)`."""
    if problem.code not in ("E0101", "E0205", "E0207"):
        return None
    start, name = _chain(problem.span.start, text)
    if name.endswith("scope.int"):
        start, name = _chain(start + len(name) + 1, text)
    end = closed(text, start + len(name))
    row = foreign_calls.row_of(name, foreign_words()["calls"])
    fixed = re.search(r"=\s*(?:(?:scope\.)?int\()?$", text[max(0, start - 40) : start])
    stands = "." in name if problem.code == "E0101" else problem.code == "E0207" or fixed
    if row is None or end is None or not stands:
        return None
    said = Diagnostic(
        problem.code, f"there is no distribution `{name}`", Span(start, start + len(name))
    )
    written = foreign_calls.render_distribution(text[start:end], row)
    if written is None:
        return said.helped(foreign_calls.FORMS[row["as"]]), Span(start, end)
    rounded = re.search(r"(?:scope\.)?\bint\(\s*$", text[max(0, start - 40) : start])
    if rounded and (closer := re.compile(r"\s*\)").match(text, end)):
        start, end = start - len(rounded[0]), closer.end()
    if fixed:
        start, written = start - len(fixed[0]), f"~ {written}"
    help = f"write `{written}`{foreign_calls.remark(row)}"
    return said.helped(help).mended(written, Span(start, end)), Span(start, end)


def _pattern(problem: Diagnostic, text: str) -> Reworded | None:
    """What a row of `patterns` finds around the problem."""
    start = problem.span.start
    for row in patterns():
        if problem.code not in row.codes or not re.search(row.says, problem.message):
            continue
        if row.keep and problem.edits:
            continue
        for match in row.pattern.finditer(text, max(0, start - AROUND), start + AROUND):
            if match.start() > start:
                break
            if not (match.start() == start if row.at else start <= match.end()):
                continue
            found = _said(problem, row, match)
            if found is not None:
                return found, Span(match.start(), match.end())
    return None


def _said(problem: Diagnostic, row: Pattern, match: "re.Match[str]") -> Diagnostic | None:
    place = Span(*match.span("x"))
    made = WAYS[row.how](match, problem) if row.how else match.expand(row.write)
    if made is None:
        return None
    meant, place = made if isinstance(made, tuple) else (made, place)
    help = row.help.format(write=meant, **match.groupdict())
    if len(help) > LONGEST or "\n" in help:  # The edit has it.
        help = row.help.replace("`{write}`", "what stands inside, each layer by itself")
    if row.keep:
        return replace(problem, help=(help,)).mended(meant, place)
    message = row.message.format(**match.groupdict())
    said = Diagnostic(problem.code, message, place, help=(help,))
    return said if row.how == "loop" and not meant else said.mended(meant, place)


def _option_list(problem: Diagnostic, text: str) -> Reworded | None:
    """`choice([16, 32])`: one option, a list, where its items were meant."""
    reached = re.search(r"reaches \[(.*)\]$", problem.label)
    if problem.code != "E0301" or reached is None:
        return None
    for match in re.finditer(r"\b(choice|ordinal)\(\s*\[([^\[\]]*)\]\s*(?=[,)])", text):
        if match[2].replace(" ", "").strip(",") == reached[1].replace(" ", ""):
            meant = f"{match[1]}({match[2].strip().strip(',')}"
            said = problem.helped(f"write `{meant})`: options stand without brackets")
            return said.mended(meant, Span(*match.span())), problem.span
    return None


LOOKS: tuple[Callable[[Diagnostic, str], Reworded | None], ...] = (
    _constant,
    _setting,
    _distribution,
    _option_list,
    _pattern,
)


def _chain(at: int, text: str) -> tuple[int, str]:
    """Where the name with points starts that holds a place, and the name."""
    for match in re.finditer(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", text[max(0, at - 200) : at + 200]):
        start = match.start() + max(0, at - 200)
        if start <= at < start + len(match[0]):
            return start, match[0]
    return at, ""
