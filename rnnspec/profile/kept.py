"""Profiles that are kept, so that files are read once until they change.

In: files, as the system describes them, and how they are read. Out: its profile of before, or None.
They lie as JSON in a folder of the user's own (`$XDG_CACHE_HOME/rnnspec`, else
`~/.cache/rnnspec`). What cannot be found, read or written there is as if it were not kept;
nothing that goes wrong here is told.
"""

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from rnnspec.profile.profile import Array, Column, Cut, Part, Profile, Times
from rnnspec.study.data import Timeline

FORM = 16
"""Grows whenever a profile says something else, or says it in another way."""

MOST = 200
"""So many profiles are kept; those that were written first go."""

SETTLED = 2.0
"""Seconds after which a further change of a file surely shows in its time."""

Files: TypeAlias = Sequence[tuple[Path, os.stat_result]]
"""Files as the system describes them."""

NODES = {node.__name__: node for node in (Array, Column, Cut, Part, Profile, Timeline, Times)}


def kept_profile(files: Files, how: Any) -> Profile | None:
    """The profile of files that is kept; `how` is all that it depends on beside the files."""
    try:
        digest, content = _place(files, how).read_text("utf-8").split("\n", 1)
        profile = _revived(json.loads(content)) if digest == _digest(content) else None
    except (OSError, RuntimeError, ValueError, LookupError, TypeError):
        return None
    return profile if isinstance(profile, Profile) else None


def keep_profile(files: Files, how: Any, profile: Profile) -> None:
    """Keep a profile; not that of a file which may still be written to."""
    if any(time.time() - found.st_mtime < SETTLED for _, found in files):
        return
    content = json.dumps(_told(profile))
    with suppress(OSError, RuntimeError, ValueError):
        place = _place(files, how)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = place.with_suffix(f".{os.getpid()}")
        written.write_text(f"{_digest(content)}\n{content}", "utf-8")
        written.replace(place)
        others = sorted(place.parent.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in others[:-MOST]:
            old.unlink()


def _place(files: Files, how: Any) -> Path:
    root = os.environ.get("XDG_CACHE_HOME", "")
    folder = Path(root) if os.path.isabs(root) else Path.home() / ".cache"
    told = [(os.path.realpath(path), found.st_size, found.st_mtime_ns) for path, found in files]
    key = [FORM, told, how]
    return folder / "rnnspec" / "profiles" / f"{_digest(repr(key))}.json"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _told(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_told(item) for item in part]
    if type(part).__name__ not in NODES:
        return part
    told = {field.name: _told(getattr(part, field.name)) for field in fields(part)}
    return {"node": type(part).__name__, **told}


def _revived(tree: Any) -> Any:
    match tree:
        case list():
            return tuple(_revived(item) for item in tree)
        case dict():
            told = {name: _revived(value) for name, value in tree.items() if name != "node"}
            return NODES[tree["node"]](**told)
    return tree
