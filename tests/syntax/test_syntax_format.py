"""The canonical form: what it looks like, that it is its own form, that it says the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import bare, formatted, read, sound

CONFORMANCE = Path(__file__).parent.parent / "conformance"
SPECS = [path for path in sorted(CONFORMANCE.rglob("*.rnnspec")) if not read(path.read_text())[1]]

# Written as they stand in the canonical form.
CANONICAL = ["every_distribution", "gru_single", "gru_stacked", "progressive", "progressive_grid"]


def written(text: str) -> str:
    """The canonical form of what follows the version line."""
    head, _, rest = formatted(f"rnnspec 1\n{text}\n").partition("\n")
    assert head == "rnnspec 1"
    return rest.strip("\n")


@pytest.mark.parametrize("path", SPECS, ids=lambda p: p.stem)
def test_the_form_is_its_own_form_and_says_the_same(path: Path) -> None:
    text = path.read_text()
    once = formatted(text)
    assert formatted(once) == once
    assert bare(sound(once)) == bare(sound(text))
    assert [c.text for c in sound(once).comments] == [c.text for c in sound(text).comments]


@pytest.mark.parametrize("name", CANONICAL)
def test_specs_in_canonical_form_stay_as_they_are(name: str) -> None:
    text = (CONFORMANCE / "valid" / f"{name}.rnnspec").read_text()
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # short blocks stay on one line, two spaces between their elements
        ("train{loss=mse epochs=3}", "train { loss = mse  epochs = 3 }"),
        ("data { }", "data {}"),
        # a line end after the brace keeps them open; marks stand below each other
        ("train {\nloss=mse epochs~int(1,2)}", "train {\n  loss   = mse\n  epochs ~ int(1, 2)\n}"),
        # a blank line ends a run, and stays one
        ("train {\na=1\n\n\n\nlong=2\nx=3\n}", "train {\n  a = 1\n\n  long = 2\n  x    = 3\n}"),
        # so does a value over several lines, but not a comment
        (
            "train {\na=1\n# c\nlonger=2\nb=f(\n1,\n)\nc=3}",
            "train {\n  a      = 1\n  # c\n  longer = 2\n  b = f(\n    1,\n  )\n  c = 3\n}",
        ),
        # labels stand below each other too
        (
            "model {\nfirst:GRU(1)\nDense(1)\nsecond:GRU(2)\n}",
            "model {\n  first:  GRU(1)\n  Dense(1)\n  second: GRU(2)\n}",
        ),
        # a comma before the closing bracket keeps a call open, one argument a line
        (
            "train {\nx=f(\na=1,long~g(2),\n)}",
            "train {\n  x = f(\n    a    = 1,\n    long ~ g(2),\n  )\n}",
        ),
        ("train {\nx=f(\na=1,long~g(2)\n)}", "train {\n  x = f(a = 1, long ~ g(2))\n}"),
        ("train { x = [1,2,] }", "train { x = [1, 2] }"),
        # the one argument of a call is opened in its place
        (
            "train {\nx=f(y=g(\na=1,\n))}",
            "train {\n  x = f(y = g(\n    a = 1,\n  ))\n}",
        ),
        # what is left out is a list as any other
        ("data { x=all  but[a,\"b*\",] }", 'data { x = all but [a, "b*"] }'),
        (
            "data {\nx=all but[\na,b,\n]\n}",
            "data {\n  x = all but [\n    a,\n    b,\n  ]\n}",
        ),
        ("space { x=all  but=[1] }", "space { x = all  but = [1] }"),
        # expressions
        ("train { x=-a**2//(b+1)<3<=c and not d if e else f[0] }",
         "train { x = -a ** 2 // (b + 1) < 3 <= c and not d if e else f[0] }"),
        ("train { x = choice(a :1 , true:3, default=a) }",
         "train { x = choice(a: 1, true: 3, default = a) }"),
        ('train { x = "a\\"b\\\\c\\nd\\te" y = 500_000 z = 90s }',
         'train { x = "a\\"b\\\\c\\nd\\te"  y = 500_000  z = 90s }'),
        # the model
        ("model { repeat  depth~int(1,2)  as i{GRU(i)} }",
         "model { repeat depth ~ int(1, 2) as i { GRU(i) } }"),
        ("model { h~choice(default=a){a:GRU(1) b:{} } }",
         "model { h ~ choice(default = a) { a: GRU(1)  b: {} } }"),
        ("model {\nwhen a{GRU(1)}else when b{\nGRU(2)}else{}\n}",
         "model {\n  when a {\n    GRU(1)\n  } else when b {\n    GRU(2)\n  } else {}\n}"),
        ("model { parallel(merge=add){l:{GRU(1)}} residual{GRU(1)} }",
         "model { parallel(merge = add) { l: { GRU(1) } }  residual { GRU(1) } }"),
        ("search { start{a[0].b=1 c=2} }", "search { start { a[0].b = 1  c = 2 } }"),
        ('use A from "a.py" as same', 'use A from "a.py" as same'),
        ("block b(w,r,){GRU(w)}", "block b(w, r) { GRU(w) }"),
        # what is not known stays as it is
        ("modle   {  = ] \n  x }", "modle   {  = ] \n  x }"),
    ],
)  # fmt: skip
def test_forms(text: str, expected: str) -> None:
    assert written(text) == expected


def test_lines_beyond_a_hundred_columns_are_broken() -> None:
    arguments = ", ".join(f"argument_{i} = {i}" for i in range(8))
    text = written(f"train {{\n  optimizer = Adam({arguments})\n  loss = mse\n}}")
    assert text.splitlines()[1:4] == [
        "  optimizer = Adam(",
        "    argument_0 = 0,",
        "    argument_1 = 1,",
    ]
    assert text.splitlines()[-3:] == ["  )", "  loss = mse", "}"]


def test_every_comment_has_its_place() -> None:
    text = """# first
rnnspec 1   # version


# before data

# again
data {  # beside the brace
  # in front
  a = 1    # beside a
  bb = 22  # beside bb

  c = f(  # beside the bracket
    1,  # one
    # own line
    2   # two
    # last
  )  # after c
  d = 1 + (2 +  # within
    3)
  # behind
}  # after data
# end
"""
    assert (
        formatted(text)
        == """# first
rnnspec 1  # version

# before data

# again
data {  # beside the brace
  # in front
  a  = 1   # beside a
  bb = 22  # beside bb

  c = f(  # beside the bracket
    1,  # one
    # own line
    2,  # two
    # last
  )  # after c
  # within
  d = 1 + (2 + 3)
  # behind
}  # after data

# end
"""
    )


def test_blocks_over_several_lines_stand_apart() -> None:
    text = written("data {\na = 1\n}\ntrain { b = 2 }\nsearch { c = 3 }\nmodel {\nGRU(1)\n}")
    assert text == (
        "data {\n  a = 1\n}\n\ntrain { b = 2 }\nsearch { c = 3 }\n\nmodel {\n  GRU(1)\n}"
    )


# --- any spec -------------------------------------------------------------------------------

GAPS = st.sampled_from([" ", "  ", "\n", "\n\n", " # note\n", "\n# own line\n", "\n\n\n  "])
NAMES = st.sampled_from(["a", "loss", "units", "learning_rate", "model", "start", "as", "repeat"])
ATOMS = st.one_of(NAMES, st.sampled_from(["1", "0.5", "1e-4", "true", "none", "30min", '"a\\"#b"']))


def _spaced(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Parts with a gap before each."""
    return st.tuples(
        *(st.tuples(GAPS, st.just(p) if isinstance(p, str) else p) for p in parts)
    ).map(lambda found: "".join(gap + part for gap, part in found))


def _listed(element: st.SearchStrategy[str], opening: str, closing: str) -> st.SearchStrategy[str]:
    elements = st.lists(element, max_size=4).map(",".join)
    comma = st.sampled_from(["", ","])
    return st.tuples(elements, comma, GAPS).map(
        lambda e: f"{opening}{e[0]}{e[1] if e[0] else ''}{e[2]}{closing}"
    )


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    argument = st.one_of(
        _spaced(inner),
        _spaced(NAMES, st.sampled_from(["=", "~"]), inner),
        _spaced(inner, ":", inner),
    )
    return st.one_of(
        st.tuples(st.sampled_from(["GRU", "choice", "f"]), _listed(argument, "(", ")")).map(
            "".join
        ),
        _listed(_spaced(inner), "[", "]"),
        _spaced(inner, st.sampled_from(["+", "**", "<", "and", "//"]), inner),
        _spaced("(", inner, ")"),
        _spaced("-", inner),
        _spaced(inner, "if", inner, "else", inner),
    )


VALUES = st.recursive(ATOMS, _larger, max_leaves=8)
CALLS = _listed(_spaced(NAMES, st.sampled_from(["=", "~"]), VALUES), "GRU(", ")")
SETTINGS = st.one_of(
    _spaced(NAMES, st.sampled_from(["=", "~"]), VALUES),
    _spaced("require", VALUES),
    _spaced("start", "{", NAMES, "=", VALUES, "gru[0].l2", "=", VALUES, "}"),
)


def _braces(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, max_size=3).flatmap(lambda found: _spaced("{", *found, "}"))
    option = st.one_of(_spaced(NAMES, ":", body), _spaced(NAMES, ":", CALLS))
    options = st.lists(option, max_size=3).flatmap(lambda found: _spaced("{", *found, "}"))
    return st.one_of(
        _spaced("repeat", VALUES, body),
        _spaced("repeat", "depth", "~", VALUES, "as", "i", body),
        _spaced("when", VALUES, body, "else", "when", VALUES, body, "else", body),
        _spaced("residual", body),
        _spaced("parallel", "(", "merge", "=", "add", ")", options),
        _spaced("head", "~", "choice", options),
    )


STATEMENTS = st.recursive(_spaced(CALLS) | _spaced(NAMES, ":", CALLS), _braces, max_leaves=5)
PARTS = st.one_of(
    st.tuples(st.sampled_from(["data", "train", "space"]), st.lists(SETTINGS, max_size=4)).flatmap(
        lambda p: _spaced(p[0], "{", *p[1], "}")
    ),
    st.lists(STATEMENTS, max_size=4).flatmap(lambda found: _spaced("model", "{", *found, "}")),
    _spaced("block", "tower", "(", "a", ",", "b", ")", "{", STATEMENTS, "}"),
    _spaced("use", "A", "from", '"a.py"', "as", "same"),
)
FILES = st.lists(PARTS, max_size=3).flatmap(lambda parts: _spaced("rnnspec", "1", *parts))


@settings(max_examples=40)
@given(FILES)
def test_any_spec_keeps_its_meaning_and_its_comments(text: str) -> None:
    file, problems = read(text)
    if problems:
        return
    once = formatted(text)
    again = sound(once)
    assert bare(again) == bare(file)
    assert sorted(c.text for c in again.comments) == sorted(c.text for c in file.comments)
    assert formatted(once) == once
    assert not any(line != line.rstrip() for line in once.splitlines())
