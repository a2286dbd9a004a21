"""Writes down what Keras tells of its classes: `python -m tools.keras_rows`.

In: the installed Keras. Out: the text of `generated_*.py`: for each row its first line of
documentation, other names, and arguments with defaults, in Keras's order. What Keras cannot tell
(ranges, roles, shapes) is written by hand in `rnnspec/catalog`, of which nothing is imported here:
its rows stand on what this writes.
"""

import inspect
from pathlib import Path
from types import ModuleType

from rnnspec.words import snake_case
from tools.left_out import LEFT_OUT

CATALOG = Path(__file__).parents[1] / "rnnspec" / "catalog"

FILES = {
    "layers": ("layers",),
    "pieces": ("activations", "initializers", "regularizers", "constraints"),
    "training": ("optimizers", "losses", "metrics", "callbacks"),
}
"""The generated files, and Keras's modules in each."""

HEADER = '''"""What Keras {version} tells of its {modules}.

Written by `make generate`; not to be edited. Each entry: name, summary,
other names, arguments as (name,) or (name, default).
"""

# fmt: off
'''


def _summary(member: object) -> str:
    lines = (inspect.getdoc(member) or "").split("\n\n")[0]
    return " ".join(lines.split()).replace("`", "")


def _parameters(member: type) -> tuple[tuple[object, ...], ...]:
    parameters = inspect.signature(member).parameters.values()
    found: list[tuple[object, ...]] = []
    for p in parameters:
        if p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL):
            continue
        found.append((p.name,) if p.default is p.empty else (p.name, p.default))
    return tuple(found)


def _members(family: str, module: ModuleType) -> dict[str, list[str]]:
    """The names of each public member, canonical first."""
    names: dict[object, list[str]] = {}
    wanted = inspect.isfunction if family == "activations" else inspect.isclass
    for name in sorted(vars(module)):
        member = getattr(module, name)
        if not name.startswith("_") and wanted(member):
            names.setdefault(member, []).append(name)
    members: dict[str, list[str]] = {}
    for member, known in names.items():
        canonical = next((n for n in known if n == getattr(member, "__name__", "")), known[0])
        if not LEFT_OUT[family].keys() & set(known):
            members[canonical] = [n for n in known if n != canonical]
    return members


def _lines(tokens: list[str], indent: str) -> list[str]:
    """The tokens in lines of at most 100 characters, none of them broken."""
    lines = [indent]
    for token in tokens:
        if len(lines[-1]) + len(token) > 99 and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += token if lines[-1] == indent else f" {token}"
    return lines if tokens else []


def _family(family: str, module: ModuleType) -> str:
    lines = [f"{family.upper()}: dict[str, Entry] = {{"]
    for name, aliases in sorted(_members(family, module).items()):
        member = getattr(module, name)
        words_only = family in ("activations", "metrics")
        parameters = () if words_only else _parameters(member)
        opening = _lines(
            [f"{name!r}: (", f"{_summary(member)!r},", f"{_aliases(family, member, aliases)!r},"],
            "    ",
        )
        rest = _lines([f"{p!r}," for p in parameters], "        ")
        lines += [*opening, "      (", *rest, "      )),"] if rest else [*opening, "      ()),"]
    return "\n".join([*lines, "}\n"])


def _aliases(family: str, member: type, known: list[str]) -> tuple[str, ...]:
    """Keras's other names of a member, and how the family is written in lower case."""
    name = member.__name__
    found = dict.fromkeys(known)
    match family:
        case "optimizers":
            found[name.lower()] = None
        case "callbacks":
            found[snake_case(name.replace("NaN", "Nan"))] = None
        case "losses" | "metrics":
            found[snake_case(name)] = None
            default = inspect.signature(member).parameters["name"].default
            found.update({default: None} if isinstance(default, str) else {})
        case "initializers" | "regularizers" | "constraints":
            found[snake_case(name)] = None
    found.pop(name, None)
    return tuple(found)


def generate() -> dict[str, str]:
    """The text of each generated file, by the file's name."""
    import keras

    texts = {}
    for file, families in FILES.items():
        header = HEADER.format(version=keras.__version__, modules=", ".join(families))
        parts = [_family(family, getattr(keras, family)) for family in families]
        texts[f"generated_{file}.py"] = (
            header + "\nfrom rnnspec.catalog.rows import Entry\n\n" + "\n".join(parts)
        )
    return texts


def main() -> None:
    """Write the generated files into the catalog."""
    for name, text in generate().items():
        (CATALOG / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
