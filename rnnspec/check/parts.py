"""The parts of what is written, and what messages call an expression.

In: an expression or a body of the tree. Out: all that stands in it. It resolves no name.
"""

from collections.abc import Iterator

from rnnspec.syntax import tree

NAMES: dict[type, str] = {
    tree.Number: "a number",
    tree.String: "text in quotes",
    tree.Duration: "a duration",
    tree.Items: "a list",
    tree.AllBut: "all but some columns",
    tree.Call: "a call",
}


def parts(node: tree.Expression) -> Iterator[tree.Expression]:
    """The expression and everything inside it, in written order; called names are no parts.

    Of `value: weight` the value is one, of `label: value` the label is none.
    """
    stack = [node]
    while stack:
        part = stack.pop()
        yield part
        stack.extend(reversed(_inside(part)))


def statements(body: tree.Body, *, of_repeats: bool = True) -> Iterator[tree.Statement]:
    """All statements of a body in written order; those inside its repeats where wanted."""
    for statement in body.statements:
        yield statement
        if of_repeats or not isinstance(statement, tree.Repeat):
            for inner in _bodies(statement):
                yield from statements(inner, of_repeats=of_repeats)


def _bodies(statement: tree.Statement) -> Iterator[tree.Body]:
    """The bodies inside a statement, in written order."""
    match statement:
        case tree.Repeat(body=body) | tree.Residual(body=body):
            yield body
        case tree.Branch(options=options) | tree.Parallel(branches=options):
            yield from (option.body for option in options)
        case tree.When(arms, otherwise):
            yield from (arm.body for arm in arms)
            if otherwise is not None:
                yield otherwise


def in_words(node: tree.Expression) -> str:
    """What an expression is, for messages."""
    match node:
        case tree.Word():
            return "a bare word"
        case tree.Constant(value):
            return "none" if value is None else "true or false"
    return NAMES.get(type(node), "an expression")


def _inside(node: tree.Expression) -> tuple[tree.Expression, ...]:
    match node:
        case tree.Call(tree.Word("weighted"), arguments):
            values = (a.key if a.mark == ":" else a.value for a in arguments)
            return tuple(value for value in values if value is not None)
        case tree.Call(_, arguments):
            return tuple(argument.value for argument in arguments)
        case tree.Items(items) | tree.AllBut(items) | tree.Comparison(_, items):
            return items
        case tree.Parenthesised(inner) | tree.Unary(_, inner):
            return (inner,)
        case tree.Binary(_, left, right) | tree.Index(left, right):
            return (left, right)
        case tree.Conditional(then, condition, otherwise):
            return (then, condition, otherwise)
    return ()
