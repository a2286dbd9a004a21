"""Checked studies and scripts of the conformance specs, and small specs as text."""

import re
from functools import cache
from pathlib import Path

from rnnspec.pipeline import check_path, check_source
from rnnspec.source import Source
from rnnspec.study.search import Named
from rnnspec.study.study import Study
from rnnspec.targets.script import render_script
from rnnspec.targets.table import TARGETS

VALID = Path(__file__).parents[1] / "conformance" / "valid"
NAMES = sorted(path.stem for path in VALID.glob("*.rnnspec"))

HEAD = """rnnspec 1
{uses}
data {{ source = random(samples = 40, steps = 5, features = 2) split = random({split}) }}
space {{ {space} }}
model {{ {model} }}
train {{ optimizer = {optimizer} loss = mse epochs = 1 batch_size = 20 }}
search {{ objective = minimize(val_mae) algorithm = {algorithm} trials = 3 {search} }}
"""


@cache
def example(name: str) -> Study:
    """The study of a conformance spec."""
    return checked(check_path(VALID / f"{name}.rnnspec"))


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


def script(
    study: Study, name: str = "small.rnnspec", data: str | None = None, target: str = "hyperopt"
) -> str:
    """The script of a study, with the target's nearest algorithm where it lacks the study's."""
    row, wanted = TARGETS[target], study.search.algorithm.name
    algorithm = None if wanted in row.algorithms else Named(row.nearest[wanted])
    return render_script(
        study, target, spec_name=name, data_path_from_script=data, algorithm=algorithm
    )


@cache
def example_script(name: str, target: str = "hyperopt") -> str:
    """The script of a conformance spec, for a script in the same folder."""
    study = example(name)
    return script(study, f"{name}.rnnspec", getattr(study.data.source, "path", None), target)


def section(text: str, title: str) -> str:
    """The part of a script under a heading."""
    match = re.search(rf"# --- {title} -+\n(.*?)(?=\n# --- |\Z)", text, re.DOTALL)
    assert match, f"no section `{title}`"
    return match.group(1)
