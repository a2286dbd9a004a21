"""Specs that multiply without bound are refused with one message, long ones are read."""

from itertools import pairwise

import pytest

from rnnspec.distributions.lattice import Lattice
from specs import TRAIN, codes, problems, spec, study_of

HEAD = "GRU(8)\n Dense(1)"


def chained(levels: int, body: str, parameter: str = "") -> str:
    """Blocks of which each is made of calls of the one before it."""
    blocks = [f"block b0({parameter}) {{\n Dense({parameter or 2})\n}}"]
    blocks += [f"block b{i}({parameter}) {{\n {body.format(i - 1)}\n}}" for i in range(1, levels)]
    return "\n".join(blocks)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (spec(f"b39()\n {HEAD}", before=chained(40, "b{0}()\n b{0}()")), ["E0305"]),
        (spec(f"b39(a)\n {HEAD}", space="a ~ int(1, 2)", before=chained(40, "b{0}(x + x)", "x")),
         ["E0305"]),
        (spec(f"b999()\n {HEAD}", before=chained(1000, "b{0}()")), ["E0101"]),
        (spec(f"repeat 10000 {{ repeat 10000 {{ Dense(3) }} }}\n {HEAD}"), ["E0305"]),
        (spec("repeat 4100 {\n" + "Dense(units ~ int(1, 4))\n" * 5 + "}\n " + HEAD), ["E0305"]),
        (spec("when a == 1 { Dense(2) }"
              + "".join(f" else when a == {i} {{ Dense({i}) }}" for i in range(2, 400))
              + f"\n {HEAD}", space="a ~ int(1, 300)"), ["E0101"]),
        (spec("GRU(" + "(" * 10_000 + "1" + ")" * 10_000 + ")\n Dense(1)"), ["E0101"]),
        (spec("GRU(9 ** 9 ** 9 ** 9)\n Dense(1)"), ["E0305"]),
        (spec("GRU(a ** a ** a % 7 + 1)\n Dense(1)", space="a ~ int(1, 9)"), ["E0305"]),
    ],
)  # fmt: skip
def test_what_multiplies_is_refused_once(text: str, wanted: list[str]) -> None:
    assert codes(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        spec(
            "GRU(a4999)\n Dense(1)",
            space="\n".join(f"a{i} = a{i - 1} + 1" for i in range(4999, 0, -1))
            + "\n a0 ~ int(1, 3)",
        ),
        spec("GRU(a)\n Dense(1)", space=f"a ~ choice({', '.join(map(str, range(1, 5001)))})"),
        spec(f"repeat n ~ int(1, 10000) {{ Dense(3) }}\n {HEAD}"),
        spec("\n".join("GRU(units ~ int(1, 4))" for _ in range(300)) + "\n Dense(1)"),
        spec(
            "h ~ choice {" + "\n".join(f" o{i}: GRU({i + 1})" for i in range(200)) + "}\n Dense(1)"
        ),
        spec("residual { " * 150 + "Dense(3)" + " }" * 150 + f"\n {HEAD}"),
        spec(HEAD, space="a ~ int(1, 3)\n " + "require " + " and ".join(["a > 0"] * 60)),
    ],
)
def test_what_is_merely_long_is_read(text: str) -> None:
    assert codes(text) == []


def test_a_deep_tower_of_blocks_is_expanded() -> None:
    study = study_of(spec(f"b150()\n {HEAD}", before=chained(151, "b{0}()")))
    assert len(study.model) == 3


@pytest.mark.parametrize(
    ("model", "space", "wanted"),
    [
        ("GRU(min(j, 4))", "a ~ int(2, 3)\n b = a ** 9" + "".join(
            f"\n {name} = {' * '.join([before] * 8)}" for before, name in pairwise("bcdefghij")
        ), ["E0305"]),
        ("repeat depth ~ int(1, 1100) as i { Dense(max(64 // 2 ** i, 1)) } GRU(3)", "", []),
        ("GRU(max(1, 64 // 10 ** (a * 10)))", "a ~ int(1, 60)", []),
        ("GRU(max(1, a // (2 ** 1024 + a)))", "a ~ int(0, 40)", []),
        ("GRU(3 if a > 1 else 2)", "a ~ qlognormal(30, 2 ** 1023, 1)", ["E0305"]),
        ("GRU(3 if a > 1 else 2)", "a ~ normal(0, 1e307)", ["E0305"]),
        ("GRU(3 if a > 1 else 2)", "a ~ qlognormal(600, 50, 1)", []),
        ("GRU(3 if a > 1 else 2)", "a ~ qnormal(0.1, 30, 0.1, high = 2 ** 1023)", []),
        ("GRU(3 if a ** 2 ** 1024 > 0 else 2)", "a ~ normal(0, 1)", ["E0305"]),
        ("GRU(min(a, 4))", "a ~ weighted(3: 1e308, 5: 1e308)", ["E0305"]),
        ("Dropout(a) GRU(3)", "a ~ choice(0.5, 10 ** 400)", ["E0305"]),
        ("Dropout(rate ~ choice(0.5, 10 ** 400)) GRU(3)", "", ["E0305"]),
        ("Dropout(1 / 10 ** (a * 10)) GRU(3)", "a ~ int(1, 60)", []),
        ("GRU(a)", "a ~ int(32, 10 ** 10 + 1, step = 32)", ["E0304"]),
        ("GRU(3 if a > 1 else 2)", "a ~ quniform(1e15, 1e308, 2 ** 1023)", ["E0304"]),
    ],
)  # fmt: skip
def test_numbers_beyond_floats_are_answered(model: str, space: str, wanted: list[str]) -> None:
    assert codes(spec(f"{model} Dense(1)", space=space)) == wanted


def test_a_setting_too_large_for_a_float_has_no_value() -> None:
    rates = ("2 ** 1024", "1 / 10 ** (a * 10)", "a if a > 3 else 10 ** 30 ** a")
    for rate in rates:
        train = TRAIN.replace("adam", f"Adam(learning_rate = {rate})")
        assert codes(spec("GRU(a)\n Dense(1)", space="a ~ int(1, 60)", train=train)) == ["E0305"]


def test_a_lattice_of_integers_has_integers_for_its_bounds() -> None:
    study = study_of(spec("GRU(units ~ quniform(1, 300.0, 1)) Dense(1)"))
    assert study.space.hyperparameters[0].distribution == Lattice(1, 300, 1)
    assert type(study.space.hyperparameters[0].distribution.support[1]) is int


def test_what_one_divides_is_proven_and_what_is_undecided_has_a_name() -> None:
    deep = "repeat n ~ int(0, 4) { GRU(units ~ quniform(16, 128, 16)) }"
    assert codes(spec(f"{deep} Conv1D(6, 2) GRU(3) Dense(1)")) == []
    wide = " ".join(f"a{i} ~ int(2, 900, step = 2)" for i in range(30))
    units = "(" + " + ".join(f"a{i} // 2" for i in range(30)) + ") * 2"
    found = problems(spec(f"GRU({units}) Conv1D(6, 2, groups = 2) GRU(3) Dense(1)", space=wide))
    assert [d.message for d in found] == [
        "whether `groups` divides the input's channels could be neither proven nor refuted"
    ]
