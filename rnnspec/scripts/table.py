"""The targets: what each of them can say, and what it cannot.

In: nothing but this table; `refusals` takes a study. Out: rows, and a diagnostic for each thing of
a study that a target lacks, at its place, with the nearest thing that it has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.search import grid_of_continuous, lacking
from rnnspec.source import Span
from rnnspec.study.expressions import Const, Value
from rnnspec.study.search import Named
from rnnspec.study.study import Study


@dataclass(frozen=True)
class Target:
    """A kind of script: what its part consists of, and what it can do.

    `title` is what readers call it, `part` what the module that prints its part and its template
    are called where that is not its name, `libraries` the modules that every script imports,
    `imports` names of modules that it imports where it reads them, `packages` what brings them all.
    `algorithms` and `pruners` are those that its library has, by the language's names, with the
    names of their arguments there; `nearest` names the algorithm in place of one that it lacks,
    where that is not its first, `implied` the values of arguments that an algorithm does not take
    because they are what it does anyway. `conditions` and `constraints` tell in words what becomes
    of them, `rungs` whether hyperband says beforehand how long a trial trains instead of ending it.
    `inexact` are the distributions that it does not draw as the language has them, by the word that
    writes them, with what it draws instead. What it cannot do is False.
    """

    name: str
    title: str
    libraries: tuple[str, ...]
    packages: tuple[str, ...]
    algorithms: dict[str, dict[str, str]]
    conditions: str
    constraints: str
    part: str = ""
    imports: dict[str, str] = field(default_factory=dict)
    nearest: dict[str, str] = field(default_factory=dict)
    pruners: dict[str, dict[str, str]] = field(default_factory=dict)
    implied: dict[str, dict[str, tuple[Value, ...]]] = field(default_factory=dict)
    several_objectives: bool = False
    rungs: bool = False
    inexact: dict[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template of its part."""
        return f"{self.part or self.name}.jinja"

    @property
    def module(self) -> str:
        """The module that prints its part."""
        return f"rnnspec.scripts.{self.part or self.name}"

    def instead_of(self, algorithm: str) -> str:
        """The nearest algorithm to one that the target lacks."""
        return self.nearest.get(algorithm, next(iter(self.algorithms)))

    def given(self, named: Named) -> dict[str, Value]:
        """The arguments that the spec gives an algorithm or pruner, by their names here."""
        known = {**self.algorithms, **self.pruners}[named.name]
        return {known[n]: v for n, v in named.arguments if v is not None and n in known}


SCIKIT_LEARN = partial(
    Target,
    part="sklearn",
    libraries=("scikeras", "sklearn"),
    packages=("scikeras", "scikit-learn"),
    imports={
        "scikeras.wrappers": "BaseWrapper",
        "scipy.stats": "loguniform norm randint truncnorm uniform",
        "sklearn.model_selection": "GridSearchCV ParameterSampler RandomizedSearchCV",
    },
    constraints="what breaks one is passed over, and is no trial",
)

_TARGETS = (
    Target(
        name="hyperopt",
        title="Hyperopt",
        libraries=("hyperopt",),
        packages=("hyperopt",),
        imports={
            "hyperopt": "STATUS_FAIL STATUS_OK Trials anneal fmin hp rand space_eval tpe",
            "hyperopt.base": "spec_from_misc",
            "hyperopt.exceptions": "AllTrialsFailed",
            "hyperopt.pyll": "scope",
        },
        algorithms={
            "tpe": {
                "startup": "n_startup_jobs",
                "candidates": "n_EI_candidates",
                "gamma": "gamma",
            },
            "random": {},
            "anneal": {},
        },
        nearest={"grid": "random", "cmaes": "anneal"},
        conditions="options hold what they switch on; other conditions are asked after the draw",
        constraints="a proposal that breaks one is asked for again, and is no trial",
    ),
    Target(
        name="optuna",
        title="Optuna",
        libraries=("optuna",),
        packages=("optuna",),
        algorithms={
            "tpe": {"startup": "n_startup_trials", "candidates": "n_ei_candidates"},
            "random": {},
            "cmaes": {"startup": "n_startup_trials"},
            "nsga2": {"population": "population_size"},
            "gp": {"startup": "n_startup_trials"},
            "grid": {},
            "hyperband": {"max_epochs": "max_resource", "factor": "reduction_factor"},
        },
        implied={"gp": {"acquisition": ("EI",)}},
        pruners={
            "asha": {"min_epochs": "min_resource", "factor": "reduction_factor"},
            "median": {"startup": "n_startup_trials", "warmup_epochs": "n_warmup_steps"},
            "hyperband": {
                "min_epochs": "min_resource",
                "max_epochs": "max_resource",
                "factor": "reduction_factor",
            },
        },
        several_objectives=True,
        conditions="define by run: what is not active is never suggested",
        constraints="a proposal that breaks one is told as failed and asked for again: no trial",
    ),
    Target(
        name="skopt",
        title="scikit-optimize",
        libraries=("skopt",),
        packages=("scikit-optimize",),
        imports={
            "matplotlib.figure": "Figure",
            "sklearn.ensemble": "GradientBoostingRegressor",
            "skopt": "Optimizer",
            "skopt.learning": "GradientBoostingQuantileRegressor",
            "skopt.plots": "plot_convergence",
            "skopt.space": "Categorical Real Space",
        },
        algorithms={
            "gp": {"acquisition": "acq_func", "startup": "n_initial_points"},
            "forest": {"acquisition": "acq_func", "startup": "n_initial_points"},
            "gbrt": {"acquisition": "acq_func", "startup": "n_initial_points"},
            "random": {},
        },
        nearest={"grid": "random"},
        conditions="the number of what is not active stays at one place",
        constraints="`space_constraint`: nothing that breaks one is proposed",
    ),
    Target(
        name="keras_tuner",
        title="Keras Tuner",
        libraries=("keras_tuner",),
        packages=("keras-tuner", "tensorboard"),
        algorithms={
            "hyperband": {"max_epochs": "max_epochs", "factor": "factor"},
            "random": {},
            "gp": {"startup": "num_initial_points"},
            "grid": {},
        },
        nearest=dict.fromkeys(("tpe", "forest", "gbrt", "anneal", "cmaes", "nsga2"), "gp"),
        implied={"gp": {"acquisition": ("LCB",)}},
        rungs=True,
        conditions="conditional scopes; other conditions are asked after the draw",
        constraints="what breaks one is drawn again, and is no trial",
    ),
    SCIKIT_LEARN(
        name="sklearn_grid",
        title="GridSearchCV",
        algorithms={"grid": {}},
        conditions="only what is active is chosen: no configuration stands twice in the grid",
    ),
    SCIKIT_LEARN(
        name="sklearn_random",
        title="RandomizedSearchCV",
        algorithms={"random": {}},
        conditions="everything is drawn, and what is not active left out",
    ),
)
TARGETS = {target.name: target for target in _TARGETS}


def refusals(study: Study, target: Target, algorithm: Named | None = None) -> list[Diagnostic]:
    """What the target cannot say of a study, in the order of the spec.

    `algorithm` is what `--algorithm` asks for instead of the spec's own, at whose place it is told.
    """
    search = study.search
    chosen = algorithm or search.algorithm
    asked = f"`--algorithm {chosen.name}` is asked for instead" if algorithm else ""

    def lacks(what: str, *help: str, span: Span = search.algorithm.span, label: str = "") -> None:
        found.append(lacking(span, target.title, what, *help, label=label))

    found: list[Diagnostic] = []
    if chosen.name not in target.algorithms:
        nearest = target.instead_of(chosen.name)
        help = f"the nearest is `algorithm = {nearest}`, or `--algorithm {nearest}`"
        lacks(f"algorithm `{chosen.name}`", help, label=asked)
    else:
        known = target.algorithms[chosen.name]
        implied = target.implied.get(chosen.name, {})
        for name, value in chosen.arguments:
            if name not in known and value not in (None, *implied.get(name, ())):
                lacks(f"argument `{name}` of `{chosen.name}`", f"leave `{name}` out")
    if len(search.objectives) > 1 and not target.several_objectives:
        help = "one objective can be searched: leave the others to `metrics`"
        lacks("search for several objectives", help, span=search.objectives[1].span)
    if search.pruner is not None and search.pruner.name not in target.pruners:
        help = "remove `pruner`, or choose a target that has one"
        lacks(f"pruner `{search.pruner.name}`", help, span=search.pruner.span)
    if algorithm and chosen.name == "hyperband" and "hyperband" in target.algorithms:
        for what in _unfollowed(study):
            lacks(f"hyperband {what}", label=asked)
    if chosen.name == "grid" and "grid" in target.algorithms:
        endless = [h for h in study.space.hyperparameters if h.distribution.size is None]
        once = {h.span: h for h in reversed(endless)}.values()
        place, asked = search.algorithm.span, "`--algorithm grid` is asked for instead"
        found += [grid_of_continuous(h.span, h.name, h.distribution, place, asked) for h in once]
    return sorted(found, key=lambda diagnostic: diagnostic.span.start)


def _unfollowed(study: Study) -> Iterator[str]:
    """What hyperband cannot stand together with; `check` looks where the spec asks for it."""
    search = study.search
    if not isinstance(study.train.epochs, Const):
        yield "over `epochs` that are searched"
    if search.folds or search.repeats > 1:
        yield "over several trainings of a configuration"
    if search.pruner is not None:
        yield "beside a pruner"
    if search.objectives[0].measure == "parameters":
        yield "by what no training measures"
