"""What `run.json` says of a run when it begins.

In: the study and how it is searched. Out: plain JSON. Libraries are asked for their versions
without being imported.
"""

import hashlib
import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rnnspec.catalog.measures import measure_name
from rnnspec.runtime.files import find_files
from rnnspec.samplers.table import SamplerRow
from rnnspec.study.data import Npz, Table
from rnnspec.study.export import spec_hash, study_to_json
from rnnspec.study.study import Study

LIBRARIES = (
    "rnnspec",
    "keras",
    "tensorflow",
    "jax",
    "torch",
    "numpy",
    "pandas",
    "hyperopt",
    "optuna",
)


def header(
    study: Study, folder: Path, row: SamplerRow, name: str, text: str, identity: str
) -> dict[str, Any]:
    """The content of `run.json`; `identity` is the hash of the spec before it was overridden."""
    return {
        "spec": name,
        "text": text,
        "spec_hash": identity,
        "seed": study.search.seed,
        "algorithm": study.search.algorithm.name,
        "engine": row.name,
        "objectives": {
            measure_name(objective.measure): "maximize" if objective.maximize else "minimize"
            for objective in study.search.objectives
        },
        "files": digests(study, folder),
        "backend": backend(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "study": json.loads(study_to_json(study)),
        "study_hash": spec_hash(study),
    }


def digests(study: Study, folder: Path) -> dict[str, str]:
    """SHA-256 of the files that decide scores: data and custom layers, by their paths."""
    paths = [layer.path for layer in study.custom]
    for source in (study.data.source, study.data.test):
        match source:
            case Table(path=path, several=True):
                with suppress(OSError):
                    files = find_files(folder / path)
                    paths += (Path(path).with_name(file.name).as_posix() for file in files)
            case Table(path=path) | Npz(path=path):
                paths.append(path)
    found = {path: digest(folder / path) for path in dict.fromkeys(paths)}
    return {path: told for path, told in found.items() if told is not None}


def digest(path: Path) -> str | None:
    """SHA-256 of a file; None where it cannot be read, which the worker tells."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def backend() -> str:
    """The backend that Keras will choose: the environment's, else its own file's."""
    named = os.environ.get("KERAS_BACKEND")
    if named:
        return named
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    try:
        return str(json.loads((home / "keras.json").read_text("utf-8"))["backend"])
    except (OSError, ValueError, KeyError, TypeError):
        return "tensorflow"


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that a run rests on, as far as installed."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
