"""Expressions on one line, in the canonical form.

In: an expression of the tree. Out: its text. Comments and line lengths are the business of
`format`.
"""

from rnnspec.syntax import tree
from rnnspec.syntax.tree import Expression
from rnnspec.words import quoted, render_value


def flat(node: Expression) -> str:
    """An expression as written, with canonical spaces."""
    match node:
        case tree.Word(name):
            return name
        case tree.Number(_, text) | tree.Duration(_, text):
            return text
        case tree.Call(name, arguments):
            return f"{name.name}({flat_arguments(arguments)})"
        case tree.String(value):
            return quoted(value)
        case tree.Constant(constant):
            return render_value(constant)
        case tree.Items(items):
            return f"[{', '.join(map(flat, items))}]"
        case tree.AllBut(items):
            return f"all but [{', '.join(map(flat, items))}]"
        case tree.Binary(operator, left, right):
            return f"{flat(left)} {operator} {flat(right)}"
        case tree.Unary(operator, operand):
            return f"{operator}{' ' if operator == 'not' else ''}{flat(operand)}"
        case tree.Comparison(operators, (first, *rest)):
            pairs = zip(operators, rest, strict=True)
            return flat(first) + "".join(f" {sign} {flat(operand)}" for sign, operand in pairs)
        case tree.Conditional(then, condition, otherwise):
            return f"{flat(then)} if {flat(condition)} else {flat(otherwise)}"
        case tree.Parenthesised(inner):
            return f"({flat(inner)})"
        case tree.Index(base, index):
            return f"{flat(base)}[{flat(index)}]"
    raise TypeError(f"{type(node).__name__} has no text")


def flat_arguments(arguments: tuple[tree.Argument, ...]) -> str:
    """Arguments of a call, without the parentheses."""
    return ", ".join(f"{''.join(beginning(a))}{flat(a.value)}" for a in arguments)


def beginning(argument: tree.Argument) -> tuple[str, str]:
    """What stands before an argument's value: its key, and what joins the two."""
    if argument.key is None:
        return "", ""
    key = flat(argument.key)
    return (f"{key}:", " ") if argument.mark == ":" else (key, f" {argument.mark} ")
