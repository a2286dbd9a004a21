"""Generated specs with a `~` at every depth: in turns, options, arms, blocks and pieces."""

from dataclasses import dataclass, field
from random import Random

from bound_specs import bound_spec

SPACE = "w ~ int(2, 9)\nflag ~ choice(true, false)\nf = w + 1\nrequire w > 0 or flag"
PENALTY = "choice(L2(l2 ~ loguniform(1e-5, 1e-2)), a: L1(0.1), none)"


@dataclass
class Program:
    """A spec while it is written; `blocks` are the names of those that may be called."""

    random: Random
    blocks: list[str] = field(default_factory=list)
    statements: int = 0

    def text(self) -> str:
        """The whole spec."""
        written = ""
        for name in ("tower", "spire")[: self.random.randint(0, 2)]:
            written += f"block {name}(p) {{\n{self.body(['p'], 1)}\n}}\n"
            self.blocks.append(name)
        return bound_spec(f"{self.body([], 2)}\nGRU(4)\nDense(1)", SPACE, written)

    def body(self, names: list[str], depth: int) -> str:
        """Some statements that see these names."""
        return "\n".join(self.statement(names, depth) for _ in range(self.random.randint(1, 3)))

    def statement(self, names: list[str], depth: int) -> str:
        """A layer, or one of the four that hold others."""
        self.statements += 1
        number = self.statements
        match self.random.randint(0, 7) if depth else 0:
            case 4:
                inside = self.body([*names, f"n{number}", f"i{number}"], depth - 1)
                return f"repeat n{number} ~ int(0, 2) as i{number} {{\n{inside}\n}}"
            case 5:
                return f"repeat 2 {{\n{self.body(names, depth - 1)}\n}}"
            case 6:
                one, other = self.body(names, depth - 1), self.body(names, depth - 1)
                options = f"x: {{\n{one}\n}}\ny: {{\n{other}\n}}\nz: {{}}"
                read = f'when h{number} == "x" {{ {self.layer(names)} }}'
                return f"h{number} ~ choice {{\n{options}\n}}\n{read}"
            case 7:
                one, other = self.body(names, depth - 1), self.body(names, depth - 1)
                condition = self.random.choice(
                    ["flag", "w > 4", *(f"{name} > 1" for name in names)]
                )
                return f"when {condition} {{\n{one}\n}} else {{\n{other}\n}}"
        return self.layer(names)

    def layer(self, names: list[str]) -> str:
        """A layer or a call of a block."""
        sizes = ["3", "w", "f", *names]
        units = self.random.choice(["~ int(2, 9)", f"= {self.random.choice(sizes)} + 1"])
        calls = [
            f"Dense(units {units}, activation ~ choice(relu, tanh, none))",
            f"Dense(units {units}, kernel_regularizer ~ {PENALTY})",
            f"GRU(units {units}, dropout ~ uniform(0, 0.5), return_sequences = true)",
            f"GRU(units {units}, bidirectional ~ choice(true, false), return_sequences = true)",
            "Dropout(rate ~ quniform(0.1, 0.5, 0.1))",
            *(f"{block}({p})" for block in self.blocks for p in ("p ~ int(2, 5)", "4")),
        ]
        return self.random.choice(calls)
