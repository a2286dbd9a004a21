"""From text to tree: what is written is what the tree says."""

import ast
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import bare, section, sound, statements, value

from rnnspec.syntax import tree


def test_a_file_keeps_its_parts_in_written_order() -> None:
    file = sound(
        """# a comment
        rnnspec 1
        use Peephole from "layers.py" as recurrent  # another
        train { loss = mse }
        block tower(width, rate,) { GRU(width) }
        modle { GRU( }
        model { tower(8, rate = 0.1) }
        """
    )
    assert file.version is not None
    assert file.version.number == 1
    assert [c.text for c in file.comments] == ["# a comment", "# another"]
    use, train, block, unknown, model = file.parts
    assert isinstance(use, tree.Use)
    assert (use.name.name, use.path.value, use.behaviour.name) == (
        "Peephole",
        "layers.py",
        "recurrent",
    )
    assert isinstance(block, tree.Block)
    assert [p.name for p in block.parameters] == ["width", "rate"]
    assert isinstance(train, tree.Section)
    assert isinstance(unknown, tree.UnknownSection)
    assert isinstance(model, tree.ModelSection)


def test_settings_fix_and_search() -> None:
    train = section("train { loss = mse  epochs ~ int(1, 5) }")
    fixed, searched = train.items
    assert (fixed.name.name, fixed.mark, bare(fixed.value)) == ("loss", "=", bare(value("mse")))
    assert (searched.name.name, searched.mark) == ("epochs", "~")
    assert isinstance(searched.value, tree.Call)


def test_spans_are_the_text_of_their_nodes() -> None:
    text = 'rnnspec 1\ntrain { x = f(a ~ g(1), [b, "c"], d: 2) + -h ** 2 }\n'
    (train,) = sound(text).parts
    found = {text[node.span.start : node.span.end] for node in _nodes(train)}
    assert {'f(a ~ g(1), [b, "c"], d: 2)', "a ~ g(1)", "d: 2", '"c"', "-h ** 2", "h ** 2"} <= found


def _nodes(node: Any) -> list[Any]:
    if isinstance(node, tuple):
        return [found for item in node for found in _nodes(item)]
    if not hasattr(node, "span"):
        return []
    return [node, *(found for item in vars(node).values() for found in _nodes(item))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("500_000_000", 500_000_000),
        ("0.5", 0.5),
        ("1e-4", 1e-4),
        ("1_0.2_5E+2", 1025.0),
    ],
)
def test_numbers(text: str, expected: float) -> None:
    number = value(text)
    assert isinstance(number, tree.Number)
    assert (number.value, type(number.value), number.text) == (expected, type(expected), text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30min", 1800), ("2h", 7200), ("1d", 86400), ("1.5h", 5400)]
)
def test_durations(text: str, seconds: float) -> None:
    duration = value(text)
    assert isinstance(duration, tree.Duration)
    assert (duration.seconds, duration.text) == (seconds, text)


def test_strings_undo_their_escapes_and_keep_all_else() -> None:
    string = value(r'"a\"b\\c\nd\te # é {{ }} ' "'" r'"')
    assert isinstance(string, tree.String)
    assert string.value == "a\"b\\c\nd\te # é {{ }} '"


def test_constants_are_no_words() -> None:
    assert [value(w) for w in ("true", "false", "none")] == [
        tree.Constant(v, value(w).span)
        for w, v in (("true", True), ("false", False), ("none", None))
    ]


def test_arguments() -> None:
    call = value("weighted(true: 3, -1: 1, a = 1, b ~ c(), [d], default = x,)")
    assert isinstance(call, tree.Call)
    assert [a.mark for a in call.arguments] == [":", ":", "=", "~", "", "="]
    assert isinstance(call.arguments[0].key, tree.Constant)
    assert isinstance(call.arguments[1].key, tree.Unary)


def test_statements_of_a_model() -> None:
    layer, repeat, branch, when, residual, parallel = statements(
        """
        enc: GRU(units ~ int(1, 2))
        repeat depth ~ int(1, 4) as i { Dense(i) }
        head ~ choice(default = plain) { plain: Dense(1) mixed: { Dense(2) Dense(1) } skip: {} }
        when a { GRU(1) } else when b { GRU(2) } else { GRU(3) }
        residual { Dense(1) }
        parallel(merge = concat) { left: { GRU(1) } right: {} }
        """
    )
    assert isinstance(layer, tree.Layer)
    assert layer.label is not None
    assert (layer.label.name, layer.call.name.name) == ("enc", "GRU")
    assert isinstance(repeat, tree.Repeat)
    assert repeat.name is not None
    assert repeat.variable is not None
    assert (repeat.name.name, repeat.variable.name) == ("depth", "i")
    assert isinstance(branch, tree.Branch)
    assert [(o.label.name, o.braced, len(o.body.statements)) for o in branch.options] == [
        ("plain", False, 1),
        ("mixed", True, 2),
        ("skip", True, 0),
    ]
    assert isinstance(when, tree.When)
    assert len(when.arms) == 2
    assert when.otherwise is not None
    assert isinstance(residual, tree.Residual)
    assert isinstance(parallel, tree.Parallel)
    assert [o.label.name for o in parallel.branches] == ["left", "right"]


def test_a_repeat_needs_no_name_and_no_variable() -> None:
    plain, named, computed = statements("repeat 3 { } repeat depth as i { } repeat len(w) + 1 { }")
    for repeat in (plain, named, computed):
        assert isinstance(repeat, tree.Repeat)
        assert repeat.name is None
    assert isinstance(named, tree.Repeat)
    assert bare(named.count) == bare(value("depth"))


def test_paths_of_first_points_are_kept_as_text() -> None:
    (start,) = section(
        """search { start {
          gru[0].units = 3  tower_1.width = 64  head = plain
          middle[0].kernel_regularizer.l2 = 0.1
        } }"""
    ).items
    assert [point.path.text for point in start.points] == [
        "gru[0].units",
        "tower_1.width",
        "head",
        "middle[0].kernel_regularizer.l2",
    ]


WORDS = [
    "data",
    "space",
    "model",
    "train",
    "search",
    "block",
    "use",
    "from",
    "as",
    "repeat",
    "when",
    "require",
    "start",
    "rnnspec",
]


@pytest.mark.parametrize("word", [*WORDS, "residual", "parallel", "lambda", "np", "trial"])
def test_words_are_keywords_only_where_they_can_be_nothing_else(word: str) -> None:
    file = sound(
        f"""rnnspec 1
        space {{
          {word} ~ int(1, 2)
          other = {word} + 1
          require {word} < 3
          require 3 > {word}
          last = [{word}, {word}]
        }}
        model {{
          {word}: GRU({word}, units = {word})
          repeat {word} as i {{ Dense(1) }}
          when {word} {{ Dense(1) }}
          head ~ choice {{ {word}: Dense(1) }}
        }}
        search {{ start {{ {word} = 1  {word}.units = 2 }} }}
        """
    )
    assert [type(part).__name__ for part in file.parts] == ["Section", "ModelSection", "Section"]
    space, model, _ = file.parts
    assert isinstance(space, tree.Section)
    assert len(space.items) == 5
    assert isinstance(model, tree.ModelSection)
    assert len(model.body.statements) == 4


# --- precedence, held against Python's own parser --------------------------------------------

ATOMS = st.sampled_from(["a", "b", "3", "0.5", "f(a)", "x[1]", "(a)"])


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = ["+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", "and", "or"]
    return st.one_of(
        st.tuples(inner, st.sampled_from(operators), inner).map(" ".join),
        inner.map("-{}".format),
        inner.map("not {}".format),
        st.tuples(inner, inner, inner).map(lambda e: f"{e[0]} if {e[1]} else {e[2]}"),
    )


EXPRESSIONS = st.recursive(ATOMS, _joined, max_leaves=12)


@settings(max_examples=300)
@given(EXPRESSIONS)
def test_precedence_is_that_of_python(text: str) -> None:
    try:
        python = ast.parse(text, mode="eval").body
    except SyntaxError:
        return
    assert _as_python(value(text)) == _as_written(python)


OPERATORS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "and",
    ast.Or: "or",
    ast.USub: "-",
    ast.Not: "not",
}


def _as_written(node: ast.AST) -> Any:
    match node:
        case ast.BinOp(left, operator, right):
            return (OPERATORS[type(operator)], _as_written(left), _as_written(right))
        case ast.BoolOp(operator, operands):
            first, *rest = map(_as_written, operands)
            for operand in rest:
                first = (OPERATORS[type(operator)], first, operand)
            return first
        case ast.UnaryOp(operator, operand):
            return (OPERATORS[type(operator)], _as_written(operand))
        case ast.Compare(left, operators, operands):
            signs = tuple(OPERATORS[type(operator)] for operator in operators)
            return (*signs, *map(_as_written, [left, *operands]))
        case ast.IfExp(condition, then, otherwise):
            return ("if", *map(_as_written, (then, condition, otherwise)))
        case ast.Call(ast.Name(name)):
            return ("call", name)
        case ast.Subscript(base, _):
            return ("index", _as_written(base))
        case ast.Name(name):
            return name
        case ast.Constant(constant):
            return constant
    raise AssertionError(ast.dump(node))


def _as_python(node: tree.Expression) -> Any:
    match node:
        case tree.Binary(operator, left, right):
            return (operator, _as_python(left), _as_python(right))
        case tree.Unary(operator, operand):
            return (operator, _as_python(operand))
        case tree.Comparison(operators, operands):
            return (*operators, *map(_as_python, operands))
        case tree.Conditional(then, condition, otherwise):
            return ("if", *map(_as_python, (then, condition, otherwise)))
        case tree.Call(name):
            return ("call", name.name)
        case tree.Index(base):
            return ("index", _as_python(base))
        case tree.Parenthesised(inner):
            return _as_python(inner)
        case tree.Word(name):
            return name
        case tree.Number(number):
            return number
    raise AssertionError(node)
