"""What the codes of the text mean (E01): rows of `table`."""

ROWS = (
    (
        "E0101",
        "an unexpected token, or the end of the file",
        "The text does not follow the grammar at this place. The label says what could have stood "
        "there; where a bracket was never closed, a second label shows where it was opened. "
        "Reading goes on behind the problem, so that all others are found in the same run.",
        """
        train {
          optimizer = adam
          loss      =
          epochs    = 5
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
        "E0102",
        "a character or text encoding that cannot stand there",
        "A spec is UTF-8 text. Names have plain letters, digits and `_`; letters of other scripts "
        "that look like them are told by name. Strings stand between double quotes, on one line, "
        "and may hold any character.",
        """
        data {
          source = csv('daily-min-temperatures.csv', time = Date)
          inputs = [Temp]
          target = Temp
          window = 7
          split  = chronological(validation = 0.2)
        }
        """,
        """
        data {
          source = csv("daily-min-temperatures.csv", time = Date)
          inputs = [Temp]
          target = Temp
          window = 7
          split  = chronological(validation = 0.2)
        }
        """,
    ),
    (
        "E0103",
        "the version line is missing",
        "The first line of a spec names the version of the language that it is written in. It "
        "keeps a spec's meaning when the language grows.",
        """
        data {
          source = random(samples = 40, steps = 5, features = 1)
          split  = random(validation = 0.5)
        }
        """,
        """
        rnnspec 1

        data {
          source = random(samples = 40, steps = 5, features = 1)
          split  = random(validation = 0.5)
        }
        """,
    ),
    (
        "E0104",
        "the version of the language is not known",
        "This rnnspec reads version 1 of the language. A spec of a later version needs a later "
        "rnnspec.",
        "rnnspec 9",
        "rnnspec 1",
    ),
    (
        "E0105",
        "a block stands twice",
        "`data`, `space`, `model`, `train` and `search` stand once each. Their order is free, and "
        "`block` and `use` may stand any number of times.",
        """
        train {
          optimizer = adam
          loss      = mse
          epochs    = 5
        }
        train {
          optimizer = adam
          loss      = mse
          epochs    = 10
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
        "E0106",
        "a needed block is missing, or a block calls itself",
        "A spec needs `data`, `model`, `train` and `search`; only `space` may be left out. A "
        "`block` of layers may call others, but never, over however many steps, itself.",
        """
        block tower(width) {
          GRU(width)
          tower(width)
        }
        model {
          tower(8)
          Dense(1)
        }
        """,
        """
        block tower(width) {
          GRU(width)
          GRU(width)
        }
        model {
          tower(8)
          Dense(1)
        }
        """,
    ),
)
