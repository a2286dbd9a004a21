"""Reading on after a problem: what is found, what is kept, and what is not said."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import read, sound

from rnnspec.diagnostics import render_diagnostic
from rnnspec.source import Source
from rnnspec.syntax import tree

CONFORMANCE = Path(__file__).parent.parent / "conformance"
VALID = sorted((CONFORMANCE / "valid").glob("*.rnnspec"))
INVALID = sorted((CONFORMANCE / "invalid").glob("*.rnnspec"))


@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=lambda p: p.stem)
def test_the_marked_problems_of_syntax_are_found_and_no_others(path: Path) -> None:
    text = path.read_text()
    marked = [
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        for code in re.findall(r"# <- (E010[1-4])", line)
    ]
    source = Source(path.name, text)
    _, problems = read(text)
    assert [(source.position(p.span.start)[0], p.code) for p in problems] == marked


def lines(text: str) -> list[tuple[int, str]]:
    """Line and message of each problem; the version line is line 0."""
    text = f"rnnspec 1\n{text}\n"
    source = Source("test.rnnspec", text)
    return [(source.position(p.span.start)[0] - 1, p.message) for p in read(text)[1]]


def items(section: object) -> list[str]:
    """The names that a section sets."""
    assert isinstance(section, tree.Section)
    return [item.name.name for item in section.items if isinstance(item, tree.Setting)]


def layers(part: object) -> list[str]:
    """The names of a model's layers."""
    assert isinstance(part, tree.ModelSection)
    return [s.call.name.name for s in part.body.statements if isinstance(s, tree.Layer)]


def test_a_broken_setting_leaves_its_name_and_the_others() -> None:
    file, problems = read("rnnspec 1\ntrain {\n a = = 1\n b = 2\n c 3\n d =\n e = 5 +\n f = 6\n}")
    (train,) = file.parts
    assert items(train) == ["b", "f"]
    assert isinstance(train, tree.Section)
    assert [word.name for word in train.broken] == ["a", "c", "d", "e"]
    assert len(problems) == 4


def test_settings_without_marks_are_each_found() -> None:
    file, problems = read("rnnspec 1\ntrain {\n optimizer adam\n loss mse\n epochs = 5\n}")
    (train,) = file.parts
    assert isinstance(train, tree.Section)
    assert [word.name for word in train.broken] == ["optimizer", "loss"]
    assert len(problems) == 2


def test_a_broken_argument_leaves_the_call() -> None:
    file, problems = read("rnnspec 1\nmodel { GRU(units = = 3, dropout = 0.1, 5 5) Dense(1) }")
    (model,) = file.parts
    assert layers(model) == ["GRU", "Dense"]
    assert isinstance(model, tree.ModelSection)
    assert not model.incomplete
    gru = model.body.statements[0]
    assert isinstance(gru, tree.Layer)
    assert [type(a.value).__name__ for a in gru.call.arguments][:2] == ["Broken", "Number"]
    assert len(problems) == 2


def test_a_broken_statement_makes_the_model_incomplete() -> None:
    file, problems = read("rnnspec 1\nmodel {\n GRU(3)\n = 5\n Dense(1)\n}")
    (model,) = file.parts
    assert layers(model) == ["GRU", "Dense"]
    assert isinstance(model, tree.ModelSection)
    assert model.incomplete
    assert len(problems) == 1


def test_a_broken_statement_in_a_block_makes_the_model_incomplete() -> None:
    file, _ = read("rnnspec 1\nblock b() {\n = 5\n}\nmodel { b() }")
    _, model = file.parts
    assert isinstance(model, tree.ModelSection)
    assert model.incomplete


def test_a_broken_branch_defines_its_name() -> None:
    file, (problem,) = read("rnnspec 1\nmodel {\n width ~ int(1, 3)\n GRU(width)\n}")
    (model,) = file.parts
    assert isinstance(model, tree.ModelSection)
    assert [word.name for word in model.broken] == ["width"]
    assert "`int`" in problem.message


def test_a_broken_condition_keeps_the_body() -> None:
    file, problems = read("rnnspec 1\nmodel { when a + { GRU(3) } repeat { Dense(1) } }")
    (model,) = file.parts
    assert isinstance(model, tree.ModelSection)
    assert [type(s).__name__ for s in model.body.statements] == ["When", "Repeat"]
    assert not model.incomplete
    assert len(problems) == 2


def test_broken_heads_of_blocks_and_uses_define_their_names() -> None:
    file, problems = read(
        'rnnspec 1\nuse A "a.py"\nblock b width {\n GRU(width)\n}\nmodel { A() b(1) }'
    )
    assert [word.name for word in file.broken] == ["A", "b"]
    assert [type(part).__name__ for part in file.parts] == ["ModelSection"]
    assert not file.incomplete
    assert len(problems) == 2


def test_text_between_the_parts_may_hide_one() -> None:
    file, (problem,) = read("rnnspec 1\nDense(1) }\ntrain { loss = mse }")
    assert file.incomplete
    assert [items(part) for part in file.parts] == [["loss"]]
    assert problem.code == "E0101"


def test_an_unknown_block_is_passed_by_with_all_that_it_holds() -> None:
    file, problems = read("rnnspec 1\nmodle { = ( { ] } 5 }\ntrain { loss = mse }")
    unknown, train = file.parts
    assert isinstance(unknown, tree.UnknownSection)
    assert unknown.name.name == "modle"
    assert items(train) == ["loss"]
    assert not problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the call is closed before the next line
        ("model {\n GRU(units ~ int(1, 3)\n Dense(1)\n}", [(3, "`(` is never closed")]),
        ("train {\n a = f(b ~ c(1)\n d = 2\n}", [(3, "`(` is never closed")]),
        ("data {\n a = [b, c\n d = 2\n}", [(3, "`[` is never closed")]),
        ("data {\n a = [b, c,\n d = 2\n}", [(3, "`[` is never closed")]),
        # lines below were taken for arguments
        ("model {\n GRU(units ~ int(1, 3),\n Dense(1)\n}", [(4, "`(` is never closed")]),
        # a comma is missing where the bracket is closed
        ("model {\n GRU(\n a = 1\n b = 2\n )\n}", [(4, "a comma is missing before `b`")]),
        # blocks
        ("model {\n GRU(3)\ntrain { a = 1 }", [(3, "`{` is never closed")]),
        ("model {\n GRU(3)\n", [(2, "`{` is never closed")]),
        ("model {\n GRU(3)\n}}\ntrain { a = 1 }", [(3, "`}` closes nothing")]),
        ("model {\n GRU(3))\n}", [(2, "`)` closes nothing")]),
        ("model {\n GRU(3]\n}", [(2, "`]` cannot close `(`")]),
        ("model {\n GRU([3)\n}", [(2, "`[` is never closed")]),
        ("model\n GRU(3)\n}", [(1, "`model` has no open brace")]),
        ("train {\n a = b + \n c = 1\n}", [(2, "nothing follows `+`")]),
        ("train {\n none = 1\n}", [(2, "`none` is a keyword")]),
    ],
)
def test_places(text: str, expected: list[tuple[int, str]]) -> None:
    assert lines(text) == expected


def test_an_unclosed_brace_is_looked_for_by_indentation() -> None:
    text = "rnnspec 1\nmodel {\n  repeat 3 {\n    GRU(3)\n  Dense(1)\n}\ntrain { a = 1 }\n"
    _, (problem,) = read(text)
    (opened,) = problem.others
    assert Source("x", text).position(opened.span.start) == (3, 12)


def test_an_unclosed_block_does_not_hide_the_next() -> None:
    file, _ = read("rnnspec 1\nmodel {\n GRU(3)\ntrain {\n loss = = 1\n}\nsearch { a = 1 }")
    assert [type(p).__name__ for p in file.parts] == ["ModelSection", "Section", "Section"]


def test_slips_far_apart_are_all_found() -> None:
    text = "data {\n a = 1,\n}\nspace {\n b ~ \n}\nmodel {\n Flatten\n}\ntrain {\n c = .5\n}"
    assert [line for line, _ in lines(text)] == [2, 5, 8, 11]


# --- any text -------------------------------------------------------------------------------

TOKEN = re.compile(r"\w+|\s+|#[^\n]*|\"[^\"\n]*\"|.", re.DOTALL)
WORDS = ["as", "from", "if", "else", "when", "repeat", "choice", "data", "model", "train"]
WORDS += ["start", "residual", "parallel", "block", "use", "rnnspec", "require", "x", "3"]
SIGNS = [*"{}()[],=~:.-'\";§é\n\0", "==", ".5", "30m", "'a'", "~ choice {", "#c\n"]
PIECES = WORDS + SIGNS


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A spec with a few tokens taken out, put in or replaced."""
    pieces = TOKEN.findall(draw(st.sampled_from([*VALID, *INVALID])).read_text())
    for _ in range(draw(st.integers(1, 3))):
        i = draw(st.integers(0, len(pieces) - 1))
        gone = draw(st.integers(0, 3))
        pieces[i : i + gone] = draw(st.lists(st.sampled_from(PIECES), max_size=1)) or [" "]
    return "".join(pieces)


@settings(max_examples=150)
@given(damaged() | st.text(max_size=200))
def test_every_text_is_read_to_its_end(text: str) -> None:
    file, problems = read(text)
    source = Source("test.rnnspec", text)
    for problem in problems:
        assert problem.code in {"E0101", "E0102", "E0103", "E0104"}
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert render_diagnostic(problem, source)
    assert problems or file.version is not None


@settings(max_examples=100)
@given(st.data())
def test_a_single_token_too_few_gives_few_problems(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(VALID))
    pieces = [p for p in TOKEN.findall(path.read_text()) if not p.startswith("#")]
    marks = [i for i, piece in enumerate(pieces) if piece in "()[]{}=~,"]
    i = data.draw(st.sampled_from(marks))
    _, problems = read("".join([*pieces[:i], " ", *pieces[i + 1 :]]))
    assert len(problems) <= 2, [p.message for p in problems]


def test_the_valid_ones_are_sound() -> None:
    for path in VALID:
        sound(path.read_text())


def test_the_closer_of_a_block_that_was_closed_early_is_said_once() -> None:
    """Blocks within a block: the outer one ends before them, so its own closer is left over."""
    nested = "model {\n GRU(3)\n train { loss = mse }\n search { trials = 5 }\n}\nspace { a = 1 }\n"
    unclosed = (3, "`{` is never closed")
    assert lines(nested) == [unclosed]
    assert lines(f"{nested}}}\n") == [unclosed, (7, "`}` closes nothing")]
    model, *others = read(f"rnnspec 1\n{nested}")[0].parts
    assert (layers(model), *map(items, others)) == (["GRU"], ["loss"], ["trials"], ["a"])
