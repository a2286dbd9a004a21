"""Known mistakes by example."""

import tomllib
from importlib.resources import files

import pytest
from trees import bare, read

from rnnspec.syntax.mistakes import error_key, example_specs, known_mistakes

GRAMMAR = files("rnnspec.grammar")
MISTAKES = tomllib.loads((GRAMMAR / "mistakes.toml").read_text())["mistake"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m["message"])
def test_each_example_of_a_mistake_gives_its_message_and_no_other(mistake: dict) -> None:
    examples = list(example_specs(mistake))
    assert examples
    for example in examples:
        _, (problem, *others) = read(example)
        follow = [o.message for o in others]
        assert not follow or ("," in example and follow[0].startswith("a comma")), example
        start = mistake["message"].split("{")[0]
        assert problem.code == "E0101"
        assert problem.message.startswith(start), example
        assert "{found}" not in f"{problem.message}{problem.label}{problem.help}"


def test_what_is_mended_is_read_as_it_was_meant() -> None:
    for slip, meant in [
        ("train { loss: mse }", "train { loss = mse }"),
        ("train { loss = mse, epochs = 3 }", "train { loss = mse epochs = 3 }"),
        ("space { require a = b }", "space { require a == b }"),
        ("model { a: Flatten Dense(1) }", "model { a: Flatten() Dense(1) }"),
        ("model { if a { GRU(3) } else if b { } }", "model { when a { GRU(3) } else when b { } }"),
    ]:
        mended, problems = read(f"rnnspec 1\n{slip}")
        right, none = read(f"rnnspec 1\n{meant}")
        assert problems
        assert not none
        assert bare(mended) == bare(right)


def test_no_two_mistakes_share_a_situation() -> None:
    """Where they did, only one of them would ever be said; making the index refuses it."""
    known = known_mistakes()
    assert {mistake.message for mistake in known.values()} == {row["message"] for row in MISTAKES}


def test_an_example_that_is_no_mistake_is_refused() -> None:
    with pytest.raises(ValueError, match="no mistake"):
        error_key("rnnspec 1\ntrain { loss = mse }\n")
