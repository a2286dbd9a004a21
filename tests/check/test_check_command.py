"""What `rnnspec check` prints where: colours, width and silence."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnspec.cli.main import rnnspec
from specs import TRAIN, spec

COMMAND = "from rnnspec.cli import main; main()"
WRONG = spec(train=f"{TRAIN}\n  lr = 1e-3\n  validation_split = 0.2")


def on_a_terminal(path: Path, **environment: str) -> str:
    """What the command writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    plain = {name: x for name, x in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    subprocess.run(
        [sys.executable, "-c", COMMAND, "check", str(path)],
        env={**plain, "TERM": "xterm", **environment},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # Linux says so at the end of what a terminal was told.
        pass
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def test_colours_stand_where_there_is_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "wrong.rnnspec"
    path.write_text(WRONG)
    assert "\x1b[31m" in on_a_terminal(path)
    for dull in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in on_a_terminal(path, **dull)
    piped = CliRunner().invoke(rnnspec, ["check", str(path)]).stderr
    assert "\x1b" not in piped
    assert any(len(line) > 88 for line in piped.splitlines())


def test_help_is_as_wide_as_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "wrong.rnnspec"
    path.write_text(WRONG)
    said = on_a_terminal(path, NO_COLOR="1", COLUMNS="72").splitlines()
    assert any("told in `data`:" in line for line in said)
    assert any(line.strip() == "`split = chronological(validation = 0.2)`" for line in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [(spec(), ""), (WRONG, "error[E0202]"), (spec(space="unread ~ int(1, 2)"), "")],
)
def test_quietly_nothing_but_errors_is_printed(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "some.rnnspec"
    path.write_text(text)
    loud = CliRunner().invoke(rnnspec, ["check", str(path)])
    quiet = CliRunner().invoke(rnnspec, ["check", "--quiet", str(path)])
    assert quiet.exit_code == loud.exit_code
    assert quiet.output != loud.output
    assert said in quiet.output
    assert said or not quiet.output
