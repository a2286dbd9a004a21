"""What the codes of search (E05) and of data (E06) mean: rows of `table`."""

ROWS = (
    (
        "E0501",
        "an objective that is not measured, or does not suit the target",
        "Measured are `val_loss`, `val_` and any metric that suits the target, and `parameters`. "
        "An objective says which side is better: `minimize(...)` or `maximize(...)`.",
        """
        search {
          objective = maximize(val_accuracy)
          algorithm = random
          trials    = 10
        }
        """,
        """
        search {
          objective = minimize(val_rmse)
          algorithm = random
          trials    = 10
        }
        """,
    ),
    (
        "E0502",
        "an algorithm, pruner or feature that is unknown or not to be had",
        "The algorithms are random, grid, tpe, gp, forest, gbrt, anneal, cmaes, nsga2 and "
        "hyperband. Not every target and engine has each, and a grid needs distributions with a "
        "list of "
        "values; what is lacking is said before anything runs.",
        """
        search {
          objective = minimize(val_loss)
          algorithm = bayes
          trials    = 10
        }
        """,
        """
        search {
          objective = minimize(val_loss)
          algorithm = tpe
          trials    = 10
        }
        """,
    ),
    (
        "E0503",
        "constraints that nothing satisfies",
        "It is proven that no configuration satisfies the `require`s of `space`: every draw would "
        "be thrown away.",
        """
        space {
          a ~ int(8, 16)
          b ~ int(32, 64)
          require a > b
        }
        model {
          GRU(a)
          GRU(b)
          Dense(1)
        }
        """,
        """
        space {
          a ~ int(8, 64)
          b ~ int(32, 64)
          require a > b
        }
        model {
          GRU(a)
          GRU(b)
          Dense(1)
        }
        """,
    ),
    (
        "E0504",
        "settings that cannot stand together",
        "Each of the settings is right by itself, but together they contradict each other, or "
        "would compare unlike things: losses of different kinds have no common scale.",
        """
        train {
          optimizer = adam
          loss      ~ choice(mse, mae)
          epochs    = 5
        }
        search {
          objective = minimize(val_loss)
          algorithm = random
          trials    = 10
        }
        """,
        """
        train {
          optimizer = adam
          loss      ~ choice(mse, mae)
          epochs    = 5
        }
        search {
          objective = minimize(val_rmse)
          algorithm = random
          trials    = 10
        }
        """,
    ),
    (
        "W0503",
        "few configurations satisfy the constraints",
        "Configurations that break a `require` are drawn again. Where under one draw in a hundred "
        "satisfies them all, drawing is slow and an engine learns little; a dependent range "
        "written as a share needs no constraint.",
        """
        space {
          a ~ int(1, 1000)
          b ~ int(1, 1000)
          require b == a
        }
        model {
          GRU(a)
          GRU(b)
          Dense(1)
        }
        """,
        """
        space {
          a ~ int(1, 1000)
          b = a
        }
        model {
          GRU(a)
          GRU(b)
          Dense(1)
        }
        """,
    ),
    (
        "E0601",
        "a file that is not there or cannot be read",
        "Paths are relative to the spec. The message says what the system says of the file.",
        """
        data {
          source = csv("nowhere.csv", time = Date)
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
        "E0602",
        "a column or array that is not there",
        "Columns are called as the first line of the table calls them, upper and lower case "
        "included; a name that is no plain word is quoted.",
        """
        data {
          source = csv("daily-min-temperatures.csv", time = Date)
          inputs = [temp]
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
        "E0603",
        "a part of the data that holds no window",
        "A window belongs to the part in which its targets lie. For some point of the space not "
        "one window is left for a part: the window is too long, or the part too small.",
        """
        data {
          source = csv("daily-min-temperatures.csv", time = Date)
          inputs = [Temp]
          target = Temp
          window = 3600
          split  = chronological(validation = 0.2)
        }
        """,
        """
        data {
          source = csv("daily-min-temperatures.csv", time = Date)
          inputs = [Temp]
          target = Temp
          window = 28
          split  = chronological(validation = 0.2)
        }
        """,
    ),
    (
        "E0604",
        "values that cannot be used",
        "Missing values under `missing = error`, text that is not encoded, a time that does not "
        "parse or repeats: what would become of them has to be said in the spec, or mended in the "
        "file.",
        """
        data {
          source = csv("pollution.csv")
          inputs = [TEMP, cbwd]
          target = TEMP
          window = 12
          split  = chronological(validation = 0.2)
        }
        """,
        """
        data {
          source = csv("pollution.csv")
          inputs = [TEMP, cbwd]
          target = TEMP
          window = 12
          split  = chronological(validation = 0.2)
          encode = [cbwd]
        }
        """,
    ),
    (
        "W0604",
        "rows that do not stand in the order of time",
        "Rows are put in the order of `time` before windows are cut. A file that stands in another "
        "order, its reverse aside, may be meant in its own: then `time` is another column, or its "
        "values are read otherwise than they were written.",
        """
        data {
          source = csv("trains.csv", time = Arrival)
          inputs = [Delay]
          target = Delay
          window = 4
          split  = chronological(validation = 0.2)
        }
        """,
        """
        data {
          source = csv("trains.csv", time = Departure)
          inputs = [Delay]
          target = Delay
          window = 4
          split  = chronological(validation = 0.2)
        }
        """,
    ),
)
