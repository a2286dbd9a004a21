"""Scripts: their text, their safety, their form."""

import ast
import difflib
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from cells import can
from examples import NAMES, VALID, example, example_script, script, section

from rnnspec.scripts.table import TARGETS, refusals
from rnnspec.study.export import spec_hash

WHOLE = "gru_batchnorm"
"""The example whose script is kept in full; the others are kept as what differs from it."""

SHOWN = ("gru_batchnorm", "per_layer", "branches", "every_distribution", "progressive_grid")
"""The examples whose scripts for other targets are kept, as what differs from Hyperopt's."""


def recorded(name: str) -> str:
    text = reviewed(name)
    if name == WHOLE:
        return text
    return difference(reviewed(WHOLE).splitlines(), text.splitlines(), WHOLE, name)


def difference(one: list[str], other: list[str], *names: str) -> str:
    return "\n".join(difflib.unified_diff(one, other, *names, n=0, lineterm="")) + "\n"


def reviewed(name: str, target: str = "hyperopt") -> str:
    """The script without the spec's hash, which changes with every field of a study."""
    return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{16})\b", "HASH", example_script(name, target))


@pytest.mark.parametrize("name", NAMES)
def test_scripts_are_what_was_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"hyperopt_{name}.{'txt' if name == WHOLE else 'diff'}", recorded(name))


@pytest.mark.parametrize(
    ("name", "target"),
    [(n, t) for n in SHOWN for t in TARGETS if t != "hyperopt" and can(n, t)],
)
def test_other_targets_differ_as_was_reviewed(
    name: str, target: str, golden: Callable[[str, str], None]
) -> None:
    lines = (reviewed(name).splitlines(), reviewed(name, target).splitlines())
    golden(f"{target}_{name}.diff", difference(*lines, "hyperopt", target))


def test_the_same_study_gives_the_same_bytes() -> None:
    study = example("per_layer")
    assert script(study) == script(study)


EVIL = 'a"""b\\\n{{ 1 }}{% x %}{0}\'";import os#\u202e'


def test_a_spec_name_stays_text() -> None:
    text = script(example("gru_single"), name=EVIL + ".rnnspec")
    tree = ast.parse(text)
    assert "import os" not in [ast.unparse(node) for node in tree.body]
    assert '"a\\"' in text or "'a\"" in text or 'a\\"\\"\\"b' in text
    spec = [
        n for n in ast.walk(tree) if isinstance(n, ast.Constant) and n.value == EVIL + ".rnnspec"
    ]
    assert spec, "best.json gets the very name"


def test_paths_and_columns_stay_text() -> None:
    study = example("gru_batchnorm")
    source = replace(study.data.source, path=EVIL, time=EVIL, separator=EVIL)
    data = replace(study.data, source=source, targets=(EVIL,))
    text = script(replace(study, data=data), data=EVIL)
    constants = [n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)]
    assert constants.count(EVIL) >= 4
    assert not [
        n for n in ast.parse(text).body if isinstance(n, ast.Import) and n.names[0].name == "os"
    ]


@pytest.mark.parametrize(
    ("name", "what", "line"),
    [
        ("branches", "several objectives", "objective = [minimize(val_mae), minimize(parameters)]"),
        ("lstm_gp", "algorithm `gp`", "algorithm = gp(acquisition = EI)"),
        ("lstm_hyperband", "algorithm `hyperband`", "algorithm = hyperband"),
        ("per_layer", "pruner `asha`", "pruner    = asha(min_epochs = 3, factor = 3)"),
    ],
)
def test_what_a_target_lacks_is_refused_at_its_place(name: str, what: str, line: str) -> None:
    (found,) = refusals(example(name), TARGETS["hyperopt"])
    text = (VALID / f"{name}.rnnspec").read_text(encoding="utf-8")
    assert found.code == "E0502"
    assert what in found.message
    assert found.help
    around = text[text.rfind("\n", 0, found.span.start) : text.find("\n", found.span.start)]
    assert line.split("=", maxsplit=1)[0].strip() in around


def test_the_hash_is_the_studys_own() -> None:
    assert f'"spec_hash": "{spec_hash(example("gru_single"))}"' in example_script("gru_single")


def test_what_a_target_has_is_not_refused() -> None:
    for name in ("gru_single", "progressive", "tokens", "every_distribution"):
        assert refusals(example(name), TARGETS["hyperopt"]) == []


def test_only_what_a_spec_needs_is_carried() -> None:
    text = example_script("gru_single")
    for unneeded in (
        "import math",
        "import pandas",
        "scope.define",
        "read_csv",
        "flatten",
        "unscale",
    ):
        assert unneeded not in text
    assert "class PeepholeLSTM" in example_script("lstm_gp")


def test_the_model_section_has_no_dead_ends() -> None:
    text = section(example_script("branches"), "The model")
    assert "shortcut = keras.layers.Dense(x.shape[-1]" in text
    assert "keras.layers.Concatenate()([left, right])" in text
