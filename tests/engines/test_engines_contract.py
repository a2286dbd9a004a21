"""What every engine promises, for every algorithm."""

from collections.abc import Callable

import pytest
from spaces import CONDITIONAL, CONSTRAINED, FINITE, IMPOSSIBLE, LAWS, one_of_each

from rnnspec.engines.contract import Engine, Exhausted, Told, Unsupported
from rnnspec.engines.table import ENGINES, make_engine
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import NothingSatisfies
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space

Make = Callable[..., Engine]
ALGORITHMS = [(row, algorithm) for row in ENGINES for algorithm in row.algorithms]
ids = [f"{row.name}-{algorithm}" for row, algorithm in ALGORITHMS]


@pytest.fixture(params=ALGORITHMS, ids=ids)
def make(request: pytest.FixtureRequest) -> Make:
    row, algorithm = request.param
    # A short start-up: the model, not its random beginning, is held to the contract.
    arguments = (("startup", 4),) if algorithm == "tpe" else ()

    def made(space: Space, seed: int = 0, history: tuple[Told, ...] = ()) -> Engine:
        return make_engine(row, space, Named(algorithm, arguments), seed, history)

    return made


def _laws(make: Make) -> Space:
    try:
        space = one_of_each(LAWS)
        make(space)
    except Unsupported:
        space = one_of_each({name: law for name, law in FINITE.items() if law.size < 1000})
    return space


def _search(
    engine: Engine,
    trials: int,
    score: Callable[[Configuration], float | None],
    first: int = 1,
) -> list[dict[str, Value]]:
    asked = []
    for number in range(first, first + trials):
        try:
            configuration = engine.ask(number)
        except Exhausted:
            break
        asked.append(configuration)
        loss = score(configuration)
        engine.tell(number, configuration, None if loss is None else (loss,))
    return asked


def _size(configuration: Configuration) -> float:
    """A score that every configuration has."""
    return float(len(repr(sorted(configuration.items(), key=repr))))


def _is_plain(value: Value) -> bool:
    if type(value) is tuple:
        return all(_is_plain(item) for item in value)
    return type(value) in (bool, int, float, str, type(None))


def test_values_are_the_laws_own(make: Make) -> None:
    space = _laws(make)
    for configuration in _search(make(space), 12, _size):
        assert list(configuration) == [h.name for h in space.hyperparameters]
        for hyperparameter in space.hyperparameters:
            value = configuration[hyperparameter.name]
            assert hyperparameter.law.contains(value)
            assert _is_plain(value)
            coerced = hyperparameter.law.coerce(value)
            assert (type(coerced), coerced) == (type(value), value)


def test_exactly_the_active_values_are_proposed(make: Make) -> None:
    asked = _search(make(CONDITIONAL, seed=3), 40, _size)
    assert {"dense.units" in configuration for configuration in asked} == {True, False}
    for configuration in asked:
        depth = configuration["depth"]
        assert isinstance(depth, int)
        expected = {"depth", "head"} | {f"layer[{turn}].units" for turn in range(depth)}
        if configuration["head"] == "mixed":
            expected.add("dense.units")
            if configuration["dense.units"] == 16:
                expected.add("rate")
        assert set(configuration) == expected


def test_constraints_hold(make: Make) -> None:
    asked = _search(make(CONSTRAINED), 30, _size)
    assert len(asked) == 30
    for configuration in asked:
        first, second = configuration["first"], configuration["second"]
        assert isinstance(first, int)
        assert isinstance(second, int)
        assert second < first
        assert first + second <= 20


def test_what_cannot_be_satisfied_ends_the_search(make: Make) -> None:
    with pytest.raises((NothingSatisfies, Exhausted)):
        make(IMPOSSIBLE).ask(1)


def test_failed_trials_are_welcome(make: Make) -> None:
    engine = make(CONDITIONAL)
    failing = iter([None, 1.0, None, 2.0] * 10)
    assert len(_search(engine, 20, lambda _: next(failing))) == 20


def test_a_search_of_failures_alone_goes_on(make: Make) -> None:
    assert len(_search(make(CONDITIONAL), 12, lambda _: None)) == 12


def test_several_may_be_asked_for_before_one_is_told(make: Make) -> None:
    engine = make(CONDITIONAL)
    batch = [engine.ask(number) for number in range(1, 7)]
    assert len({repr(configuration) for configuration in batch}) > 1
    for number, configuration in enumerate(batch, 1):
        engine.tell(number, configuration, (_size(configuration),))
    engine.ask(7)


def test_one_seed_is_one_search(make: Make) -> None:
    once = _search(make(CONDITIONAL, seed=5), 10, _size)
    assert _search(make(CONDITIONAL, seed=5), 10, _size) == once


def test_a_search_goes_on_from_its_history(make: Make) -> None:
    whole = _search(make(CONDITIONAL, seed=5), 14, _size)
    history = tuple(Told(number, told, (_size(told),)) for number, told in enumerate(whole[:8], 1))
    assert _search(make(CONDITIONAL, seed=5, history=history), 6, _size, first=9) == whole[8:]


def test_what_it_never_proposed_may_be_told(make: Make) -> None:
    engine = make(CONDITIONAL)
    engine.tell(1, {"depth": 0, "head": "plain"}, (3.0,))
    engine.tell(2, {"depth": 1, "layer[0].units": 8, "head": "mixed", "dense.units": 4}, None)
    assert _search(engine, 6, _size, first=3)


def test_a_space_without_hyperparameters_has_one_configuration(make: Make) -> None:
    assert _search(make(Space()), 1, _size) == [{}]
