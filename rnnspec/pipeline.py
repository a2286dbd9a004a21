"""The driver: the stages in order, and no logic of its own.

    bytes --decode--> source --parse--> tree --check--> analysis

`api` calls these; scripts and searches take the study from here.
"""

from collections.abc import Sequence
from errno import EINVAL, EPERM
from os.path import realpath
from pathlib import Path

from rnnspec.check import Analysis, check_file
from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.profile import Asked, Profile, read_profile
from rnnspec.source import Source
from rnnspec.study.data import DataSource, Split
from rnnspec.syntax import decode_source, parse_file

__all__ = ["Analysis", "check_bytes", "check_source"]


def check_bytes(name: str, content: bytes, folder: Path) -> Analysis:
    """Check the bytes of a spec; paths in it are relative to `folder`."""
    source = decode_source(name, content)
    if isinstance(source, Diagnostic):
        return Analysis(Source(name, ""), None, (source,))
    return check_source(source, folder)


def check_source(source: Source, folder: Path) -> Analysis:
    """Check a spec's text; paths in it are relative to `folder`."""
    problems = Problems()

    def profile(
        data: DataSource,
        columns: Sequence[str],
        text: Sequence[str],
        asked: Asked | None,
        split: Split | None,
    ) -> Profile:
        return read_profile(data, folder, columns, text, asked=asked, split=split)

    def text(path: str) -> str:
        # Links are followed by `realpath`, which tells of a loop by an `OSError`.
        file = Path(realpath(folder / path, strict=True))
        if not file.is_relative_to(realpath(folder)):
            raise OSError(EPERM, "it leads out of the folder of the spec")
        if not file.is_file():
            raise OSError(EINVAL, "it is no file")
        return file.read_text(encoding="utf-8")

    return check_file(parse_file(source, problems), source, problems, profile, text)
