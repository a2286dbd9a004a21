"""The study: everything that a spec means, and nothing of how it was written."""

from dataclasses import dataclass

from rnnspec.study.data import Data
from rnnspec.study.model import Body, CustomLayer
from rnnspec.study.search import Search
from rnnspec.study.space import Space
from rnnspec.study.training import Training


@dataclass(frozen=True)
class Study:
    """A checked spec. It cannot express an invalid program; spans are carried, never compared."""

    data: Data
    space: Space
    model: Body
    train: Training
    search: Search
    custom: tuple[CustomLayer, ...] = ()
    version: int = 1
