"""Every kind of finding, each with a point that shows it."""

from dataclasses import replace

from rnnspec.catalog import LAYERS, OPTIMIZERS
from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.proof.arguments import verify_argument, verify_arguments
from rnnspec.proof.findings import Finding
from rnnspec.proof.prove import Prover, Refuted
from rnnspec.proof.sequences import infer_sequences
from rnnspec.proof.shapes import check_shapes
from rnnspec.source import Span
from rnnspec.study.data import Data, Npz, Random, Split, Table
from rnnspec.study.expressions import TRUE, Apply, Const, Expr, Make, Pick, Ref, Turn
from rnnspec.study.model import Body, Branch, Layer, Node, Parallel, Repeat, Residual, When
from rnnspec.study.space import Constraint, Hyperparameter, Space
from rnnspec.values import Value

MSE = Make("MeanSquaredError")
NUMBERS = Data(Random(10, 10, 2), Split("random"), window=Const(10), features=Const(2))
EMPTY = Space()


def layer(kind: "str | Expr", *inner: Layer, **arguments: "Value | Expr") -> Layer:
    return Layer(
        Const(kind) if isinstance(kind, str) else kind,
        tuple((name, _expr(value)) for name, value in arguments.items()),
        inner=inner[0] if inner else None,
    )


def _expr(value: "Value | Expr") -> Expr:
    plain = isinstance(value, bool | int | float | str | tuple) or value is None
    return Const(value) if plain else value  # type: ignore[arg-type,return-value]


def placed(body: Body, start: int = 0) -> Body:
    """The body with its direct nodes at places of their own: 0-9, 10-19, ..."""
    return tuple(
        replace(node, span=Span(start + 10 * i, start + 10 * i + 9)) for i, node in enumerate(body)
    )


def findings(
    *body: Node, space: Space = EMPTY, data: Data = NUMBERS, loss: Expr = MSE
) -> list[Finding]:
    prover = Prover(space)
    model = infer_sequences(placed(body), space, LAYERS.get)
    refused = verify_arguments(prover, model, LAYERS.get)
    shapes = check_shapes(prover, model, data, LAYERS.get, loss=loss, refused=refused).findings
    for finding in (*refused, *shapes):
        assert finding.point is not None
        for constraint in space.constraints:
            assert prover.at(finding.point).of(constraint.condition).constants == (True,)
    return [*refused, *shapes]


def only(*body: Node, **settings: object) -> Finding:
    (finding,) = findings(*body, **settings)  # type: ignore[arg-type]
    return finding


def shown(finding: Finding) -> dict[str, Value]:
    assert finding.point is not None
    return {**finding.point.shown, **finding.point.turns}


def space(*hyperparameters: Hyperparameter, require: tuple[Expr, ...] = ()) -> Space:
    return Space(hyperparameters, (), tuple(Constraint(c) for c in require))


DEPTH = Hyperparameter("depth", Lattice(1, 6, 1))
FIRST = Hyperparameter("first", Lattice(4, 64, 1))
HEAD = Hyperparameter("head", Choice(("a", "b")))


def test_a_sound_model_has_no_findings() -> None:
    assert findings(layer("GRU", units=8), layer("LSTM", units=4), layer("Dense", units=1)) == []


def test_rank_lost() -> None:
    found = only(
        layer("GRU", units=8, return_sequences=False),
        layer("GRU", units=8),
        layer("Dense", units=1),
    )
    assert (found.code, found.owner, found.found, found.span.start) == ("E0401", "GRU", 1, 10)


def test_rank_lost_in_one_branch_names_the_branch() -> None:
    branch = Branch(
        Ref("head"),
        (
            ("a", (layer("GRU", units=8, return_sequences=False),)),
            ("b", (layer("Dense", units=8),)),
        ),
    )
    found = only(branch, layer("LSTM", units=4), layer("Dense", units=1), space=space(HEAD))
    assert found.code == "E0401"
    assert shown(found) == {"head": "a"}


def test_rank_lost_where_a_constraint_forbids_it_is_none() -> None:
    body = (
        layer("GRU", units=8, return_sequences=Ref("wide")),
        layer("GRU", units=4),
        layer("Dense", units=1),
    )
    wide = Hyperparameter("wide", Choice((True, False)))
    assert only(*body, space=space(wide)).code == "E0401"
    assert findings(*body, space=space(wide, require=(Ref("wide"),))) == []


def test_a_window_that_is_eaten() -> None:
    repeat = Repeat(Ref("depth"), "i", (layer("Conv1D", filters=8, kernel_size=3),), 6)
    found = only(repeat, layer("GRU", units=8), layer("Dense", units=1), space=space(DEPTH))
    assert found.code == "E0403"
    assert found.found == (0, 0)
    assert shown(found)["depth"] >= 5  # type: ignore[operator]


def test_a_window_that_is_eaten_by_a_searched_kernel() -> None:
    kernel = Hyperparameter("kernel", Choice((3, 5, 11)))
    found = only(
        layer("Conv1D", filters=4, kernel_size=Ref("kernel")),
        layer("GRU", units=4),
        layer("Dense", units=1),
        space=space(kernel),
    )
    assert (found.code, shown(found)) == ("E0403", {"kernel": 11})


def test_units_that_reach_zero_show_the_turn() -> None:
    units = Apply("//", (Ref("first"), Apply("**", (Const(2), Turn("i")))))
    repeat = Repeat(Ref("depth"), "i", (layer("GRU", units=units),), 6)
    found = only(repeat, layer("Dense", units=1), space=space(FIRST, DEPTH))
    assert (found.code, found.name, found.found) == ("E0305", "units", 0)
    point = shown(found)
    assert point["first"] // 2 ** point["i"] == 0  # type: ignore[operator]
    assert point["i"] < point["depth"]  # type: ignore[operator]


def test_a_type_that_does_not_fit() -> None:
    width = Hyperparameter("width", Uniform(32.0, 128.0))
    found = only(layer("GRU", units=Ref("width")), layer("Dense", units=1), space=space(width))
    assert (found.code, found.name) == ("E0301", "units")
    assert isinstance(found.found, float)


def test_a_value_outside_its_range_is_told_once_and_nothing_follows() -> None:
    rate = Hyperparameter("rate", Uniform(0.5, 1.5))
    found = only(
        layer("GRU", units=8, dropout=Ref("rate")), layer("Dense", units=1), space=space(rate)
    )
    assert found.code == "E0305"
    assert found.found >= 1  # type: ignore[operator]


def test_an_argument_that_cannot_be_computed() -> None:
    width = Apply("//", (Const(64), Apply("-", (Ref("first"), Const(9)))))
    units = Apply("max", (width, Const(1)))
    found = only(layer("GRU", units=units), layer("Dense", units=1), space=space(FIRST))
    assert (found.kind, shown(found)) == ("error", {"first": 9})


def test_a_path_guards_what_stands_in_it() -> None:
    rest = Apply("-", (Ref("depth"), Const(3)))
    guarded = When(((Apply(">", (Ref("depth"), Const(3))), (layer("Dense", units=rest),)),))
    assert (
        findings(guarded, layer("GRU", units=4), layer("Dense", units=1), space=space(DEPTH)) == []
    )
    loose = When(((Apply(">", (Ref("depth"), Const(2))), (layer("Dense", units=rest),)),))
    found = only(loose, layer("GRU", units=4), layer("Dense", units=1), space=space(DEPTH))
    assert (found.code, shown(found)) == ("E0305", {"depth": 3})


def test_widths_that_do_not_add() -> None:
    parallel = Parallel(
        Const("add"), (("l", (layer("GRU", units=8),)), ("r", (layer("LSTM", units=16),)))
    )
    found = only(parallel, layer("Dense", units=1))
    assert (found.code, found.found) == ("E0404", ((8,), (16,)))


def test_lengths_that_do_not_concatenate() -> None:
    parallel = Parallel(
        Const("concat"),
        (
            ("l", (layer("Conv1D", filters=4, kernel_size=3),)),
            ("r", (layer("GRU", units=4),)),
        ),
    )
    found = only(parallel, layer("GRU", units=4), layer("Dense", units=1))
    assert (found.code, found.found) == ("E0404", ((8, 4), (10, 4)))


def test_concatenated_widths_add_up() -> None:
    parallel = Parallel(
        Const("concat"), (("l", (layer("GRU", units=8),)), ("r", (layer("LSTM", units=16),)))
    )
    found = only(parallel)
    assert (found.code, found.found) == ("E0402", (24,))


def test_a_residual_that_shortens() -> None:
    residual = Residual((layer("Conv1D", filters=8, kernel_size=3),))
    found = only(residual, layer("GRU", units=4), layer("Dense", units=1))
    assert (found.code, found.owner) == ("E0404", "residual")
    same = Residual((layer("Conv1D", filters=8, kernel_size=3, padding="same"),))
    assert findings(same, layer("GRU", units=4), layer("Dense", units=1)) == []


def test_the_output_must_fit() -> None:
    found = only(layer("GRU", units=8), layer("Dense", units=3))
    assert (found.code, found.found, found.expected) == ("E0402", (3,), ((1,),))
    left = only(layer("GRU", units=8, return_sequences=True), layer("Dense", units=1))
    assert (left.code, left.kind, left.found) == ("E0402", "steps", (10, 1))


def test_the_output_of_a_table_is_flat_or_by_step() -> None:
    table = Data(
        Table("csv", "x.csv"),
        Split("chronological"),
        targets=("a", "b"),
        window=Const(6),
        horizon=3,
        features=Const(2),
        target_shape=(6,),
    )
    assert findings(layer("GRU", units=4), layer("Dense", units=6), data=table) == []
    steps = (layer("GRU", units=6), layer("Reshape", target_shape=(3, 2)))
    assert findings(*steps, data=table) == []
    assert only(layer("GRU", units=4), layer("Dense", units=2), data=table).code == "E0402"


def test_the_output_of_classes_follows_the_loss() -> None:
    data = Data(
        Npz("x.npz", "x", "y"), Split("random"), window=Const(5), features=Const(2), classes=4
    )
    sparse, binary = Make("SparseCategoricalCrossentropy"), Make("BinaryCrossentropy")
    body = (layer("GRU", units=4), layer("Dense", units=4))
    assert findings(*body, data=data, loss=sparse) == []
    assert only(*body, data=data, loss=binary).expected == ((1,),)
    either = Pick(Ref("head"), (("a", sparse), ("b", binary)))
    assert shown(only(*body, data=data, loss=either, space=space(HEAD))) == {"head": "b"}


def test_integers_want_an_embedding() -> None:
    tokens = Data(Npz("x.npz", "x", "y"), Split("random"), window=Const(12), features=None)
    end = (layer("GRU", units=4), layer("Dense", units=1))
    embedding = layer("Embedding", input_dim=50, output_dim=8)
    assert findings(embedding, *end, data=tokens) == []
    assert only(*end, data=tokens).code == "E0401"
    assert only(embedding, *end).kind == "integers"


def test_a_searched_kind_is_looked_at_kind_by_kind() -> None:
    kind = Hyperparameter("kind", Choice(("GRU", "Dense")))
    found = only(layer(Ref("kind"), units=4), layer("Dense", units=1), space=space(kind))
    assert (found.kind, shown(found)) == ("steps", {"kind": "Dense"})


def test_wrappers_ask_the_layer_inside() -> None:
    inner = layer("Conv1D", filters=4, kernel_size=2)
    found = only(layer("TimeDistributed", inner), layer("GRU", units=4), layer("Dense", units=1))
    assert found.code == "E0401"
    plain = layer("TimeDistributed", layer("Dense", units=4))
    assert findings(plain, layer("GRU", units=4), layer("Dense", units=1)) == []


def test_both_ways_are_twice_as_wide() -> None:
    both = Layer(Const("GRU"), (("units", Const(4)),), bidirectional=TRUE)
    found = only(both)
    assert found.found == (8,)
    summed = Layer(Const("GRU"), (("units", Const(1)),), bidirectional=TRUE, merge=Const("sum"))
    assert findings(summed) == []


def test_what_was_not_understood_is_silent() -> None:
    unknown = Layer(Const(None), understood=False)
    assert findings(unknown, layer("Dense", units=3)) == []


def test_an_optimizers_arguments_are_looked_at_too() -> None:
    rate = Hyperparameter("learning_rate", Uniform(-0.1, 0.1))
    parameter = OPTIMIZERS["Adam"].by_name["learning_rate"]
    found = verify_argument(Prover(space(rate)), TRUE, Ref("learning_rate"), parameter)
    assert found is not None
    assert (found.code, isinstance(found.point, Refuted)) == ("E0305", True)
    fine = Hyperparameter("learning_rate", Uniform(1e-4, 0.1, log=True))
    assert verify_argument(Prover(space(fine)), TRUE, Ref("learning_rate"), parameter) is None


def test_hundreds_of_turns_of_their_own_widths() -> None:
    most = 400
    depth = Hyperparameter("depth", Lattice(1, most, 1))
    widths = tuple(Hyperparameter(f"m[{i}].units", Lattice(8, 64, 8)) for i in range(most))
    repeat = Repeat(
        Ref("depth"), "i", (layer("GRU", units=Ref("m[{}].units", (Turn("i"),))),), most
    )
    assert findings(repeat, layer("Dense", units=1), space=space(depth, *widths)) == []
    assert only(repeat, space=space(depth, *widths)).code == "E0402"


def test_a_count_of_zero_leaves_the_input() -> None:
    depth = Hyperparameter("depth", Lattice(0, 2, 1))
    repeat = Repeat(Ref("depth"), "i", (layer("GRU", units=4),), 2)
    found = only(repeat, layer("Dense", units=1), space=space(depth))
    assert (found.kind, found.found, shown(found)) == ("steps", (10, 1), {"depth": 0})


def test_integers_are_kept_read_or_refused() -> None:
    tokens = Data(Npz("x.npz", "x", "y"), Split("random"), window=Const(12), features=None)
    end = (layer("Flatten"), layer("Dense", units=1))

    def kinds(*layers: Layer) -> list[str]:
        return [finding.kind for finding in findings(*layers, *end, data=tokens)]

    dropped = layer("Dropout", rate=0.2)
    assert kinds(dropped) == kinds(layer("Identity"), layer("Softmax")) == ["floats"]
    inside = layer("TimeDistributed", dropped)
    assert kinds(layer("Reshape", target_shape=(6, 2)), inside) == ["floats"]
    assert kinds(layer("Rescaling", scale=1), dropped) == kinds(layer("Dense", units=2)) == []


def test_adaptive_pooling_makes_more_than_one_of_more_than_one() -> None:
    end = (layer("Flatten"), layer("Dense", units=1))
    pooled = layer("AdaptiveAveragePooling1D", output_size=1)
    assert only(pooled, *end).kind == "requirement"
    pooled = layer("AdaptiveAveragePooling1D", output_size=2)
    assert findings(pooled, *end) == []
    assert only(layer("Cropping1D", cropping=(9, 0)), pooled, *end).kind == "requirement"


TOKENS = replace(
    NUMBERS, source=Npz("a.npz", "x", "y"), window=Const(6), features=None, target_shape=(1,)
)


def test_integers_are_refused_where_dropout_would_scale_them() -> None:
    space = Space((Hyperparameter("d", Uniform(0, 0.5)),))
    steps, end = layer("Reshape", target_shape=(-1, 2)), layer("Dense", units=1)
    assert findings(steps, layer("GRU", units=3), end, data=TOKENS) == []
    dropped = layer("GRU", units=3, dropout=Ref("d"))
    assert only(steps, dropped, end, data=TOKENS, space=space).kind == "floats"


def test_a_mask_is_followed_to_a_layer_that_takes_none() -> None:
    end = (layer("GRU", units=3), layer("Dense", units=1))
    masked, softmax = layer("Masking"), layer("Softmax")
    found = only(masked, layer("Dense", units=4), softmax, *end)
    assert (found.kind, found.owner) == ("mask", "Softmax")
    assert only(masked, layer("GRU", units=3), softmax, *end).kind == "mask"
    assert findings(masked, *end, softmax) == []
    found = only(masked, layer("ZeroPadding1D"), softmax, *end)
    assert (found.kind, found.owner) == ("lost", "ZeroPadding1D")
    assert findings(masked, layer("LastStep"), softmax, layer("Dense", units=1)) == []
    space = Space((Hyperparameter("f", Choice(("channels_last", "channels_first"))),))
    pooled = layer("GlobalAveragePooling1D", data_format=Ref("f"))
    assert only(masked, pooled, layer("Dense", units=1), space=space).kind == "mask"
    assert findings(pooled, layer("Dense", units=1), space=space) == []
    embedding = layer("Embedding", input_dim=9, output_dim=3)
    assert findings(embedding, softmax, *end, data=TOKENS) == []
    zeros = layer("Embedding", input_dim=9, output_dim=3, mask_zero=True)
    assert only(zeros, softmax, *end, data=TOKENS).kind == "mask"


def test_a_mask_of_some_configurations_is_shown_by_one_of_them() -> None:
    space = Space(
        (
            Hyperparameter("hide", Choice((True, False))),
            Hyperparameter("soft", Choice((True, False))),
        )
    )
    hidden = When(((Ref("hide"), (layer("Masking"),)),), ())
    soft = When(((Ref("soft"), (layer("Softmax"),)),), ())
    body = (hidden, soft, layer("GRU", units=3), layer("Dense", units=1))
    found = only(*body, space=space)
    assert found.kind == "mask"
    assert found.point is not None
    assert dict(found.point.shown) == {"hide": True, "soft": True}
    apart = Constraint(Apply("not", (Apply("and", (Ref("hide"), Ref("soft"))),)))
    assert findings(*body, space=replace(space, constraints=(apart,))) == []
