"""What a shell can do to the command: each ends with a line, none with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = """rnnspec 1
data { source = random(samples = 60, steps = 4, features = 2) split = random(validation = 0.25) }
model { GRU(4) Dense(1) }
train { optimizer = adam loss = mse epochs = 1 }
search { objective = minimize(val_loss) algorithm = random trials = 1 }
"""
COMMAND = f"'{sys.executable}' -c 'from rnnspec.cli import main; main()'"


def _said(line: str, folder: Path) -> tuple[int, str]:
    """How a line for the shell ends, and what it says; RNNSPEC is the command."""
    (folder / "s.rnnspec").write_text(SPEC)
    done = subprocess.run(
        ["bash", "-c", line.replace("RNNSPEC", COMMAND)],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("RNNSPEC check $'bad\\xff.rnnspec'", 2, "is no UTF-8"),
        ("RNNSPEC run s.rnnspec --out $'bad\\xff'", 2, "is no UTF-8"),
        ("RNNSPEC run s.rnnspec --workers 1000000000000", 2, "1<=x<=1000"),
        ("mkfifo pipe; RNNSPEC check pipe", 1, "`pipe` is no regular file"),
        ("RNNSPEC check /dev/zero", 1, "`/dev/zero` is no regular file"),
        ("yes | RNNSPEC check -", 1, "standard input has more than"),
        ("RNNSPEC check nowhere.rnnspec", 1, "`nowhere.rnnspec` cannot be read"),
        ("RNNSPEC check s.rnnspec 2>&-", 0, "no problems"),
        ("RNNSPEC check s.rnnspec >&-", 0, ""),
        ("RNNSPEC check - <&-", 1, ""),
        ("RNNSPEC runs 2>&- <&-", 0, "no runs"),
    ],
)
def test_what_a_shell_does_is_told_in_a_line(
    line: str, code: int, told: str, tmp_path: Path
) -> None:
    ended, said = _said(line, tmp_path)
    assert (ended, "Traceback" in said) == (code, False), said
    assert told in said


def test_a_run_needs_no_error_stream(tmp_path: Path) -> None:
    """Its display asks whether that is a terminal."""
    ended, said = _said("RNNSPEC run s.rnnspec --engine none 2>&-", tmp_path)
    assert (ended, said) == (2, "")


def test_a_folder_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/d\xff"
    os.mkdir(folder)
    ended, said = _said("cd d*; cp ../s.rnnspec .; RNNSPEC run s.rnnspec --out ../run", tmp_path)
    assert (ended, "Traceback" in said) == (1, False), said
    assert "in a name is no UTF-8" in said
