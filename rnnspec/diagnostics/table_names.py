"""What the codes of names mean (E02): rows of `table`."""

ROWS = (
    (
        "E0201",
        "an unknown block",
        "A spec is made of `data`, `space`, `model`, `train` and `search`, and of any number of "
        "`block name(...) { ... }`.",
        """
        modle {
          GRU(8)
          Dense(1)
        }
        """,
        """
        model {
          GRU(8)
          Dense(1)
        }
        """,
    ),
    (
        "E0202",
        "a setting that is unknown, or not for this kind of data",
        "Each block has its own settings. Tables (`csv`, `parquet`) need `inputs`, `target` and "
        "`window`; arrays (`npz`, `sklearn`, `random`) bring their shapes with them and refuse "
        "these. Of `data`, only `window`, `scale` and `inputs` may be searched.",
        """
        train {
          optimizer = adam
          loss      = mse
          epoch     = 5
        }
        """,
        """
        train {
          optimizer = adam
          loss      = mse
          epochs    = 5
        }
        """,
    ),
    (
        "E0203",
        "an unknown word where the place names a kind",
        "Layers, optimizers, losses, metrics, schedules, callbacks, sources, splits and scalers "
        "have fixed names: those of Keras, or their lower-case aliases.",
        """
        model {
          GRUU(8)
          Dense(1)
        }
        """,
        """
        model {
          GRU(8)
          Dense(1)
        }
        """,
    ),
    (
        "E0204",
        "an unknown or refused argument",
        "Calls take the arguments that Keras gives them, by name or in Keras's order. Refused are "
        "`stateful`, `return_state`, `name` and `dtype`.",
        """
        model {
          GRU(unitz = 8)
          Dense(1)
        }
        """,
        """
        model {
          GRU(units = 8)
          Dense(1)
        }
        """,
    ),
    (
        "E0205",
        "an undefined name, or names that define each other",
        "A bare word is a name of `space`, the count of a `repeat`, a parameter, a fact such as "
        "`window` or `features`, or a word of the vocabulary. The order within `space` is free, "
        "but no value may need itself.",
        """
        space {
          width ~ int(8, 64)
          half  = widht // 2
        }
        model {
          GRU(half)
          Dense(1)
        }
        """,
        """
        space {
          width ~ int(8, 64)
          half  = width // 2
        }
        model {
          GRU(half)
          Dense(1)
        }
        """,
    ),
    (
        "E0206",
        "a name is given twice",
        "Names before `~` share one space of names, whichever block they stand in, because results "
        "and scripts call a hyperparameter by its name alone. Labels of layers are unique too.",
        """
        space {
          size ~ int(8, 64)
          size ~ int(8, 32)
        }
        model {
          GRU(size)
          Dense(1)
        }
        """,
        """
        space {
          size_1 ~ int(8, 64)
          size_2 ~ int(8, 32)
        }
        model {
          GRU(size_1)
          GRU(size_2)
          Dense(1)
        }
        """,
    ),
    (
        "E0207",
        "an unknown distribution, or something that is none after `~`",
        "`~` searches: behind it stands a distribution such as `uniform(0, 0.5)` or "
        "`choice(32, 64)`. `=` fixes a value.",
        """
        model {
          GRU(units ~ [32, 64])
          Dense(1)
        }
        """,
        """
        model {
          GRU(units ~ choice(32, 64))
          Dense(1)
        }
        """,
    ),
    (
        "E0208",
        "a name hides a word of the vocabulary",
        "The vocabulary of a language version is fixed, and a name of the file may not be one of "
        "its words: whoever reads `tanh` can be sure what it means.",
        """
        space {
          tanh ~ int(8, 64)
        }
        model {
          GRU(tanh)
          Dense(1)
        }
        """,
        """
        space {
          width ~ int(8, 64)
        }
        model {
          GRU(width)
          Dense(1)
        }
        """,
    ),
    (
        "W0205",
        "nothing reads a hyperparameter",
        "A hyperparameter of `space` that neither the model nor the training nor a `require` reads "
        "would be searched in vain, so it is left out.",
        """
        space {
          width ~ int(8, 64)
        }
        model {
          GRU(32)
          Dense(1)
        }
        """,
        """
        space {
          width ~ int(8, 64)
        }
        model {
          GRU(width)
          Dense(1)
        }
        """,
    ),
)
