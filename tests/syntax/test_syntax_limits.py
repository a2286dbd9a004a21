"""Texts that are no specs: too deep, too long, not text at all."""

import pytest
from trees import formatted, read

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Source
from rnnspec.syntax import decode_source, tree
from rnnspec.syntax.parse import LARGEST

DEEP = {
    "parentheses": "train { x = " + "(" * 10_000 + "1" + ")" * 10_000 + " y = 1 }",
    "open parentheses": "train { x = " + "(" * 10_000 + "\n y = 1 }",
    "lists": "train { x = " + "[" * 10_000 + "]" * 10_000 + " y = 1 }",
    "calls": "train { x = " + "f(a = " * 10_000 + "1" + ")" * 10_000 + " y = 1 }",
    "indices": "train { x = a" + "[0]" * 10_000 + " y = 1 }",
    "sums": "train { x = 1" + " + 1" * 10_000 + " y = 1 }",
    "signs": "train { x = " + "-" * 10_000 + "1 y = 1 }",
    "conditions": "train { x = " + "1 if a else " * 10_000 + "1 y = 1 }",
    "powers": "train { x = 2" + " ** 2" * 10_000 + " y = 1 }",
    "residuals": "model { " + "residual { " * 10_000 + "}" * 10_000 + " }\ntrain { y = 1 }",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_one_error(text: str) -> None:
    file, (problem,) = read(f"rnnspec 1\n{text}\n")
    assert problem.code == "E0101"
    assert problem.message == "nesting beyond 200 levels"
    train = file.parts[-1]
    assert isinstance(train, tree.Section)
    assert "y" in [item.name.name for item in train.items if isinstance(item, tree.Setting)]


def test_two_hundred_levels_are_read_and_written() -> None:
    for text in (
        f"train {{ x = {'(' * 199}1{')' * 199} }}",
        f"train {{ x = {'f(' * 199}1{')' * 199} }}",
        f"model {{ {'residual { ' * 199}{'}' * 199} }}",
    ):
        once = formatted(f"rnnspec 1\n{text}\n")
        assert formatted(once) == once


def test_long_lists_and_chains_of_arms_are_not_nested() -> None:
    arms = " else ".join("when a { GRU(1) }" for _ in range(2_000))
    _, problems = read(f"rnnspec 1\nmodel {{ {arms} }}\ntrain {{ x = [{'1, ' * 5_000}] }}\n")
    assert not problems


@pytest.mark.parametrize(
    "piece", ["lorem ipsum ", "( ", ") ", "{ ", "} ", "= ", "= a ", "§ ", '" ', "\0", "- "]
)
def test_garbage_gives_few_problems(piece: str) -> None:
    _, problems = read(piece * 30_000)
    assert 1 <= len(problems) <= 3


def test_problems_end_after_fifty() -> None:
    slips = "".join(f" a{i} = = 1\n" for i in range(500))
    file, problems = read(f"rnnspec 1\ntrain {{\n{slips}}}\nmodel {{ GRU(1) }}\n")
    assert len(problems) == 50
    assert file.incomplete


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("# only\n# comments", "the file holds only comments"),
        ("data { }", "the version line is missing"),
        ("data { }\nrnnspec 1\n", "the version line does not come first"),
    ],
)
def test_a_spec_begins_with_its_version(text: str, message: str) -> None:
    _, (problem,) = read(text)
    assert (problem.code, problem.message) == ("E0103", message)


@pytest.mark.parametrize("version", ["0", "2", "1.0", "99999999999999999999"])
def test_other_versions_are_not_known(version: str) -> None:
    _, (problem,) = read(f"rnnspec {version}\n")
    assert problem.code == "E0104"
    assert version in problem.message


def test_a_version_is_given_once_and_as_a_number() -> None:
    for text in ("rnnspec 1\nrnnspec 1\n", "rnnspec\ndata { }\n", "rnnspec one\n"):
        _, (problem,) = read(text)
        assert problem.code == "E0101"


# --- bytes ----------------------------------------------------------------------------------


def test_windows_line_ends_and_byte_order_marks_are_read() -> None:
    text = "rnnspec 1\r\ntrain {\r\n  loss = mse  # why\r\n}\r\n"
    for content in (text.encode(), text.encode("utf-8-sig")):
        source = decode_source("a.rnnspec", content)
        assert isinstance(source, Source)
        file, problems = read(source.text)
        assert not problems
        assert file.comments[0].text == "# why"
    assert formatted(text) == "rnnspec 1\n\ntrain {\n  loss = mse  # why\n}\n"
    assert not read("\ufeff" + text)[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"rnnspec 1\n# caf\xe9\n", ["0xe9", "offset 15", "line 2"]),
        (b"\xff\xfer\0n\0n\0", ["binary"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["binary"]),
        (b"a " * LARGEST, ["bytes"]),
    ],
)
def test_bytes_that_are_no_text(content: bytes, words: list[str]) -> None:
    problem = decode_source("a.rnnspec", content)
    assert isinstance(problem, Diagnostic)
    assert problem.code == "E0102"
    for word in words:
        assert word in problem.message
