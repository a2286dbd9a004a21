"""Small studies, written by hand, that train in a second."""

from dataclasses import replace

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.source import Span
from rnnspec.study.data import Data, Random, Split
from rnnspec.study.expressions import Const, Expr, Make, Ref
from rnnspec.study.model import CustomLayer, Layer
from rnnspec.study.search import FirstPoint, Named, Objective, Search
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.study.training import Training

RATE = "learning_rate"
GRU_PLACE = Span(120, 140)


def gru_study(
    *,
    trials: int = 3,
    rate: Expr | None = None,
    objectives: tuple[Objective, ...] = (Objective("val_MeanAbsoluteError"),),
    first: tuple[dict[str, int | float], ...] = (),
    extra: tuple[Layer, ...] = (),
    custom: tuple[CustomLayer, ...] = (),
    epochs: int = 2,
) -> Study:
    """A GRU and a Dense layer on random data: units and learning rate are searched."""
    return Study(
        data=Data(
            source=Random(samples=60, steps=4, features=2),
            split=Split("chronological", 0.25, 0.25),
            window=Const(4),
            horizon=0,
            rows=60,
            features=Const(2),
            target_shape=(1,),
        ),
        space=Space(
            (
                Hyperparameter("gru.units", Lattice(4, 16, 4)),
                Hyperparameter(RATE, Uniform(1e-4, 1e-2, log=True)),
            )
        ),
        model=(
            Layer(
                Const("GRU"),
                (("units", Ref("gru.units")),),
                owner="gru",
                span=GRU_PLACE,
            ),
            *extra,
            Layer(Const("Dense"), (("units", Const(1)),), owner="dense"),
        ),
        train=Training(
            optimizer=Make("Adam", ((RATE, rate or Ref(RATE)),)),
            loss=Make("MeanSquaredError"),
            epochs=Const(epochs),
            batch_size=Const(16),
            metrics=("MeanAbsoluteError",),
        ),
        search=Search(
            objectives=objectives,
            algorithm=Named("random"),
            trials=trials,
            seed=7,
            first_points=tuple(FirstPoint(tuple(point.items())) for point in first),
        ),
        custom=custom,
    )


def with_choice(study: Study, name: str, *options: bool | int | str) -> Study:
    """The study with a further choice in its space."""
    space = replace(
        study.space,
        hyperparameters=(*study.space.hyperparameters, Hyperparameter(name, Choice(options))),
    )
    return replace(study, space=space)
