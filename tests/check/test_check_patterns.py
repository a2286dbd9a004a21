"""Columns told by patterns and by what they are not: the names that the file has."""

from pathlib import Path

import pytest

from rnnspec.study.export import spec_hash
from rnnspec.study.expressions import Const
from specs import blamed, check, marked, spec, study_of

COLUMNS = ("day", "sensor_1", "load", "sensor_2", "store", "a*b", "axb")


def write(path: Path, *columns: str) -> None:
    """Write a table of numbers with a time and a group, 60 rows."""
    lines = [",".join(columns)]
    lines += [
        ",".join(str(row * (place + 1) % 50) for place in range(len(columns))) for row in range(60)
    ]
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("patterns")
    write(path / "t.csv", *COLUMNS)
    return path


def spec_of(
    inputs: str, target: str = "load", source: str = 'csv("t.csv")', more: str = "window = 5"
) -> str:
    mark = "" if inputs.startswith("~") else "= "
    data = f"""source = {source}
    inputs {mark}{inputs}
    target = {target}
    split = chronological(validation = 0.2)
    {more}"""
    return spec(data=data)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ('["sensor_*", load]', ("sensor_1", "sensor_2", "load")),
        ('[load, sensor_2, "*s*_*"]', ("load", "sensor_2", "sensor_1")),
        ('"*_2"', ("sensor_2",)),
        ('["a*b"]', ("a*b",)),
        ('["a*b*"]', ("a*b", "axb")),
        ("all but [day, store]", ("sensor_1", "load", "sensor_2", "a*b", "axb")),
        ('all but ["s*", "a*b", axb]', ("day", "load")),
    ],
)
def test_patterns_stand_for_names_in_the_order_of_the_file(
    written: str, names: tuple[str, ...], folder: Path
) -> None:
    data = study_of(spec_of(written), folder).data
    assert data.inputs == Const(names)


def test_time_and_group_are_no_columns_of_a_pattern(folder: Path) -> None:
    source = 'csv("t.csv", time = day, group = store)'
    text = spec_of('all but ["a*"]', source=source, more="duplicates = first window = 1")
    data = study_of(text, folder).data
    assert data.inputs == Const(("sensor_1", "load", "sensor_2"))
    weighed = study_of(spec_of('["s*"]', more="window = 5 weight = store"), folder).data
    assert weighed.inputs == Const(("sensor_1", "sensor_2"))


def test_patterns_of_targets_and_of_searched_inputs(folder: Path) -> None:
    text = spec_of('~ choice(all but ["a*"], ["sensor_*"], [load])', target='"sensor_*"')
    study = study_of(text.replace("Dense(1)", "Dense(2)"), folder)
    assert study.data.targets == ("sensor_1", "sensor_2")
    (inputs,) = (h for h in study.space.hyperparameters if h.name == "inputs")
    everything = ("day", "sensor_1", "load", "sensor_2", "store")
    assert list(inputs.distribution.values()) == [everything, ("sensor_1", "sensor_2"), ("load",)]


def test_a_pattern_is_the_study_of_its_names(folder: Path) -> None:
    written, named = (study_of(spec_of(s), folder) for s in ('["s*_*"]', "[sensor_1, sensor_2]"))
    assert spec_hash(written) == spec_hash(named)


def test_a_new_column_of_the_file_is_another_study(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", *COLUMNS)
    before = study_of(spec_of('["s*_*"]'), tmp_path)
    write(tmp_path / "t.csv", *COLUMNS, "sensor_3")
    after = study_of(spec_of('["s*_*"]'), tmp_path)
    assert after.data.inputs == Const(("sensor_1", "sensor_2", "sensor_3"))
    assert spec_hash(before) != spec_hash(after)


@pytest.mark.parametrize(
    "text",
    [
        spec_of('[load, «E0602|"sensr_*"»]'),
        spec_of("all but [«E0602|lod»]"),
        spec_of('«E0308|all but ["*"]»'),
        spec_of('~ choice([load], [«E0602|"x*"»])'),
        spec_of("[load]", target='«E0602|"y*"»'),
        spec_of("[load]", source='csv(«E0601|"no.csv"»)', target='"l*"'),
        spec_of("[load]").replace("Dense(1)", "Dense(«E0301|all but [a]»)"),
    ],
)
def test_patterns_that_fit_nothing_are_refused_where_they_stand(text: str, folder: Path) -> None:
    text, wanted = marked(text)
    assert blamed(text, folder) == wanted


def test_a_pattern_that_fits_nothing_names_its_neighbour(folder: Path) -> None:
    (problem,) = check(spec_of('["sensr_*"]'), folder).diagnostics
    assert problem.help == ("the nearest is `sensor_1`",)
    problem, _ = check(
        spec_of('["s*"]', source='csv("t.csv", separator = ";")'), folder
    ).diagnostics
    assert any('separator = ","' in help for help in problem.help)


@pytest.mark.parametrize("inputs", ["all but [day]", '["sensor_*"]', '~ choice([load], "s*")'])
def test_a_file_that_cannot_be_read_is_all_that_is_told(inputs: str, folder: Path) -> None:
    """Which columns there are is not known then, nor whether bounds name one."""
    more = "window = 5 scale = minmax(sensor_1 = [0, 9])"
    found = check(spec_of(inputs, source='csv("no.csv")', more=more), folder).diagnostics
    assert [one.code for one in found] == ["E0601"]
