"""The layers beyond Keras's own: their arguments, as `generated_layers` has Keras's.

In: the generated LSTM and batch normalisation, whose arguments these share. Out: `OWN`.
"""

from rnnspec.catalog.generated_layers import LAYERS
from rnnspec.catalog.rows import Entry

OWN: dict[str, Entry] = {
    "PeepholeLSTM": (
        "A long short-term memory whose gates also read the cell's state (Gers et al. 2002).",
        (),
        tuple(p for p in LAYERS["LSTM"][2] if p[0] != "unroll"),
    ),
    "RecurrentBatchNormalization": (
        "Batch normalisation of a sequence, over batch and time.",
        (),
        tuple(
            p
            for p in LAYERS["BatchNormalization"][2]
            if p[0] in ("momentum", "epsilon", "center", "scale")
        ),
    ),
    "LastStep": ("The last step of a sequence.", (), ()),
}
