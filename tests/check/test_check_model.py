"""The model block: layers, wrappers, repeats, branches, blocks, and what each refuses."""

import pytest

from rnnspec.study.expressions import Const, Turn
from rnnspec.study.model import Branch, Layer, Parallel, Repeat, Residual, When
from specs import blamed, codes, marked, names_of, problems, spec, study_of

TOWER = "block tower(width) {\n GRU(width)\n Dropout(0.1)\n}"
SOUND = [
    ("Flatten()\n Dense(1)", ""),
    ("PeepholeLSTM(8)\n RecurrentBatchNormalization()\n LSTM(3)\n Dense(1)", ""),
    ("GRU(8)\n MultiHeadAttention(2, 4)\n GRU(3)\n Dense(1)", ""),
    ("GRU(8)\n RepeatVector(5)\n GRU(3)\n Dense(1)", ""),
    ("GRU(8, bidirectional ~ choice(true, false), merge ~ choice(sum, concat))\n Dense(1)", ""),
    ("Bidirectional(cell(8))\n Dense(1)", "cell ~ choice(GRU, LSTM)"),
    ("cell(units = 8)\n Dense(1)", "wide ~ choice(true, false)\n cell = GRU if wide else LSTM"),
    ("repeat 0 { GRU(0) }\n GRU(3)\n Dense(1)", ""),
    ("repeat n * 2 - 1 { GRU(8) }\n Dense(1)", "n ~ int(1, 3)"),
    ("repeat n ~ choice(1, 2, 4) { GRU(8) }\n Dense(1)", ""),
    ("repeat n ~ int(1, 3) as i { repeat i + 1 { GRU(units ~ int(1, 2)) } }\n Dense(1)", ""),
    ("repeat n ~ int(1, 2) { repeat k ~ int(1, 2) as j { GRU(j + k) } }\n Dense(1)", ""),
    ("repeat 2 as i { repeat 3 as i { GRU(i + 1) } }\n Dense(1)", ""),
    ("repeat len(w) as i { GRU(w[i]) }\n Dense(1)", "w ~ choice([8, 4, 2], [3, 3])"),
    ("GRU(depth * 2)\n repeat depth ~ int(1, 2) { GRU(4) }\n Dense(1)", ""),
    ("h ~ choice(default = b) { a: GRU(4) b: {} }\n GRU(3)\n Dense(1)", ""),
    ('h ~ choice { a: GRU(4) b: GRU(5) }\n when h == "a" { Dense(3) }\n Dense(1)', ""),
    ("when d > 2 { GRU(d - 2) } else when d == 0 { GRU(1) } else { GRU(3) }\n Dense(1)",
     "d ~ int(0, 5)"),
    ("when false { GRU(0) }\n GRU(3)\n Dense(1)", ""),
    ("residual { Conv1D(8, 3, padding = same) }\n GRU(3)\n Dense(1)", ""),
    ("parallel(merge ~ choice(concat, add)) { a: GRU(4) b: LSTM(4) }\n Dense(1)", ""),
    ("parallel { a: GRU(3) b: {} }\n GRU(3)\n Dense(1)", ""),
    ("GRU(round(8 * s))\n Dense(1)", "s ~ uniform(0.1, 1)"),
    ("GRU(a - b)\n Dense(1)", "a ~ int(1, 4)\n b ~ int(1, 4)\n require a > b"),
    ("GRU(8, kernel_regularizer ~ choice(none, L2(l2 ~ loguniform(1e-6, 1e-3)), l1))\n Dense(1)",
     ""),
]  # fmt: skip


@pytest.mark.parametrize(("model", "space"), SOUND)
def test_sound_models(model: str, space: str) -> None:
    assert codes(spec(model, space=space)) == []


REFUSED = [
    ("GRU(«E0305|-1»)\n Dense(1)", ""),
    ("GRU(«E0301|2.5»)\n Dense(1)", ""),
    ("GRU(8, «E0204|units2» = 1)\n Dense(1)", ""),
    ("GRU(8, merge = «E0203|summ»)\n Dense(1)", ""),
    ("Dense(8, «E0204|bidirectional» = true)\n GRU(3)\n Dense(1)", ""),
    ("GRU(units = 8, «E0204|tanh»)\n Dense(1)", ""),
    ("Bidirectional(«E0301|Bidirectional(GRU(8))»)\n Dense(1)", ""),
    ("Bidirectional(«E0301|GRU(8, bidirectional = true)»)\n Dense(1)", ""),
    ("Bidirectional(«E0301|layer ~ choice(GRU, LSTM)»)\n Dense(1)", ""),
    ("«E0308|Bidirectional()»\n Dense(1)", ""),
    ("«E0401|TimeDistributed(GRU(8))»\n Dense(1)", ""),
    ("GRU(8, return_sequences = false)\n «E0401|GRU(4)»\n Dense(1)", ""),
    ("GRU(8, return_sequences = true)\n «E0402|Dense(1)»", ""),
    ("«E0203|cell»(8)\n Dense(1)", "cell ~ choice(GRU, 3)"),
    ("«E0203|cell»(8)\n Dense(1)", "cell = 3"),
    ("GRU(8, activation = act)\n Dense(1)", "act ~ choice(relu, «E0301|mse»)"),
    ("repeat «E0305|n - 2» { GRU(8) }\n GRU(3)\n Dense(1)", "n ~ int(1, 3)"),
    ("repeat «E0301|n / 2» { GRU(8) }\n GRU(3)\n Dense(1)", "n ~ int(2, 3)"),
    ("repeat «E0301|true» { GRU(8) }\n Dense(1)", ""),
    ("repeat «E0305|10001» { GRU(8) }\n Dense(1)", ""),
    ("repeat 300 { repeat «E0305|300» { GRU(8) } }\n Dense(1)", ""),
    ("repeat 4 as i { GRU(«E0305|w[i]») }\n Dense(1)", "w = [8, 4, 2]"),
    ("repeat n ~ int(1, 4) as i { GRU(«E0305|first // 2 ** i») }\n Dense(1)",
     "first ~ int(4, 64)"),
    ("repeat 2 { repeat k ~ int(1, 2) { GRU(4) } }\n GRU(«E0205|k»)\n Dense(1)", ""),
    ("repeat n ~ int(0, 2) { GRU(8) }\n «E0402|Dense(1)»", ""),
    ("h ~ choice { a: GRU(4) b: {} }\n «E0402|Dense(1)»", ""),
    ("h ~ choice(default = «E0306|c») { a: GRU(4) b: LSTM(3) }\n Dense(1)", ""),
    ("h ~ choice { a: GRU(4) «E0307|a»: LSTM(3) }\n Dense(1)", ""),
    ("«E0308|h ~ choice { }»\n Dense(1)", ""),
    ("when «E0301|d» { GRU(8) } else { GRU(3) }\n Dense(1)", "d ~ int(0, 3)"),
    ("when «E0305|1 / d > 2» { GRU(8) } else { GRU(3) }\n Dense(1)", "d ~ int(0, 3)"),
    ("«E0404|residual { GRU(8, return_sequences = false) }»\n GRU(3)\n Dense(1)", ""),
    ("«E0404|residual { Conv1D(8, 3) }»\n GRU(3)\n Dense(1)", ""),
    ("«E0404|parallel(merge = add) { a: GRU(3) b: LSTM(4) }»\n Dense(1)", ""),
    ("parallel(merge = «E0203|sums») { a: GRU(3) b: LSTM(4) }\n Dense(1)", ""),
    ("parallel { a: GRU(3) «E0206|a»: LSTM(4) }\n Dense(1)", ""),
    ("«E0308|parallel { }»\n GRU(3)\n Dense(1)", ""),
    ("«E0401|Embedding(10, 4)»\n GRU(3)\n Dense(1)", ""),
    ("«E0403|Conv1D(8, 11)»\n GRU(3)\n Dense(1)", ""),
    ("GRU(«E0305|round(8 * s)»)\n Dense(1)", "s ~ uniform(0.01, 1)"),
    ("GRU(8, «E0305|dropout ~ uniform(0, 1)»)\n Dense(1)", ""),
]  # fmt: skip


@pytest.mark.parametrize(("model", "space"), REFUSED)
def test_what_cannot_be_built(model: str, space: str) -> None:
    text, wanted = marked(spec(model, space=space))
    assert blamed(text) == wanted


def test_statements_become_the_nodes_that_they_are() -> None:
    body = study_of(
        spec(
            "repeat 2 as i { GRU(i + 1) }\n h ~ choice { a: Dense(2) b: {} }\n"
            " when true { Dense(3) }\n residual { Dense(4) }\n parallel { l: Dense(5) r: {} }\n"
            " GRU(2)\n Dense(1)"
        )
    ).model
    kinds = [Repeat, Branch, When, Residual, Parallel, Layer, Layer]
    assert [type(node) for node in body] == kinds
    repeat = body[0]
    assert isinstance(repeat, Repeat)
    assert (repeat.count, repeat.most, repeat.written) == (Const(2), 2, "i")
    assert isinstance(repeat.body[0], Layer)
    assert repeat.body[0].turns == (Turn(repeat.variable),)


def test_blocks_take_values_words_layers_and_objects() -> None:
    block = "block tower(cell, width, act, reg) {\n"
    block += " cell(units = width, activation = act, kernel_regularizer = reg)\n}"
    calls = [
        "tower(GRU, 8, tanh, none)",
        "tower(cell ~ choice(GRU, LSTM), width ~ int(4, 8), act ~ choice(tanh, relu), reg = l2)",
        "tower(GRU, 8, tanh, L2(l2 ~ loguniform(1e-6, 1e-3)))",
        "tower(GRU, 8, tanh, reg ~ choice(l1, L2(l2 ~ loguniform(1e-6, 1e-3))))",
    ]
    for call in calls:
        assert codes(spec(f"{call}\n Dense(1)", before=block)) == []
    assert names_of(spec(f"{calls[3]}\n Dense(1)", before=block)) == ["tower.reg", "tower.reg.l2"]


@pytest.mark.parametrize(
    ("before", "call", "wanted"),
    [
        (TOWER, "tower()", ["E0308"]),
        (TOWER, "tower(8, rate = 1)", ["E0204"]),
        (TOWER, "tower(8, 9)", ["E0204"]),
        (TOWER.replace("GRU(width)", "GRU(witdh)"), "tower(8)", ["E0205"]),
        (TOWER.replace("(width) {", "(width, width) {"), "tower(8)", ["E0206"]),
        (TOWER + "\n" + TOWER, "tower(8)", ["E0206"]),
        (TOWER.replace("tower", "GRU"), "LSTM(8)", ["E0208"]),
        ("block a() {\n b()\n}\nblock b() {\n a()\n}", "a()", ["E0106"]),
    ],
)
def test_blocks_that_cannot_be_called(before: str, call: str, wanted: list[str]) -> None:
    assert codes(spec(f"{call}\n Dense(1)", before=before)) == wanted


def test_a_point_is_shown_where_a_turn_fails() -> None:
    model = "repeat depth ~ int(1, 4) as i { GRU(first // 2 ** i) }\n Dense(1)"
    (problem,) = problems(spec(model, space="first ~ int(4, 64)"))
    assert problem.label == "first = 4, depth = 4, i = 3 gives units = 0"


def test_the_help_of_an_option_without_quotes() -> None:
    model = "h ~ choice { a: GRU(4) b: GRU(5) }\n when h == a { Dense(3) }\n Dense(1)"
    (problem,) = problems(spec(model))
    assert problem.help == ('the option is written `"a"`',)
