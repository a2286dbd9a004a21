"""Who else is told what happens in a run: programs that record experiments.

In: events. Out: what the libraries of a table keep of them, each imported only where it is asked
for. An observer that fails is let go with one warning; the run goes on.
"""

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TextIO

from rnnspec.errors import Refused
from rnnspec.search.events import Event


class Observer(Protocol):
    """Called with each event; `close` is called once, at the end, whatever happens."""

    def __call__(self, event: Event) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class ObserverRow:
    """An option of `run`.

    `module` has the class `observer`, made with what follows the option; `needs` is the package
    to install. `argument` names what may follow, where anything may.
    """

    name: str
    module: str
    observer: str
    needs: str
    help: str
    argument: str | None = None


OBSERVERS = (
    ObserverRow(
        "tensorboard",
        "rnnspec.watch.tensorboard",
        "TensorBoardLogs",
        "tensorboard",
        "Logs for TensorBoard, in the run's folder.",
    ),
    ObserverRow(
        "mlflow",
        "rnnspec.watch.mlflow",
        "MlflowRuns",
        "mlflow-skinny",
        "Log to MLflow: its server or database, or what MLFLOW_TRACKING_URI says.",
        "URI",
    ),
)
"""Every observer; a new one is a line here and its module."""


class NoObserver(Refused):
    """An observer cannot begin, or its library is not installed; the message says what to do."""


def make_observers(wanted: Mapping[str, str]) -> list[tuple[str, Observer]]:
    """The observers by name, each made with what was written behind its option.

    Raises NoObserver.
    """
    made: list[tuple[str, Observer]] = []
    for row in OBSERVERS:
        if row.name not in wanted:
            continue
        try:
            make: Callable[[str], Observer] = getattr(
                importlib.import_module(row.module), row.observer
            )
        except ImportError as error:
            raise NoObserver(
                f"`--{row.name}` needs `{row.needs}`: pip install 'rnnspec[{row.name}]'"
            ) from error
        try:
            made.append((row.name, make(wanted[row.name])))
        except Exception as error:
            raise NoObserver(f"`--{row.name}`: {_line(error)}") from error
    return made


class Silence:
    """A display that shows nothing."""

    def __call__(self, event: Event) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Nothing is left behind."""


class Watchers:
    """A display and observers as one: events go to each of them."""

    def __init__(
        self,
        display: Observer,
        observers: Sequence[tuple[str, Observer]],
        stream: TextIO | None = None,
    ) -> None:
        """Warnings go to `stream`, standard error where there is none."""
        self._display = display
        self._observers = list(observers)
        self._stream = stream or sys.stderr

    def __call__(self, event: Event) -> None:
        """Tell everybody."""
        self._display(event)
        self._each(lambda observer: observer(event))

    def close(self) -> None:
        """End the display, then the observers."""
        self._display.close()
        self._each(lambda observer: observer.close())

    def _each(self, tell: Callable[[Observer], None]) -> None:
        for name, observer in list(self._observers):
            try:
                tell(observer)
            except Exception as error:
                self._observers.remove((name, observer))
                said = f"warning: `--{name}` failed and is left out: {_line(error)}"
                print(said, file=self._stream, flush=True)


def _line(error: Exception) -> str:
    """An error in one line."""
    said = (str(error).strip() or "no message").split("\n", 1)[0]
    return f"{type(error).__name__}: {said}"
