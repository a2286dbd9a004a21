"""The study as JSON, back again, and its hash.

In: a study, or the JSON of one. Out: JSON whose bytes depend on the meaning alone: no places, no
comments, no formatting; or the equal study. Every dataclass is an object with its class as `node`,
tuples are lists, and a chain of one operator stands as one `Apply` over many operands, from left to
right, so that long chains do not nest. A field that came later (`added`) is left out where it has
its default, so that the JSON of an older study, and its hash, stay as they were. Workers and the
ledger receive studies this way.
"""

from dataclasses import Field, fields
from functools import reduce
from typing import Any

from rnnspec.distributions.table import FAMILIES
from rnnspec.study import data, expressions, model, search, space, training
from rnnspec.study.expressions import Apply, Expr
from rnnspec.study.study import Study

SCHEMA = 1
"""The version of this form; it grows whenever older readers would misread a study."""

_NODES: dict[str, type] = {
    node.__name__: node
    for node in (
        *(data.Table, data.Npz, data.Sklearn, data.Random, data.Split, data.Scaler, data.Data),
        *(expressions.Const, expressions.Ref, expressions.Derived, expressions.Turn),
        *(expressions.Apply, expressions.IfElse, expressions.Make, expressions.Pick),
        *FAMILIES.values(),
        *(space.Hyperparameter, space.DerivedValue, space.Constraint, space.Space),
        *(model.Layer, model.Repeat, model.When, model.Branch, model.Residual, model.Parallel),
        *(model.CustomLayer, training.Training),
        *(search.Objective, search.Named, search.FirstPoint, search.Search, Study),
    )
}

_WRITTEN = {"distribution": "law"}
"""Fields that are written by another name, which runs on disk have."""

_READ: dict[str, str] = {written: name for name, written in _WRITTEN.items()}

_LEFT_TO_RIGHT = frozenset({"+", "-", "*", "/", "//", "%", "and", "or"})


class UnknownSchema(Exception):
    """The JSON is of another version of this form."""


def study_to_json(study: Study) -> str:
    """The study as JSON text, the same for the same meaning."""
    import json

    tree = {"schema": SCHEMA, **_to_tree(study)}
    return json.dumps(tree, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def study_from_json(text: str) -> Study:
    """The study that `study_to_json` wrote, without places.

    Raises:
        UnknownSchema: another version wrote it.
    """
    import json

    tree = json.loads(text)
    if tree.pop("schema", None) != SCHEMA:
        raise UnknownSchema
    study = _from_tree(tree)
    assert isinstance(study, Study)
    return study


def spec_hash(study: Study) -> str:
    """SHA-256 of the study's JSON, in hexadecimal digits: the hash of what the spec means."""
    from hashlib import sha256

    return sha256(study_to_json(study).encode()).hexdigest()


def _to_tree(part: Any) -> Any:
    match part:
        case tuple():
            return [_to_tree(item) for item in part]
        case Apply(operator):
            return {
                "node": "Apply",
                "operator": operator,
                "operands": [_to_tree(operand) for operand in _chain(part)],
            }
        case None | bool() | int() | float() | str():
            return part
    told = (field.name for field in fields(part) if is_told(part, field))
    values = {_WRITTEN.get(name, name): _to_tree(getattr(part, name)) for name in told}
    return {"node": type(part).__name__, **values}


def is_told(part: Any, field: Field[Any]) -> bool:
    """Whether a field stands in the JSON: an added one only where a spec makes use of it."""
    if field.metadata.get("added") and getattr(part, field.name) == field.default:
        return False
    return field.compare


def _chain(expr: Apply) -> list[Expr]:
    """The operands of an operator, and those of the same operator to its left."""
    operands = list(reversed(expr.operands))
    if expr.operator in _LEFT_TO_RIGHT:
        while isinstance(left := operands[-1], Apply) and left.operator == expr.operator:
            operands[-1:] = reversed(left.operands)
    return operands[::-1]


def _from_tree(tree: Any) -> Any:
    match tree:
        case list():
            return tuple(_from_tree(item) for item in tree)
        case {"node": "Apply", "operator": str(operator), "operands": list(parts)}:
            operands = tuple(_from_tree(part) for part in parts)
            if operator in _LEFT_TO_RIGHT:
                return reduce(lambda left, right: Apply(operator, (left, right)), operands)
            return Apply(operator, operands)
        case dict():
            named = ((_READ.get(str(k), str(k)), v) for k, v in tree.items() if k != "node")
            told: dict[str, Any] = {name: _from_tree(value) for name, value in named}
            return _NODES[tree["node"]](**told)
    return tree
