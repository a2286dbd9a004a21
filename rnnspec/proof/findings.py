"""What the proof finds wrong, as facts.

In: nothing. Out: one frozen record a problem, with the point where it shows. `check` turns it
into a message; here are no sentences.
"""

from dataclasses import dataclass

from rnnspec.proof.prove import Refuted
from rnnspec.source import Span
from rnnspec.study.expressions import Expr, Value

CODES = {
    "type": "E0301",
    "value": "E0305",
    "error": "E0305",
    "requirement": "E0305",
    "rank": "E0401",
    "integers": "E0401",
    "floats": "E0401",
    "mask": "E0401",
    "output": "E0402",
    "steps": "E0402",
    "shrinks": "E0403",
    "merge": "E0404",
    "lost": "W0401",
    "undecided": "W0301",
}
"""The code of each kind of finding."""


@dataclass(frozen=True)
class Finding:
    """A place that cannot hold over the whole space.

    `kind`, a key of `CODES`, tells what the other facts mean:

    - `type`: the value of argument `name` of `owner` is `found` there, and is not `expected`
    - `value`: the value of argument `name` of `owner` is `found` there, outside `expected`
    - `error`: computing argument `name` of `owner` fails there; `expr` is the argument
    - `requirement`: `owner` needs that `expected`, which does not hold there
    - `rank`: layer `owner` takes samples of rank `expected`, and gets one of rank `found`
    - `integers`: layer `owner` takes integers, and gets floats
    - `floats`: layer `owner` takes floats, and gets integers
    - `mask`: layer `owner` takes no mask, and gets one
    - `lost`: behind layer `owner` there is no mask any more, though it gets one and reads none
    - `shrinks`: dimension number `found[0]` (0 the first) behind `owner` is `found[1]` there
    - `merge`: `owner` (residual, or the way of merging) cannot join the shapes `found`, two lists
    - `output`: the model gives a sample of shape `found`, and `expected` is a list of the shapes
      that fit
    - `steps`: the same where a sequence is left over for a target without steps, or is missing
      where the target has steps; there `return_sequences = true` would help
    - `undecided`: that argument `name` of `owner` is sound, that `expected` holds there, or that
      `owner` fits, could be neither proven nor refuted

    `point` is None where it fails for every configuration alike and nothing is searched.
    """

    kind: str
    span: Span
    owner: str = ""
    name: str = ""
    found: Value = None
    expected: Value = None
    point: Refuted | None = None
    expr: Expr | None = None

    @property
    def code(self) -> str:
        """The code of its message."""
        return CODES[self.kind]
