"""Checked studies and scripts of the conformance specs, and small specs as text."""

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rnnspec.pipeline import check_source
from rnnspec.scripts.script import render_script
from rnnspec.scripts.table import TARGETS
from rnnspec.source import Source
from rnnspec.spec import check
from rnnspec.study.search import Named
from rnnspec.study.study import Study

VALID = Path(__file__).parents[1] / "conformance" / "valid"
NAMES = sorted(path.stem for path in VALID.glob("*.rnnspec"))
"""The specs of the conformance suite."""

SPECS = Path(__file__).parents[2] / "specs"
EVERY = [*NAMES, *sorted(f"specs/{path.stem}" for path in SPECS.glob("*.rnnspec"))]
"""All examples: those, and the ones of the project's own folder."""

TYPES: dict[str, Any] = {
    "Any": Any,
    "Callable": Callable,
    "Iterator": Iterator,
    "Sequence": Sequence,
    "argparse": argparse,
}
"""What the types of a script are made of, for a part of it that is run alone."""

HEAD = """rnnspec 1
{uses}
data {{ source = random(samples = 40, steps = 5, features = 2) split = random({split}) }}
space {{ {space} }}
model {{ {model} }}
train {{ optimizer = {optimizer} loss = mse epochs = 1 batch_size = 20 }}
search {{ objective = minimize(val_mae) algorithm = {algorithm} trials = 3 {search} }}
"""


def folder_of(name: str) -> Path:
    """The folder of an example, to which its data is relative."""
    return SPECS if name.startswith("specs/") else VALID


@cache
def example(name: str) -> Study:
    """The study of an example."""
    return checked(check(folder_of(name) / f"{Path(name).name}.rnnspec"))


def small(
    space: str = "",
    model: str = "GRU(4) Dense(1)",
    optimizer: str = "adam",
    algorithm: str = "tpe",
    search: str = "",
    split: str = "validation = 0.25, test = 0.25",
    uses: str = "",
    folder: Path = VALID,
) -> Study:
    """The study of a small spec on random data."""
    text = HEAD.format(
        space=space,
        model=model,
        optimizer=optimizer,
        algorithm=algorithm,
        search=search,
        split=split,
        uses=uses,
    )
    return checked(check_source(Source("small.rnnspec", text), folder))


def checked(found) -> Study:
    assert found.study is not None, [d.message for d in found.diagnostics]
    return found.study


def nearest(study: Study, target: str) -> Named | None:
    """The algorithm that a target has for a study; None where it has the study's own."""
    row, wanted = TARGETS[target], study.search.algorithm.name
    return None if wanted in row.algorithms else Named(row.instead_of(wanted))


def script(
    study: Study, name: str = "small.rnnspec", data: str | None = None, target: str = "hyperopt"
) -> str:
    """The script of a study, with the target's nearest algorithm where it lacks the study's."""
    return render_script(
        study,
        target,
        spec_name=name,
        data_path_from_script=data,
        algorithm=nearest(study, target),
    )


@cache
def example_script(name: str, target: str = "hyperopt") -> str:
    """The script of an example, for a script in the same folder."""
    study, data = example(name), getattr(example(name).data.source, "path", None)
    return script(study, f"{Path(name).name}.rnnspec", data, target)


def section(text: str, title: str) -> str:
    """The part of a script under a heading."""
    match = re.search(rf"# --- {title} -+\n(.*?)(?=\n# --- |\Z)", text, re.DOTALL)
    assert match, f"no section `{title}`"
    return match.group(1)
