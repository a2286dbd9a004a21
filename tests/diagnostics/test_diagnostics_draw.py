"""How a message is drawn: places, marks, margins, and what a terminal must not see."""

import re

import pytest

from rnnspec.diagnostics import render_diagnostic, render_json
from rnnspec.diagnostics.diagnostic import Diagnostic, Label
from rnnspec.source import Source, Span

TEXT = "rnnspec 1\nmodel {\n  GRU(units ~ quniform(10, 45, 20))\n}\n"


def source(text: str = TEXT, name: str = "gru.rnnspec") -> Source:
    """A spec's text."""
    return Source(name, text)


def span(text: str, part: str) -> Span:
    """Where a part of a text stands."""
    start = text.index(part)
    return Span(start, start + len(part))


def drawn(text: str, part: str, label: str = "here", *others: Label) -> list[str]:
    """The lines of the excerpt of a message."""
    diagnostic = Diagnostic("E0101", "wrong", span(text, part), label, others)
    return render_diagnostic(diagnostic, source(text)).splitlines()[2:]


def test_a_message_as_the_language_defines_it() -> None:
    diagnostic = Diagnostic(
        "E0304",
        "20 does not divide the range from 10 to 45",
        span(TEXT, "10, 45, 20"),
        "35 is not a whole number of steps",
        help=("quniform(10, 50, 20) gives 10, 30, 50",),
    )
    assert render_diagnostic(diagnostic, source()) == (
        "error[E0304]: 20 does not divide the range from 10 to 45\n"
        "  --> gru.rnnspec:3:24\n"
        "   |\n"
        " 3 |   GRU(units ~ quniform(10, 45, 20))\n"
        "   |                        ^^^^^^^^^^ 35 is not a whole number of steps\n"
        "   = help: quniform(10, 50, 20) gives 10, 30, 50"
    )


def test_a_warning_notes_and_help_over_several_lines() -> None:
    diagnostic = Diagnostic("W0301", "unsure", Span(0, 7), notes=("one\ntwo",), help=("do it",))
    assert render_diagnostic(diagnostic, source()).splitlines() == [
        "warning[W0301]: unsure",
        "  --> gru.rnnspec:1:1",
        "   |",
        " 1 | rnnspec 1",
        "   | ^^^^^^^",
        "   = note: one",
        "           two",
        "   = help: do it",
    ]


def test_the_margin_is_as_wide_as_the_largest_line_number() -> None:
    text = "open\n" + "\n" * 9 + "close\n"
    assert drawn(text, "close", "here", Label(span(text, "open"), "there")) == [
        "    |",
        "  1 | open",
        "    | ---- there",
        "...",
        " 11 | close",
        "    | ^^^^^ here",
    ]


def test_labels_on_one_line_stand_below_each_other() -> None:
    text = "model {\n"
    assert drawn(text, "{", "brace", Label(span(text, "model"), "word")) == [
        "   |",
        " 1 | model {",
        "   |       ^ brace",
        "   | ----- word",
    ]


def test_tabs_stay_so_that_marks_line_up() -> None:
    assert drawn("\ta\tb\n", "b")[1:] == [" 1 | \ta\tb", "   | \t \t^ here"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ('x = "日本" y\n', "   |            ^ here"),
        ('x = "e\u0301" y\n', "   |         ^ here"),
        ("x = \0 y\n", "   |       ^ here"),
    ],
)
def test_marks_stand_below_wide_and_narrow_characters(text: str, marks: str) -> None:
    assert drawn(text, "y")[2] == marks


def test_no_sign_of_a_spec_reaches_the_terminal_as_a_command() -> None:
    text = 'x = "\x1b[31mred\u202e\x07"\n'
    message = render_diagnostic(
        Diagnostic("E0101", f"unexpected {text}", span(text, "x"), text, help=(text,)),
        source(text, "a\x1b[2Jb"),
    )
    assert message.replace("\n", "").isprintable()


def test_a_place_behind_the_text_is_drawn_at_its_end() -> None:
    text = "model {"
    message = render_diagnostic(Diagnostic("E0101", "end", Span(7, 7), "here"), source(text))
    assert message.splitlines()[3:] == [" 1 | model {", "   |        ^ here"]
    after = render_diagnostic(Diagnostic("E0101", "end", Span(8, 8)), source("model {\n"))
    assert "--> gru.rnnspec:2:1" in after
    assert render_diagnostic(Diagnostic("E0103", "empty", Span(0, 0)), source(""))


def test_of_a_long_line_only_the_surroundings_are_shown() -> None:
    text = "a" * 5_000 + "WRONG" + "b" * 5_000
    excerpt = drawn(text, "WRONG")
    assert all(len(line) < 200 for line in excerpt)
    assert excerpt[1].index("WRONG") == excerpt[2].index("^^^^^")


def test_the_first_two_lines_are_never_wrapped() -> None:
    diagnostic = Diagnostic("E0101", "word " * 100, Span(0, 1))
    first, second, *_ = render_diagnostic(diagnostic, source(name="n" * 300)).splitlines()
    assert first == f"error[E0101]: {'word ' * 100}"
    assert second == f"  --> {'n' * 300}:1:1"


def test_help_is_wrapped_between_words_and_never_inside_what_is_to_be_written() -> None:
    help_ = "where these are exponents of ten, `loguniform(0.000123, 0.0183)` has their values"
    diagnostic = Diagnostic("E0101", "wrong", Span(0, 1), notes=("1_000_000 " * 9,), help=(help_,))
    lines = render_diagnostic(diagnostic, source(), width=48).splitlines()[5:]
    assert all(len(line) <= 48 for line in lines)
    assert sum("`loguniform(0.000123, 0.0183)`" in line for line in lines) == 1
    assert all(line.startswith(("   = ", "           ")) for line in lines)
    assert set(" ".join(lines[: len(lines) - 3]).split()) <= {"=", "note:", "1_000_000", "help:"}
    narrow = render_diagnostic(diagnostic, source(), width=1).split()
    assert narrow.count("1_000_000") == 9
    assert "`loguniform(0.000123," in narrow


def test_parts_are_painted_by_who_prints_them_and_nothing_else_changes() -> None:
    label = Label(span(TEXT, "rnnspec"), "there")
    diagnostic = Diagnostic("E0101", "wrong", span(TEXT, "GRU"), "here", (label,), help=("so",))
    painted = render_diagnostic(
        diagnostic, source(), paint=lambda part, text: f"<{part}>{text}</{part}>"
    )
    assert re.sub(r"</?(error|message|margin|label|help)>", "", painted) == render_diagnostic(
        diagnostic, source()
    )
    assert painted.startswith("<error>error[E0101]</error><message>: wrong</message>\n")
    assert "^^^ here</error>" in painted
    assert "<help>help:</help> so" in painted


def test_json_says_the_same() -> None:
    text = TEXT
    diagnostic = Diagnostic(
        "E0101", "wrong", span(text, "model"), "here", (Label(span(text, "}"), "there"),), ("n",)
    )
    assert render_json(diagnostic, source()) == {
        "code": "E0101",
        "severity": "error",
        "message": "wrong",
        "file": "gru.rnnspec",
        "start": {"line": 2, "column": 1},
        "end": {"line": 2, "column": 6},
        "label": "here",
        "others": [
            {
                "start": {"line": 4, "column": 1},
                "end": {"line": 4, "column": 2},
                "label": "there",
            }
        ],
        "notes": ["n"],
        "help": [],
        "edits": [],
    }
