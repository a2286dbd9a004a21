"""100,000 draws of each law; not in the fast ring."""

from typing import Any

import pytest
from laws import LAWS, declared_laws, drawn_values, verify_law

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def values() -> dict[str, list[Any]]:
    return drawn_values(declared_laws(), 100_000, seed=17)


@pytest.mark.parametrize("name", LAWS)
def test_a_law_has_exactly_its_masses(name: str, values: dict[str, list[Any]]) -> None:
    verify_law(name, values[name])
