# Made from `sklearn.jinja` by `python -m rnnspec.targets.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'sklearn.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    parent_template = None
    pass
    parent_template = environment.get_template('script.jinja', 'sklearn.jinja')
    for name, parent_block in parent_template.blocks.items():
        context.blocks.setdefault(name, []).append(parent_block)
    yield from parent_template.root_render_func(context)

def block_space(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    _block_vars = {}
    l_0_grid = resolve('grid')
    l_0_entries = resolve('entries')
    l_0_decorator = resolve('decorator')
    l_0_first_points = resolve('first_points')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    pass
    if (undefined(name='grid') if l_0_grid is missing else l_0_grid):
        pass
        yield '\n# What each value may be.\nSPACE = { '
        yield str(t_1(context.eval_ctx, (undefined(name='entries') if l_0_entries is missing else l_0_entries), ', '))
        yield ' }\n'
    else:
        pass
        l_0_decorator = ''
        _block_vars['decorator'] = l_0_decorator
        template = environment.get_template('laws.jinja', 'sklearn.jinja')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
        try:
            for event in gen:
                yield event
        finally: gen.close()
        yield '\n# What SciPy draws: a value, its place among the options or steps, or a share.\nSPACE = { '
        yield str(t_1(context.eval_ctx, (undefined(name='entries') if l_0_entries is missing else l_0_entries), ', '))
        yield ' }\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '\n# What is tried first.\nFIRST_POINTS = ['
        for l_1_point in (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            _loop_vars = {}
            pass
            yield '{ '
            yield str(t_1(context.eval_ctx, l_1_point, ', '))
            yield ' }, '
        l_1_point = missing
        yield ']\n'
    yield '\n\n'
    if (undefined(name='grid') if l_0_grid is missing else l_0_grid):
        pass
        yield 'def values_of(choose):\n    """The values of a configuration: the active ones, in the order of the spec."""\n'
        template = environment.get_template('values.jinja', 'sklearn.jinja')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
        try:
            for event in gen:
                yield event
        finally: gen.close()
        yield '\n\ndef configurations():\n    """Every configuration once, in the order of the spec; the last value changes fastest."""\n    places = {}\n\n    def choose(name):\n        return SPACE[name][places.setdefault(name, 0)]\n\n    while True:\n        yield values_of(choose)\n        while places:\n            name, place = places.popitem()\n            if place + 1 < len(SPACE[name]):\n                places[name] = place + 1\n                break\n        if not places:\n            return\n'
    else:
        pass
        yield 'def values_of(x):\n    """The values that drawn numbers stand for: the active ones, in the order of the spec."""\n'
        template = environment.get_template('values.jinja', 'sklearn.jinja')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
        try:
            for event in gen:
                yield event
        finally: gen.close()

def block_search(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    _block_vars = {}
    l_0_folds = resolve('folds')
    l_0_objective = resolve('objective')
    l_0_first_points = resolve('first_points')
    l_0_grid = resolve('grid')
    l_0_constraints = resolve('constraints')
    l_0_search = resolve('search')
    l_0_splits = resolve('splits')
    l_0_timeout = resolve('timeout')
    try:
        t_2 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    yield 'class Network(BaseWrapper):\n    """The network of a configuration, whose parameters `model__NAME` are the values.\n\n    It is fitted to the number of a split: '
    yield str(('a fold' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else 'all is one, or a repeat'))
    yield '.\n    """\n\n    def fit(self, splits, y=None):\n        """Train as `data_of` has it for the split; what fails is told, and scored as failed."""\n        given = vars(self)\n        values = {n: given[f"model__{n}"] for n in SPACE if f"model__{n}" in given}\n        split = int(splits[0])\n        counters = (self.number, split) if split else (self.number,)\n        self.scores_ = {"score": np.nan, '
    yield str(('"epochs": np.nan, ' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 62 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield '"failed": 1.0}\n        try:\n            data = self.data_of(values, split)\n            self.model_'
    yield str((', epochs' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 65 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield ' = train_model(values, data, trial_seed(self.seed, *counters))\n            score = score_model(self.model_, data)['
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
    yield ']\n            self.scores_ = {"score": score, '
    yield str(('"epochs": epochs, ' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 67 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield '"failed": 0.0}\n        except Exception as error:  # noqa: BLE001 - a trial that fails does not end the search\n            print(f"trial {self.number} failed: {error}  {values}", flush=True)\n        return self\n\n\ndef proposals(options):\n    """What is tried: '
    yield str(('first points, then ' if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points) else cond_expr_undefined("the inline if-expression on line 74 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield str(('the grid' if (undefined(name='grid') if l_0_grid is missing else l_0_grid) else 'draws'))
    yield str((', without what breaks a constraint' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 74 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield '."""\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '    yield from FIRST_POINTS\n'
    if ((undefined(name='grid') if l_0_grid is missing else l_0_grid) and (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points)):
        pass
        yield '    first = list(map(repr, FIRST_POINTS))\n    for values in configurations():\n        if repr(values) not in first'
        yield str((' and is_allowed(values)' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 81 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
        yield ':\n            yield values\n'
    elif (undefined(name='grid') if l_0_grid is missing else l_0_grid):
        pass
        yield '    yield from '
        yield str(('filter(is_allowed, configurations())' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else 'configurations()'))
        yield '\n'
    else:
        pass
        yield '    seed = options.seed % 2**32\n    draws = ParameterSampler(SPACE, 10_000 * options.trials, random_state=seed)\n    yield from '
        yield str(('filter(is_allowed, map(values_of, draws))' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else 'map(values_of, draws)'))
        yield '\n'
    yield '\n\ndef search(run_trial, data_of, options):\n    """'
    yield str((undefined(name='search') if l_0_search is missing else l_0_search))
    yield ' trains `options.jobs` configurations at a time, and brings back scores."""\n    warnings.filterwarnings("ignore", "One or more of the test scores")\n    splits = range('
    yield str((undefined(name='splits') if l_0_splits is missing else l_0_splits))
    yield ')\n'
    if (not t_2((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '    end = time.monotonic() + '
        yield str((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))
        yield '\n'
    yield '\n    def scores_of(found):\n        """The scores by the number of the trial; None where it failed in a split."""\n        scores = {}\n        for place, given in enumerate(found["params"]):\n'
    if ((undefined(name='splits') if l_0_splits is missing else l_0_splits) == 1):
        pass
        yield '            score = float(found["split0_test_score"][place])\n'
    else:
        pass
        yield '            score = mean(float(found[f"split{k}_test_score"][place]) for k in splits)\n'
    yield '            scores[given["number"]] = {'
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
    yield ': score'
    if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
        pass
        yield ', "epochs": max(round(float(found["mean_test_epochs"][place])), 1)'
    yield '}\n            if found["mean_test_failed"][place]:\n                scores[given["number"]] = None\n        return scores\n\n    class Search('
    yield str((undefined(name='search') if l_0_search is missing else l_0_search))
    yield '):\n        """Goes through the proposals a few at a time, and tells what came of them."""\n\n        def _run_search(self, evaluate_candidates):\n            numbered = enumerate(islice(proposals(options), options.trials), 1)\n            tried = set()\n            while batch := list(islice(numbered, options.jobs)):\n                new = []\n                for number, values in batch:\n                    if repr(values) not in tried:\n                        tried.add(repr(values))\n                        given = {f"model__{name}": value for name, value in values.items()}\n                        new.append({"number": number, **given})\n                scores = scores_of(evaluate_candidates(new)) if new else {}\n                for number, values in batch:\n                    run_trial(values, scores.get(number))\n'
    if (not t_2((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '                if time.monotonic() > end:\n                    break\n'
    yield '\n    network = Network(data_of=data_of, seed=options.seed, number=0)\n    cv = [([k], [k]) for k in splits]\n    search = Search(network, SPACE, scoring=lambda trained, _: trained.scores_, cv=cv, n_jobs=options.jobs, refit=False)\n    search.fit(splits)\n'

blocks = {'space': block_space, 'search': block_search}
debug_info = '1=12&2=17&3=35&6=38&8=42&9=44&12=51&14=53&17=56&21=65&24=68&46=78&49=85&53=108&62=110&65=112&66=114&67=116&74=118&75=122&78=125&81=128&83=130&84=133&88=138&93=141&95=143&96=145&97=148&104=151&109=158&114=164&130=166'
