"""Small specs for tests of checking: a sound frame around the part that a test is about."""

import re
from pathlib import Path

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.pipeline import Analysis, check_source
from rnnspec.source import Source
from rnnspec.study.study import Study

DATA = (
    "source = random(samples = 200, steps = 10, features = 2)\n  split = random(validation = 0.2)"
)
TRAIN = "optimizer = adam\n  loss = mse\n  epochs = 2"
SEARCH = "objective = minimize(val_mae)\n  algorithm = random\n  trials = 3"


def spec(
    model: str = "GRU(8)\n  Dense(1)",
    *,
    space: str = "",
    data: str = DATA,
    train: str = TRAIN,
    search: str = SEARCH,
    before: str = "",
) -> str:
    """A whole spec from the bodies of its blocks."""
    blocks = {"data": data, "space": space, "model": model, "train": train, "search": search}
    text = "".join(f"{name} {{\n  {body}\n}}\n" for name, body in blocks.items() if body)
    return f"rnnspec 1\n{before}\n{text}"


def check(text: str, folder: Path = Path()) -> Analysis:
    """Check a spec's text."""
    return check_source(Source("test.rnnspec", text), folder)


def study_of(text: str, folder: Path = Path()) -> Study:
    """The study of a spec that has no problems."""
    checked = check(text, folder)
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    return checked.study


def problems(text: str, folder: Path = Path()) -> list[Diagnostic]:
    """What is wrong with a spec, warnings too."""
    return list(check(text, folder).diagnostics)


def codes(text: str, folder: Path = Path()) -> list[str]:
    """The codes of what is wrong, in the order of their places."""
    return [d.code for d in problems(text, folder)]


def names_of(text: str) -> list[str]:
    """The full names of a spec's hyperparameters."""
    return [h.name for h in study_of(text).space.hyperparameters]


def marked(text: str) -> tuple[str, set[tuple[str, str]]]:
    """A spec without its `«code|part»` marks, and the parts that are to be blamed."""
    wanted = set(re.findall(r"«(\w+)\|([^»]*)»", text))
    return re.sub(r"«\w+\|([^»]*)»", r"\1", text), wanted


def blamed(text: str, folder: Path = Path()) -> set[tuple[str, str]]:
    """The codes of a spec's problems with the text that each stands at."""
    return {(d.code, text[d.span.start : d.span.end]) for d in problems(text, folder)}
