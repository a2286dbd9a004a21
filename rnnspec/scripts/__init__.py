"""Targets: a study rendered as a standalone script for a library of one's own choice.

A target proposes flat `values`, hands scores back, and drives the loop; all else is shared text.

1. A row of `table.TARGETS`: what it is called, what it can do, what its scripts may import: a
   script imports what its text reads. "Cannot" is a value in the row.
2. A module with `search_context(study, target, algorithm, shared) -> dict`. `shared` holds what
   `shared` and `searching` printed: `plan`, `names`, `objectives`, `constraints` (expressions of
   `values`), `trials`, `timeout`, `seed`. It hands back the pieces of its own template, and may set
   `packages`, `libraries` and `further_options` of the command line. It is asked twice: a draft
   tells which functions, imports and derived values the script reads, and which names it has, so
   that derived values are called otherwise.
3. In that module `draw(shape, label)`, the call that draws a number of a shape of
   `distributions.encoding`, None for shapes that the library lacks, and `read(encoding, x)` where
   that number needs a word more. Values are made of it by the text that distributions have
   (`draws`). A call that is new needs a row in the closed forms of the tests.
4. A template that extends `script.jinja`. Its block `space` declares what may be proposed, its
   block `search` defines `search(run_trial, options)`, which
   - proposes at most `options.trials` configurations, seeded by `options.seed`, the first points
     before all others, within `timeout` seconds where there are any;
   - asks again where `is_allowed(values)` (there if `constraints`) is false: that is no trial;
   - calls `run_trial(values)` for each: active values alone, in the spec's order, of the types
     of their distributions. It prints, keeps the best, and returns the scores by their keys
     (`objective.key`), or None where the trial failed, which the library must be told as a
     failure, never as a number. What was tried before is not trained again but counts as a trial.
     Where `prunes`, it takes `report(epoch, scores)`, called after each epoch; True ends the
     training. Where hyperband has `rungs`, it takes the number of epochs;
   - may leave a picture of the library's own in `options.out`.
   A library that trains in processes of its own sets `jobs`: `search(run_trial, data_of, options)`
   has each split (a fold, a repeat) of a configuration trained on `data_of(values, split)`, by
   `options.jobs` at a time, and hands the means to `run_trial(values, scores)`, None for a failure.
"""
