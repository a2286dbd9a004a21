"""Specs that multiply without bound are refused with one message, long ones are read."""

import pytest

from specs import codes, spec, study_of

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
