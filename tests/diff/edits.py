"""A spec, and edits of it: what stands there, what is written instead, what that means."""

from typing import NamedTuple

SPEC = """rnnspec 1
data {
  source = csv("data/sunspots.csv", time = Month)
  inputs = [Sunspots]
  target = Sunspots
  window = 24
  split  = chronological(validation = 0.15, test = 0.15)
  scale  = standard
}
space {
  width ~ int(8, 64, step = 8)
  half  = width // 2
  require width > 4
}
model {
  encoder: GRU(width, dropout ~ uniform(0, 0.5))
  repeat depth ~ int(1, 3) as i { Dense(units ~ choice(8, 16), activation = relu) }
  head ~ choice(default = plain) {
    plain: {}
    wide: Dense(half)
  }
  when depth > 1 { Dropout(rate ~ uniform(0, 0.4)) }
  Dense(1)
}
train {
  optimizer  = Adam(learning_rate ~ loguniform(1e-4, 1e-1, default = 1e-3))
  loss       = mse
  metrics    = [mae]
  epochs     = 5
  batch_size = 32
}
search { objective = minimize(val_rmse)  algorithm = tpe  trials = 10  seed = 1 }
"""
DISTRIBUTION = "8, 64, step = 8)"
RATE = "Adam(learning_rate ~ loguniform(1e-4, 1e-1, default = 1e-3))"
OTHER_MODEL = "it builds another model"


class Edit(NamedTuple):
    """`old` is replaced by `new` everywhere; `lines` is what `diff` says.

    `kept` tells whether trials still belong: all, none, or those of which it is told.
    """

    old: str
    new: str
    lines: tuple[str, ...]
    kept: bool | None = True
    reason: str = ""


EDITS = {
    "farther ahead": Edit(
        "target = Sunspots",
        "target = Sunspots  lead = 12",
        ("data: lead changed, 1 -> 12",),
        False,
        "its data is prepared otherwise",
    ),
    "tested by a file": Edit(
        "validation = 0.15, test = 0.15)",
        'validation = 0.15)  test = csv("data/sunspots.csv")',
        (
            'data: test changed, none -> csv(path = "data/sunspots.csv", time = Month)',
            "data: split changed, chronological(validation = 0.15, test = 0.15)"
            " -> chronological(validation = 0.15, test = 0.0)",
        ),
        False,
        "its data is prepared otherwise",
    ),
    "parted at a time": Edit(
        "validation = 0.15, test = 0.15",
        'validation = "1950-01", test = 300',
        (
            "data: split changed, chronological(validation = 0.15, test = 0.15)"
            ' -> chronological(validation = "1950-01", test = 300)',
        ),
        False,
        "its data is prepared otherwise",
    ),
    "weighted": Edit(
        "target = Sunspots",
        "target = Sunspots  weight = Sunspots",
        ("data: weight changed, none -> Sunspots",),
        False,
        "its data is prepared otherwise",
    ),
    "thinned": Edit(
        "target = Sunspots",
        "target = Sunspots  stride = 3",
        ("data: stride changed, 1 -> 3",),
        False,
        "its data is prepared otherwise",
    ),
    "one row for a time": Edit(
        "time = Month)",
        "time = Month)  duplicates = last",
        ("data: duplicates changed, error -> last",),
        False,
        "its data is prepared otherwise",
    ),
    "another yardstick": Edit(
        "target = Sunspots",
        "target = Sunspots  season = 132",
        ("data: season changed, 1 -> 132",),
    ),
    "on a grid": Edit(
        "time = Month)",
        "time = Month)  step = month",
        ("data: step changed, none -> month",),
        False,
        "its data is prepared otherwise",
    ),
    "widened": Edit(
        DISTRIBUTION, "8, 96, step = 8)", ("width: widened, {distribution} -> quniform(8, 96, 8)",)
    ),
    "narrowed": Edit(
        *(
            DISTRIBUTION,
            "16, 48, step = 8)",
            ("width: narrowed, {distribution} -> quniform(16, 48, 8)",),
        ),
        *(None, "is outside `quniform(16, 48, 8)`"),
    ),
    "shifted": Edit(
        *(
            DISTRIBUTION,
            "16, 80, step = 8)",
            ("width: shifted, {distribution} -> quniform(16, 80, 8)",),
        ),
        *(None, "`width` = 8 is outside `quniform(16, 80, 8)`"),
    ),
    "step": Edit(
        DISTRIBUTION,
        "8, 64, step = 4)",
        ("width: distribution changed, {distribution} -> quniform(8, 64, 4)",),
    ),
    "scale": Edit(
        *(DISTRIBUTION, "8, 64, step = 8, log = true)"),
        ("width: distribution changed, {distribution} -> qloguniform(8, 64, 8)",),
    ),
    "weights": Edit(
        *("choice(8, 16)", "weighted(8: 1, 16: 3)"),
        ("dense_1[i].units: distribution changed, choice(8, 16) -> weighted(8: 1, 16: 3)",),
    ),
    "default": Edit(
        DISTRIBUTION,
        "8, 64, step = 8, default = 16)",
        ("width: default changed, no default -> 16",),
    ),
    "renamed": Edit("width", "wide_units", ("width: renamed to wide_units",)),
    "relabelled": Edit("encoder:", "reader:", ("encoder.dropout: renamed to reader.dropout",)),
    "option emptied": Edit(
        *("wide: Dense(half)", "wide: {}", ("head = wide: removed, Dense(units = half)",)),
        *(None, OTHER_MODEL),
    ),
    "derived renamed": Edit("half", "middle", ("half: renamed to middle",)),
    "derived changed": Edit(
        *("width // 2", "width // 4", ("half: changed, width // 2 -> width // 4",)),
        *(None, OTHER_MODEL),
    ),
    "constraint added": Edit(
        *("width > 4", "width > 4\n  require width < 40", ("require width < 40: added",)),
        *(None, "`require width < 40` does not hold"),
    ),
    "constraint removed": Edit("require width > 4", "", ("require width > 4: removed",)),
    "deeper": Edit("int(1, 3) as i", "int(1, 4) as j", ("depth: widened, int(1, 3) -> int(1, 4)",)),
    "condition": Edit(
        *("depth > 1 {", "depth > 2 {"),
        (
            "dropout.rate: condition changed, where depth > 1 -> where depth > 2",
            "model: changed, when depth > 1 -> when depth > 2",
        ),
        *(None, OTHER_MODEL),
    ),
    "searched": Edit(
        *("activation = relu", "activation ~ choice(relu, tanh)"),
        ("dense_1[i].activation: searched, relu -> choice(relu, tanh)",),
    ),
    "window searched": Edit(
        "window = 24", "window ~ choice(12, 24)", ("window: searched, 24 -> choice(12, 24)",)
    ),
    "scaler searched": Edit(
        *("scale  = standard", "scale  ~ choice(standard, robust)"),
        ("scale: searched, standard -> choice(standard, robust)",),
    ),
    "loss searched": Edit(
        *("loss       = mse", "loss       ~ choice(mse, huber)"),
        ("loss: searched, MeanSquaredError -> choice(mse, huber)",),
    ),
    "optimizer searched": Edit(
        *(f"= {RATE}", f"~ choice({RATE}, RMSprop(0.01))"),
        ("optimizer: searched, Adam(learning_rate = learning_rate) -> choice(Adam, RMSprop)",),
    ),
    "fixed": Edit(
        *("dropout ~ uniform(0, 0.5)", "dropout = 0.25"),
        ("encoder.dropout: fixed, uniform(0, 0.5) -> 0.25",),
        *(False, OTHER_MODEL),
    ),
    "added with a default": Edit(
        *("  Dense(1)\n", "  extra ~ choice(default = no) { no: {}  yes: Dense(4) }\n  Dense(1)\n"),
        (
            "extra: added, choice(no, yes, default = no)",
            "model: added, extra ~ choice",
        ),
    ),
    "added without one": Edit(
        *("  Dense(1)\n", "  extra ~ choice { no: {}  yes: Dense(4) }\n  Dense(1)\n"),
        ("extra: added, choice(no, yes)", "model: added, extra ~ choice"),
        *(False, "`extra` has no value there and no default"),
    ),
    "removed": Edit(
        *("  when depth > 1 { Dropout(rate ~ uniform(0, 0.4)) }\n", ""),
        (
            "dropout.rate: removed, uniform(0, 0.4)",
            "model: removed, when depth > 1",
            "model: removed, Dropout(rate = dropout.rate)",
        ),
        *(None, OTHER_MODEL),
    ),
    "option added": Edit(
        *("wide: Dense(half)", "wide: Dense(half)\n    deep: { Dense(8)  Dense(8) }"),
        ("head: widened, choice(plain, wide) -> choice(plain, wide, deep)",),
    ),
    "option changed": Edit(
        *("wide: Dense(half)", "wide: Dense(half * 2)"),
        ("head = wide: changed, Dense(units = half) -> Dense(units = half * 2)",),
        *(None, OTHER_MODEL),
    ),
    "layer": Edit(
        *("  Dense(1)\n", "  LayerNormalization()\n  Dense(1)\n"),
        ("model: added, LayerNormalization()",),
        *(False, OTHER_MODEL),
    ),
    "data": Edit(
        *("window = 24", "window = 36", ("data: window changed, 24 -> 36",)),
        *(False, "its data is prepared otherwise"),
    ),
    "training": Edit(
        *("epochs     = 5", "epochs     = 8", ("train: epochs changed, 5 -> 8",)),
        *(False, "it is trained otherwise"),
    ),
    "metrics": Edit("[mae]", "[mae, mape]", ("train: metrics changed, [mae] -> [mae, mape]",)),
    "objective measured": Edit(
        *("val_rmse", "val_mae"),
        ("search: objective changed, minimize(val_rmse) -> minimize(val_mae)",),
    ),
    "objective not measured": Edit(
        *("minimize(val_rmse)", "maximize(val_r2)"),
        ("search: objective changed, minimize(val_rmse) -> maximize(val_r2)",),
        *(False, "`r2` was not measured"),
    ),
    "repeats": Edit(
        *("seed = 1", "seed = 1  repeats = 2", ("search: repeats changed, 1 -> 2",)),
        *(False, "it is scored otherwise"),
    ),
    "algorithm": Edit("= tpe", "= random", ("search: algorithm changed, tpe -> random",)),
    "trials": Edit("trials = 10", "trials = 30", ("search: trials changed, 10 -> 30",)),
    "seed": Edit("seed = 1", "seed = 2", ("search: seed changed, 1 -> 2",)),
    "layout": Edit("  wide: Dense(half)", "\n  # wide\n  wide: { Dense(units = half) }", ()),
    "turns": Edit("as i {", "{", ()),
}
