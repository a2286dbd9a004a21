"""Folders of runs whose files are not what was written: told by name, each alone."""

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from math import inf
from pathlib import Path
from typing import Any

import pytest
from constant_worker import PROGRAM
from studies import gru_study

from rnnspec import api
from rnnspec.errors import Refused
from rnnspec.search.coordinator import run_study

REMOVED = object()
OTHERS = (None, "x", 7, inf, ["x"], {}, REMOVED)
UNREADABLE = {
    "empty": b"",
    "no text": b"\xff\xfe",
    "list": b"[]",
    "null": b"null",
    "deep": b"[" * 100_000,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run."""
    folder = tmp_path_factory.mktemp("runs")
    run_study(gru_study(trials=3), folder, name="gru", out=folder / "gru", program=PROGRAM)
    return folder / "gru"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A folder with that run and a copy of it, to be damaged."""
    for name in ("bad", "good"):
        shutil.copytree(whole, tmp_path / name)
    return tmp_path


def _damaged(tree: Any) -> Iterator[tuple[str, Any]]:
    """Every part of a document replaced by each of OTHERS, with the name above it."""
    for path in _paths(tree):
        for other in OTHERS:
            copied = part = deepcopy(tree)
            for step in path[:-1]:
                part = part[step]
            if other is REMOVED:
                del part[path[-1]]
            else:
                part[path[-1]] = other
            yield str(path[0]), copied


def _paths(tree: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if above:
        yield above
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree[:1])
    for name, inside in entries:
        if isinstance(inside, dict | list):
            yield from _paths(inside, (*above, name))
        else:
            yield (*above, name)


def _problem(folder: Path) -> str | None:
    """Why the damaged one of two runs cannot be read, where it cannot; the other is listed."""
    bad, good = api.runs(folder)
    assert (bad.folder.name, good.problem, good.trials) == ("bad", None, 3)
    if bad.problem is None:
        for look in (api.best, api.recorded):
            try:
                look(bad.folder)
            except Refused as error:
                assert "\n" not in str(error)  # noqa: PT017
    return bad.problem


def test_every_damaged_key_of_the_header_is_told_by_its_name(folder: Path) -> None:
    path = folder / "bad" / "run.json"
    told = 0
    for key, tree in _damaged(json.loads(path.read_text())):
        path.write_text(json.dumps(tree))
        problem = _problem(folder)
        if problem is not None:
            told += 1
            known = (
                "is of format",
                "another version",
                "journal.log`",
                "a storage is a URL",
                "is not JSON",
            )
            found = (*known, f"`{path}` is damaged at `{key[:5]}")
            assert any(words in problem for words in found), (key, problem)
    assert told > 250


def test_every_damaged_line_of_the_journal_is_told(folder: Path) -> None:
    path = folder / "bad" / "journal.log"
    lines = path.read_text().splitlines()
    told = 0
    kinds = {json.loads(line)["op_code"]: place for place, line in enumerate(lines)}
    for place in kinds.values():
        for _, tree in _damaged(json.loads(lines[place])):
            damaged = [*lines[:place], json.dumps(tree), *lines[place + 1 :]]
            path.write_text("\n".join(damaged) + "\n")
            problem = _problem(folder)
            told += problem is not None
            assert problem is None or "journal.log" in problem
    assert told > 80


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_told(folder: Path, content: bytes) -> None:
    run = folder / "bad"
    for name in ("run.json", "journal.log"):
        kept = (run / name).read_bytes()
        (run / name).write_bytes(content)
        assert _problem(folder) is not None
        (run / name).write_bytes(kept)
    (run / "preprocessing.json").write_bytes(content)
    with pytest.raises(Refused, match="is not kept"):
        api.predict(run, folder / "x.npz", folder / "out.csv")
    (run / "best.rnnspec").write_bytes(b"\xff")
    with pytest.raises(Refused, match="is not text"):
        api.best_spec(run)


def test_a_damaged_key_beside_the_model_is_told(folder: Path) -> None:
    path = folder / "bad" / "preprocessing.json"
    number = json.loads(path.read_text())["trial"]
    whole = {
        "format": 1,
        "trial": number,
        "window": 4,
        "target_kind": "regression",
        "target_shape": [1],
        "classes": None,
        "missing": "error",
        "scaler": None,
        "target_scaler": {"centre": [0.5], "spread": [0.1]},
    }
    file = folder / "empty.npz"
    file.write_bytes(b"")
    for key, tree in _damaged(whole):
        path.write_text(json.dumps(tree))
        with pytest.raises(Refused, match=rf"empty\.npz|is damaged at `{key}|is not kept"):
            api.predict(folder / "bad", file, folder / "out.csv")
