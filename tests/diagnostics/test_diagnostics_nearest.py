"""The nearest word: what a slip of the hand meant, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.diagnostics import nearest

LAYERS = ["GRU", "LSTM", "SimpleRNN", "Dense", "Dropout", "Conv1D", "LayerNormalization"]
DISTRIBUTIONS = ["uniform", "loguniform", "quniform", "qloguniform", "int", "normal", "choice"]


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("GRUU", LAYERS, "GRU"),
        ("gru", LAYERS, "GRU"),
        ("Lstm", LAYERS, "LSTM"),
        ("simple_rnn", LAYERS, "SimpleRNN"),
        ("Desne", LAYERS, "Dense"),
        ("LayerNormalisation", LAYERS, "LayerNormalization"),
        ("quniforn", DISTRIBUTIONS, "quniform"),
        ("unifrom", DISTRIBUTIONS, "uniform"),
        ("epoch", ["epochs", "loss"], "epochs"),
        ("unitz", ["units", "use_bias"], "units"),
        ("msee", ["mae", "mse"], "mse"),
        ("modle", ["data", "model"], "model"),
        ("True", ["true", "tree"], "true"),
        # what other libraries call it
        ("bayes", ["tpe", "gp", "random", "grid"], "gp"),
        ("val_acc", ["val_auc", "val_accuracy"], "val_accuracy"),
        # nothing that is meant
        ("Attention", LAYERS, None),
        ("a", ["b", "c"], None),
        ("x", [], None),
        ("", ["a"], None),
    ],
)
def test_nearest(word: str, known: list[str], expected: str | None) -> None:
    assert nearest(word, known) == expected


@given(st.text("abcXYZ_", max_size=8), st.lists(st.text("abcXYZ_", max_size=8)))
def test_what_is_found_is_known_and_a_known_word_is_found(word: str, known: list[str]) -> None:
    assert nearest(word, known) in {None, *known}
    found = nearest(word, [*known, word])
    assert found is not None
    assert found.replace("_", "").lower() == word.replace("_", "").lower()


def test_a_difference_of_case_alone_is_taken_before_a_nearer_place_in_the_list() -> None:
    assert nearest("adam", ["Adamw", "Adam"]) == "Adam"
