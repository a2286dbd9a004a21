"""Temporary stand-in for the study's evaluator of single operators."""

import math
import operator as op
from typing import Any

from rnnspec.study.expressions import Value


class EvaluationError(Exception):
    pass


TABLE: dict[str, Any] = {
    "+": op.add,
    "-": op.sub,
    "*": op.mul,
    "/": op.truediv,
    "//": op.floordiv,
    "%": op.mod,
    "**": op.pow,
    "==": op.eq,
    "!=": op.ne,
    "<": op.lt,
    "<=": op.le,
    ">": op.gt,
    ">=": op.ge,
    "not": op.not_,
    "neg": op.neg,
    "pos": op.pos,
    "index": op.getitem,
    "list": lambda *a: a,
    "min": min,
    "max": max,
    "abs": abs,
    "round": round,
    "floor": math.floor,
    "ceil": math.ceil,
    "int": int,
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "exp": math.exp,
    "len": len,
    "sum": sum,
}


def compute(operator: str, values: tuple[Value, ...]) -> Value:
    try:
        if operator == "**" and all(isinstance(v, int) for v in values) and values[1] > 0:
            if abs(values[0]) > 1 and values[1] * math.log2(abs(values[0])) > 4096:
                raise EvaluationError
        result = TABLE[operator](*values)
    except (ArithmeticError, ValueError, TypeError, LookupError) as error:
        raise EvaluationError from error
    if isinstance(result, complex) or (isinstance(result, float) and not math.isfinite(result)):
        raise EvaluationError
    return result
