"""The network of a plan: layers as calls of Keras, named so that Keras takes them."""

import re
from pathlib import Path

import pytest

from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.network import layer_names
from rnnspec.plan.tree import (
    Call,
    Const,
    Either,
    Items,
    Layer,
    Local,
    Name,
    Plan,
    Residual,
    Select,
    Steps,
)
from rnnspec.plan.tree import Path as Function
from rnnspec.source import Source
from rnnspec.study.expressions import FALSE, TRUE
from rnnspec.study.study import Study
from rnnspec.words import snake_case

SPEC = """rnnspec 1
data {{ source = random(samples = 40, steps = 6, features = 2) split = random(validation = 0.5) }}
space {{ {space} }}
model {{ {model} }}
train {{ optimizer = {optimizer} loss = mse epochs = 4 batch_size = 8 callbacks = [{callbacks}] }}
search {{ objective = minimize(val_mae) algorithm = random trials = 2 }}
"""


def study_of(model: str, space: str = "", optimizer: str = "adam", callbacks: str = "") -> Study:
    text = SPEC.format(model=model, space=space, optimizer=optimizer, callbacks=callbacks)
    found = check_source(Source("spec", text), Path())
    assert found.study is not None, [d.message for d in found.diagnostics]
    return found.study


def plan_of(model: str, space: str = "", optimizer: str = "adam", callbacks: str = "") -> Plan:
    return lower_plan(study_of(model, space, optimizer, callbacks))


def layers_of(plan: Plan) -> list[Layer]:
    return [node for node in plan.model.body if isinstance(node, Layer)]


def test_a_stack_is_straight_and_a_question_is_not() -> None:
    assert plan_of("GRU(4) Dense(1)").model.straight
    assert not plan_of("GRU(4) when true { Dropout(0.1) } Dense(1)").model.straight
    assert not plan_of("MultiHeadAttention(1, 2) GRU(4) Dense(1)").model.straight
    both = "both ~ choice(true, false)"
    assert not plan_of("GRU(4, bidirectional = both) Dense(1)", both).model.straight
    assert plan_of("GRU(4, bidirectional = true) Dense(1)").model.straight


def test_both_directions_wrap_the_layer_and_carry_its_name() -> None:
    searched, fixed, plain, _ = layers_of(
        plan_of(
            """a: GRU(4, bidirectional = both) b: GRU(4, bidirectional = true, merge = sum)
               c: GRU(4) Dense(1)""",
            "both ~ choice(true, false)",
        )
    )
    name = ("name", Const("a"))
    assert searched.wrapper is not None
    assert name in searched.wrapper.keywords
    assert name in searched.call.keywords
    assert fixed.wrapped == TRUE
    assert fixed.wrapper is not None
    assert dict(fixed.wrapper.keywords) == {"merge_mode": Const("sum"), "name": Const("b")}
    assert "name" not in dict(fixed.call.keywords)
    assert plain.wrapper is None


def test_return_sequences_is_written_where_it_is_true() -> None:
    first, second, _ = layers_of(plan_of("GRU(4) GRU(4) Dense(1)"))
    assert ("return_sequences", TRUE) in first.call.keywords
    assert "return_sequences" not in dict(second.call.keywords)


@pytest.mark.parametrize(
    ("layer", "inputs"),
    [
        ("MultiHeadAttention(1, 2)", (Local("x"), Local("x"))),
        ("Attention()", (Items((Local("x"), Local("x"))),)),
        ("LayerNormalization()", (Local("x"),)),
    ],
)
def test_attention_attends_to_itself(layer: str, inputs: tuple[object, ...]) -> None:
    assert layers_of(plan_of(f"{layer} GRU(4) Dense(1)"))[0].inputs == inputs


def test_a_searched_kind_selects_among_classes() -> None:
    (cell, _) = layers_of(plan_of("cell(4) Dense(1)", "cell ~ choice(GRU, PeepholeLSTM)"))
    assert isinstance(cell.call.function, Select)
    assert cell.call.function.options == (
        ("GRU", Function("keras.layers.GRU")),
        ("PeepholeLSTM", Function("PeepholeLSTM")),
    )
    assert cell.call.positional == ()


def test_turns_and_blocks_are_in_the_names_of_layers() -> None:
    study = study_of("repeat 3 as i { deep: GRU(4) } GRU(4) Dense(1)")
    (repeat, *_) = lower_plan(study).model.body
    (deep,) = repeat.body  # type: ignore[union-attr]
    name = dict(deep.call.keywords)["name"]  # type: ignore[union-attr]
    assert isinstance(name, Name)
    assert name.pattern == "deep_{}"
    assert len(name.turns) == 1


@pytest.mark.parametrize(
    "model",
    [
        "repeat 2 { deep: GRU(4) } deep_0: GRU(4) Dense(1)",
        "dense: GRU(4) Dense(3) Dense(1)",
        "dense_1: GRU(4) Dense(3) Dense(1)",
        "add: GRU(4) residual { Dense(3) } Dense(1)",
        "_x: GRU(4) Dense(1)",
        "input_layer: GRU(4) Dense(1)",
    ],
)
def test_names_never_meet_those_that_keras_gives(model: str) -> None:
    study = study_of(model)
    names = layer_names(study)
    spelled = [name.format(turn) for name in names.values() for turn in range(3)]
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]*", name) for name in spelled)
    automatic = {"dense", "gru", "add", "input_layer"}
    assert not {re.sub(r"_\d+$", "", name) for name in spelled} & automatic
    fixed = {name for name in names.values() if "{}" not in name}
    turning = {n.format(t) for n in names.values() if "{}" in n for t in range(3)}
    assert not fixed & turning


def test_snake_case_is_keras_own() -> None:
    for kind, name in {
        "GRU": "gru",
        "SimpleRNN": "simple_rnn",
        "Conv1D": "conv1d",
        "LayerNormalization": "layer_normalization",
        "GlobalAveragePooling1D": "global_average_pooling1d",
        "PeepholeLSTM": "peephole_lstm",
    }.items():
        assert snake_case(kind) == name


def test_a_residual_names_its_projection() -> None:
    plan = plan_of("GRU(4) residual { Dense(4) } residual { Dense(3) } Dense(1)")
    found = [node.projection.pattern for node in plan.model.body if isinstance(node, Residual)]
    assert found == ["residual_1_projection", "residual_2_projection"]


def test_schedules_count_epochs_in_steps() -> None:
    plan = plan_of(
        "GRU(4) Dense(1)",
        optimizer="Adam(learning_rate = ExponentialDecay(initial = 0.1, rate = 0.9, every = 2))",
    )
    assert isinstance(plan.model.optimizer, Call)
    schedule = dict(plan.model.optimizer.keywords)["learning_rate"]
    assert isinstance(schedule, Call)
    assert dict(schedule.keywords)["decay_steps"] == Steps(Const(2))


@pytest.mark.parametrize(
    ("written", "best"), [("", TRUE), (", restore_best_weights = false", FALSE)]
)
def test_early_stopping_hands_back_the_best_weights(written: str, best: object) -> None:
    plan = plan_of("GRU(4) Dense(1)", callbacks=f"EarlyStopping(patience = 3{written})")
    (callback,) = plan.fit.callbacks
    assert isinstance(callback, Call)
    assert dict(callback.keywords)["restore_best_weights"] == best


def test_a_metric_that_a_callback_watches_is_measured_by_keras() -> None:
    watching = plan_of("GRU(4) Dense(1)", callbacks="EarlyStopping(monitor = val_mae)")
    (metric,) = watching.model.metrics
    assert isinstance(metric, Call)
    assert metric.function == Function("keras.metrics.MeanAbsoluteError")
    assert dict(metric.keywords) == {"name": Const("mae")}
    assert plan_of("GRU(4) Dense(1)", callbacks="EarlyStopping()").model.metrics == ()


def test_lowering_is_linear() -> None:
    plan = plan_of("GRU(4) " + "Dense(3) " * 600 + "Dense(1)")
    assert len(plan.model.body) == 602


def test_an_option_without_hyperparameters_is_chosen_at_run_time() -> None:
    plan = plan_of(
        "GRU(4, kernel_regularizer = L2(0.1) if wide else none) Dense(1)",
        "wide ~ choice(true, false)",
    )
    regularizer = dict(layers_of(plan)[0].call.keywords)["kernel_regularizer"]
    assert isinstance(regularizer, Either)
    assert isinstance(regularizer.then, Call)
