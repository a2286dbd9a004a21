"""What is written as elsewhere is said in words that can be pasted."""

import re
from pathlib import Path

import pytest
from check.specs import DATA, SEARCH, TRAIN, check, spec

from rnnspec.diagnostics import foreign_calls
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.foreign import patterns
from rnnspec.diagnostics.table import foreign_words
from rnnspec.source import Span, apply_edits

FOLDER = Path(__file__).parent.parent / "data"

TABLE = """source = csv("pollution.csv")
  inputs = ["pm2.5", DEWP]
  target = "pm2.5"
  window = 6
  missing = interpolate
  split = chronological(validation = 0.2)"""


def unit(value: str) -> str:
    """A spec whose layer has units of this kind."""
    return spec(f"GRU({value})\n  Dense(1)")


def rate(value: str) -> str:
    """A spec whose optimizer has this rate."""
    return spec(train=f"optimizer = Adam({value})\n  loss = mse\n  epochs = 2")


def train(line: str) -> str:
    """A spec with one more setting of `train`."""
    return spec(train=f"{TRAIN}\n  {line}")


def objective(measure: str, loss: str = "mse") -> str:
    """A spec that searches for the best of a measure."""
    return spec(
        search=SEARCH.replace("val_mae", measure),
        train=TRAIN.replace("loss = mse", f"loss = {loss}"),
    )


MENDED = [
    # values
    (unit("8, use_bias = True"), "true"),
    (unit("8, use_bias = False"), "false"),
    (unit("8, activation = None"), "none"),
    (unit("8, activation = null"), "none"),
    (rate("lr = 1e-3"), "learning_rate"),
    (unit("8, input_shape = (10, 2)"), ""),
    (unit("8, input_shape = [10, 2]"), ""),
    (spec("Input(shape = (10, 2))\n  GRU(8)\n  Dense(1)"), ""),
    (unit("unit = 8"), "units"),
    (unit("neurons = 8"), "units"),
    (unit("8, recurrent_drop = 0.1"), "recurrent_dropout"),
    (unit("8, drop_rate = 0.1"), "dropout"),
    (spec("GRU(8)\n  Dropout(p = 0.1)\n  Dense(1)"), "rate"),
    (spec("GRU(8)\n  Linear(1)"), "Dense"),
    # distributions with their very numbers
    (unit("units ~ range(24, 168, 24)"), "int(24, 144, step = 24)"),
    (unit("units ~ range(1, 9)"), "int(1, 8)"),
    (unit("units ~ np.arange(24, 168, 24)"), "int(24, 144, step = 24)"),
    (unit("8, dropout ~ np.arange(0.1, 0.5, 0.1)"), "quniform(0.1, 0.4, 0.1)"),
    (unit("8, dropout ~ np.linspace(0, 0.4, 3)"), "ordinal(0.0, 0.2, 0.4)"),
    (rate("learning_rate = np.logspace(-4, -2, 3)"), "~ ordinal(0.0001, 0.001, 0.01)"),
    (unit("units ~ hp.choice('units', [16, 32])"), "choice(16, 32)"),
    (unit("units = hp.choice('units', [16, 32])"), "~ choice(16, 32)"),
    (unit("units ~ hp.pchoice('units', [(0.3, 16), (0.7, 32)])"), "weighted(16: 0.3, 32: 0.7)"),
    (unit("units ~ hp.quniform('units', 16, 64, 16)"), "quniform(16, 64, 16)"),
    (unit("units ~ hp.quniform('units', 20, 70, 16)"), "quniform(16, 64, 16)"),
    (unit("units ~ scope.int(hp.quniform('units', 16, 64, 16))"), "quniform(16, 64, 16)"),
    (unit("units ~ int(hp.quniform('units', 16, 64, 16))"), "quniform(16, 64, 16)"),
    (unit("units ~ hp.randint('units', 5, 9)"), "int(5, 8)"),
    (rate("learning_rate ~ hp.loguniform('lr', -9, -4)"), "loguniform(0.000123, 0.0183)"),
    (
        rate("learning_rate ~ hp.loguniform('lr', np.log(1e-5), np.log(1e-2))"),
        "loguniform(1e-5, 0.01)",
    ),
    (unit("units ~ hp.qloguniform('u', log(8), log(64), 8)"), "qloguniform(8, 64, 8)"),
    (unit("units ~ trial.suggest_int('u', 16, 64)"), "int(16, 64)"),
    (unit("units = trial.suggest_int('u', 16, 70, step=16)"), "~ int(16, 64, step = 16)"),
    (unit("units ~ trial.suggest_int('u', 16, 64, log=True)"), "int(16, 64, log = true)"),
    (
        rate("learning_rate ~ trial.suggest_float('lr', 1e-5, 1e-2, log=True)"),
        "loguniform(1e-5, 0.01)",
    ),
    (rate("learning_rate ~ trial.suggest_loguniform('lr', 1e-5, 1e-2)"), "loguniform(1e-5, 0.01)"),
    (unit("8, dropout ~ trial.suggest_float('d', 0, 0.5, step=0.1)"), "quniform(0, 0.5, 0.1)"),
    (unit("units ~ trial.suggest_categorical('u', [16, 32])"), "choice(16, 32)"),
    (
        unit("units ~ hp.Int('u', min_value=16, max_value=64, step=16, default=32)"),
        "int(16, 64, step = 16, default = 32)",
    ),
    (unit("8, dropout ~ hp.Float('u', 0.0, 0.5, step=0.1)"), "quniform(0.0, 0.5, 0.1)"),
    (unit("8, dropout ~ hp.Float('u', 1e-3, 0.5, sampling='log')"), "loguniform(0.001, 0.5)"),
    (unit("8, activation ~ hp.Choice('u', ['tanh', 'relu'])"), "choice(tanh, relu)"),
    (unit("8, use_bias ~ hp.Boolean('u')"), "choice(true, false)"),
    (unit("units ~ IntUniform(16, 64)"), "int(16, 64)"),
    (unit("units ~ Integer(16, 64)"), "int(16, 64)"),
    (unit("8, dropout ~ Real(1e-3, 0.5, prior='log-uniform')"), "loguniform(0.001, 0.5)"),
    (unit("units ~ Categorical([16, 32])"), "choice(16, 32)"),
    (unit("units ~ randint(16, 64)"), "int(16, 63)"),
    (unit("units ~ random.randint(16, 64)"), "int(16, 64)"),
    (unit("units ~ tune.choice([16, 32])"), "choice(16, 32)"),
    (spec("GRU(w)\n  Dense(1)", space="hp = kt.HyperParameters()\n  w ~ int(2, 4)"), ""),
    (unit("units ~ between(8, 64)"), "int(8, 64)"),
    (unit("units ~ int(8, 64, 8)"), "step = 8"),
    (unit("units ~ choice{8, 16}"), "choice(8, 16)"),
    (rate("learning_rate ~ log(1e-4, 1e-2)"), "loguniform(0.0001, 0.01)"),
    (rate("learning_rate ~ uniform(1e-4, 1e-2, log = true)"), "loguniform(1e-4, 1e-2"),
    (rate("learning_rate ~ 10 ** uniform(-4, -2)"), "loguniform(0.0001, 0.01)"),
    # names with points
    (spec("keras.layers.LSTM(64)\n  Dense(1)"), "LSTM"),
    (spec("tf.keras.layers.LSTM(64)\n  Dense(1)"), "LSTM"),
    (spec("GRU(8)\n  model.add(Dense(1))"), "Dense(1)"),
    (spec("model.add(keras.layers.GRU(8))\n  Dense(1)"), "GRU(8)"),
    (spec("model = keras.Sequential()\n  GRU(8)\n  Dense(1)"), ""),
    (spec(train="optimizer = tf.keras.optimizers.Adam(1e-3)\n  loss = mse\n  epochs = 2"), "Adam"),
    # comments
    (spec("GRU(8) // the reader\n  Dense(1)"), "# the reader"),
    (spec("// it's the reader\n  GRU(8)\n  Dense(1)"), "# it's the reader"),
    (spec(train="optimizer = adam // it's good\n  loss = mse\n  epochs = 2"), "# it's good"),
    (spec(train="optimizer = adam\n  loss = mse // good\n  epochs = 2"), "# good"),
    (spec("/* the reader */\n  GRU(8)\n  Dense(1)"), "# the reader"),
    (spec("/* the reader\n   is small */ GRU(8)\n  Dense(1)"), "# the reader\n# is small\n"),
    ('"""A spec\nof mine."""\n' + spec(), "# A spec\n# of mine."),
    ("// A spec\n" + spec(), "# A spec"),
    (spec("GRU(8) -- the reader\n  Dense(1)"), "# the reader"),
    # numbers
    (spec(data=DATA.replace("0.2", "15%")), "0.15"),
    (spec(data=TABLE.replace("0.2", "15%") + "\n  horizon = 1"), "0.15"),
    (rate("0,001"), "0.001"),
    (rate("learning_rate = 0,001"), "0.001"),
    (rate("learning_rate = 1_000,5"), "1000.5"),
    (train("batch_size = 10k"), "10_000"),
    (train("batch_size = 1,000"), "1_000"),
    (train("batch_size = 1.000.000"), "1_000_000"),
    (rate("1e-3.5"), "0.000316"),
    (rate("0.001f"), "0.001"),
    # what is searched
    (spec(data=TABLE.replace("window = 6", "window = [24, 48]")), "~ choice(24, 48)"),
    (spec(data=TABLE.replace("window = 6", "window ~ [24, 48]")), "choice(24, 48)"),
    (spec(data=TABLE.replace("window = 6", "window ~ 24..48")), "~ int(24, 48)"),
    (spec(data=TABLE.replace("window = 6", "window = 24..48")), "~ int(24, 48)"),
    (unit("units = [16, 32]"), "~ choice(16, 32)"),
    (unit("units ~ choice([16, 32])"), "choice(16, 32"),
    (spec("GRU(w)\n  Dense(1)", space="w ~ choice([16, 32])"), "choice(16, 32"),
    (unit("units ~ 16-64"), "~ int(16, 64)"),
    (unit("units ~ (16, 64)"), "~ int(16, 64)"),
    (unit("units ~ 16..64 step 16"), "~ int(16, 64, step = 16)"),
    (unit("8, dropout ~ 0.1..0.5"), "~ uniform(0.1, 0.5)"),
    (train("batch_size = 1e2"), "100"),
    (train("batch_size = 10 000"), "10_000"),
    (spec(data=TABLE.replace("window = 6", "window in [5, 20]")), "~ choice(5, 20)"),
    (spec(data=TABLE.replace("window = 6", "window ~ {5, 20}")), "choice(5, 20)"),
    (spec(data=TABLE.replace("window = 6", "window ~ 5, 20")), "choice(5, 20)"),
    (spec(data=TABLE.replace("window = 6", "window ~ 5 | 20")), "choice(5, 20)"),
    (spec(data=TABLE.replace("window = 6", "window ~ int[5, 20]")), "int(5, 20)"),
    (spec(data=TABLE.replace('"pollution.csv"', "pollution.csv")), '"pollution.csv"'),
    (spec(data=TABLE.replace('"pollution.csv"', "\u201cpollution.csv\u201d")), '"pollution.csv"'),
    (spec(train=TRAIN.replace("= 2", "= 3 > 2 ? 2 : 3")), "2 if 3 > 2 else 3"),
    ("import keras\nfrom keras import layers\n" + spec(), ""),
    # models as programs
    (spec("for i in range(3): GRU(8)\n  Dense(1)"), "repeat 3 as i { GRU(8) }"),
    (spec("Sequential([GRU(8, dropout = 0.1), Dense(1)])"), "GRU(8, dropout = 0.1)\n  Dense(1)"),
    (
        spec("model = keras.Sequential([\n layers.GRU(8),\n layers.Dense(1),\n])"),
        "GRU(8)\n  Dense(1)",
    ),
    (unit("units = 6, input_dim = 2"), ""),
    (unit('units = "8"'), "8"),
    (spec("x = GRU(8)(inputs)\n  Dense(1)"), "GRU(8)"),
    (spec("GRU(8) -> Dense(1)"), "\n  "),
    (spec("- GRU(8)\n  Dense(1)"), ""),
    (spec("GRU 8\n  Dense(1)"), "GRU(8)"),
    (spec("repeat depth = int(1, 3) { GRU(8) }\n  Dense(1)"), "~"),
    (spec("when window <> 5 { GRU(8) }\n  GRU(4)\n  Dense(1)"), "!="),
    (spec("when 1 > 2 { GRU(8) } elif 2 > 1 { GRU(4) }\n  GRU(4)\n  Dense(1)"), "else when"),
    # settings
    (spec(search=f"{SEARCH}\n  timeout = 30 min"), "30min"),
    (spec(search=f"{SEARCH}\n  timeout = 3600"), "3600s"),
    (spec(search=f"{SEARCH}\n  timeout = 1h30"), "90min"),
    (train('callbacks = [ModelCheckpoint("best.h5")]'), ""),
    (train("patience = 5"), "callbacks = [EarlyStopping(patience = 5)]"),
    (train("early_stopping = true"), "callbacks = [EarlyStopping(patience = 5)]"),
    (train("EarlyStopping(patience = 7)"), "callbacks = [EarlyStopping(patience = 7)]"),
    (train("callbacks = EarlyStopping(patience = 7)"), "[EarlyStopping(patience = 7)]"),
    (train("metrics = mae"), "[mae]"),
    (train("verbose = 1"), ""),
    (unit("units ~ uniform(16, 64)"), "int(16, 64"),
    (unit("units ~ loguniform(16, 64)"), "int(16, 64, log = true"),
    (unit("units ~ choice(16, 32, 16)"), ""),
    (spec(train=TRAIN.replace("loss = mse", "loss = [mse]")), "mse"),
    (
        spec(train="optimizer = adam\n  loss = mse\n  epochs = 2\n  lr = 1e-3"),
        "(learning_rate = 1e-3)\n  loss = mse\n  epochs = 2\n  ",
    ),
    (
        spec(data=TABLE.replace("split = chronological(validation = 0.2)", "test_size = 0.1")),
        "split = chronological(validation = 0.2, test = 0.1)",
    ),
    (spec("GRU(8)\n  Dense(1)", data=f"{TABLE}\n  horizon = 24"), "horizon"),
    (
        spec("GRU(8)\n  Dense(units = 1, activation = relu)", data=f"{TABLE}\n  horizon = 3"),
        "horizon",
    ),
    # measures
    (objective("val_acc"), "val_accuracy"),
    (objective("val_auroc"), "val_auc"),
    (objective("mae"), "val_mae"),
    (objective("rmse"), "val_rmse"),
    (objective("val_mae", "MSE"), "mse"),
    (train("metrics = [acc]"), "accuracy"),
    (train("metrics = [auroc]"), "auc"),
    (objective("val_mae", "cross_entropy"), "sparse_categorical_crossentropy"),
    (spec(search=SEARCH.replace("minimize(val_mae)", "min(val_mae)")), "minimize(val_mae)"),
    (spec(search=SEARCH.replace("minimize(val_mae)", '"val_mae"')), "minimize(val_mae)"),
    (
        spec(search=SEARCH.replace("minimize(val_mae)", 'val_mae, direction = "minimize"')),
        "minimize(val_mae)",
    ),
    # algorithms
    (spec(search=SEARCH.replace("random", "tpe.suggest")), "tpe"),
    (spec(search=SEARCH.replace("random", "bayesian")), "gp"),
    (spec(search=SEARCH.replace("random", "RandomSearch")), "random"),
    (spec(search=SEARCH.replace("random", "TPESampler")), "tpe"),
]
"""A slip, and what is put into its place."""


def mended(text: str, problem: Diagnostic, written: str) -> str:
    """The text with the edit of a problem in it that writes this."""
    edits = [edit for edit in problem.edits if edit.text == written]
    assert edits, (problem.message, problem.help, problem.edits)
    return apply_edits(text, Span(0, len(text)), edits[:1])


@pytest.mark.parametrize(("text", "written"), MENDED, ids=lambda x: x if len(x) < 60 else "")
def test_what_is_said_can_be_pasted(text: str, written: str) -> None:
    problems = check(text, FOLDER).diagnostics
    problem = next((one for one in problems if one.edits), problems[0])
    left = {one.message for one in check(mended(text, problem, written), FOLDER).diagnostics}
    assert problem.message not in left
    follow = re.compile("does not suit|no class target|keeps every step|does not fit")
    assert not [message for message in left if not follow.search(message)]


def test_a_slip_is_told_once() -> None:
    """What only follows from it, inside the same stretch of the text, is not told as well."""
    for text, _ in MENDED:
        told = [d.message for d in check(text, FOLDER).diagnostics]
        assert len(told) == 1 or {"`search` needs `folds`"} & set(told), told


TOLD = [
    (train("lr = 1e-3"), "`optimizer = Adam(learning_rate = 1e-3)`"),
    (train("validation_split = 0.2"), "`split = chronological(validation = 0.2)`"),
    (train("trials = 5"), "it is a setting of `search`"),
    (spec(search=f"{SEARCH}\n  metrics = [mae]"), "it is a setting of `train`"),
    (unit("8, return_sequences = True"), "or leave it out"),
    (unit("units ~ range(24, 168, 24)"), "both ends are included"),
    (rate("learning_rate ~ hp.loguniform('lr', -9, -4)"), "not by their logarithms"),
    (unit("units ~ hp.Int('u', 8, 64, step=2, sampling='log')"), "`int(low, high)`"),
    (unit("units ~ hp.choice('u', options)"), "options are searched by `choice(a, b)`"),
    (spec("GRU(8)\n  Dense(1)", data=f"{TABLE}\n  horizon = 24"), "write `Dense(horizon)`"),
    (train("metrics = accuracy"), "write `[accuracy]`"),
]


@pytest.mark.parametrize(("text", "said"), TOLD, ids=lambda x: x if len(x) < 60 else "")
def test_what_cannot_be_pasted_in_its_place_is_told(text: str, said: str) -> None:
    assert any(said in help for d in check(text, FOLDER).diagnostics for help in d.help)


def test_no_help_lists_more_than_twelve_words() -> None:
    for text in (
        unit("8, foo = 1"),
        unit("units ~ foo(1, 2)"),
        spec("Foo(1)"),
        objective("val_foo"),
    ):
        helps = [help for d in check(text).diagnostics for help in d.help]
        assert helps
        assert all(help.count("`") <= 24 for help in helps), helps
        assert any("nearest" in help or "among others" in help for help in helps), helps


def test_a_division_is_no_comment() -> None:
    text = spec("GRU(w // 2)\n  Dense(1)", space="w = 16 // dpth")
    (problem,) = check(text).diagnostics
    assert problem.message == "`dpth` is not defined"


def test_the_table_names_only_what_there_is() -> None:
    assert {row["as"] for row in foreign_words()["calls"].values()} <= set(foreign_calls._RENDERED)
    assert all("x" in row.pattern.groupindex for row in patterns())
