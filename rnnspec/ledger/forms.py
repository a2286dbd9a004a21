"""The forms of the JSON that a run's folder holds, and where something read has another one.

In: what JSON says, a form. Out: the place that does not fit. Knows no files.

A form is a type (a float is finite, perhaps without a point), None, a function that tells what
fits, `[form]` for a list, `{str: form}` for an object of any names, `{"name": form, "more?": form}`
for one of these names and perhaps others, or a tuple of forms, one of which must fit.
"""

from datetime import datetime
from math import isfinite
from typing import Any, TypeAlias

from rnnspec.ledger.errors import LedgerError

JsonForm: TypeAlias = Any


def anything(_: object) -> bool:
    """A form that all fits."""
    return True


def moment(found: object) -> bool:
    """The form of a time as ISO 8601 writes it, with its zone."""
    try:
        return isinstance(found, str) and datetime.fromisoformat(found).tzinfo is not None
    except ValueError:
        return False


def number(found: object) -> bool:
    """The form of a score, which may be no finite number: as text where JSON lacks it."""
    return found in ("nan", "inf", "-inf") or isinstance(found, float) or misfit(found, int) is None


def direction(found: object) -> bool:
    """The form of what is to become of a score."""
    return found in ("minimize", "maximize")


_CONCLUSION = {
    "trial": int,
    "values": {str: anything},
    "objective": {str: float},
    "test": {str: float},
    "naive": {str: float},
}

RUN = {
    "format": int,
    "storage": (str, None),
    "coordinator": str,
    "generations": [{"study": str, "spec_hash": str, "begun": moment}],
    "spec": str,
    "text": str,
    "spec_hash": str,
    "seed": int,
    "algorithm": str,
    "engine": str,
    "objectives": {str: direction},
    "files": {str: str},
    "backend": str,
    "created": moment,
    "versions": {str: str},
    "study": {str: anything},
    "study_hash?": str,
    "folder?": str,
    "ended?": (str, None),
    "seconds?": float,
    "conclusions?": [_CONCLUSION],
    "overtaken?": [_CONCLUSION],
}
"""`run.json`."""

BEGUN = {"values?": {str: anything}, "hash?": str, "attempts?": int, "begun?": moment}
"""The attributes of a trial that is under way, or was when its coordinator ended."""

ENDED = {
    "values": {str: anything},
    "hash": str,
    "attempts?": int,
    "begun?": (moment, None),
    "ended?": (moment, None),
    "scores?": ({str: number}, None),
    "measures?": ({str: number}, None),
    "spread?": ({str: number}, None),
    "curves?": ({str: [number]}, None),
    "epochs?": (float, None),
    "epoch_kept?": (float, None),
    "parameters?": (int, None),
    "seconds?": (float, None),
    "reason?": (str, None),
    "place?": (str, None),
    "same_as?": (int, None),
}
"""The attributes of a trial that has ended; what a later attempt does not say is null."""

_SCALER = ({"centre": anything, "spread": anything}, None)

PREPROCESSING = {
    "format": int,
    "trial": int,
    "window": int,
    "target_kind": str,
    "target_shape": [int],
    "classes": ([anything], None),
    "missing": str,
    "scaler": _SCALER,
    "target_scaler": _SCALER,
}
"""`preprocessing.json` (docs/preprocessing-json.md)."""

PREPROCESSING_OF_TABLE = PREPROCESSING | {
    "columns": [str],
    "categories": {str: [str]},
    "inputs": [str],
    "targets": [str],
    "horizon": int,
}
"""The same of a model of a table."""


def misfit(found: Any, form: JsonForm, place: str = "") -> str | None:
    """Where it does not fit first, as `generations[0].study`; None where all fits."""
    match form:
        case tuple():
            fits = any(misfit(found, option) is None for option in form)
        case [item]:
            if isinstance(found, list | tuple):
                places = (misfit(x, item, f"{place}[{i}]") for i, x in enumerate(found))
                return next(filter(None, places), None)
            fits = False
        case dict():
            if isinstance(found, dict):
                return _misfit_of_names(found, form, place)
            fits = False
        case type():
            known = (int, float) if form is float else form
            fits = isinstance(found, known) and not isinstance(found, bool)
            fits = fits and (form is not float or isfinite(found))
        case None:
            fits = found is None
        case _:
            fits = form(found)
    return None if fits else place


def _misfit_of_names(found: dict[str, Any], form: dict[Any, JsonForm], place: str) -> str | None:
    dot = "." if place else ""
    known = form if str not in form else dict.fromkeys(found, form[str])
    for written, of in known.items():
        name = written.removesuffix("?") if known is form else written
        if name in found:
            inside = misfit(found[name], of, f"{place}{dot}{name}")
        else:
            inside = None if name != written else f"{place}{dot}{name}"
        if inside is not None:
            return inside
    return None


def verify(found: Any, form: JsonForm, what: str) -> None:
    """Raises LedgerError where something that was read has another form; `what` was read."""
    place = misfit(found, form)
    if place is not None:
        raise damaged(what, place)


def damaged(what: str, place: str = "") -> LedgerError:
    """The error that what was read is not what was written."""
    return LedgerError(f"{what} is damaged" + (f" at `{place}`" if place else ""))
