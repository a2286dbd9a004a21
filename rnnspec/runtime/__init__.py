"""What scripts and workers share: plain functions from a data file to a score.

A generated script carries exactly the functions that it needs, as they stand here; workers
import them. Files import NumPy, pandas and Keras alone, siblings by bare name, and keep
no state. This module imports nothing.

A forecaster's data is prepared by a chain of them:

    table = sort_by_time(read_csv(path, ["Date", "Temp"]), "Date")
    check_complete(table)
    values = numbers(table, ["Temp"])
    validation, test = part_bounds(len(values), validation=0.15, test=0.15)
    scaler = fit_standard(values[:validation])
    scaled = scale(values, scaler)
    ends = window_ends(validation, test, window=10, horizon=1)
    x, y = cut_windows(scaled, ends, 10), cut_targets(scaled, ends, 1)

| file | function | what it does |
| --- | --- | --- |
| texts | read_table(path, columns, separator=",", text=(), *, decimal=".", ...) | as they come |
| | column_names(path, separator=",", ...) | the names of the columns |
| | rows_of(lines, separator) | the rows of a text, with their lines |
| | open_text(path, separator=",", comment=None, encoding=None, ...) | a text, and what parts it |
| | blank_rows(lines, separator, firsts, header) | a text without rows that begin with a cell |
| | open_unpacked(path) | the bytes of a file that may be packed |
| | bare_numbers(column, decimal, thousands, ignore="") | numbers from text such as `$1,234.5` |
| files | find_files(path), file_label(path) | the files that fit a path; what one is called |
| tables | read_csv(path, columns, separator=",", text=()) | columns of a CSV file |
| | read_parquet(path, columns, text=()) | columns of a Parquet file |
| | from_arrow(name, column, text) | a column of it as pandas holds it |
| | join_files(files, tables) | the rows of several files |
| | join_times(table, columns) | the times of several columns |
| | begin_intervals(table, time) | where each of its intervals begins |
| | join_groups(table, columns) | the groups of several columns |
| | parse_times(column, format="ISO8601") | numbers, or moments in UTC |
| | sort_by_time(table, time, group=None, format="ISO8601") | in time order; refuses repeats |
| | merge_repeats(table, time, keep, group=None, format="ISO8601") | one row for a time |
| | parse_numbers(column) | numbers, and where none stands |
| | numbers(table, columns) | (rows, columns) of float64, NaN where missing |
| grid | put_on_grid(table, time, step, group=None, format="ISO8601") | a row for every step |
| | group_numbers(table, group) | the number of each row's group |
| | grid_places(times, groups, step) | steps from a group's first row, NaN off the grid |
| | grid_sizes(places, groups), is_sparse(sizes, rows) | rows of each grid; too many of them |
| | grid_times(times, firsts, places, step) | the times of rows of a grid |
| | step_length(step) | a step as times differ by it |
| | step_months(step), month_numbers(times) | a step of months; months and days in them |
| | write_times(moments, like, format="ISO8601") | times as a column writes them |
| formats | read_feather(path, columns, text=()) | columns of a Feather file |
| | feather_names(path), jsonl_names(path), sqlite_names(path, query) | their names |
| | read_jsonl(path, columns, text=()) | members of JSON objects, one a line |
| | from_table(path, table, columns, text) | columns of a table of Arrow |
| | read_sqlite(path, columns, query, text=()) | columns that a query finds |
| | read_excel(path, columns, text=(), sheet=None) | columns of a sheet |
| | read_sheet(path, sheet=None) | its names and its rows |
| | open_database(path) | a database that can only be read |
| | from_values(name, values, text) | a column of values |
| datasets | read_npz(path, x, y) | two arrays; never unpickles |
| | read_digits() | scikit-learn's digits |
| | random_arrays(samples, steps, features, seed) | uniform x and y |
| encode | class_numbers(values, classes) | number of each value, NaN where missing |
| | one_hot(numbers, classes) | rows of 0 and 1, NaN where missing |
| | balanced_weights(classes) | class weights for `fit` |
| missing | count_missing(table) | gaps by column, for the report |
| | check_complete(table), check_finite(values) | `missing = error` |
| | keep_known(ends, values, first, last) | ends t with rows t+first..t+last known |
| | fill_forward(values) | the last known value, by row |
| | fill_forward_in_groups(values, groups) | the same, inside each group |
| | known_samples(x, y) | which samples of arrays miss nothing |
| | fill_steps_forward(x) | the last known value, inside each sample |
| | hold_columns(x, columns) | the last known class, inside each window |
| | fill_inside(x) | lines between a window's own known steps |
| bounds | part_bounds(rows, validation, test) | rows at which validation and test begin |
| | counted_bounds(rows, validation, test) | the same, where a part is a number of rows |
| | expanding_folds(rows, folds) | (begin, end) of each fold's validation rows |
| division | mark_in_time(table, validation, test, time=None, group=None, ...) | each row's part |
| | mark_groups(labels, validation, test) | the same, where whole groups are held back |
| | put_behind(table, other) | both, and the row at which the other begins |
| | keep_apart(labels, begin) | groups of rows, others from a row on |
| | part_after_part(table, parts) | the table by parts, and where these begin |
| | read_moment(text, times, format="ISO8601") | a time in words |
| parts | shuffled_order(samples, seed) | order of a random split |
| | stratified_order(classes, seed) | order of a stratified split |
| | crossing_folds(order, folds) | (train, validation) samples of each fold |
| scalers | fit_standard, fit_minmax, fit_robust, fit_none (values) | (centre, spread) |
| | nonzero_spread(spread, columns) | the spread to divide by |
| | set_bounds(scaler, bounds) | given bounds by column number |
| | scale(values, scaler), unscale(values, scaler) | there and back |
| | write_scaler(scaler), read_scaler(written) | as JSON holds one |
| | hide_padding(x, value), keep_padding(scaled, x, value) | steps that a mask leaves out |
| | repeat_scaler(scaler, horizon) | for y of several targets and steps ahead |
| windows | window_ends(first, last, window, horizon) | last input row of each window |
| | gather_groups(labels) | (rows, groups): groups brought together |
| | group_window_ends(rows, groups, first, last, window, horizon) | ends by group |
| | keep_every(ends, groups, stride) | every so many ends of each group |
| | cut_windows(values, ends, window) | x: (n, window, columns) float32 |
| | cut_targets(values, ends, horizon) | y: (n, horizon * columns) float32 |
| | LazyArray(cut, ends) | an array whose rows are cut when they are asked for |
| layers | PeepholeLSTM, RecurrentBatchNormalization, LastStep | layers beyond Keras |
| training | trial_seed(seed, *counters) | a trial's own seed |
| | seed_everything(seed) | weights, dropout and batches follow from it |
| | count_steps(samples, batch_size) | optimizer steps of an epoch |
| | fit_model(model, train, validation, *, epochs, batch_size, callbacks, ...) | with weights |
| | AfterEpoch(report) | callback: report(epoch, logs) from 1; True stops |
| | epochs_kept(history, callbacks) | epochs behind the weights handed back |
| batches | Batches(arrays, batch_size, shuffled=False) | its batches, in an order for each epoch |
| | fit_batches(model, train, validation, *, epochs, batch_size, callbacks, ...) | the same |
| | predict_batches(model, x), evaluate_batches(model, x, y) | as `metrics` does of arrays |
| metrics | predict(model, x) | predictions in the model's units |
| | sigmoid(raw), as_shares(raw, model) | logits as shares of 1; where the loss reads them |
| | measure(metric, truth, predicted) | a Keras metric over a part |
| | evaluate_loss(model, x, y) | `loss` as training sees it |
| baselines | naive_forecast(targets, ends, horizon) | the last value |
| | seasonal_forecast(targets, ends, horizon, season) | the value a season before |
| | seasonal_in_groups(targets, groups, ends, horizon, season) | a season, group by group |
| | mean_forecast(train_y, samples) | the mean of train |
| | majority_class(train_classes, classes, samples) | the commonest class |
"""
