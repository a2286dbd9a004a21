"""A spec as it is worked with: read, checked and found sound, or in its canonical form.

In: a path, or the bytes of what is not in a file. Out: a study with its text and its folder. Raises
SpecError where it has errors, Refused where it cannot be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.diagnostics.foreign import in_known_words
from rnnspec.errors import Refused
from rnnspec.pipeline import Analysis, check_bytes
from rnnspec.source import Source
from rnnspec.study.study import Study
from rnnspec.syntax import decode_source, parse_file

LARGEST = 16 * 2**20
"""A spec is a page of text; this many bytes are certainly none."""


@dataclass(frozen=True)
class Spec:
    """A spec without errors. Paths in it are relative to `folder`; `warnings` are what it has."""

    source: Source
    study: Study
    folder: Path
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """Its name without folder and ending."""
        return Path(self.source.name).stem.strip("<>")


class SpecError(Refused):
    """A spec that has errors, or that a target or a sampler cannot take; `problems` are all."""

    def __init__(self, source: Source, problems: Sequence[Diagnostic]) -> None:
        super().__init__(f"{source.name}: {problems[0].message}")
        self.source = source
        self.problems = tuple(problems)


def check(path: str | Path, content: bytes | None = None) -> Analysis:
    """Check a spec's file, or `content` in the place of what it holds.

    Raises Refused where the file cannot be read.
    """
    return check_bytes(str(path), _read(path) if content is None else content, Path(path).parent)


def load(path: str | Path, content: bytes | None = None) -> Spec:
    """A spec that can be worked with. Raises SpecError, Refused; `content` as for `check`."""
    checked = check(path, content)
    return sound(checked, Path(path).parent)


def sound(checked: Analysis, folder: Path) -> Spec:
    """What was checked, where it has no errors. Raises SpecError."""
    if checked.study is None:
        raise SpecError(checked.source, checked.diagnostics)
    return Spec(checked.source, checked.study, folder, checked.diagnostics)


def _read(path: str | Path) -> bytes:
    file = Path(path)
    try:
        if file.is_dir():
            raise Refused(f"`{path}` is a directory, not a spec")
        if file.exists() and not file.is_file():  # Pipes and devices may have no end.
            raise Refused(f"`{path}` is no regular file; `-` reads standard input")
        if file.stat().st_size > LARGEST:
            raise Refused(f"`{path}` has {file.stat().st_size:,} bytes; a spec has a few thousand")
        return file.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refused(f"`{path}` cannot be read: {why}") from error


class Formatted(NamedTuple):
    """A spec and its one canonical form; whether its file is in that already, byte for byte."""

    source: Source
    text: str
    is_canonical: bool


def canonical(path: str | Path, content: bytes | None = None) -> Formatted:
    """A spec in its canonical form. Raises SpecError, Refused; `content` as for `check`."""
    from rnnspec.syntax.format import format_file

    content = _read(path) if content is None else content
    source = decode_source(str(path), content)
    if isinstance(source, Diagnostic):
        raise SpecError(Source(str(path), ""), [source])
    problems = Problems()
    tree = parse_file(source, problems)
    if problems.has_errors:
        raise SpecError(source, in_known_words(problems.sorted(), source.text))
    text = format_file(tree, source)
    return Formatted(source, text, text.encode() == content)
