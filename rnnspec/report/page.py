"""The page itself: one HTML file with its pictures, its style and the script that sorts inside.

In: a run's folder. Out: HTML that asks nothing of any network. All text is escaped by the template,
and the page forbids every script but its own.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from rnnspec.ledger.folder import write_text
from rnnspec.report.run import Run, read_run
from rnnspec.report.sections import sections

REPORT = "report.html"
HERE = Path(__file__).parent


def render_report(folder: Path, *, storage: str | None = None) -> str:
    """The report of a run; `storage` gives its URL anew, as where that has a password.

    Raises LedgerError.
    """
    return render_run(read_run(folder, storage=storage))


def render_run(run: Run) -> str:
    """The report of a run that was read."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["as_is"] = Markup  # For what is ours: style, script, drawn pictures.
    environment.filters["coded"] = coded
    script = (HERE / "report.js").read_text("utf-8")
    return environment.get_template("report.html.jinja").render(
        spec=run.header["spec"],
        sections=list(sections(run)),
        style=(HERE / "report.css").read_text("utf-8"),
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def coded(sentence: str) -> Markup:
    """A sentence with what stands between backticks as code."""
    parts = [escape(part) for part in sentence.split("`")]
    marked = (Markup("<code>{}</code>").format(p) if i % 2 else p for i, p in enumerate(parts))
    return Markup("").join(marked)


def write_report(folder: Path, path: Path | None = None, *, storage: str | None = None) -> Path:
    """Write the report of a run, beside it where no path is given; returns where it lies.

    Raises LedgerError where the run cannot be read or the file cannot be written.
    """
    path = folder / REPORT if path is None else path
    write_text(path, render_report(folder, storage=storage))
    return path
