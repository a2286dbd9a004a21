"""What the codes of values and laws mean (E03): rows of `table`."""

ROWS = (
    (
        "E0301",
        "a value of the wrong type",
        "Every setting and argument takes values of one kind, for every point of the space: a "
        "distribution "
        "of floats cannot give the units of a layer. A distribution behind `=` is a value of the "
        "wrong type too, since `=` fixes and `~` searches.",
        """
        model {
          GRU(units ~ uniform(32, 128))
          Dense(1)
        }
        """,
        """
        model {
          GRU(units ~ int(32, 128))
          Dense(1)
        }
        """,
    ),
    (
        "E0302",
        "bounds that are reversed or equal",
        "The lower bound of a distribution comes first and lies below the upper one. A value "
        "with a single "
        "possibility is fixed with `=`.",
        """
        model {
          GRU(units ~ quniform(128, 32, 32))
          Dense(1)
        }
        """,
        """
        model {
          GRU(units ~ quniform(32, 128, 32))
          Dense(1)
        }
        """,
    ),
    (
        "E0303",
        "a bound that a logarithm cannot take",
        "Bounds are values, never their logarithms: `loguniform(1e-4, 1e-2)`. So both lie above "
        "zero; with a step, the lower one lies above half a step.",
        """
        train {
          optimizer = Adam(learning_rate ~ loguniform(-9, -4))
          loss      = mse
          epochs    = 5
        }
        """,
        """
        train {
          optimizer = Adam(learning_rate ~ loguniform(1e-4, 1e-2))
          loss      = mse
          epochs    = 5
        }
        """,
    ),
    (
        "E0304",
        "the step does not divide the range",
        "The values of a stepped distribution are a, a+q, ..., b, each with the same mass; both "
        "bounds are "
        "among them. So b - a is a whole number of steps, counted in decimal.",
        """
        model {
          GRU(units ~ quniform(10, 45, 20))
          Dense(1)
        }
        """,
        """
        model {
          GRU(units ~ quniform(10, 50, 20))
          Dense(1)
        }
        """,
    ),
    (
        "E0305",
        "a value outside what the argument allows",
        "Arguments have ranges: a dropout lies in [0, 1], units are at least 1. They hold for "
        "every point of the space; the message shows a point where the value leaves its range.",
        """
        space {
          first ~ int(4, 64)
          depth ~ int(1, 4)
        }
        model {
          repeat depth as i {
            GRU(first // 2 ** i)
          }
          Dense(1)
        }
        """,
        """
        space {
          first ~ int(4, 64)
          depth ~ int(1, 4)
        }
        model {
          repeat depth as i {
            GRU(max(first // 2 ** i, 1))
          }
          Dense(1)
        }
        """,
    ),
    (
        "E0306",
        "a default or start point outside its distribution, or against a `require`",
        "First points are tried before anything is searched. Each value is one that its "
        "distribution can "
        "give, and each point satisfies every `require`.",
        """
        model {
          GRU(units ~ quniform(32, 128, 32, default = 48))
          Dense(1)
        }
        """,
        """
        model {
          GRU(units ~ quniform(32, 128, 32, default = 64))
          Dense(1)
        }
        """,
    ),
    (
        "E0307",
        "an option stands twice",
        "The options of a choice have equal mass, so each stands once; two are the same where "
        "type and value are. `weighted(16: 2, 32: 1)` gives one more mass than another.",
        """
        train {
          optimizer  = adam
          loss       = mse
          epochs     = 5
          batch_size ~ choice(16, 32, 16)
        }
        """,
        """
        train {
          optimizer  = adam
          loss       = mse
          epochs     = 5
          batch_size ~ weighted(16: 2, 32: 1)
        }
        """,
    ),
    (
        "E0308",
        "a required argument or setting is missing",
        "Some arguments and settings have no default: the units of a layer, the loss, the "
        "objective. A setting that is missing is reported at the name of its block.",
        """
        model {
          GRU()
          Dense(1)
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
        "W0301",
        "something could be neither proven nor refuted",
        "The space is split into boxes until each is proven or a point is found that fails. Where "
        "a stated number of boxes does not suffice, this warning says so; a run may still meet a "
        "configuration that fails, and records it as a failed trial.",
        """
        space {
          a ~ uniform(0, 1)
          b = a * (1 - a) - a + a ** 2
        }
        model {
          GRU(32, dropout = b)
          Dense(1)
        }
        """,
        """
        space {
          a ~ uniform(0, 1)
          b = min(max(a * (1 - a) - a + a ** 2, 0), 0.5)
        }
        model {
          GRU(32, dropout = b)
          Dense(1)
        }
        """,
    ),
)
