"""The language by example: every valid spec is accepted, every invalid one refused as marked."""

import re
from pathlib import Path

import pytest

from rnnspec.spec import check

EXAMPLES = Path(__file__).parent.parent / "conformance"
VALID = sorted((EXAMPLES / "valid").glob("*.rnnspec"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.rnnspec"))
MARK = re.compile(r"# <- (E\d{4})$")


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_specs_are_accepted(path: Path) -> None:
    checked = check(path)
    # Leap days are not in one record: a warning.
    assert [d.message for d in checked.diagnostics if d.code != "W0601"] == []
    assert checked.study is not None


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_specs_are_refused_with_exactly_the_marked_codes(path: Path) -> None:
    lines = path.read_text().splitlines()
    marked = {(m.group(1), i) for i, line in enumerate(lines, 1) if (m := MARK.search(line))}
    checked = check(path)
    found = {(d.code, checked.source.position(d.span.start)[0]) for d in checked.diagnostics}
    assert marked, "an invalid example marks its errors"
    assert found == marked
    assert checked.study is None
