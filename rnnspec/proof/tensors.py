"""Symbolic tensors: the shape of one sample at a place of the model, over the whole space.

In: shapes whose dimensions are expressions. Out: what branches, turns and searched arguments make
of them together. A rank is a fact of the program and a dimension an expression, so a tensor keeps
one shape for each rank that is possible, with the condition under which it has that rank.
It knows no layers and proves nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from rnnspec.catalog.rows import Shape
from rnnspec.study.expressions import FALSE, TRUE, Expr
from rnnspec.study.fold import both, either, if_else, negate

Bind: TypeAlias = Callable[[Expr], Expr]
"""Gives an expression a name, so that what is built on it stays small."""


@dataclass(frozen=True)
class Form:
    """A shape and the condition, within the path that leads here, under which it holds."""

    guard: Expr
    shape: Shape


@dataclass(frozen=True)
class Tensor:
    """The forms by their rank; none where nothing is known, and nothing is to be said.

    `integers`: the values are whole numbers that an `Embedding` reads; `whole`: they are of an
    integer type, as those are and what layers make of them that only move them about. `masked` is
    the condition, within the path that leads here, under which steps are left out by a mask.
    """

    forms: tuple[Form, ...]
    integers: bool = False
    whole: bool = False
    masked: Expr = FALSE

    @property
    def ranks(self) -> set[int]:
        """The ranks that are possible."""
        return {len(form.shape) for form in self.forms}

    @property
    def is_certain(self) -> bool:
        """Whether there is a single form, which always holds."""
        return len(self.forms) == 1 and self.forms[0].guard == TRUE


UNKNOWN = Tensor(())


def merged(cases: Iterable[tuple[Expr, Tensor]], bind: Bind, *, apart: bool = False) -> Tensor:
    """The tensor of the first case whose condition holds; the last case stands for the rest.

    `apart` tells that one condition alone holds, whatever the order of the cases.
    """
    *others, (last, final) = cases
    forms: list[Form] = []
    masked: Expr = FALSE
    rest: Expr = TRUE
    for condition, tensor in others:
        known = both(rest, condition)
        forms.extend(Form(both(known, form.guard), form.shape) for form in tensor.forms)
        masked = either(masked, both(known, tensor.masked))
        rest = rest if apart else both(rest, negate(condition))
    rest = last if apart else rest
    forms.extend(Form(both(rest, form.guard), form.shape) for form in final.forms)
    tensors = [final, *(tensor for _, tensor in others)]
    return replace(
        joined(forms, bind, certain=all(tensor.is_certain for tensor in tensors)),
        integers=all(tensor.integers for tensor in tensors),
        whole=all(tensor.whole for tensor in tensors),
        masked=bind(either(masked, both(rest, final.masked))),
    )


def joined(forms: Iterable[Form], bind: Bind, *, certain: bool = False) -> Tensor:
    """One form for each rank; `certain` tells that the forms' guards leave nothing out."""
    by_rank: dict[int, list[Form]] = {}
    for form in forms:
        by_rank.setdefault(len(form.shape), []).append(form)
    found = []
    for same in by_rank.values():
        guard: Expr = FALSE
        for form in same:
            guard = either(guard, form.guard)
        whole = certain and len(by_rank) == 1
        found.append(Form(TRUE if whole else bind(guard), _chosen(same, bind)))
    return Tensor(tuple(found))


def _chosen(forms: list[Form], bind: Bind) -> Shape:
    """Dimension by dimension that of the first form that holds; the last one's else."""
    shape = forms[-1].shape
    for form in reversed(forms[:-1]):
        shape = tuple(
            then if then == otherwise else bind(if_else(form.guard, then, otherwise))
            for then, otherwise in zip(form.shape, shape, strict=True)
        )
    return shape
