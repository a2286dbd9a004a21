"""Observers of a run: what fails is let go, what is missing is named."""

import io
import sys
from pathlib import Path

import pytest
from constant_worker import PROGRAM
from studies import gru_study

from rnnspec.search.coordinator import run_study
from rnnspec.search.events import Event, RunEnded
from rnnspec.watch.observers import (
    OBSERVERS,
    NoObserver,
    ObserverRow,
    Watchers,
    make_observers,
)


class _Listener:
    def __init__(self, fails_at: int | None = None) -> None:
        self.heard: list[Event] = []
        self.fails_at = fails_at
        self.closed = False

    def __call__(self, event: Event) -> None:
        self.heard.append(event)
        if len(self.heard) == self.fails_at:
            raise OSError("the server has gone\nand more")

    def close(self) -> None:
        self.closed = True


def test_an_observer_that_fails_is_let_go_once(tmp_path: Path) -> None:
    display, failing, other = _Listener(), _Listener(fails_at=3), _Listener()
    said = io.StringIO()
    watchers = Watchers(display, [("failing", failing), ("other", other)], said)
    result = run_study(
        gru_study(trials=2),
        tmp_path,
        name="gru",
        out=tmp_path / "run",
        on_event=watchers,
        program=PROGRAM,
    )
    watchers.close()
    assert len(result.records) == 2
    warning = "warning: `--failing` failed and is left out: OSError: the server has gone\n"
    assert said.getvalue() == warning
    assert len(failing.heard) == 3
    assert display.heard == other.heard
    assert isinstance(other.heard[-1], RunEnded)
    assert (display.closed, other.closed) == (True, True)


@pytest.mark.parametrize("row", OBSERVERS, ids=lambda row: row.name)
def test_a_missing_library_is_named(row: ObserverRow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, row.module, raising=False)
    for name in [row.name, *(name for name in sys.modules if name.startswith(f"{row.name}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(NoObserver) as raised:
        make_observers({row.name: ""})
    install = f"pip install 'rnnspec[{row.name}]'"
    assert str(raised.value) == f"`--{row.name}` needs `{row.needs}`: {install}"
