"""A profile is kept until its file changes, and nothing that goes wrong with that is told."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rnnspec.profile import Profile, read_profile
from rnnspec.profile.kept import MOST
from rnnspec.study.data import Npz, Table

TEXT = "t,a,b\n2020-01-01,1,x\n2020-01-02,2,\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(folder: Path, text: str, moment: int = 1_600_000_000) -> None:
    """A file that was written long ago."""
    (folder / "t.csv").write_text(text)
    os.utime(folder / "t.csv", (moment, moment))


def read(folder: Path, *columns: str) -> Profile:
    return read_profile(Table("csv", "t.csv", time="t"), folder, columns)


def kept(cache: Path) -> list[Path]:
    return sorted((cache / "rnnspec" / "profiles").glob("*")) if cache.exists() else []


def modules_of_a_second_reading(folder: Path) -> str:
    program = (
        "import sys; from pathlib import Path; from rnnspec.profile import read_profile;"
        "from rnnspec.study.data import Npz, Table; folder = Path(sys.argv[1]);"
        "print(read_profile(Table('csv', 't.csv', time='t'), folder, ['a', 'b']));"
        "read_profile(Npz('a.npz', 'x', 'y'), folder);"
        "print({'numpy', 'pandas', 'pyarrow'} & sys.modules.keys())"
    )
    command = [sys.executable, "-c", program, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_kept_profile_is_the_same_and_needs_no_library(tmp_path, cache):
    write(tmp_path, TEXT)
    np.savez(tmp_path / "a.npz", x=np.arange(4), y=np.arange(4))
    os.utime(tmp_path / "a.npz", (1, 1))
    first = read(tmp_path, "a", "b")
    read_profile(Npz("a.npz", "x", "y"), tmp_path)
    assert len(kept(cache)) == 2
    assert read(tmp_path, "a", "b") == first
    assert modules_of_a_second_reading(tmp_path) == f"{first}\nset()\n"


def test_what_the_profile_depends_on_is_read_anew(tmp_path, cache):
    write(tmp_path, TEXT)
    assert read(tmp_path, "a").by_name["a"].integers == (1, 2)
    assert read(tmp_path, "b").by_name["b"].missing == 1
    write(tmp_path, TEXT.replace("1,x", "9,x"), 1_600_000_001)
    assert read(tmp_path, "a").by_name["a"].integers == (2, 9)
    write(tmp_path, TEXT + "2020-01-03,3,\n", 1_600_000_001)
    assert read(tmp_path, "a").rows == 3
    assert read_profile(Table("csv", "t.csv"), tmp_path, ["a"]).times is None
    assert len(kept(cache)) == 5


def test_a_file_that_may_still_be_written_to_is_not_kept(tmp_path, cache):
    (tmp_path / "t.csv").write_text(TEXT)
    read(tmp_path, "a")
    assert not kept(cache)


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"[]\n{", b"1" * 64 + b"\n[1]"])
def test_a_damaged_cache_is_as_none(tmp_path, cache, content):
    write(tmp_path, TEXT)
    first = read(tmp_path, "a")
    (path,) = kept(cache)
    whole = path.read_bytes()
    path.write_bytes(content)
    assert read(tmp_path, "a") == first
    assert path.read_bytes() == whole  # mended
    path.write_bytes(whole.replace(b'"rows": 2', b'"rows": 3'))
    assert read(tmp_path, "a").rows == 2


def test_a_cache_that_cannot_be_written_is_as_none(tmp_path, cache):
    write(tmp_path, TEXT)
    cache.write_text("no folder")
    assert read(tmp_path, "a").rows == 2


def test_old_profiles_go(tmp_path, cache):
    write(tmp_path, TEXT)
    read(tmp_path, "a")
    (first,) = kept(cache)
    for number in range(MOST):
        path = first.with_name(f"{number}.json")
        path.write_text("")
        os.utime(path, (number, number))
    read(tmp_path, "b")
    left = kept(cache)
    assert len(left) == MOST
    assert first in left
    assert first.with_name("0.json") not in left


def test_failures_are_not_kept(tmp_path, cache):
    write(tmp_path, "t,a\n2020-01-01,1,2\n")
    for _ in range(2):
        with pytest.raises(Exception, match="line 2 has 3 cells"):
            read(tmp_path, "a")
    assert not kept(cache)
