"""20,000 draws of each distribution; not in the fast ring."""

from typing import Any

import pytest
from every_distribution import (
    DISTRIBUTIONS,
    declared_distributions,
    drawn_values,
    verify_distribution,
)

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def values() -> dict[str, list[Any]]:
    return drawn_values(declared_distributions(), 20_000, seed=17)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_has_exactly_its_masses(name: str, values: dict[str, list[Any]]) -> None:
    verify_distribution(name, values[name])
