"""The laws of a target as one writes it in a hurry."""

from rnnspec.distributions.lattice import Lattice
from rnnspec.scripts import hyperopt_space
from rnnspec.scripts.python import literal
from rnnspec.study.space import Space


def law_texts(space: Space) -> dict[str, str]:
    """Hyperopt's own `quniform`, whose ends have half a mass, and exact laws for the rest."""
    texts = hyperopt_space.law_texts(space)
    for hyperparameter in space.hyperparameters:
        law, label = hyperparameter.law, literal(hyperparameter.name)
        if isinstance(law, Lattice):
            drawn = f"hp.quniform({label}, {law.low}, {law.high}, {law.step})"
            texts[hyperparameter.name] = f"scope.int({drawn})"
    return texts
