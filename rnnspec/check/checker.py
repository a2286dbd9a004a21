"""From a syntax tree to an analysis: the stages of checking, in order.

In: the tree of a file, and a reader of profiles of its data. Out: an `Analysis`, with a `Study`
where the file is not refused. It opens no file itself and imports no Keras.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from rnnspec.check.analysis import Analysis
from rnnspec.check.arrays import verify_one_class
from rnnspec.check.columns import ProfileReader
from rnnspec.check.context import Context
from rnnspec.check.data import SETTINGS as DATA_SETTINGS
from rnnspec.check.data import lower_data, read_data_settings
from rnnspec.check.firsts import lower_first_points, note_first_points
from rnnspec.check.hyperparameters import build_space
from rnnspec.check.layers import layer_row
from rnnspec.check.model import declare_names, lower_model
from rnnspec.check.proof import check_proof
from rnnspec.check.scope import Namespace, Place
from rnnspec.check.search import SETTINGS as SEARCH_SETTINGS
from rnnspec.check.search import lower_search, verify_grid, verify_zeros
from rnnspec.check.sections import Sections, check_sections
from rnnspec.check.settings import Settings, read_settings, verify_given
from rnnspec.check.space import declare_space, lower_constraints, lower_space
from rnnspec.check.train import (
    LENGTHS,
    lower_lengths,
    lower_loss,
    lower_training,
    train_namer,
    verify_one_weight,
)
from rnnspec.check.train import SETTINGS as TRAIN_SETTINGS
from rnnspec.diagnostics.diagnostic import Problems
from rnnspec.diagnostics.foreign import in_known_words
from rnnspec.proof.sequences import infer_sequences
from rnnspec.source import Source
from rnnspec.study.data import Table
from rnnspec.study.model import Body
from rnnspec.study.study import Study
from rnnspec.syntax import tree


def check_file(
    file: tree.File,
    source: Source,
    problems: Problems,
    reader: ProfileReader,
    read_text: Callable[[str], str],
) -> Analysis:
    """What a file means, and what was noted on the way; `problems` holds those of its text."""
    scope = Namespace()
    context = Context(problems, read_text, scope, Place(scope))
    study = _check(context, file, source, reader)
    return Analysis(
        source,
        study,
        in_known_words(problems.sorted(), source.text),
        file,
        tuple(sorted(context.symbols.values(), key=lambda symbol: symbol.span)),
        context.references,
        tuple(context.expected),
    )


def _check(
    context: Context, file: tree.File, source: Source, reader: ProfileReader
) -> Study | None:
    """The study that a file means; None where it has errors."""
    problems = context.problems
    sections = check_sections(context, file)
    settings = _read_all_settings(context, sections)
    context = context.naming(train_namer(sections))
    read = _read_by_name(context, settings)
    if sections.model is not None:
        declare_names(context, sections.model.body)
    if sections.space is not None:
        declare_space(context, sections.space)
        lower_space(context, sections.space, read, after_data=False)
    loss = lower_loss(context, settings["train"])
    lengths = lower_lengths(context, settings["train"])
    data = lower_data(context, settings["data"], loss, settings["search"], reader)
    if sections.space is not None:
        lower_space(context, sections.space, read, after_data=True)
    if data is not None:
        verify_one_class(context, data, settings["data"], settings["train"])
    training = lower_training(context, settings["train"], loss, lengths)
    verify_one_weight(context, settings["train"], settings["data"])
    model: Body = ()
    if sections.model is not None:
        model = lower_model(context, sections.model.body)
    lower_constraints(context, sections.items(tree.Require, "space"), source.text)
    search = lower_search(context, settings["search"], loss, data, training)
    if training is not None and search is not None:
        verify_zeros(context, training, search)
    space = build_space(context, model, training, data)
    model = infer_sequences(model, space, partial(layer_row, context))
    is_whole = sections.model is not None and not sections.model.incomplete
    output = check_proof(context, space, model, data if is_whole else None, loss)
    starts = tuple(sections.items(tree.Start, "search"))
    note_first_points(context, starts)
    if search is not None:
        verify_grid(context, search.algorithm, space)
    if data is None or training is None or search is None or problems.has_errors:
        return None
    if isinstance(data.source, Table) and not loss.is_class and output is not None:
        data = replace(data, target_shape=output)
    study = Study(data, space, model, training, search, tuple(context.custom.values()))
    points = lower_first_points(context, study, starts)
    study = replace(study, search=replace(search, first_points=points))
    return None if problems.has_errors else study


def _read_all_settings(context: Context, sections: Sections) -> dict[str, Settings]:
    known = {"data": DATA_SETTINGS, "train": TRAIN_SETTINGS, "search": SEARCH_SETTINGS}
    places = {name: block for block, settings in known.items() for name in settings}
    found = {
        "train": read_settings(context, sections.train, TRAIN_SETTINGS, places),
        "search": read_settings(context, sections.search, SEARCH_SETTINGS, places),
    }
    verify_given(context, found["train"], TRAIN_SETTINGS.values())
    verify_given(context, found["search"], SEARCH_SETTINGS.values())
    found["data"] = read_data_settings(context, sections.data, found["search"], places)
    return found


def _read_by_name(context: Context, settings: Mapping[str, Settings]) -> dict[str, tree.Setting]:
    """The settings of data and train that expressions may read; searched ones are noted."""
    for block in ("data", "train"):
        for name, setting in settings[block].by_name.items():
            if setting.mark == "~":
                context.searched_settings[name] = setting.name.span
    both = {**settings["data"].by_name, **settings["train"].by_name}
    for name in ("window", "horizon", *LENGTHS):
        if name in both:
            kind = "hyperparameter" if both[name].mark == "~" else "setting"
            context.symbol(both[name].name, kind)
    return {name: both[name] for name in ("window", *LENGTHS) if name in both}
