"""Which recorded trials still belong after an edit.

In: the studies before and after, the values of a trial. Out: its values in the new space, or the
reason why it has no place there. A trial belongs where its values, under their new names, are a
configuration of the new space, and where that configuration does the very same: the two programs
of calls are equal, so its scores are those that it would have again.
"""

from dataclasses import dataclass

from rnnspec.catalog.measures import measure_name
from rnnspec.diff.lines import renamed
from rnnspec.diff.names import pair_names
from rnnspec.plan.resolve import Program, canonical_program, resolve_program
from rnnspec.study.evaluate import ExpressionError, Scope
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import broken_constraint
from rnnspec.study.space import Configuration, Hyperparameter, template_of
from rnnspec.study.study import Study
from rnnspec.study.words import render_expression
from rnnspec.words import render_value

PARTS = {
    "data": "its data is prepared otherwise",
    "model": "it builds another model",
    "training": "it is trained otherwise",
    "scoring": "it is scored otherwise",
}
"""The parts of a program that must be equal, with the reason where one is not."""


@dataclass(frozen=True)
class CarriedOver:
    """A trial that still belongs: its values in the new space, active ones alone.

    `compares_alike` tells whether its scores on the test part, and those of the naive forecast
    beside them, would be the same as well.
    """

    values: dict[str, Value]
    compares_alike: bool = True


@dataclass(frozen=True)
class SetAside:
    """A trial that does not belong any more, and why."""

    reason: str


class Belonging:
    """An edit, and what it does to recorded trials."""

    def __init__(self, old: Study, new: Study) -> None:
        self._old = old
        self._new = new
        self._names = pair_names(old, new)

    def of(self, values: Configuration) -> CarriedOver | SetAside:
        """What becomes of a trial with these values."""
        moved = {renamed(name, self._names.renamed): value for name, value in values.items()}
        try:
            completed = self._completed(moved)
            if isinstance(completed, SetAside):
                return completed
            broken = broken_constraint(self._new.space, completed)
            if broken is not None:
                words = broken.text or render_expression(broken.condition)
                return SetAside(f"`require {words}` does not hold")
            before = resolve_program(self._old, values)
            after = resolve_program(self._new, completed)
        except ExpressionError as error:
            return SetAside(error.message)
        parts = ("baseline", "measures")
        alike = all(canonical_program(before[p]) == canonical_program(after[p]) for p in parts)
        return self._held(before, after) or CarriedOver(completed, alike)

    def _completed(self, moved: Configuration) -> dict[str, Value] | SetAside:
        """The values of the new space: kept, else what stood there before, else the default."""
        completed: dict[str, Value] = {}
        space = self._new.space
        scope = Scope.of(space, completed)
        for hyperparameter in space.hyperparameters:
            if not scope.evaluate(hyperparameter.condition):
                continue
            name, distribution = hyperparameter.name, hyperparameter.distribution
            found = self._value(hyperparameter, moved)
            if found is None:
                return SetAside(f"`{name}` has no value there and no default")
            (value,) = found
            if not distribution.contains(value):
                return SetAside(
                    f"`{name}` = {render_value(value)} is outside `{distribution.words()}`"
                )
            completed[name] = distribution.coerce(value)
        return completed

    def _value(self, hyperparameter: Hyperparameter, moved: Configuration) -> tuple[Value] | None:
        if hyperparameter.name in moved:
            return (moved[hyperparameter.name],)
        template = template_of(hyperparameter.name)
        if template in self._names.values:
            return (self._names.values[template],)
        return (hyperparameter.default,) if hyperparameter.has_default else None

    def _held(self, before: Program, after: Program) -> SetAside | None:
        """The first part in which the programs differ; what is measured may have grown."""
        for part, reason in PARTS.items():
            if canonical_program(before[part]) != canonical_program(after[part]):
                return SetAside(reason)
        for objective in self._new.search.objectives:
            name = measure_name(objective.measure).removeprefix("val_")
            took, takes = before["measures"].get(name), after["measures"][name]
            if canonical_program(took) != canonical_program(takes):
                return SetAside(f"`{name}` was not measured")
        return None
