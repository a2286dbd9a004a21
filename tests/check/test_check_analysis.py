"""What an editor asks of a checked spec: names, their uses, what a place takes; also of a draft."""

from pathlib import Path

import pytest
from check.specs import DATA, SEARCH, TRAIN, check, spec

from rnnspec.check import Analysis
from rnnspec.check.analysis import Symbol

WHOLE = spec(
    "encoder: GRU(units ~ int(8, 32), dropout = rate)\n"
    "  repeat depth ~ int(0, 2) as i { tower(width // (i + 1)) }\n"
    "  when depth > 1 { Dropout(rate) }\n"
    "  Dense(1)",
    space="width ~ choice(8, 16)\n  rate = 0.1 * batch_size / 64\n  require width >= 8 * depth",
    train="optimizer = Adam(learning_rate ~ loguniform(1e-4, 1e-2))\n  loss = mse\n  epochs = 2\n"
    "  batch_size ~ choice(16, 32)",
    search=f"{SEARCH}\n  start {{ width = 8  encoder.units = 16  learning_rate = 1e-3 }}",
    before="block tower(wide) { Dense(wide) Dense(wide) }",
)


def _symbol(analysis: Analysis, name: str) -> Symbol:
    (symbol,) = (one for one in analysis.symbols if one.name == name)
    return symbol


def _texts(analysis: Analysis, name: str) -> list[str]:
    """The lines on which a name is read."""
    found = analysis.references_of(_symbol(analysis, name))
    return [analysis.source.line(analysis.source.position(s.start)[0]).strip() for s in found]


def test_a_symbol_stands_where_its_name_is_written() -> None:
    """Of each kind, and in a sound spec every one of them is found."""
    analysis = check(WHOLE)
    assert analysis.study is not None, [d.message for d in analysis.diagnostics]
    assert all(WHOLE[one.span.start : one.span.end] == one.name for one in analysis.symbols)
    assert {(one.name, one.kind) for one in analysis.symbols} == {
        ("tower", "block"),
        ("wide", "parameter"),
        ("width", "hyperparameter"),
        ("rate", "value"),
        ("encoder", "label"),
        ("units", "hyperparameter"),
        ("depth", "hyperparameter"),
        ("i", "turn"),
        ("learning_rate", "hyperparameter"),
        ("epochs", "setting"),
        ("batch_size", "hyperparameter"),
    }


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("width", ["require width >= 8 * depth", "repeat depth", "start {"]),
        ("units", ["start {"]),
        ("learning_rate", ["start {"]),
        ("depth", ["require width >= 8 * depth", "when depth > 1"]),
        ("batch_size", ["rate = 0.1 * batch_size / 64"]),
        ("rate", ["encoder: GRU", "when depth > 1 { Dropout(rate) }"]),
        ("i", ["repeat depth"]),
        ("tower", ["repeat depth"]),
        ("wide", ["block tower", "block tower"]),
    ],
)
def test_every_use_of_a_name_is_known(name: str, lines: list[str]) -> None:
    """In expressions, conditions, `require`, `start` and calls; none is forgotten, none is new."""
    found = _texts(check(WHOLE), name)
    assert len(found) == len(lines)
    assert all(line.startswith(start) for line, start in zip(found, lines, strict=True)), found


def test_a_use_leads_to_the_definition_that_it_sees() -> None:
    """A parameter hides a name of `space`."""
    text = spec(
        "tower(3)\n  Dense(size)",
        space="size ~ int(1, 2)",
        before="block tower(size) { Dense(size) }",
    )
    analysis = check(text)
    inner, outer = text.index("Dense(size)"), text.index("Dense(size)\n}")
    inside = analysis.symbol_at(inner + 7)
    outside = analysis.symbol_at(outer + 7)
    assert inside is not None
    assert outside is not None
    assert (inside.kind, outside.kind) == ("parameter", "hyperparameter")
    assert inside.span.start == text.index("size")
    assert outside.span.start == text.index("size ~")


def test_custom_layers_are_symbols(tmp_path: Path) -> None:
    """A class of a file beside the spec is named by its `use`."""
    (tmp_path / "own.py").write_text("class Own:\n    def __init__(self, units):\n        ...\n")
    text = spec("Own(8)\n  Dense(1)", before='use Own from "own.py" as same')
    analysis = check(text, tmp_path)
    assert analysis.references_of(_symbol(analysis, "Own")) == [
        span for span in analysis.references if span.start == text.index("Own(8)")
    ]


def test_a_file_with_errors_has_its_symbols() -> None:
    """What can be understood is noted, whatever else is wrong."""
    text = spec(
        "GRU(units ~ int(8, siz)\n  GRUU(width)\n  Dense(1)",
        space="width ~ choice(8, 16)\n  half = width // 2\n  broken = ",
        train="optimizer = adamm\n  loss = mse\n  epochs = 2",
    )
    analysis = check(text)
    assert analysis.study is None
    assert {"width", "half", "broken"} <= {one.name for one in analysis.symbols}
    assert len(analysis.references_of(_symbol(analysis, "width"))) >= 1


INCOMPLETE = [
    ("rnnspec 1\n‸", "section", {"data", "model"}),
    (spec(train=TRAIN + "\n  ‸"), "setting", {"optimizer", "callbacks"}),
    (spec(train="optimizer = ad‸\n  loss = mse\n  epochs = 2"), "optimizer", {"adam", "SGD"}),
    (spec(train="optimizer = ‸\n  loss = mse\n  epochs = 2"), "optimizer", {"adam", "SGD"}),
    (spec(train=f"{TRAIN}\n  metrics = [m‸]"), "metric", {"mae", "rmse"}),
    (spec("GR‸\n  Dense(1)"), "layer", {"GRU", "Dense"}),
    (spec("‸\n  Dense(1)"), "layer", {"GRU", "Dense"}),
    (spec("GRU(8, ‸)\n  Dense(1)"), "argument", {"dropout", "bidirectional"}),
    (spec("GRU(8, activation = ta‸)\n  Dense(1)"), "activation", {"tanh", "relu"}),
    (spec("GRU(units = w‸)\n  Dense(1)", space="width = 8"), "value", {"width", "max", "epochs"}),
    (spec("GRU(units ~ qu‸)\n  Dense(1)"), "distribution", {"quniform", "choice"}),
    (spec("GRU(units ~ ‸)\n  Dense(1)"), "distribution", {"quniform", "choice"}),
    (spec(space="width ~ int(2, 4)\n  require ‸w > 3"), "value", {"width"}),
    (spec(data=DATA.replace("random(v", "ra‸(v")), "split", {"chronological", "random"}),
    (spec(search=SEARCH.replace("= random", "= rand‸")), "algorithm", {"tpe", "grid"}),
    (spec(search=SEARCH.replace("val_mae", "val_‸")), "measure", {"val_mae", "parameters"}),
    (
        spec("GRU(units ~ int(2, 4))\n  Dense(1)", search=f"{SEARCH}\n  start {{ gr‸ = 3 }}"),
        "hyperparameter",
        {"gru.units"},
    ),
]


@pytest.mark.parametrize(("draft", "kind", "some"), INCOMPLETE)
def test_a_draft_tells_what_it_waits_for(draft: str, kind: str, some: set[str]) -> None:
    """At `‸`, where the next word is about to be written."""
    offset = draft.index("‸")
    found = check(draft.replace("‸", "")).expected_at(offset)
    assert kind in [one.kind for one in found]
    (words,) = {one.words for one in found if one.kind == kind}
    assert some <= set(words)


def test_columns_come_from_the_file(tmp_path: Path) -> None:
    """They are offered as soon as the source is understood."""
    (tmp_path / "days.csv").write_text("Day,Temp,Wind\n" + "1,2,3\n" * 40)
    data = 'source = csv("days.csv")\n  inputs = [Temp]\n  target = Wi‸\n  window = 3'
    draft = spec(data=f"{data}\n  split = chronological(validation = 0.2)")
    offset = draft.index("‸")
    (found,) = check(draft.replace("‸", ""), tmp_path).expected_at(offset)
    assert (found.kind, found.words) == ("column", ("Day", "Temp", "Wind"))
