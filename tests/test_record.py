"""Records behave as frozen dataclasses do."""

from dataclasses import field, fields, replace

import pytest

from rnnspec.record import record


@record
class Point:
    x: int
    y: int = 0
    place: str = field(default="", compare=False, repr=False)
    notes: list[str] = field(default_factory=list)


@record
class Named(Point):
    name: str = "origin"


def test_fields_come_by_position_by_name_and_by_default() -> None:
    assert Point(1) == Point(1, 0, "", []) == Point(x=1)
    assert Point(1, place="here").place == "here"
    assert Named(1, name="a").name == "a"
    assert [f.name for f in fields(Named)] == ["x", "y", "place", "notes", "name"]  # type: ignore[arg-type]


def test_default_factories_make_a_value_each_time() -> None:
    assert Point(1).notes is not Point(1).notes


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, "", [], 5), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((), {"y": 2})],
)
def test_wrong_arguments_are_refused(values: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Point(*values, **named)  # type: ignore[arg-type]


def test_compared_fields_alone_decide_equality_and_hash() -> None:
    assert Named(1, place="here") == Named(1, place="there")
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)
    with pytest.raises(TypeError):
        hash(Point(1))  # a list is not hashable, as in a dataclass


def test_records_are_frozen_and_replaced() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    assert replace(point, x=2) == Point(2)


def test_match_and_repr() -> None:
    match Named(1, 2):
        case Named(x, y):
            assert (x, y) == (1, 2)
    assert repr(Point(1, 2, "here", [])) == "Point(x=1, y=2, notes=[])"


class Odd:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Odd)

    def __hash__(self) -> int:
        return 1


@record
class Inheriting(Odd):
    x: int


def test_inherited_methods_stay() -> None:
    assert Inheriting(1) == Inheriting(2)
    assert hash(Inheriting(1)) == 1
