"""What a program calls: results and refusals with their facts, and nothing printed."""

from pathlib import Path

import pytest

from rnnspec import api
from rnnspec.errors import ArgumentError, Refused

SPECS = Path(__file__).parent.parent / "specs"
GOOD = SPECS / "temperature.rnnspec"
BAD = b"rnnspec 1\nmodel { GRU(0) Dense(1) }\n"


def test_a_spec_with_errors_is_refused_with_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(api.SpecError) as raised:
        api.load(tmp_path / "bad.rnnspec", BAD)
    codes = [problem.code for problem in raised.value.problems]
    assert "E0305" in codes
    assert len(codes) > 1
    assert raised.value.source.text == BAD.decode()


def test_a_text_stands_for_what_its_file_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """As in an editor: names are the file's, and paths are told from its folder."""
    text = GOOD.read_text("utf-8").replace("trials    = 12", "trials    = 13")
    spec = api.load(GOOD, text.encode())
    assert spec.study.search.trials == 13
    assert (spec.name, spec.folder) == ("temperature", SPECS)
    assert api.load(GOOD).study.search.trials == 12
    assert capsys.readouterr() == ("", "")


def test_what_cannot_be_read_is_refused_in_a_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.rnnspec"):
        with pytest.raises(Refused, match=f"`{path}`"):
            api.check(path)


@pytest.mark.parametrize(
    ("target", "algorithm", "message"),
    [
        ("hyperop", None, "there is no target `hyperop`; the nearest is `hyperopt`"),
        ("hyperopt", "tpee", "there is no algorithm `tpee`; the nearest is `tpe`"),
    ],
)
def test_a_call_that_is_wrong_by_itself(target: str, algorithm: str | None, message: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        api.compile(api.load(GOOD), target, algorithm=algorithm)
    assert str(raised.value) == message


def test_what_a_target_cannot_say_has_its_line_of_the_spec() -> None:
    spec = api.load(GOOD)
    with pytest.raises(api.SpecError) as raised:
        api.compile(spec, "sklearn_grid")
    places = [spec.source.position(problem.span.start)[0] for problem in raised.value.problems]
    assert all(place > 1 for place in places)


def test_a_spec_in_its_form_and_beside_it() -> None:
    assert api.canonical(GOOD).is_canonical
    loose = api.canonical(GOOD, GOOD.read_bytes() + b"\n\n")
    assert not loose.is_canonical
    assert loose.text == GOOD.read_text("utf-8")
