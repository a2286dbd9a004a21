"""What the codes of shapes mean (E04): rows of `table`."""

ROWS = (
    (
        "E0401",
        "a layer gets a tensor of the wrong rank",
        "A recurrent layer reads a sequence: samples, steps, features. Whether the layer before it "
        "hands on a sequence is inferred, unless `return_sequences` is written out. Every branch "
        "and depth is followed.",
        """
        model {
          GRU(32, return_sequences = false)
          GRU(32)
          Dense(1)
        }
        """,
        """
        model {
          GRU(32)
          GRU(32)
          Dense(1)
        }
        """,
    ),
    (
        "E0402",
        "the output does not fit the target",
        "The last layer gives what the target has: one value for each target and step of the "
        "horizon, one unit for each class, 1 for a binary loss. A model that predicts at every "
        "step writes `return_sequences = true` at its last recurrent layer.",
        """
        model {
          GRU(32)
          Dense(3)
        }
        """,
        """
        model {
          GRU(32)
          Dense(1)
        }
        """,
    ),
    (
        "E0403",
        "a dimension shrinks to nothing",
        "Convolutions and pooling shorten a sequence. For some point of the space nothing is left "
        "of it; the message shows which.",
        """
        model {
          repeat depth ~ int(1, 6) {
            Conv1D(8, 3)
          }
          GRU(8)
          Dense(1)
        }
        """,
        """
        model {
          repeat depth ~ int(1, 6) {
            Conv1D(8, 3, padding = same)
          }
          GRU(8)
          Dense(1)
        }
        """,
    ),
    (
        "E0404",
        "shapes that cannot be merged",
        "`add`, `multiply`, `average` and `maximum` need branches of the same shape; `concat` "
        "joins branches of any width, but of one rank and length. `residual` projects where widths "
        "differ, never where ranks or lengths do.",
        """
        model {
          parallel(merge = add) {
            left:  { GRU(8) }
            right: { LSTM(16) }
          }
          Dense(1)
        }
        """,
        """
        model {
          parallel(merge = concat) {
            left:  { GRU(8) }
            right: { LSTM(16) }
          }
          Dense(1)
        }
        """,
    ),
)
