"""What a script never uses of the functions that it carries, taken out of them.

In: carried functions, the text of the script around them. Out: the same functions without the
parameters that nothing in the script gives. The default stands in their place, branches that it
decides are gone, and so is what the docstring says of them; all other text stays as it is.
"""

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from operator import eq, is_, is_not, ne
from typing import Any, TypeAlias

from rnnspec.scripts.carry import Carried
from rnnspec.scripts.symbols import names_read, reached

Defaults: TypeAlias = dict[str, ast.expr]
"""Optional parameters, with what stands where they are not given."""

Splice: TypeAlias = tuple[int, int, str]
"""Where a part of a source begins and ends, and what stands there instead."""

COMPARED: dict[type[ast.cmpop], Any] = {ast.Is: is_, ast.IsNot: is_not, ast.Eq: eq, ast.NotEq: ne}

WIDTH = 84
"""How wide the lines of a docstring are in a script, their indentation left out."""


def trim(carried: Iterable[Carried], body: str) -> list[Carried]:
    """The functions as the script needs them, in their order; what nothing calls any more is gone.

    Raises SyntaxError for a body that is no Python.
    """
    originals = {item.name: item for item in carried}
    functions = {n: f for n, item in originals.items() if (f := _function(ast.parse(item.source)))}
    optional = {name: _defaults(tree) for name, tree in functions.items()}
    around, items = _given(ast.parse(body), functions, {}), dict(originals)
    unused: dict[str, Defaults] = {}
    while True:
        trees = [ast.parse(item.source) for item in items.values()]
        called = {f.name: f for f in map(_function, trees) if f is not None}
        given = around.union(*(_given(tree, called, optional) for tree in trees))
        found = {
            name: {p: value for p, value in defaults.items() if (name, p) not in given}
            for name, defaults in optional.items()
        }
        if found == unused:
            break
        unused = found
        items |= {name: _trimmed(originals[name], functions, unused) for name in functions}
    kept = reached(names_read([body]) & items.keys(), {n: i.uses for n, i in items.items()})
    return [item for name, item in items.items() if name in kept]


def _function(tree: ast.Module) -> ast.FunctionDef | None:
    """The function that a source is; None for a class."""
    (node,) = tree.body
    return node if isinstance(node, ast.FunctionDef) else None


def _defaults(function: ast.FunctionDef) -> Defaults:
    """The optional parameters whose default is a constant and that nothing inside binds anew."""
    taken = function.args
    late = taken.args[len(taken.args) - len(taken.defaults) :]
    pairs = [*zip(late, taken.defaults, strict=True)]
    pairs += [(p, d) for p, d in zip(taken.kwonlyargs, taken.kw_defaults, strict=True) if d]
    nodes = [*ast.walk(function)]
    bound = [node.arg for node in nodes if isinstance(node, ast.arg)]
    bound += [n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    return {p.arg: d for p, d in pairs if _is_known(d) and bound.count(p.arg) == 1}


def _given(
    tree: ast.AST, functions: Mapping[str, ast.FunctionDef], optional: Mapping[str, Defaults]
) -> set[tuple[str, str]]:
    """The functions with those of their parameters that calls give, other than as the default."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(name)) if name in functions:
                for parameter, value in _arguments(node, functions[name]):
                    default = optional.get(name, {}).get(parameter)
                    if default is None or ast.dump(default) != ast.dump(value):
                        found.add((name, parameter))
    return found


def _arguments(call: ast.Call, function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """What a call of a function gives, by the names of its parameters, in the order of the call."""
    yield from zip((one.arg for one in function.args.args), call.args, strict=False)
    for keyword in call.keywords:
        assert keyword.arg is not None, "the runtime calls its own functions by names"
        yield keyword.arg, keyword.value


def _trimmed(
    item: Carried, functions: Mapping[str, ast.FunctionDef], unused: Mapping[str, Defaults]
) -> Carried:
    source = _Source(item.source, functions, unused).whole()
    words = names_read([source])
    return replace(
        item,
        source=source,
        parameters=tuple(p for p in item.parameters if p not in unused[item.name]),
        imports=tuple(line for line in item.imports if line.split()[-1] in words),
        uses=item.uses & words,
    )


def _is_known(node: ast.expr) -> bool:
    """Whether an expression is a constant: a literal, or an empty tuple."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Tuple) and not node.elts)


class _Source:
    """The source of a function, in which `unused` parameters of functions are constants."""

    def __init__(
        self,
        source: str,
        functions: Mapping[str, ast.FunctionDef],
        unused: Mapping[str, Defaults],
    ) -> None:
        self.source = source.encode()
        self.begins = [0]
        for line in self.source.splitlines(keepends=True):
            self.begins.append(self.begins[-1] + len(line))
        tree = _function(ast.parse(source))
        assert tree is not None
        self.tree, self.functions, self.unused = tree, functions, unused
        self.own = unused[tree.name]

    def whole(self) -> str:
        """The function as it is to be."""
        first, *rest = self.tree.body
        edits = [*self.block(rest)]
        if self.own:
            edits.insert(0, (0, self.begin(first), self.head()))
            edits.insert(1, (self.begin(first), self.end(first), self.docstring()))
        return self.replaced(0, len(self.source), edits)

    def head(self) -> str:
        taken = copy(self.tree.args)
        kept = [one for one in taken.args if one.arg not in self.own]
        late = taken.args[len(taken.args) - len(taken.defaults) :]
        pairs = zip(late, taken.defaults, strict=True)
        taken.defaults = [default for one, default in pairs if one.arg not in self.own]
        pairs_of_names = zip(taken.kwonlyargs, taken.kw_defaults, strict=True)
        named = [(one, default) for one, default in pairs_of_names if one.arg not in self.own]
        taken.args, taken.kwonlyargs = kept, [one for one, _ in named]
        taken.kw_defaults = [default for _, default in named]
        returns = f" -> {ast.unparse(self.tree.returns)}" if self.tree.returns else ""
        return f"def {self.tree.name}({ast.unparse(taken)}){returns}:\n    "

    def docstring(self) -> str:
        """The docstring without the clauses that name what is not there."""
        unnamed = re.compile("|".join(f"`{name}`" for name in self.own))
        paragraphs = (ast.get_docstring(self.tree) or "").split("\n\n")
        kept = (one if not unnamed.search(one) else _without(unnamed, one) for one in paragraphs)
        text = textwrap.indent("\n\n".join(filter(None, kept)), "    ").lstrip()
        closing = "\n    " if "\n" in text else ""
        return f'"""{text}{closing}"""'

    def block(self, statements: list[ast.stmt]) -> Iterator[Splice]:
        """The edits of statements; those behind one that ends the function are gone."""
        for statement in statements:
            if isinstance(statement, ast.If) and (known := self.known(statement.test)):
                chosen = statement.body if known[0] else statement.orelse
                end = self.end(statement)
                if not chosen:
                    line = self.begins[statement.lineno - 1]
                    yield line, end + 1, ""
                    continue
                begin, inside = self.begin(chosen[0]), self.end(chosen[-1])
                text = self.replaced(begin, inside, self.block(chosen))
                depth = chosen[0].col_offset - statement.col_offset
                ends = isinstance(chosen[-1], ast.Return | ast.Raise | ast.Continue)
                last = self.end(statements[-1]) if ends else end
                yield self.begin(statement), last, text.replace("\n" + " " * depth, "\n")
                if ends:
                    return
            else:
                yield from self.edits(statement)

    def edits(self, node: ast.AST) -> Iterator[Splice]:
        """The edits inside a node, from its beginning to its end."""
        if isinstance(node, ast.expr) and (text := self.instead(node)) is not None:
            yield self.begin(node), self.end(node), text
            return
        for _, value in ast.iter_fields(node):
            match value:
                case [ast.stmt(), *_]:
                    yield from self.block(value)
                case [*nodes]:
                    for one in nodes:
                        if isinstance(one, ast.AST):
                            yield from self.edits(one)
                case ast.AST():
                    yield from self.edits(value)

    def instead(self, node: ast.expr) -> str | None:
        """What stands for an expression that is decided or calls with less; None for any other."""
        folded = self.folded(node)
        if folded is not node:
            is_there = hasattr(folded, "lineno") and not _is_known(folded)
            return self.text(folded) if is_there else ast.unparse(folded)
        match node:
            case ast.Call(func=ast.Name(name)) if name in self.functions:
                names = [parameter for parameter, _ in _arguments(node, self.functions[name])]
                given = [*node.args, *node.keywords]
                kept = [g for p, g in zip(names, given, strict=True) if p not in self.unused[name]]
                if len(kept) < len(given):
                    return f"{name}({', '.join(map(self.text, kept))})"
            case ast.List(items):
                some = [
                    i for i in items if not isinstance(i, ast.Starred) or not self.is_empty(i.value)
                ]
                if len(some) < len(items):
                    return f"[{', '.join(map(self.text, some))}]"
        return None

    def folded(self, node: ast.expr) -> ast.expr:
        """The constant or the part of an expression that it is; itself where nothing decides."""
        match node:
            case ast.Name(name, ast.Load()) if name in self.own:
                return self.own[name]
            case ast.IfExp(test, then, otherwise) if known := self.known(test):
                return self.folded(then if known[0] else otherwise)
            case ast.UnaryOp(ast.Not(), operand) if known := self.known(operand):
                return ast.Constant(not known[0])
            case ast.Compare(_, [ast.In()], [several]) if self.is_empty(several):
                return ast.Constant(False)
            case ast.Compare(left, [operator], [right]) if type(operator) in COMPARED:
                if (one := self.known(left)) and (other := self.known(right)):
                    return ast.Constant(COMPARED[type(operator)](one[0], other[0]))
            case ast.BoolOp(operator, [first, second]) if known := self.known(first):
                decides = bool(known[0]) is isinstance(operator, ast.Or)
                return self.folded(first if decides else second)
            case (
                ast.Call(ast.Attribute(ast.Name("dict"), "fromkeys"), [several, *_])
                | ast.DictComp(generators=[ast.comprehension(iter=several)])
            ):
                return ast.Dict([], []) if self.is_empty(several) else node
        return node

    def known(self, node: ast.expr) -> tuple[Any] | None:
        """The value of an expression, in a tuple; None where nothing decides."""
        folded = self.folded(node)
        return (ast.literal_eval(folded),) if _is_known(folded) else None

    def is_empty(self, node: ast.expr) -> bool:
        """Whether an expression is known to hold nothing."""
        return self.known(node) == ((),)

    def text(self, node: ast.AST) -> str:
        """A node as it is to be."""
        return self.replaced(self.begin(node), self.end(node), self.edits(node))

    def replaced(self, begin: int, end: int, edits: Iterable[Splice]) -> str:
        """A part of the source with its edits."""
        parts = []
        for first, last, text in sorted(edits):
            parts += [self.source[begin:first].decode(), text]
            begin = last
        return "".join([*parts, self.source[begin:end].decode()])

    def begin(self, node: Any) -> int:
        place: int = self.begins[node.lineno - 1] + node.col_offset
        return place

    def end(self, node: Any) -> int:
        place: int = self.begins[node.end_lineno - 1] + node.end_col_offset
        return place


def _without(unnamed: re.Pattern[str], paragraph: str) -> str:
    """A paragraph without the sentences, and the clauses behind semicolons, with such a name."""
    sentences = []
    for sentence in re.split(r"(?<=\.)\s+", paragraph):
        clauses = [c for c in re.split(r";\s+", sentence) if not unnamed.search(c)]
        if clauses:
            sentences.append("; ".join(clauses).rstrip(".") + ".")
    return textwrap.fill(" ".join(sentences), WIDTH, break_on_hyphens=False)
