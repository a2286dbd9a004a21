"""Small specs in which a `~` stands in every kind of place, for tests of `best.rnnspec`."""

FRAME = """rnnspec 1
{before}
data {{
  source = random(samples = 200, steps = 10, features = 2)
  split  = random(validation = 0.2)
}}
{space}
model {{
{model}
}}
train {{ optimizer = {optimizer}  loss = mse  epochs = 2 }}
search {{ objective = minimize(val_mae)  algorithm = tpe  trials = 3 }}
"""


def bound_spec(model: str, space: str = "", before: str = "", optimizer: str = "adam") -> str:
    """A whole spec around a model."""
    written = f"space {{\n{space}\n}}" if space else ""
    return FRAME.format(model=model, space=written, before=before, optimizer=optimizer)


TOWER = """block tower(width) {
  # a tower
  GRU(width, return_sequences = true)
  Dropout(rate ~ uniform(0, 0.5))  # never more than half
}
"""
TURNING_TOWER = """block tower(width) {
  repeat n ~ int(1, 2) as i {
    GRU(width, dropout ~ uniform(0, 0.3), return_sequences = true)
  }
  Dropout(0.1 * n)
}
"""
NESTED = """block inner(width) { GRU(width, dropout ~ uniform(0, 0.3), return_sequences = true) }
block outer() {
  inner(width ~ int(4, 8))
  inner(4)
  repeat 2 { inner(3) }
}
"""
BRANCHED = """block tower() {
  head ~ choice(default = b) {
    a: {}
    b: Dropout(rate ~ uniform(0, 0.4))
    c: { Dropout(0.1)
      Dense(4)  # four
    }
  }
  when head == "c" { Dropout(0.2) }
}
"""
TURNING_BRANCH = """repeat 3 as i {
  kind ~ choice {
    a: GRU(units ~ int(4, 8), return_sequences = true)
    b: { LSTM(4, return_sequences = true)  Dropout(rate ~ uniform(0, 0.5)) }
    c: {}
  }
  when kind == "a" { Dropout(0.3) }
}
GRU(4)  Dense(1)"""
OPTIMIZERS = """opt ~ choice(
  Adam(learning_rate ~ loguniform(1e-4, 1e-1)),
  Adam(0.1),
  SGD(ExponentialDecay(initial ~ loguniform(1e-4, 1e-1), rate = 0.9, every = 2)),
)"""
HARD = {
    "turns": bound_spec(
        "repeat 3 { GRU(units ~ int(4, 16), activation ~ choice(tanh, relu)) }  Dense(1)"
    ),
    "dead_turns": bound_spec(
        """repeat depth ~ int(1, 3) as i {
          GRU(units ~ int(4, 16), dropout ~ uniform(0, 0.5))
          when i > 0 { Dropout(rate ~ uniform(0, 0.5)) }
        }
        Dense(1)"""
    ),
    "count_read": bound_spec(
        "when depth > 2 { Dropout(0.1) }\nrepeat depth ~ int(1, 3) { GRU(8 * depth) }\nDense(wide)"
        "  Dense(1)",
        "wide = depth * 4\nrequire depth < 3",
    ),
    "inner_count": bound_spec(
        """repeat 2 as i {
          repeat n ~ int(1, 2) as j { GRU(units ~ int(4, 16))  Dropout(0.1 * n) }
        }
        Dense(1)"""
    ),
    "shadowed": bound_spec(
        "repeat 2 as i { repeat 2 as i { GRU(units ~ int(4, 16)) Dropout(0.1 * i) } }  Dense(1)"
    ),
    "count_by_turn": bound_spec(
        "repeat 3 as i { repeat i { GRU(units ~ int(2, 8), return_sequences = true) } }"
        "  GRU(4)  Dense(1)"
    ),
    "no_turn": bound_spec(
        "repeat n ~ int(0, 2) { GRU(units ~ int(2, 8), return_sequences = true) }  GRU(4)  Dense(1)"
    ),
    "turn_named": bound_spec(
        "repeat 2 { GRU(turn_1)  Dropout(rate ~ uniform(0, 0.2)) }  Dense(1)", "turn_1 ~ int(2, 8)"
    ),
    "turning_branch": bound_spec(TURNING_BRANCH),
    "turning_object": bound_spec(
        """repeat 3 {
          GRU(4, kernel_regularizer ~ choice(L2(l2 ~ loguniform(1e-5, 1e-2)), L1(0.1), none))
        }
        Dense(1)"""
    ),
    "blocks": bound_spec("tower(8)  tower(width ~ int(4, 16))  GRU(4)  Dense(1)", before=TOWER),
    "blocks_in_turns": bound_spec(
        "repeat 2 as i { tower(8, )  other: tower(width ~ int(4, 16)) }  GRU(4)  Dense(1)",
        before=TURNING_TOWER,
    ),
    "blocks_in_blocks": bound_spec(
        "outer()  outer()  repeat 2 { outer() }  GRU(4)  Dense(1)", before=NESTED
    ),
    "branches_in_blocks": bound_spec("tower()  tower()  GRU(4)  Dense(1)", before=BRANCHED),
    "searched_parameter": bound_spec(
        "repeat 2 as i { tower(2 + i, drop ~ uniform(0, 0.3)) }  GRU(4)  Dense(1)",
        before="block tower(width, drop) { GRU(width, dropout = drop, return_sequences = true) }",
    ),
    "kind_as_parameter": bound_spec(
        "repeat 2 { tower(cell ~ choice(GRU, LSTM)) }  GRU(4)  Dense(1)",
        before="block tower(cell) { cell(4, return_sequences = true) }",
    ),
    "kinds": bound_spec(
        "repeat 2 { cell(4, bidirectional ~ choice(true, false)) }  Dense(1)",
        "cell ~ choice(GRU, LSTM)",
    ),
    "space_objects": bound_spec(
        """GRU(units ~ choice(small, 2 * small), kernel_regularizer = penalty)
        Dense(1, kernel_regularizer = penalty)""",
        """small = 4
        penalty ~ choice(weak: L2(l2 ~ loguniform(1e-5, 1e-2)), strong: L2(0.1), no: none)""",
    ),
    "values": bound_spec(
        """GRU(sizes[0])
        Dense(sizes[1], activation ~ choice(none, "relu", tanh))
        Dropout(rate = abs(low))
        Dense(1)""",
        "sizes ~ choice([4, 8], [16, 2])\nlow ~ choice(-0.1, -0.2)\nrequire sizes[0] > 0",
    ),
    "numbers": bound_spec(
        "GRU(units ~ weighted(4: 1, 8: 3), dropout ~ uniform(0, 1e-5))  Dense(1)",
        "q ~ normal(0, 1e20)\nx ~ quniform(0.1, 0.7, 0.1)\nrequire q < 3 and x > 0",
    ),
    "optimizers": bound_spec("GRU(4)  Dense(1)", OPTIMIZERS, optimizer="opt"),
    "parallel": bound_spec(
        """parallel(merge ~ choice(concat, add)) { a: { GRU(units = 8) }  b: LSTM(8) }
        residual { Dense(units ~ int(4, 9)) }
        Dense(1)"""
    ),
    "dead_arm": bound_spec(
        """when wide { Dense(units ~ int(1, 4)) } else when deep > 2 { Dropout(rate) }
        GRU(4)  Dense(1)""",
        "wide ~ choice(true, false)\ndeep ~ int(1, 3)\nrate ~ uniform(0, 0.4)",
    ),
    "wrapped": bound_spec(
        """TimeDistributed(Dense(units ~ int(2, 8)))
        repeat 2 { Bidirectional(GRU(units ~ int(2, 8), return_sequences = true)) }
        GRU(4)  Dense(1)"""
    ),
    "constraint_alone": bound_spec("GRU(units ~ int(2, 4))  Dense(1)", "require true"),
}
