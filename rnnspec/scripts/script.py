"""Scripts: a study rendered for a target.

In: a study, the name of a target, the spec's name and the paths to its data. Out: the text of a
standalone script, formatted, the same bytes for the same input. What a target can say is told in
`table`; everything printed comes from `shared`, `searching` and the target's own module.
"""

import subprocess
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

import jinja2
from ruff import find_ruff_bin  # type: ignore[import-untyped]

from rnnspec.distributions.table import HELPERS
from rnnspec.plan.lower import lower_plan
from rnnspec.scripts.carry import carry, imports_of, runtime
from rnnspec.scripts.draws import say_distributions
from rnnspec.scripts.python import Names, safe_name
from rnnspec.scripts.searching import (
    carried_pieces,
    chosen_pieces,
    header_pieces,
    importable,
    search_pieces,
)
from rnnspec.scripts.shared import shared_context
from rnnspec.scripts.symbols import globals_read, names_in, reached
from rnnspec.scripts.table import TARGETS
from rnnspec.scripts.trim import trim
from rnnspec.study.search import Named
from rnnspec.study.study import Study


def render_script(
    study: Study,
    target: str,
    *,
    spec_name: str,
    data_path_from_script: str | None,
    algorithm: Named | None = None,
    trials: int | None = None,
    folder_from_script: str = ".",
    test_path_from_script: str | None = None,
) -> str:
    """The script of a study for a target that refuses nothing of it.

    `spec_name` is the spec's file name; `data_path_from_script` leads from the script's folder to
    the data (None where no file is read), `test_path_from_script` to the file of the test part
    where it is one of its own, `folder_from_script` to the spec's folder, beside which custom
    layers lie. `algorithm` and `trials` stand for the spec's own where they are given.
    """
    row = TARGETS[target]
    chosen = algorithm or study.search.algorithm
    hyperband, pruner = chosen.name == "hyperband", study.search.pruner
    prunes = (hyperband and not row.rungs) or (pruner is not None and pruner.name in row.pruners)
    plan = lower_plan(study)
    folders = (data_path_from_script, test_path_from_script, folder_from_script)
    printer, template = import_module(row.module), environment().get_template(row.template)

    def pieces(names: Names) -> dict[str, Any]:
        context = shared_context(study, plan, names, *folders, prunes)
        context["rungs"] = hyperband and row.rungs
        context |= search_pieces(study, row, chosen, trials, spec_name, context)
        own: dict[str, Any] = printer.search_context(study, row, chosen, context)
        context |= own
        return context | chosen_pieces(context)

    # A draft tells what the script reads. It has all derived values, by names of nothing else.
    drafted = {d.name: f"derived_{number}_" for number, d in enumerate(study.space.derived)}
    context = pieces(Names(drafted))
    options = environment().get_template("options.jinja")
    draft = options.render(context)
    draft += template.render(context | carried_pieces((), context) | {"helpers": ()})
    reads = globals_read(draft)
    own = {layer.name for layer in study.custom}
    begin = set().union(*(read for owner, read in reads.items() if owner not in drafted.values()))
    read = reached(begin, {name: reads[name] for name in drafted.values()})
    bound = {line.split()[-1] for line in imports_of(runtime().values())}
    taken = {*names_in(draft), *importable(row, context), *runtime(), *bound, *HELPERS, *own}
    names = derived_names(study, taken)
    kept = {names.derived[name] for name, called in drafted.items() if called in read}
    context = pieces(names)
    context["derived"] = {n: value for n, value in context["derived"].items() if n in kept}
    context["helpers"] = [h.source for name, h in HELPERS.items() if f"{name}(" in draft]
    around = template.render(context | carried_pieces((), context))
    carried = trim(carry((read & runtime().keys()) - own), around)
    body = template.render(context | carried_pieces(carried, context))
    context["distributions"] = say_distributions(study.space, row, chosen.name)
    context["options"] = options.render(context)
    context |= header_pieces(context["options"] + body, row, carried, context)
    return format_python(environment().get_template("header.jinja").render(context) + body)


def derived_names(study: Study, taken: Iterable[str]) -> Names:
    """A function's name for each derived value, none of which is taken."""
    names: dict[str, str] = {}
    for derived in study.space.derived:
        names[derived.name] = safe_name(derived.name, {*taken, *names.values()})
    return Names(names)


def format_python(text: str) -> str:
    """The text as `ruff format` writes it, by ruff's defaults.

    Raises:
        RuntimeError: ruff cannot read it, which is a fault of ours.
    """
    options = ("--isolated", "--quiet", "--stdin-filename", "script.py", "-")
    command = [find_ruff_bin(), "format", *options]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the generated script is not Python: {done.stderr.strip()}")
    return done.stdout


@cache
def environment() -> jinja2.Environment:
    """Jinja where whatever is not given is a fault."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("rnnspec.templates", ""),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["in_docstring"] = in_docstring
    return made


def in_docstring(text: str) -> str:
    """A text that can stand inside a docstring: on one line, quotes and backslashes escaped."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown.replace("\\", "\\\\").replace('"', '\\"')
