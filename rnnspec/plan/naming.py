"""Names of layers in Keras: the spec's labels, made unique.

In: the study's model. Out: for each labelled owner the pattern of its Keras name. Keras numbers
unlabelled layers by itself (`dense`, `dense_1`), refuses a name twice, and TensorFlow refuses
brackets and a leading underscore.
"""

import re

from rnnspec.plan.kinds import possible_kinds
from rnnspec.study.model import Layer, walk_body
from rnnspec.study.study import Study
from rnnspec.words import snake_case

GIVEN_BY_KERAS = frozenset(
    {"input_layer", "add", "concatenate", "multiply", "average", "maximum", "bidirectional"}
)


def layer_names(study: Study) -> dict[str, str]:
    """The pattern of the Keras name, with `{}` for each turn, by labelled owner."""
    automatic = set(GIVEN_BY_KERAS)
    owners = []
    layers = (node for node in walk_body(study.model) if isinstance(node, Layer))
    for layer in layers:
        if layer.labelled:
            owners.append(layer.owner)
        else:
            automatic.update(snake_case(kind) for kind in possible_kinds(layer.kind, study.space))
    taken: set[str] = set()
    names: dict[str, str] = {}
    for owner in sorted(set(owners), key=lambda o: "{}" in o):  # the fixed names first
        name = re.sub(r"[.\[]", "_", owner.replace("]", ""))
        if name.startswith("_"):
            name = "layer" + name
        while _key(name, "{}" in owner) in taken or _stem(name) in automatic:
            name += "_layer"
        taken |= {name, _key(name, True)} if "{}" not in owner else {_key(name, True)}
        names[owner] = name
    return names


def _key(name: str, open_numbers: bool) -> str:
    """The name, with every number left open so that `middle_{}` meets `middle_0`."""
    return re.sub(r"\d+|\{\}", "#", name) if open_numbers else name


def _stem(name: str) -> str:
    return re.sub(r"_(\d+|\{\})$", "", name)
