"""A small generated spec is accepted exactly where trying every configuration finds no fault.

The generator writes specs whose spaces are finite, and keeps what it wrote as data; the oracle
runs that data with Python's own `eval`, configuration by configuration.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from random import Random

import pytest

from specs import problems, spec

Env = dict[str, object]
Node = tuple[object, ...]


@dataclass
class Generated:
    """A spec as data: values by name, derived values, constraints, nodes of the model."""

    random: Random
    values: dict[str, list[object]] = field(default_factory=dict)
    distributions: list[str] = field(default_factory=list)
    derived: dict[str, str] = field(default_factory=dict)
    requires: list[str] = field(default_factory=list)
    turns: int = 0

    def number(self, names: list[str]) -> str:
        atoms = [*names, str(self.random.randint(0, 4))]
        left, right = self.random.choice(names), self.random.choice(atoms)
        operator = self.random.choice(["+", "-", "*", "//", "%", ""])
        if not operator:
            return left
        text = f"{left} {operator} {right}"
        return f"({text}) + {self.random.randint(0, 3)}" if self.random.random() < 0.5 else text

    def condition(self, names: list[str]) -> str:
        operator = self.random.choice(["<", "<=", "==", "!=", ">"])
        text = f"{self.random.choice(names)} {operator} {self.random.randint(0, 4)}"
        if self.random.random() < 0.3:
            text += f" {self.random.choice(['and', 'or'])} {self.random.choice(names)} > 1"
        return f"not ({text})" if self.random.random() < 0.2 else text

    def space(self) -> None:
        for name in "ab"[: self.random.randint(1, 2)]:
            low = self.random.randint(0, 2)
            high = low + self.random.randint(1, 3)
            self.values[name] = [*range(low, high + 1)]
            self.distributions.append(f"{name} ~ int({low}, {high})")
        if self.random.random() < 0.4:
            self.derived["c"] = self.number([*self.values])
        if self.random.random() < 0.6:
            self.requires.append(self.condition([*self.values]))

    def body(self, names: list[str], depth: int) -> list[Node]:
        return [self.node(names, depth) for _ in range(self.random.randint(1, 2))]

    def node(self, names: list[str], depth: int) -> Node:
        kind = self.random.choice(["gru", "gru", "when", "repeat", "branch"] if depth else ["gru"])
        if kind == "when":
            condition = self.condition(names)
            return ("when", condition, self.body(names, depth - 1), self.body(names, depth - 1))
        self.turns += 1
        if kind == "repeat":
            turn = f"i{self.turns}"
            count, distribution = self.number(names), ""
            if self.random.random() < 0.6:
                count, high = f"n{self.turns}", self.random.randint(1, 3)
                self.values[count], distribution = [*range(high + 1)], f" ~ int(0, {high})"
            return ("repeat", count, distribution, turn, self.body([*names, turn], depth - 1))
        if kind == "branch":
            name = f"h{self.turns}"
            self.values[name] = ["x", "y"]
            return ("branch", name, self.body(names, depth - 1), self.body(names, depth - 1))
        return ("gru", self.number(names))


def render(body: list[Node]) -> str:
    lines = []
    for node in body:
        match node:
            case ("gru", units):
                lines.append(f"GRU({units})")
            case ("when", condition, then, other):
                lines.append(f"when {condition} {{ {render(then)} }} else {{ {render(other)} }}")
            case ("repeat", count, distribution, turn, inside):
                lines.append(f"repeat {count}{distribution} as {turn} {{ {render(inside)} }}")
            case ("branch", name, one, other):
                lines.append(
                    f"{name} ~ choice {{ x: {{ {render(one)} }} y: {{ {render(other)} }} }}"
                )
    return "\n ".join(lines)


def value(text: str, env: Mapping[str, object], derived: Mapping[str, str]) -> object:
    known = dict(env)
    for name, meaning in derived.items():
        if re.search(rf"\b{name}\b", text):
            known[name] = eval(meaning, {}, dict(env))
    return eval(text, {}, known)


def faults(body: list[Node], env: Env, derived: Mapping[str, str]) -> Iterator[Env]:
    """The values at each place that a configuration reaches and where it fails."""
    for node in body:
        try:
            match node:
                case ("gru", units):
                    if value(units, env, derived) < 1:
                        yield env
                case ("when", condition, then, other):
                    chosen = then if value(condition, env, derived) else other
                    yield from faults(chosen, env, derived)
                case ("repeat", count, _, turn, inside):
                    turns = value(count, env, derived)
                    if turns < 0:
                        yield env
                    for number in range(turns):
                        yield from faults(inside, {**env, turn: number}, derived)
                case ("branch", name, one, other):
                    yield from faults(one if env[name] == "x" else other, env, derived)
        except ZeroDivisionError:
            yield env


def configurations(generated: Generated) -> Iterator[Env]:
    """All values of all names that satisfy the constraints."""
    for values in product(*generated.values.values()):
        env = dict(zip(generated.values, values, strict=True))
        if all(value(condition, env, generated.derived) for condition in generated.requires):
            yield env


def points(label: str) -> dict[str, str]:
    """The values that a message shows: `a = 1, n2 = 0, i2 = 0 gives units = 0`."""
    return dict(re.findall(r"(\w+) = (\w+)", label.partition(" gives ")[0]))


@pytest.mark.parametrize("seed", range(100))
def test_the_verdict_is_that_of_trying_everything(seed: int) -> None:
    generated = Generated(Random(seed))
    generated.space()
    body = generated.body([*generated.values, *generated.derived], depth=2)
    space = [
        *generated.distributions,
        *(f"{name} = {meaning}" for name, meaning in generated.derived.items()),
        *(f"require {condition}" for condition in generated.requires),
    ]
    text = spec(f"{render(body)}\n GRU(2)\n Dense(1)", space="\n ".join(space))
    found = [d for d in problems(text) if d.is_error]
    tried = list(configurations(generated))
    failing = [at for env in tried for at in faults(body, env, generated.derived)]
    assert {d.code for d in found} == ({"E0305"} if failing else set() if tried else {"E0503"})
    for diagnostic in found if failing else []:
        shown = points(diagnostic.label)
        assert any(shown.items() <= {n: str(v) for n, v in at.items()}.items() for at in failing)
