"""`best.rnnspec`: a spec of one configuration that does what the original does there."""

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from bound_programs import Program
from bound_specs import HARD, bound_spec

from rnnspec.check.bound import render_bound
from rnnspec.diagnostics.diagnostic import Problems
from rnnspec.pipeline import check_source
from rnnspec.plan.resolve import canonical_program, resolve_program
from rnnspec.source import Source
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import sample
from rnnspec.syntax import format_file, parse_file

Values = dict[str, Value]
ROOT = Path(__file__).parent.parent.parent
SPECS = sorted([*ROOT.glob("specs/*.rnnspec"), *ROOT.glob("tests/conformance/valid/*.rnnspec")])
TEXTS = {
    **{f"{p.parent.name}-{p.stem}": (p.read_text("utf-8"), p.parent, 1) for p in SPECS},
    **{name: (text, ROOT, 3) for name, text in HARD.items()},
    **{f"generated-{seed}": (Program(Random(seed)).text(), ROOT, 2) for seed in range(8)},
}


def _bound(text: str, number: int = 0, folder: str = "") -> str:
    checked = check_source(Source("spec", text), ROOT / "specs")
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    values = sample(checked.study.space, 0, number)
    return render_bound(checked.source, checked.study, values, folder)


@pytest.mark.parametrize("name", TEXTS)
def test_it_does_what_the_original_does(name: str) -> None:
    """It has no problems, is in canonical form, searches nothing, and resolves to one program."""
    text, folder, draws = TEXTS[name]
    checked = check_source(Source(name, text), folder)
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    for number in range(draws):
        values = sample(checked.study.space, 3, number)
        source = Source("best", render_bound(checked.source, checked.study, values))
        bound = check_source(source, folder)
        assert [d.message for d in bound.diagnostics if d.code != "W0601"] == [], source.text
        assert format_file(parse_file(source, Problems()), source) == source.text
        assert bound.study is not None
        assert bound.study.space.hyperparameters == ()
        ours, theirs = resolve_program(bound.study, {}), resolve_program(checked.study, values)
        if theirs["data"]["lengths"]:  # what other lengths of the window cannot predict is scored
            ours["data"]["lengths"] = theirs["data"]["lengths"]
        assert canonical_program(ours) == canonical_program(theirs), source.text
        assert bound.study.search.objectives == checked.study.search.objectives
        assert bound.study.search.trials == 1


@pytest.mark.parametrize(
    ("inputs", "encoded"),
    [(("a", "w", "the v"), 'encode = [w, "the v"]'), (("a", "w"), 'encode = ["w"]'), (("a",), "")],
)
def test_what_is_no_input_any_more_is_not_encoded(
    inputs: tuple[str, ...], encoded: str, tmp_path: Path
) -> None:
    rows = [f"{day}.5,{'xy'[day % 2]},{'pq'[day % 3 // 2]}" for day in range(40)]
    (tmp_path / "t.csv").write_text("\n".join(["a,w,the v", *rows]))
    text = """rnnspec 1

data {
  source = csv("t.csv")
  inputs ~ choice([a, w, "the v"], [a, w], [a])
  target = a
  window = 4
  encode = [w, "the v"]
  split  = chronological(validation = 0.25)
}

model { GRU(3)  Dense(1) }
train { optimizer = adam  loss = mse  epochs = 1 }
search { objective = minimize(val_rmse)  algorithm = random  trials = 3 }
"""
    checked = check_source(Source("spec", text), tmp_path)
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    bound = render_bound(checked.source, checked.study, {"inputs": inputs})
    assert check_source(Source("best", bound), tmp_path).study is not None, bound
    assert encoded in bound.replace("  =", " =")
    assert ("encode" in bound) == bool(encoded)


def test_comments_and_layout_stay() -> None:
    """All that is written besides `~`, `require`, first points and pruners."""
    text = """# What it is for.
rnnspec 1

data {
  source = random(samples = 200, steps = 10, features = 2)  # made up
  split  = random(validation = 0.2)
}

space {
  width ~ int(4, 4096)
  # The second is not wider.
  share ~ quniform(0.5, 1, 0.5)
  require width * share < 4000
}

model {
  # The reader.
  GRU(
    width,
    dropout ~ uniform(0, 0.5),  # of its inputs
  )
  head ~ choice(default = wide) {
    plain: {}
    wide: {
      # Wide.
      Dense(int(width * share))  # in proportion
    }
  }

  Dense(1)
}

train {
  optimizer = adam
  loss      = mse
  epochs    ~ int(2, 9)
}

search {
  objective = minimize(val_mae)
  algorithm = tpe(startup = 8)
  trials    = 40
  timeout   = 2h
  seed      = 5
  pruner    = median
  start { width = 8  share = 0.5 }
}
"""
    checked = check_source(Source("spec", text), ROOT)
    assert checked.study is not None
    values: Values = {"width": 48, "share": 0.5, "gru.dropout": 1e-05, "head": "wide", "epochs": 7}
    assert (
        render_bound(checked.source, checked.study, values)
        == """# What it is for.
rnnspec 1

data {
  source = random(samples = 200, steps = 10, features = 2)  # made up
  split  = random(validation = 0.2)
}

space {
  width = 48
  # The second is not wider.
  share = 0.5
}

model {
  # The reader.
  GRU(
    width,
    dropout = 1e-05,  # of its inputs
  )
  # Wide.
  Dense(int(width * share))  # in proportion

  Dense(1)
}

train {
  optimizer = adam
  loss      = mse
  epochs    = 7
}

search {
  objective = minimize(val_mae)
  algorithm = random
  trials    = 1
  timeout   = 2h
  seed      = 5
}
"""
    )


def test_turns_with_values_of_their_own_are_told_apart() -> None:
    """Lists by the number of the turn; a conditional where values are words or objects."""
    text = HARD["turns"]
    checked = check_source(Source("spec", text), ROOT)
    assert checked.study is not None
    turns: dict[str, tuple[Value, ...]] = {
        "gru[{}].units": (8, 16, 8),
        "gru[{}].activation": ("relu", "tanh", "relu"),
    }
    values: Values = {
        name.format(i): options[i] for name, options in turns.items() for i in range(3)
    }
    bound = render_bound(checked.source, checked.study, values)
    assert "repeat 3 as turn_1 {" in bound
    assert "units = [8, 16, 8][turn_1], " in bound
    assert "activation = relu if turn_1 == 0 or turn_1 == 2 else tanh" in bound


def test_calls_of_a_block_that_differ_call_copies_of_it() -> None:
    """Where they do not differ, the block stays one."""
    bound = _bound(HARD["blocks"])
    assert bound.count("block tower(width) {") == 1
    assert bound.count("block tower_2(width) {") == 1
    assert bound.count("# a tower") == 2
    fixed = HARD["blocks"].replace("rate ~ uniform(0, 0.5)", "0.25")
    assert _bound(fixed).count("block") == 1


def test_a_block_that_only_other_options_call_is_gone() -> None:
    """So is what they alone would have built."""
    model = "head ~ choice { a: { tower(4) }  b: GRU(4) }  Dense(1)"
    text = bound_spec(model, before="block tower(width) { GRU(width) }")
    bounds = [_bound(text, number) for number in range(8)]
    assert {("block" in bound, "tower" in bound) for bound in bounds} == {(0, 0), (1, 1)}


@pytest.mark.parametrize(
    ("source", "moved"),
    [
        ('csv("data/sunspots.csv", time = Month)', 'csv("../../specs/data/sunspots.csv", '),
        ('csv(time = Month, path = "data/sunspots.csv")', 'path = "../../specs/data/sunspots.csv"'),
        ('csv("./data/sunspots.csv", time = Month)', 'csv("../../specs/data/sunspots.csv", '),
    ],
)
def test_paths_lead_from_where_it_will_lie(source: str, moved: str) -> None:
    """A spec in the folder of a run finds its data."""
    text = (ROOT / "specs/sunspots_multistep.rnnspec").read_text("utf-8")
    assert 'csv("data/sunspots.csv", time = Month)' in text
    text = text.replace('csv("data/sunspots.csv", time = Month)', source)
    bound = _bound(text, folder="../../specs")
    assert moved in bound
    assert check_source(Source("best", bound), ROOT / "runs" / "one").study is None
    assert check_source(Source("best", bound), ROOT / "tests" / "check").study is not None


def test_the_path_of_a_test_part_leads_from_there_as_well() -> None:
    text = (ROOT / "specs/sunspots_multistep.rnnspec").read_text("utf-8")
    text = text.replace("split ", 'test = csv("data/sunspots.csv")  split ', 1)
    bound = _bound(re.sub(r", test = [\d.]+\)", ")", text), folder="../../specs")
    assert bound.count('csv("../../specs/data/sunspots.csv"') == 2
    assert check_source(Source("best", bound), ROOT / "tests" / "check").study is not None


def test_an_absolute_path_stays() -> None:
    """It is true from everywhere."""
    path = str(ROOT / "specs/data/sunspots.csv")
    text = (ROOT / "specs/sunspots_multistep.rnnspec").read_text("utf-8")
    assert path in _bound(text.replace("data/sunspots.csv", path), folder="../../specs")


def test_long_models_are_written_in_one_go() -> None:
    """Two hundred layers, each with a value of its own."""
    layers = "\n".join("Dense(units ~ choice(2, 3))" for _ in range(200))
    bound = _bound(bound_spec(f"{layers}\nGRU(4)\nDense(1)"))
    assert "~" not in bound
    assert bound.count("Dense(units = ") == 200


@pytest.mark.parametrize("seed", ["", "seed = 9"])
def test_the_seed_of_the_run_decides(seed: str) -> None:
    """It draws random splits, and may have come from the command line."""
    text = bound_spec("GRU(units ~ int(2, 4))  Dense(1)").replace(
        "trials = 3", f"trials = 3  {seed}"
    )
    checked = check_source(Source("spec", text), ROOT)
    assert checked.study is not None
    search = replace(checked.study.search, seed=7)
    study = replace(checked.study, search=search)
    bound = render_bound(checked.source, study, {"gru.units": 3})
    again = check_source(Source("best", bound), ROOT).study
    assert again is not None
    ours, theirs = resolve_program(again, {}), resolve_program(study, {"gru.units": 3})
    assert canonical_program(ours) == canonical_program(theirs)
