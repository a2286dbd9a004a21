"""The study: everything that a spec means, and nothing of how it was written."""

from rnnspec.record import record
from rnnspec.study.data import Data
from rnnspec.study.model import Body, CustomLayer
from rnnspec.study.search import Search
from rnnspec.study.space import Space
from rnnspec.study.training import Training


@record
class Study:
    """A checked spec. It cannot express an invalid program; spans are carried, never compared."""

    data: Data
    space: Space
    model: Body
    train: Training
    search: Search
    custom: tuple[CustomLayer, ...] = ()
    version: int = 1
