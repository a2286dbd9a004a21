"""A target as one writes it in a hurry: Hyperopt's script with Hyperopt's own lattices."""

from typing import Any

from naive_space import law_texts

from rnnspec.scripts import hyperopt
from rnnspec.scripts.python import literal
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
from rnnspec.study.study import Study


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """Hyperopt's pieces, with other laws."""
    pieces = hyperopt.search_context(study, target, algorithm, shared)
    entries = [f"{literal(name)}: {text}" for name, text in law_texts(study.space).items()]
    return {**pieces, "space": {**pieces["space"], "entries": entries}}
