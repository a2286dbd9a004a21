"""The canonical form of a spec, with all its comments.

In: a tree without broken parts, and its source for what the tree leaves out: line breaks and
blank lines. Out: text. Two spaces a level; one space around `=`, `~` and operators, aligned in
runs of settings; a blank line between blocks, and elsewhere where one was; calls on one line,
or one argument a line where they are too long or end in a comma; short blocks on one line where
they were written so. The text of the text is the text itself.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from rnnspec.source import Source, Span
from rnnspec.syntax import tree
from rnnspec.syntax.flat import beginning, flat, flat_arguments
from rnnspec.syntax.rows import ListRow, comment_row, render_rows
from rnnspec.words import quoted

STEP = 2

Breakable: TypeAlias = tree.Call | tree.Items | tree.AllBut
"""What has brackets, and may stand over several lines."""


def format_file(file: tree.File, source: Source) -> str:
    """The canonical text of a spec; where a part is of unknown kind, it stays as it is."""
    printer = _Printer(file, source)
    parts: list[Any] = [*([file.version] if file.version else []), *file.parts]
    parts.sort(key=lambda part: part.span.start)
    _, rows = printer.rows(parts, file.span, 0)
    lines = render_rows(_parted(rows), 0)
    return "".join(f"{line}\n" for line in lines)


def _parted(rows: list[ListRow]) -> list[ListRow]:
    """Rows of a file with a blank line around each part that takes several lines."""
    spaced: list[ListRow] = []
    for row in rows:
        before = spaced[-1] if spaced else None
        apart = before is not None and (
            before.is_tall(0) or (row.is_tall(0) and not before.is_comment)
        )
        spaced.append(replace(row, blank_before=row.blank_before or apart))
    return spaced


class _Printer:
    """Rows for the elements of a tree; each comment is given to exactly one of them."""

    def __init__(self, file: tree.File, source: Source) -> None:
        self.source = source
        self.comments = file.comments
        self.starts = [comment.span.start for comment in file.comments]
        self.taken: set[int] = set()

    # --- lists of elements ---

    def rows(
        self, elements: Sequence[Any], span: Span, indent: int, suffix: str = ""
    ) -> tuple[str, list[ListRow]]:
        """The comment beside the opening bracket, and the rows of what the brackets hold."""
        header = ""
        rows: list[ListRow] = []
        line = self.line(span.start)
        for element in [*elements, None]:
            end = element.span.start if element is not None else span.end
            for comment in self.take(span.start, end):
                here = self.line(comment.span.start)
                if here == line and rows and not rows[-1].comment:
                    rows[-1] = replace(rows[-1], comment=comment.text)
                elif here == line and not rows and not header and indent:
                    header = comment.text
                else:
                    rows.append(comment_row(comment.text, bool(rows) and here > line + 1))
                line = here
            if element is None:
                break
            start = self.line(element.span.start)
            row = replace(self.row(element, indent), suffix=suffix)
            blank = bool(rows) and start > line + 1
            for comment in self.take(element.span.start, element.span.end):
                rows.append(comment_row(comment.text, blank))
                blank = False
            rows.append(replace(row, blank_before=blank))
            line = self.line(element.span.end)
        return header, rows

    def take(self, start: int, end: int) -> list[tree.Comment]:
        """The comments between two places that no row has taken yet."""
        found = [i for i in self.between(start, end) if i not in self.taken]
        self.taken.update(found)
        return [self.comments[i] for i in found]

    def between(self, start: int, end: int) -> range:
        """The comments between two places."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def line(self, offset: int) -> int:
        """The line of a place in the source."""
        return self.source.position(offset)[0]

    def breaks(self, start: int, end: int) -> bool:
        """Whether a line ends between two places, or a comment stands there."""
        return "\n" in self.source.text[start:end]

    # --- one element ---

    def row(self, node: Any, indent: int) -> ListRow:
        """The row of a part, setting, statement, option, point or argument."""
        match node:
            case tree.Version():
                return ListRow("", "", f"rnnspec {node.number}", None)
            case tree.Use(name, path, behaviour):
                path_text = quoted(path.value)
                return ListRow(
                    "", "", f"use {name.name} from {path_text} as {behaviour.name}", None
                )
            case tree.Block(name, parameters, body):
                words = ", ".join(parameter.name for parameter in parameters)
                return self.braced(
                    f"block {name.name}({words})", body.statements, body.span, indent
                )
            case tree.Section(name, items, span):
                return self.braced(name.name, items, Span(name.span.end, span.end), indent)
            case tree.ModelSection(name, body):
                return self.braced(name.name, body.statements, body.span, indent)
            case tree.Setting(name, mark, value):
                return self.valued(name.name, f" {mark} ", value, indent)
            case tree.Argument(_, _, value):
                key, joint = beginning(node)
                return self.valued(key, joint, value, indent)
            case tree.Point(path, value):
                return self.valued(path.text, " = ", value, indent)
            case tree.Require(condition):
                return self.valued("", "", condition, indent, "require ")
            case tree.Start(points, span):
                brace = span.start + len("start")
                return self.braced("start", points, Span(brace, span.end), indent)
        return self.statement(node, indent)

    def statement(self, node: Any, indent: int) -> ListRow:
        """The row of a statement of the model, or of an option."""
        match node:
            case tree.Layer(label, call):
                key, joint = (f"{label.name}:", " ") if label else ("", "")
                return self.valued(key, joint, call, indent)
            case tree.Repeat(name, count, variable, body):
                searched = f"{name.name} ~ " if name else ""
                turn = f" as {variable.name}" if variable else ""
                head = f"repeat {searched}{flat(count)}{turn}"
                return self.braced(head, body.statements, body.span, indent)
            case tree.Residual(body):
                return self.braced("residual", body.statements, body.span, indent)
            case tree.Branch(name, arguments, options, span):
                words = f"({flat_arguments(arguments)})" if arguments else ""
                begin = arguments[-1].span.end if arguments else name.span.end
                head = f"{name.name} ~ choice{words}"
                return self.braced(head, options, Span(begin, span.end), indent)
            case tree.Parallel(arguments, branches, span):
                words = f"({flat_arguments(arguments)})" if arguments else ""
                begin = arguments[-1].span.end if arguments else span.start + len("parallel")
                return self.braced(f"parallel{words}", branches, Span(begin, span.end), indent)
            case tree.Option(label, body, _, braced):
                key = f"{label.name}:"
                if not braced:
                    (layer,) = body.statements
                    return self.valued(key, " ", layer.call, indent)  # type: ignore[union-attr]
                row = self.braced("", body.statements, body.span, indent)
                return replace(row, key=key, joint=" ")
            case tree.When(arms, otherwise):
                return self.when(arms, otherwise, indent)
            case tree.UnknownSection(_, span):
                self.take(span.start, span.end)
                text = self.source.text[span.start : span.end]
                return ListRow("", "", None if "\n" in text else text, text.splitlines)
        return self.valued("", "", node, indent)

    def valued(
        self, key: str, joint: str, value: tree.Expression, indent: int, prefix: str = ""
    ) -> ListRow:
        """A row that ends in a value."""
        if self.is_forced(value):
            lines = self.broken(value, indent, prefix)
            return ListRow(key, joint, None, lambda: lines)
        return ListRow(
            key,
            joint,
            prefix + flat(value),
            (lambda: self.broken(value, indent, prefix)) if _can_break(value) else None,
        )

    def braced(self, head: str, elements: Sequence[Any], span: Span, indent: int) -> ListRow:
        """A row that ends in braces; `span` begins somewhere before the open one."""
        first = elements[0].span.start if elements else span.start
        loose = self.breaks(span.start, first) or bool(self.between(span.start, span.end))
        header, rows = self.rows(elements, span, indent + STEP)
        lead = f"{head} " if head else ""
        opened = f"{lead}{{" + (f"  {header}" if header else "")

        def broken() -> list[str]:
            return [opened, *render_rows(rows, indent + STEP), " " * indent + "}"]

        texts = [_flat_row(row) for row in rows]
        if loose or None in texts:
            return ListRow("", "", None, broken)
        inside = f" {'  '.join(t for t in texts if t)} " if texts else ""
        return ListRow("", "", f"{lead}{{{inside}}}", broken if texts else None)

    def when(self, arms: tuple[tree.Arm, ...], otherwise: tree.Body | None, indent: int) -> ListRow:
        """`when` with its arms: all on one line, or each over several."""
        heads = [f"when {flat(arm.condition)}" for arm in arms]
        bodies = [arm.body for arm in arms]
        if otherwise is not None:
            heads.append("")
            bodies.append(otherwise)
        rows = [
            self.braced(head, body.statements, body.span, indent)
            for head, body in zip(heads, bodies, strict=True)
        ]

        def broken() -> list[str]:
            lines: list[str] = []
            for row in rows:
                first, *rest = row.broken() if row.broken else [row.flat or ""]
                lines[-1:] = [f"{lines[-1]} else {first}" if lines else first]
                lines.extend(rest)
            return lines

        texts = [row.flat for row in rows]
        joined = None if None in texts else " else ".join(text for text in texts if text)
        return ListRow("", "", joined, broken)

    # --- values over several lines ---

    def is_forced(self, value: tree.Expression) -> bool:
        """Whether a value must be broken: a comment stands in it, or a comma before its end."""
        if not _can_break(value):
            return False
        return bool(self.between(value.span.start, value.span.end)) or any(
            self.ends_in_comma(v) for v in _breakable(value)
        )

    def ends_in_comma(self, value: Breakable) -> bool:
        """Whether brackets over several lines were written with a comma before the closing one."""
        elements = _elements(value)
        text = self.source.text
        if not elements or not self.breaks(value.span.start, elements[0].span.start):
            return False
        end = elements[-1].span.end
        for i in self.between(end, value.span.end):
            if "," in text[end : self.comments[i].span.start]:
                return True
            end = self.comments[i].span.end
        return "," in text[end : value.span.end]

    def broken(self, value: tree.Expression, indent: int, prefix: str = "") -> list[str]:
        """The lines of a value that is broken; the first without its indentation."""
        if not isinstance(value, Breakable):
            return [prefix + flat(value)]
        elements = _elements(value)
        opening, closing = ("(", ")") if isinstance(value, tree.Call) else ("[", "]")
        name = value.name.name if isinstance(value, tree.Call) else ""
        head = prefix + ("all but " if isinstance(value, tree.AllBut) else name)
        if self.hugs(value):
            (only,) = elements
            lead = "".join(beginning(only)) if isinstance(only, tree.Argument) else ""
            inner = only.value if isinstance(only, tree.Argument) else only
            lines = self.broken(inner, indent, f"{head}{opening}{lead}")
            lines[-1] += closing
            return lines
        span = Span(value.span.start, value.span.end)
        header, rows = self.rows(elements, span, indent + STEP, ",")
        opened = head + opening + (f"  {header}" if header else "")
        return [opened, *render_rows(rows, indent + STEP), " " * indent + closing]

    def hugs(self, value: Breakable) -> bool:
        """Whether the brackets hold one long value, which is broken in their place."""
        elements = _elements(value)
        if len(elements) != 1 or self.ends_in_comma(value):
            return False
        only = elements[0].value if isinstance(elements[0], tree.Argument) else elements[0]
        outside = [
            *self.between(value.span.start, only.span.start),
            *self.between(only.span.end, value.span.end),
        ]
        return _can_break(only) and not outside


def _flat_row(row: ListRow) -> str | None:
    return None if row.flat is None or row.comment else f"{row.key}{row.joint}{row.flat}"


def _elements(value: Breakable) -> Sequence[Any]:
    return value.arguments if isinstance(value, tree.Call) else value.items


def _can_break(value: tree.Expression) -> bool:
    return isinstance(value, Breakable) and bool(_elements(value))


def _breakable(value: tree.Expression) -> list[Breakable]:
    """The calls and lists that can be broken where they stand: not those within operators."""
    found: list[Breakable] = []
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Breakable):
            found.append(node)
            waiting.extend(getattr(element, "value", element) for element in _elements(node))
    return found
