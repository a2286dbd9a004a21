# Made from `sklearn.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
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
    l_0_own_layers = resolve('own_layers')
    l_0_folds = resolve('folds')
    l_0_objective = resolve('objective')
    l_0_first_points = resolve('first_points')
    l_0_grid = resolve('grid')
    l_0_constraints = resolve('constraints')
    l_0_search = resolve('search')
    l_0_splits = resolve('splits')
    l_0_timeout = resolve('timeout')
    l_0_number = resolve('number')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_2 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    yield 'class Network(BaseWrapper):\n    """The network of a configuration, whose parameters `model__NAME` are the values.\n\n    It is fitted to the number of a split, whose rows `data_of` knows.\n    """\n\n    def fit(self, splits, y=None):\n        """Train and score as in every trial; `scores_` tells what came of it."""\n'
    if (undefined(name='own_layers') if l_0_own_layers is missing else l_0_own_layers):
        pass
        yield '        # In another process, Keras has not heard of these yet.\n        keras.saving.get_custom_objects().update({ '
        yield str(t_1(context.eval_ctx, (undefined(name='own_layers') if l_0_own_layers is missing else l_0_own_layers), ', '))
        yield ' })\n'
    yield '        given = vars(self)\n        values = {n: given[f"model__{n}"] for n in SPACE if f"model__{n}" in given}\n        split = int(splits[0])\n        counters = (self.number, split) if split else (self.number,)\n        self.scores_ = {"score": np.nan, '
    yield str(('"epochs": np.nan, ' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 66 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield '"failed": 1.0}\n        try:\n            data = self.data_of(values, split)\n            self.model_'
    yield str((', epochs' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 69 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield ' = train_model(values, data, trial_seed(self.seed, *counters))\n            score = score_model(self.model_, data)['
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
    yield ']\n            self.scores_ = {"score": score, '
    yield str(('"epochs": epochs, ' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 71 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield '"failed": 0.0}\n        except Exception as error:  # noqa: BLE001 - a trial that fails does not end the search\n            print(f"trial {self.number} failed: {error}  {values}", flush=True)\n        return self\n\n\ndef proposals(options):\n    """What is tried: '
    yield str(('first points, then ' if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points) else cond_expr_undefined("the inline if-expression on line 78 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield str(('the grid' if (undefined(name='grid') if l_0_grid is missing else l_0_grid) else 'draws'))
    yield str((', without what breaks a constraint' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 78 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
    yield '."""\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '    yield from FIRST_POINTS\n'
    if ((undefined(name='grid') if l_0_grid is missing else l_0_grid) and (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points)):
        pass
        yield '    first = list(map(repr, FIRST_POINTS))\n    for values in configurations():\n        if repr(values) not in first'
        yield str((' and is_allowed(values)' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 85 in 'sklearn.jinja' evaluated to false and no else section was defined.")))
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
    yield ' trains `options.jobs` configurations at a time, and brings back scores."""\n    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")  # processes share a GPU\n    # Of scores that are not finite: what failed is told already.\n    warnings.filterwarnings("ignore", module="sklearn.model_selection")\n    splits = range('
    yield str((undefined(name='splits') if l_0_splits is missing else l_0_splits))
    yield ')\n'
    if (not t_2((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '    end = time.monotonic() + '
        yield str((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))
        yield '\n'
    yield '\n    def scores_of(found, place):\n        """The scores of the candidate at a place; None where it failed in a split."""\n        if found["mean_test_failed"][place]:\n            return None\n'
    if ((undefined(name='splits') if l_0_splits is missing else l_0_splits) == 1):
        pass
        yield '        score = '
        yield str((undefined(name='number') if l_0_number is missing else l_0_number))
        yield '(found["split0_test_score"][place])\n'
    else:
        pass
        yield '        score = mean('
        yield str((undefined(name='number') if l_0_number is missing else l_0_number))
        yield '(found[f"split{k}_test_score"][place]) for k in splits)\n'
    if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
        pass
        yield '        epochs = max(round(float(found["mean_test_epochs"][place])), 1)\n        return { '
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
        yield ': score, "epochs": epochs}\n'
    else:
        pass
        yield '        return { '
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
        yield ': score}\n'
    yield '\n    class Search('
    yield str((undefined(name='search') if l_0_search is missing else l_0_search))
    yield '):\n        """Goes through the proposals a few at a time, and tells what came of them."""\n\n        def _run_search(self, evaluate_candidates):\n            numbered = enumerate(islice(proposals(options), options.trials), 1)\n            places = {}\n            while batch := list(islice(numbered, options.jobs)):\n                new = []\n                for number, values in batch:\n                    if repr(values) not in places:\n                        places[repr(values)] = len(places)\n                        given = {f"model__{n}": value for n, value in values.items()}\n                        new.append({"number": number, **given})\n                if new:\n                    found = evaluate_candidates(new)\n                for _, values in batch:\n                    run_trial(values, scores_of(found, places[repr(values)]))\n'
    if (not t_2((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '                if time.monotonic() > end:\n                    break\n'
    yield '\n    Search(\n        Network(data_of=data_of, seed=options.seed, number=0),\n        SPACE,\n        scoring=lambda network, _: network.scores_,\n        cv=[([k], [k]) for k in splits],\n        n_jobs=options.jobs,\n        refit=False,\n    ).fit(splits)\n'

blocks = {'space': block_space, 'search': block_search}
debug_info = '1=12&2=17&3=35&6=38&8=42&9=44&12=51&14=53&17=56&21=65&24=68&46=78&49=85&58=116&60=119&66=122&69=124&70=126&71=128&78=130&79=134&82=137&85=140&87=142&88=145&92=150&97=153&101=155&102=157&103=160&110=163&111=166&113=171&115=173&117=176&119=181&122=184&139=186'
