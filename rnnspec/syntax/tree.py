"""The syntax tree: one to one with what is written, every node with its span.

The formatter prints it and `check` reads it. It says nothing of meaning: a word is a word,
whether it names a layer, a hyperparameter or a column.
"""

from dataclasses import dataclass
from typing import Literal

from rnnspec.source import Span

# --- expressions -------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """`32`, `1e-4`, `500_000_000`: the value and the text as written."""

    value: int | float
    text: str
    span: Span


@dataclass(frozen=True)
class String:
    """`"pm2.5"`: the value with its escapes undone."""

    value: str
    span: Span


@dataclass(frozen=True)
class Word:
    """A bare name."""

    name: str
    span: Span


@dataclass(frozen=True)
class Constant:
    """`true`, `false` or `none`."""

    value: bool | None
    span: Span


@dataclass(frozen=True)
class Duration:
    """`30min`, in seconds and as written."""

    seconds: float
    text: str
    span: Span


@dataclass(frozen=True)
class Items:
    """`[a, b]`."""

    items: tuple["Expression", ...]
    span: Span


@dataclass(frozen=True)
class AllBut:
    """`all but [a, b]`: the columns that a file has besides these."""

    items: tuple["Expression", ...]
    span: Span


@dataclass(frozen=True)
class Parenthesised:
    """`(a)`."""

    inner: "Expression"
    span: Span


@dataclass(frozen=True)
class Unary:
    """`-a`, `+a` or `not a`."""

    operator: str
    operand: "Expression"
    span: Span


@dataclass(frozen=True)
class Binary:
    """`a + b` and the other arithmetic operators, and `a and b`, `a or b`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span


@dataclass(frozen=True)
class Comparison:
    """`a < b <= c`: one operator fewer than operands."""

    operators: tuple[str, ...]
    operands: tuple["Expression", ...]
    span: Span


@dataclass(frozen=True)
class Conditional:
    """`a if c else b`."""

    then: "Expression"
    condition: "Expression"
    otherwise: "Expression"
    span: Span


@dataclass(frozen=True)
class Index:
    """`a[i]`."""

    base: "Expression"
    index: "Expression"
    span: Span


@dataclass(frozen=True)
class Argument:
    """`a`, `name = a`, `name ~ a` or `key: a` inside the parentheses of a call.

    `key` is a Word before `=` and `~`; before `:` (labels, weights) any simple expression.
    """

    key: "Expression | None"
    mark: Literal["", "=", "~", ":"]
    value: "Expression"
    span: Span


@dataclass(frozen=True)
class Call:
    """`name(arguments)`: a layer, a distribution, a function, a source."""

    name: Word
    arguments: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True)
class Broken:
    """What stood here could not be read; it was reported, and nothing more is said of it."""

    span: Span


Expression = (
    Number
    | String
    | Word
    | Constant
    | Duration
    | Items
    | AllBut
    | Parenthesised
    | Unary
    | Binary
    | Comparison
    | Conditional
    | Index
    | Call
    | Broken
)

# --- settings ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """`name = value` (fixes) or `name ~ distribution` (searches)."""

    name: Word
    mark: Literal["=", "~"]
    value: Expression
    span: Span


@dataclass(frozen=True)
class Require:
    """`require condition` in `space`."""

    condition: Expression
    span: Span


@dataclass(frozen=True)
class Path:
    """A hyperparameter's full name as written in `start`: `gru[0].units`."""

    text: str
    span: Span


@dataclass(frozen=True)
class Point:
    """`path = value` inside `start`."""

    path: Path
    value: Expression
    span: Span


@dataclass(frozen=True)
class Start:
    """`start { ... }` in `search`."""

    points: tuple[Point, ...]
    span: Span


# --- the model ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Layer:
    """`label: Call(...)` or `Call(...)`: a layer, or a call of a `block`."""

    label: Word | None
    call: Call
    span: Span


@dataclass(frozen=True)
class Body:
    """`{ ... }`: statements from top to bottom."""

    statements: tuple["Statement", ...]
    span: Span


@dataclass(frozen=True)
class Repeat:
    """`repeat count as i { ... }`; `name` and a distribution where the count is searched."""

    name: Word | None
    count: Expression
    variable: Word | None
    body: Body
    span: Span


@dataclass(frozen=True)
class Option:
    """`label: { ... }` or `label: Layer(...)` in a branch or a `parallel`."""

    label: Word
    body: Body
    span: Span
    braced: bool = True


@dataclass(frozen=True)
class Branch:
    """`name ~ choice(default = label) { options }`."""

    name: Word
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]
    span: Span


@dataclass(frozen=True)
class Arm:
    """`when condition { ... }`, also after `else`."""

    condition: Expression
    body: Body
    span: Span


@dataclass(frozen=True)
class When:
    """`when c { } else when d { } else { }`."""

    arms: tuple[Arm, ...]
    otherwise: Body | None
    span: Span


@dataclass(frozen=True)
class Residual:
    """`residual { ... }`."""

    body: Body
    span: Span


@dataclass(frozen=True)
class Parallel:
    """`parallel(merge = concat) { left: { } right: { } }`."""

    arguments: tuple[Argument, ...]
    branches: tuple[Option, ...]
    span: Span


Statement = Layer | Repeat | Branch | When | Residual | Parallel

# --- the file ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """`rnnspec 1`."""

    number: int
    span: Span


@dataclass(frozen=True)
class Use:
    """`use Name from "file.py" as recurrent`."""

    name: Word
    path: String
    behaviour: Word
    span: Span


@dataclass(frozen=True)
class Block:
    """`block name(parameters) { ... }`."""

    name: Word
    parameters: tuple[Word, ...]
    body: Body
    span: Span


@dataclass(frozen=True)
class Section:
    """`data`, `space`, `train` or `search` with its settings; `name` spans the keyword.

    `broken` lists the names that statements which could not be read began to define: they count
    as given, with an unknown value.
    """

    name: Word
    items: tuple[Setting | Require | Start, ...]
    span: Span
    broken: tuple[Word, ...] = ()


@dataclass(frozen=True)
class ModelSection:
    """`model { ... }`.

    `incomplete` where a statement in it, or in a block, could not be read; `broken` lists the
    names that such statements began to define.
    """

    name: Word
    body: Body
    span: Span
    incomplete: bool = False
    broken: tuple[Word, ...] = ()


@dataclass(frozen=True)
class UnknownSection:
    """A block whose name is none of the language's; reported by `check` as E0201."""

    name: Word
    span: Span


@dataclass(frozen=True)
class Comment:
    """`# ...` to the end of its line, the sign included."""

    text: str
    span: Span


@dataclass(frozen=True)
class File:
    """A whole spec in written order.

    `incomplete` where text between the parts could not be read: a part that seems to be missing
    may stand there. `broken` lists the names that `use` and `block` began to define where the
    rest of them could not be read.
    """

    version: Version | None
    parts: tuple[Use | Block | Section | ModelSection | UnknownSection, ...]
    comments: tuple[Comment, ...]
    span: Span
    incomplete: bool = False
    broken: tuple[Word, ...] = ()
