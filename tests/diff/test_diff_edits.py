"""What an edit means, and which trials still belong after it, for every kind of edit."""

from functools import cache
from pathlib import Path

import pytest
from edits import DISTRIBUTION, EDITS, OTHER_MODEL, SPEC

from rnnspec.diff.belongs import Belonging, CarriedOver, SetAside
from rnnspec.diff.compare import KINDS, compare_studies, render_change
from rnnspec.pipeline import check_source
from rnnspec.plan.resolve import canonical_program, resolve_program
from rnnspec.source import Source
from rnnspec.study.export import study_from_json, study_to_json
from rnnspec.study.sampling import active_values, satisfies
from rnnspec.study.sampling import sample as draw
from rnnspec.study.study import Study

FOLDER = Path(__file__).parent.parent.parent / "specs"
DRAWS = 12


@cache
def _study(text: str) -> Study:
    checked = check_source(Source("spec", text), FOLDER)
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    return checked.study


def _edited(name: str) -> Study:
    old, new, *_ = EDITS[name]
    assert old in SPEC
    return _study(SPEC.replace(old, new))


OLD = _study(SPEC)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_in_lines(name: str) -> None:
    """One line for each thing that changed, and none for what only follows."""
    lines = [line.format(distribution="quniform(8, 64, 8)") for line in EDITS[name].lines]
    changes = compare_studies(OLD, _edited(name))
    assert [render_change(change) for change in changes] == lines
    assert {change.kind for change in changes} <= set(KINDS)


@pytest.mark.parametrize("name", EDITS)
def test_a_trial_belongs_where_it_would_do_the_same(name: str) -> None:
    """What is kept is a configuration of the new space with the same program."""
    new = _edited(name)
    belonging = Belonging(OLD, new)
    found = []
    for number in range(DRAWS if EDITS[name].kept is None else 3):
        values = draw(OLD.space, 0, number)
        verdict = belonging.of(values)
        found.append(isinstance(verdict, CarriedOver))
        match verdict:
            case SetAside(reason):
                assert EDITS[name].reason
                assert EDITS[name].reason.split(" = ")[0] in reason
            case CarriedOver(moved):
                assert active_values(new.space, moved) == moved
                assert satisfies(new.space, moved)
                before, after = (resolve_program(*p) for p in ((OLD, values), (new, moved)))
                for part in ("data", "model", "training", "scoring"):
                    assert canonical_program(before[part]) == canonical_program(after[part])
    wanted = EDITS[name].kept
    assert (any(found), all(found)) == ((True, False) if wanted is None else (wanted, wanted))


@pytest.mark.parametrize("name", EDITS)
def test_edits_can_be_taken_back(name: str) -> None:
    """Whatever came goes, and whatever was kept comes back as it was."""
    new = _edited(name)
    there, back = compare_studies(OLD, new), compare_studies(new, OLD)
    assert bool(there) == bool(back)
    opposite = {"widened": "narrowed", "narrowed": "widened", "added": "removed"}
    opposite |= {"removed": "added", "searched": "fixed", "fixed": "searched"}
    kinds = sorted(opposite.get(change.kind, change.kind) for change in there)
    assert kinds == sorted(change.kind for change in back)
    values = draw(OLD.space, 1, 0)
    moved = Belonging(OLD, new).of(values)
    if isinstance(moved, CarriedOver):
        again = Belonging(new, OLD).of(moved.values)
        kept = [CarriedOver(values, compares_alike=alike) for alike in (True, False)]
        assert again in (*kept, SetAside("`rmse` was not measured"))


def test_a_study_from_a_run_compares_as_one_from_its_text() -> None:
    """`run.json` holds the study without places and words of constraints."""
    recorded = study_from_json(study_to_json(OLD))
    assert compare_studies(recorded, OLD) == ()
    new = _edited("constraint added")
    assert compare_studies(recorded, new) == compare_studies(OLD, new)


def test_a_rename_needs_all_the_same_places() -> None:
    """One that is used elsewhere too is another hyperparameter, and trials tell by their values."""
    text = SPEC.replace("half  = width // 2", "half  = broad // 2\n  broad ~ int(8, 64, step = 8)")
    lines = [render_change(change) for change in compare_studies(OLD, _study(text))]
    assert "broad: added, quniform(8, 64, 8)" in lines
    assert not any("renamed" in line for line in lines)


def test_a_rename_may_widen() -> None:
    """Both are told, and trials move to the new name."""
    text = SPEC.replace("width", "broad").replace(DISTRIBUTION, "8, 96, step = 8)")
    new = _study(text)
    assert [render_change(change) for change in compare_studies(OLD, new)] == [
        "width: renamed to broad",
        "broad: widened, quniform(8, 64, 8) -> quniform(8, 96, 8)",
    ]
    values = draw(OLD.space, 0, 0)
    moved = Belonging(OLD, new).of(values)
    assert isinstance(moved, CarriedOver)
    assert moved.values["broad"] == values["width"]
    assert "width" not in moved.values


def test_exchanged_names_are_seen_through() -> None:
    """Where two layers change labels, a trial belongs only where both had the same values."""
    layers = "a: Dense(units ~ int(1, 9))\n  b: Dense(units ~ int(1, 9))\n  encoder: GRU("
    spec = SPEC.replace("encoder: GRU(", layers)
    old = _study(spec)
    new = _study(spec.replace("a:", "@:").replace("  b:", "  a:").replace("@:", "b:"))
    values = {**draw(old.space, 0, 0), "a.units": 3, "b.units": 4}
    assert Belonging(old, new).of(values) == SetAside(OTHER_MODEL)
    assert isinstance(Belonging(old, new).of({**values, "b.units": 3}), CarriedOver)


def test_what_was_fixed_belongs_where_its_value_was_chosen() -> None:
    """A constant that was one of the options all along."""
    new = _study(SPEC.replace("dropout ~ uniform(0, 0.5)", "dropout = 0.25"))
    values = {**draw(OLD.space, 0, 0), "encoder.dropout": 0.25}
    assert isinstance(Belonging(OLD, new).of(values), CarriedOver)
    assert Belonging(OLD, new).of({**values, "encoder.dropout": 0.5}) == SetAside(OTHER_MODEL)


def test_what_a_conclusion_rests_on_is_compared() -> None:
    """The trial is what it was, but its naive score, and metrics that came, are not known."""
    values = draw(OLD.space, 0, 1)
    for old, new, alike in (
        ("target = Sunspots", "target = Sunspots  season = 132", False),
        ("metrics    = [mae]", "metrics    = [mae, mse]", False),
        (DISTRIBUTION, "8, 96, step = 8)", True),
    ):
        assert old in SPEC
        found = Belonging(OLD, _study(SPEC.replace(old, new))).of(values)
        assert isinstance(found, CarriedOver)
        assert found.compares_alike == alike
