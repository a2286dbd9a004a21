"""Records as Optuna's trials, and back.

In: records, the distributions of their values. Out: trials whose values, parameters and epochs
Optuna's own tools understand, and whose attributes hold the record exactly; equal records
again. A distribution becomes the nearest one of Optuna: what plots and dashboard show is right, but
ours may say more (weights, normal masses, steps on a logarithm).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.storages import BaseStorage
from optuna.trial import FrozenTrial, TrialState, create_trial

from rnnspec.distributions.contract import Distribution
from rnnspec.ledger.forms import ENDED, JsonForm, damaged, number, verify
from rnnspec.ledger.record import COMPLETE, FAILED, PRUNED, TrialRecord, from_json, to_json
from rnnspec.study.sampling import configuration_hash
from rnnspec.values import Value

STATES = {
    COMPLETE: TrialState.COMPLETE,
    PRUNED: TrialState.PRUNED,
    FAILED: TrialState.FAIL,
}
SET_ASIDE = "set_aside"
"""Marks a trial that does not count, as one that an edit left behind; its number stays taken."""

_BEGUN = frozenset({"values", "hash", "attempts", "begun"})
"""The attributes that a trial has from its beginning."""

_EDGE = 2.0**-53
"""The share of the mass beyond which no draw of a distribution without bounds lies."""

_NAMES = {state: name for name, state in STATES.items()}


def record_of(trial: FrozenTrial, objectives: Sequence[str], where: str) -> TrialRecord | None:
    """The record of a trial; None for one that has not ended, or that this ledger did not make.

    Raises LedgerError where what was read in `where` is not what was written.
    """
    if trial.state not in _NAMES or "hash" not in trial.user_attrs:
        return None
    attributes = verified(trial, ENDED, where)
    state = _NAMES[trial.state]
    record = from_json({**attributes, "number": number_of(trial), "state": state})
    try:
        whole = configuration_hash(record.values) == record.hash
    except ValueError:  # Numbers that JSON lacks.
        whole = False
    if not whole:
        raise damaged(_place(trial, where), "values")
    if state != FAILED and trial.values != scores_of(record, objectives):
        raise damaged(_place(trial, where), "scores")
    return record


def verified(trial: FrozenTrial, form: JsonForm, where: str) -> dict[str, Any]:
    """The attributes of a trial, which was read in `where`. Raises LedgerError."""
    verify(trial.user_attrs, form, _place(trial, where))
    verify(trial.intermediate_values, {str: number}, _place(trial, where))
    return trial.user_attrs


def _place(trial: FrozenTrial, where: str) -> str:
    return f"trial {number_of(trial)} in {where}"


def number_of(trial: FrozenTrial) -> int:
    """The number of a trial; Optuna counts from 0."""
    return trial.number + 1


def attributes_of(record: TrialRecord) -> dict[str, Any]:
    """What a trial's attributes hold of a record: all but what Optuna itself keeps."""
    return {k: v for k, v in to_json(record).items() if k not in ("number", "state")}


def scores_of(record: TrialRecord, objectives: Sequence[str]) -> list[float] | None:
    """The values that Optuna keeps; none for a failed trial, or one without all scores."""
    if record.state == FAILED or not all(name in record.scores for name in objectives):
        return None
    return [float(record.scores[name]) for name in objectives]


def trial_of(
    record: TrialRecord, distributions: Mapping[str, Distribution], objectives: Sequence[str]
) -> FrozenTrial:
    """A whole trial, to be added as it is."""
    curve = record.curves.get(objectives[0], ())
    return FrozenTrial(
        number=-1,  # The storage has yet to number it.
        trial_id=-1,
        state=STATES[record.state],
        value=None,
        values=scores_of(record, objectives),
        params={name: parameter_of(distributions[name], v) for name, v in record.values.items()},
        distributions={name: distribution_of(distributions[name]) for name in record.values},
        user_attrs=attributes_of(record),
        system_attrs={},
        intermediate_values=dict(enumerate(curve, start=1)),
        datetime_start=_time(record.begun),
        datetime_complete=_time(record.ended),
    )


def running_trial(marks: Mapping[str, Any]) -> FrozenTrial:
    """A trial of which nothing is known but that its number is taken."""
    return create_trial(state=TrialState.RUNNING, user_attrs=dict(marks))


def set_aside_trial() -> FrozenTrial:
    """What stands in a new generation for a trial that no longer belongs."""
    return create_trial(state=TrialState.FAIL, user_attrs={SET_ASIDE: True})


def write_start(
    storage: BaseStorage,
    trial_id: int,
    values: Mapping[str, Value],
    distributions: Mapping[str, Distribution],
    told: Mapping[str, Any],
) -> None:
    """Write with which values a trial begins; `told` are attributes that say how.

    The exact values come first: a start that was cut off is made up for with the same.
    """
    for key, attribute in {"values": dict(values), **told}.items():
        storage.set_trial_user_attr(trial_id, key, attribute)
    for name, value in values.items():
        kept = distribution_of(distributions[name])
        internal = kept.to_internal_repr(parameter_of(distributions[name], value))
        storage.set_trial_param(trial_id, name, internal, kept)


def write_end(
    storage: BaseStorage,
    trial: FrozenTrial,
    record: TrialRecord,
    objectives: Sequence[str],
    marks: Mapping[str, Any],
) -> None:
    """Write how a trial ended; its state comes last, and says that the rest is whole.

    What an attempt that was cut off wrote is overwritten: no attribute can be taken away.
    """
    attributes = {**dict.fromkeys(trial.user_attrs), **attributes_of(record)}
    for key, attribute in attributes.items():
        if key not in _BEGUN and key not in marks:
            storage.set_trial_user_attr(trial._trial_id, key, attribute)
    scores = scores_of(record, objectives)
    storage.set_trial_state_values(trial._trial_id, STATES[record.state], scores)


def write_set_aside(storage: BaseStorage, trial_id: int) -> None:
    """End a trial of which nothing was made."""
    storage.set_trial_user_attr(trial_id, SET_ASIDE, True)
    storage.set_trial_state_values(trial_id, TrialState.FAIL)


def _time(iso: str | None) -> datetime | None:
    return None if iso is None else datetime.fromisoformat(iso).astimezone().replace(tzinfo=None)


def distribution_of(distribution: Distribution) -> BaseDistribution:
    """Optuna's distribution whose bounds, steps and options come nearest."""
    if distribution.listed is not None:
        options = [parameter_of(distribution, option) for option in distribution.listed]
        return CategoricalDistribution(options)
    low, high = distribution.support
    low = low if distribution.contains(low) else _number_at(distribution, _EDGE)
    high = high if distribution.contains(high) else _number_at(distribution, 1 - _EDGE)
    log = distribution.on_logarithm and low > 0
    step = None if log or distribution.size is None else distribution.spacing
    if distribution.integral:
        return IntDistribution(int(low), int(high), log=log, step=int(step or 1))
    return FloatDistribution(float(low), float(high), log=log, step=step)


def parameter_of(distribution: Distribution, value: Value) -> bool | int | float | str | None:
    """A value as Optuna's distribution has it: what it has no option for, as JSON."""
    options = distribution.listed
    if options is not None:
        plain = not any(isinstance(option, tuple) for option in options)
        if not plain or len(set(options)) < len(options):  # Python takes 1 and True for one.
            return json.dumps(value, ensure_ascii=False)
    assert not isinstance(value, tuple)
    return value


def _number_at(distribution: Distribution, share: float) -> float:
    return distribution.place(distribution.quantile(share))
