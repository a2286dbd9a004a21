"""The network that a plan describes, built by Keras, and its bytes.

In: a plan's model, an interpreter for its calls. Out: what the names in calls stand for; a model of
Keras, not yet compiled; the bytes of a `.keras` file, and back. Keras saves to paths and loads from
paths alone: a temporary file of the worker's own stands between. Knows no data and no training.
"""

import builtins
import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from rnnspec import runtime
from rnnspec.executors.interpreter import CallFailed, Interpreter
from rnnspec.plan.tree import Body, Layer, Model, Node, Parallel, Residual
from rnnspec.source import Span
from rnnspec.study.model import Branch, Repeat, When


def runtime_objects() -> dict[str, Any]:
    """What the calls of a plan name: Python's own, Keras, NumPy, all that the runtime defines."""
    objects: dict[str, Any] = {**vars(builtins), "keras": keras, "np": np}
    for file in pkgutil.iter_modules(runtime.__path__):
        module = importlib.import_module(f"{runtime.__name__}.{file.name}")
        objects |= {
            name: value
            for name, value in vars(module).items()
            if getattr(value, "__module__", None) == module.__name__
        }
    return objects


def build_network(plan: Model, interpreter: Interpreter) -> Any:
    """The network: a `Sequential` where it is straight. Raises CallFailed."""
    inputs = keras.Input(**{name: interpreter.argument(value) for name, value in plan.input})
    if plan.straight:
        layers = [node for node in plan.body if isinstance(node, Layer)]
        return _stack(layers, interpreter, inputs)
    return keras.Model(inputs, _body(plan.body, interpreter, inputs))


def _stack(nodes: list[Layer], interpreter: Interpreter, inputs: Any) -> Any:
    """A `Sequential`. It does not say which of its layers fails: then one by one is tried."""
    layers = [_layer(node, interpreter) for node in nodes]
    try:
        return keras.Sequential([inputs, *layers])
    except Exception:
        x = inputs
        for node, layer in zip(nodes, layers, strict=True):
            x = _apply(layer, node.span, x)
        raise


def _layer(layer: Layer, interpreter: Interpreter) -> Any:
    built = interpreter.call(layer.call)
    if layer.wrapper is not None and interpreter.value(layer.wrapped):
        return interpreter.call(layer.wrapper, built)
    return built


def _body(body: Body, interpreter: Interpreter, x: Any) -> Any:
    for node in body:
        x = _node(node, interpreter, x)
    return x


def _node(node: Node, interpreter: Interpreter, x: Any) -> Any:
    match node:
        case Layer(inputs=inputs, span=span):
            with_x = interpreter.knowing(x=x)
            layer = _layer(node, interpreter)
            return _apply(layer, span, *(with_x.argument(value) for value in inputs))
        case Repeat(count, variable, body):
            for turn in range(interpreter.value(count)):
                turns = {**interpreter.turns, variable: turn}
                x = _body(body, replace(interpreter, turns=turns), x)
            return x
        case When(arms, otherwise):
            held = (body for condition, body in arms if interpreter.value(condition))
            return _body(next(held, otherwise), interpreter, x)
        case Branch(on, options):
            return _body(interpreter.chosen(on, options), interpreter, x)
        case Residual(body, projection, span):
            y = _body(body, interpreter, x)
            width = y.shape[-1]
            if x.shape[-1] != width:
                x = keras.layers.Dense(width, name=interpreter.argument(projection))(x)
            return _apply(keras.layers.Add(), span, [x, y])
        case Parallel(merge, branches, span):
            outputs = [_body(body, interpreter, x) for _, body in branches]
            return _apply(interpreter.argument(merge), span, outputs)


def _apply(layer: Any, place: Span, *inputs: Any) -> Any:
    try:
        return layer(*inputs)
    except Exception as error:
        raise CallFailed(layer.name, place) from error


def known_words(model: Any) -> int | None:
    """How many integers the model tells apart; None where it does not begin with an `Embedding`."""
    embeddings = (one for one in model.layers if isinstance(one, keras.layers.Embedding))
    return min((one.input_dim for one in embeddings), default=None)


def network_bytes(model: Any) -> bytes:
    """A model as the bytes of a `.keras` file."""
    with _file() as path:
        model.save(path)
        return path.read_bytes()


def load_weights(model: Any, network: bytes) -> None:
    """Give a model the weights of one that was built alike."""
    with _file() as path:
        path.write_bytes(network)
        model.load_weights(path)


@contextmanager
def _file() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder) / "model.keras"
