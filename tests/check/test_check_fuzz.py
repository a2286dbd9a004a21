"""Mutated specs: whatever is written, checking answers, at places that exist, and twice alike."""

import re
from pathlib import Path
from random import Random

import pytest

from rnnspec.diagnostics.draw import render_diagnostic
from rnnspec.pipeline import check_source
from rnnspec.source import Source

EXAMPLES = sorted((Path(__file__).parent.parent / "conformance").glob("*/*.rnnspec"))
TEXTS = [(p.parent, re.sub(r"#[^\n]*", "", p.read_text(encoding="utf-8"))) for p in EXAMPLES]
TOKEN = re.compile(r'"[^"\n]*"|\w+|\s+|.')
WORDS = sorted(
    {token for _, text in TEXTS for token in TOKEN.findall(text) if not token.isspace()}
    | {"0", "-1", "1e400", "none", "[", "{", "~", "as", "else", "\x00", "é", "features", "1 / 0"}
)


def mutated(text: str, random: Random) -> str:
    """The text with a few tokens, lines or characters gone, doubled, swapped or replaced."""
    for _ in range(random.choice([1, 1, 2, 3])):
        pieces = random.choice([TOKEN.findall, str.splitlines, list])(text)
        joint = "\n" if len(pieces) == len(text.splitlines()) else ""
        if len(pieces) < 2:
            return text
        one, other = random.randrange(len(pieces)), random.randrange(len(pieces))
        match random.randrange(4):
            case 0:
                del pieces[one]
            case 1:
                pieces.insert(one, pieces[other])
            case 2:
                pieces[one], pieces[other] = pieces[other], pieces[one]
            case 3:
                pieces[one] = f" {random.choice(WORDS)} "
        text = joint.join(pieces)
    return text


@pytest.mark.parametrize("seed", range(100))
def test_any_text_is_answered(seed: int) -> None:
    random = Random(seed)
    folder, text = random.choice(TEXTS)
    text = mutated(text, random)
    checked = check_source(Source("mutant", text), folder)
    for diagnostic in checked.diagnostics:
        for span in (diagnostic.span, *(label.span for label in diagnostic.others)):
            assert 0 <= span.start <= span.end <= len(text)
        assert render_diagnostic(diagnostic, checked.source)
    assert (checked.study is None) == any(d.is_error for d in checked.diagnostics)
    assert "understood=False" not in repr(checked.study)
    assert "kind=Const(value=None)" not in repr(checked.study)
    again = check_source(Source("mutant", text), folder)
    assert (again.study, again.diagnostics) == (checked.study, checked.diagnostics)
