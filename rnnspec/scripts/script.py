"""Scripts: a study rendered for a target.

In: a study, the name of a target, the spec's name and the paths to its data. Out: the text of a
standalone script, formatted, the same bytes for the same input. What a target can say is told in
`table`; everything printed comes from `shared`, `searching` and the target's own module.
"""

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from rnnspec.scripts.exactness import say_laws, verify_laws
from rnnspec.scripts.searching import complete, search_pieces
from rnnspec.scripts.shared import shared_context
from rnnspec.scripts.table import TARGETS
from rnnspec.scripts.templates import environment
from rnnspec.study.search import Named
from rnnspec.study.study import Study


def render_script(
    study: Study,
    target: str,
    *,
    spec_name: str,
    data_path_from_script: str | None,
    algorithm: Named | None = None,
    folder_from_script: str = ".",
) -> str:
    """The script of a study for a target that refuses nothing of it.

    `spec_name` is the spec's file name; `data_path_from_script` leads from the script's folder to
    the data (None where no file is read), `folder_from_script` to the spec's folder, beside which
    custom layers lie. `algorithm` stands for the spec's own where it is given.
    """
    row = TARGETS[target]
    chosen = algorithm or study.search.algorithm
    pruner = study.search.pruner
    hyperband = chosen.name == "hyperband"
    prunes = (hyperband and not row.rungs) or (pruner is not None and pruner.name in row.pruners)
    context = shared_context(study, spec_name, data_path_from_script, folder_from_script, prunes)
    context["rungs"] = hyperband and row.rungs
    context |= search_pieces(study, row, chosen, context)
    context |= import_module(row.module).search_context(study, row, chosen, context)
    context |= complete(context)
    context["laws"] = say_laws(verify_laws(study.space, row, chosen.name), chosen.name)
    return format_python(environment().get_template(row.template).render(context))


def format_python(text: str) -> str:
    """The text as `ruff format` writes it, by ruff's defaults.

    Raises:
        RuntimeError: ruff cannot read it, which is a fault of ours.
    """
    command = [ruff(), "format", "--isolated", "--quiet", "--stdin-filename", "script.py", "-"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the generated script is not Python: {done.stderr.strip()}")
    return done.stdout


def ruff() -> str:
    """The path of the formatter: beside the interpreter, on the path, or where its package says."""
    beside = Path(sys.executable).with_name("ruff.exe" if sys.platform == "win32" else "ruff")
    if beside.exists():
        return str(beside)
    found = shutil.which("ruff")
    if found is None:
        from ruff import find_ruff_bin  # type: ignore[import-untyped]

        found = str(find_ruff_bin())
    return found
