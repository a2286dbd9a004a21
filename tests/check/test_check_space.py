"""The space block: what is active where, constraints, facts, objects with names, cycles."""

import pytest

from rnnspec.study.sampling import sample
from rnnspec.study.training import Training
from specs import SEARCH, TRAIN, blamed, check, codes, marked, names_of, problems, spec, study_of

TWO = "a ~ int(1, 4)\n b ~ int(1, 4)\n "
BOTH = "GRU(a)\n GRU(b)\n Dense(1)"


def active(text: str, **values: object) -> set[tuple[str, ...]]:
    """The sets of names that samples hold where they hold these values."""
    space = study_of(text).space
    drawn = [sample(space, 0, index) for index in range(60)]
    return {
        tuple(configuration)
        for configuration in drawn
        if all(configuration.get(name) == value for name, value in values.items())
    }


def test_a_setting_is_active_where_the_chosen_program_reads_it() -> None:
    text = spec("h ~ choice { x: GRU(c) y: GRU(2) }\n Dense(1)", space="a ~ int(1, 4)\n c = a * 2")
    assert active(text, h="x") == {("h", "a")}
    assert active(text, h="y") == {("h",)}


def test_a_setting_that_later_turns_read_is_active_where_these_exist() -> None:
    model = "repeat d ~ int(1, 3) as i { when i > 0 { GRU(a) } else { GRU(2) } }\n Dense(1)"
    text = spec(model, space="a ~ int(1, 4)")
    assert active(text, d=1) == {("d",)}
    assert active(text, d=3) == {("d", "a")}


def test_arguments_of_an_object_in_the_space_are_active_where_it_is_read_and_chosen() -> None:
    space = "w ~ choice(true, false)\n reg ~ choice(L1(l1 ~ uniform(0, 1)), L2(l2 ~ uniform(0, 1)))"
    model = "when w { GRU(8, kernel_regularizer = reg) } else { GRU(4) }\n Dense(1)"
    text = spec(model, space=space)
    assert active(text, w=False) == {("w",)}
    assert active(text, w=True, reg="L1") == {("w", "reg", "l1")}
    assert active(text, w=True, reg="L2") == {("w", "reg", "l2")}


def test_a_constraint_keeps_what_it_reads_active() -> None:
    assert names_of(spec(space="a ~ int(1, 3)\n require a > 1")) == ["a"]


def test_a_constraint_on_what_may_be_inactive_demands_nothing_there() -> None:
    model = "h ~ choice { x: { repeat d ~ int(1, 3) { GRU(3) } } y: GRU(2) }\n Dense(1)"
    space = study_of(spec(model, space="a ~ int(1, 2)\n require a >= d")).space
    drawn = [sample(space, 0, index) for index in range(60)]
    assert {c["a"] for c in drawn if c["h"] == "y"} == {1, 2}
    assert all(c["a"] >= c["d"] for c in drawn if c["h"] == "x")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("requires", "wanted"),
    [
        ("require a <= b", set()),
        ("require 1 <= a < b <= 4", set()),
        ("require a < b and not b == 3 or a == 2", set()),
        ("require a != 2\n require 1 / (a - 2) < 9", set()),
        ("«E0503|require a > 4»", {"E0503"}),
        ("require a < b\n «E0503|require b < a»", {"E0503"}),
        ("«E0503|require false»", {"E0503"}),
        ("«E0301|require a + b»", {"E0301"}),
        ("«E0301|require a and b»", {"E0301"}),
        ("«E0301|require 1»", {"E0301"}),
        ("«E0301|require none»", {"E0301"}),
        ("«E0305|require 1 / (a - 2) > 0»", {"E0305"}),
        ("«E0305|require a < relu»", {"E0305"}),
        ("require a < «E0205|c»", {"E0205"}),
    ],
)
def test_constraints(requires: str, wanted: set[str]) -> None:
    text, places = marked(spec(BOTH, space=TWO + requires))
    assert {code for code, _ in places} == wanted
    assert blamed(text) == places


def test_constraints_that_few_draws_satisfy_are_told() -> None:
    space = "a ~ int(1, 1000)\n b ~ int(1, 1000)\n require a == b"
    checked = check(spec(BOTH, space=space))
    assert [d.code for d in checked.diagnostics] == ["W0503"]
    assert checked.study is not None


def test_a_proof_assumes_the_constraints() -> None:
    model = "Conv1D(8, k)\n GRU(2)\n Dense(1)"
    assert codes(spec(model, space="k ~ int(1, 20)\n require k <= window")) == []
    (problem,) = problems(spec(model, space="k ~ int(1, 20)\n require k >= 9"))
    assert (problem.code, problem.label) == ("E0403", "k = 20 leaves -9")


@pytest.mark.parametrize(
    ("model", "space", "train"),
    [
        ("GRU(epochs)\n Dense(1)", "", TRAIN),
        ("GRU(batch_size)\n Dense(1)", "", TRAIN),
        ("GRU(size)\n Dense(1)", "size = batch_size * 2", TRAIN + "\n batch_size ~ choice(4, 8)"),
        ("GRU(window)\n Dense(1)", "half = window // 2\n epochs_ = half", TRAIN),
        ("GRU(8)\n Dense(1)", "e ~ int(1, 3)", TRAIN.replace("epochs = 2", "epochs = e * 2")),
        ("GRU(8)\n Dense(1)", "half = window // 2", TRAIN.replace("epochs = 2", "epochs = half")),
        ("GRU(window)\n Dense(1)", "window ~ int(2, 3)", TRAIN),
    ],
)
def test_facts_of_data_and_training_are_read_everywhere(model: str, space: str, train: str) -> None:
    checked = check(spec(model, space=space, train=train))
    assert [d.message for d in checked.diagnostics] == []
    assert checked.study is not None
    assert "None" not in repr([node.kind for node in checked.study.model])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("space", "train"),
    [
        ("«E0205|a» = b + 1\n b = c\n c = a", TRAIN),
        ("«E0205|a» = a + 1", TRAIN),
        ("«E0205|a» ~ int(1, b)\n b = a + 1", TRAIN),
        ("«E0205|e» = epochs", TRAIN.replace("epochs = 2", "epochs = e * 2")),
        ("half = window // «E0205|w»", TRAIN.replace("epochs = 2", "epochs = half")),
        ("", TRAIN.replace("epochs = 2", "«E0205|epochs» = epochs + 1")),
    ],
)
def test_cycles_and_unknown_names_are_told_once(space: str, train: str) -> None:
    text, wanted = marked(spec("GRU(8)\n Dense(1)", space=space, train=train))
    assert blamed(text) == wanted


def test_a_fact_that_is_not_there_has_no_value() -> None:
    text, wanted = marked(spec("GRU(8)\n Dense(«E0205|classes»)"))
    assert blamed(text) == wanted


@pytest.mark.parametrize(
    ("space", "names"),
    [
        ("opt = Adam(learning_rate ~ loguniform(1e-4, 1e-2))", ["learning_rate"]),
        (
            "opt ~ choice(Adam(learning_rate ~ loguniform(1e-4, 1e-2)), SGD(0.1))",
            ["opt", "learning_rate"],
        ),
        (
            "big ~ choice(true, false)\n"
            " opt = Adam(learning_rate ~ uniform(0.1, 1)) if big else SGD(learning_rate = 0.1)",
            ["big", "learning_rate"],
        ),
        (
            "s = ExponentialDecay(initial ~ loguniform(1e-4, 1e-2), rate = 0.9, every = 1)\n"
            " opt = Adam(s)",
            ["initial"],
        ),
    ],
)
def test_objects_may_have_names(space: str, names: list[str]) -> None:
    study = study_of(spec(space=space, train=TRAIN.replace("adam", "opt")))
    assert [h.name for h in study.space.hyperparameters] == names
    assert isinstance(study.train, Training)


def test_val_loss_compares_unlike_things_where_a_named_loss_is_searched() -> None:
    text = spec(
        space="l ~ choice(mse, mae)",
        train=TRAIN.replace("mse", "l"),
        search=SEARCH.replace("val_mae", "val_loss"),
    )
    assert codes(text) == ["E0504"]
    assert codes(text.replace("val_loss", "val_mae")) == []


def test_a_block_that_nothing_calls_is_told() -> None:
    assert codes(spec(before="block tower() {\n GRU(8)\n}")) == ["W0205"]


def test_of_a_training_that_is_not_whole_the_missing_settings_alone_are_told() -> None:
    rate = "optimizer = Adam(learning_rate = b if a > 0.1 else 1 / a)"
    space = "a ~ uniform(0.01, 0.5)\n b ~ int(1, 3)"
    assert codes(spec("Dropout(a) GRU(3) Dense(1)", space=space, train=rate)) == ["E0308"]
    at_zero = space.replace("0.01", "0")
    found = codes(spec("Dropout(a) GRU(3) Dense(1)", space=at_zero, train=rate))
    assert sorted(found) == ["E0305", "E0308"]
