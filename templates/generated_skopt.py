# Made from `skopt.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'skopt.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    parent_template = None
    pass
    parent_template = environment.get_template('script.jinja', 'skopt.jinja')
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
    l_0_space = resolve('space')
    l_0_learns = resolve('learns')
    l_0_first_points = resolve('first_points')
    l_0_decorator = missing
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    pass
    l_0_decorator = ''
    _block_vars['decorator'] = l_0_decorator
    template = environment.get_template('laws.jinja', 'skopt.jinja')
    gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
    try:
        for event in gen:
            yield event
    finally: gen.close()
    yield '\n# What scikit-optimize draws: a value, its place among the options or steps, or the share of\n# the law below it. Steps reach half a step beyond both ends, so that no end is starved.\n'
    if environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'dimensions'):
        pass
        yield 'SPACE = { '
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'dimensions'), ', '))
        yield ' }\n'
    else:
        pass
        yield 'SPACE = {"nothing": Real(0.0, 1.0)}  # every value is fixed\n'
    if (environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'rest') and (undefined(name='learns') if l_0_learns is missing else l_0_learns)):
        pass
        yield '\n# Where the number of a value stays while that is not active: the surrogate sees no noise.\nREST = { '
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'rest'), ', '))
        yield ' }\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '\n# What is tried first, in these numbers.\nFIRST_POINTS = ['
        for l_1_point in (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            _loop_vars = {}
            pass
            yield '{ '
            yield str(t_1(context.eval_ctx, l_1_point, ', '))
            yield ' }, '
        l_1_point = missing
        yield ']\n'
    yield '\n\ndef values_of(point):\n    """The values that a point stands for: the active ones, in the order of the spec."""\n'
    if environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'dimensions'):
        pass
        yield '    x = dict(zip(SPACE, point))\n'
    template = environment.get_template('values.jinja', 'skopt.jinja')
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
    l_0_mended = resolve('mended')
    l_0_learns = resolve('learns')
    l_0_arguments = resolve('arguments')
    l_0_timeout = resolve('timeout')
    l_0_first_points = resolve('first_points')
    l_0_constraints = resolve('constraints')
    l_0_space = resolve('space')
    l_0_objective = resolve('objective')
    l_0_ask = missing
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
    if (undefined(name='mended') if l_0_mended is missing else l_0_mended):
        pass
        yield 'class BoostedTrees(GradientBoostingQuantileRegressor):\n    """scikit-optimize\'s boosted trees; those of 0.10 do not work with today\'s NumPy."""\n\n    def __sklearn_tags__(self):\n        tags = super().__sklearn_tags__()\n        tags.estimator_type = "regressor"\n        return tags\n\n    def predict(self, X, return_std=False):\n        low, middle, high = (trees.predict(X) for trees in self.regressors_)\n        return (middle, (high - low) / 2) if return_std else middle\n\n\n'
    yield 'def search(run_trial, options):\n    """scikit-optimize '
    yield str(('proposes points and learns their scores' if (undefined(name='learns') if l_0_learns is missing else l_0_learns) else 'draws points'))
    yield '."""\n'
    if (undefined(name='mended') if l_0_mended is missing else l_0_mended):
        pass
        yield '    trees = GradientBoostingRegressor(n_estimators=30, loss="quantile")\n'
    if (undefined(name='learns') if l_0_learns is missing else l_0_learns):
        pass
        yield '    optimizer = Optimizer(\n        list(SPACE.values()),\n'
        for l_1_argument in (undefined(name='arguments') if l_0_arguments is missing else l_0_arguments):
            _loop_vars = {}
            pass
            yield '        '
            yield str(l_1_argument)
            yield ',\n'
        l_1_argument = missing
        yield '        random_state=options.seed % 2**32,\n    )\n    tried, failed = [], []\n'
    else:
        pass
        yield '    space = Space('
        yield str(t_1(context.eval_ctx, (undefined(name='arguments') if l_0_arguments is missing else l_0_arguments), ', '))
        yield ')\n    rng = np.random.RandomState(options.seed % 2**32)\n'
    if (not t_2((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '    begun = time.perf_counter()\n'
    l_0_ask = ('optimizer.ask()' if (undefined(name='learns') if l_0_learns is missing else l_0_learns) else 'space.rvs(random_state=rng)[0]')
    _block_vars['ask'] = l_0_ask
    yield '    for '
    yield str(('number' if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points) else '_'))
    yield ' in range(options.trials):\n'
    if (not t_2((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '        if time.perf_counter() - begun > '
        yield str((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))
        yield ':\n            break\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '        is_first = number < len(FIRST_POINTS)\n        point = list(FIRST_POINTS[number].values()) if is_first else '
        yield str((undefined(name='ask') if l_0_ask is missing else l_0_ask))
        yield '\n'
    else:
        pass
        yield '        point = '
        yield str((undefined(name='ask') if l_0_ask is missing else l_0_ask))
        yield '\n'
    if (undefined(name='learns') if l_0_learns is missing else l_0_learns):
        pass
        yield '        values = values_of(point)\n        if '
        yield str(('not is_first and ' if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points) else cond_expr_undefined("the inline if-expression on line 83 in 'skopt.jinja' evaluated to false and no else section was defined.")))
        yield 'optimizer.models and '
        yield str(('(' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 83 in 'skopt.jinja' evaluated to false and no else section was defined.")))
        yield 'values in tried'
        yield str((' or not is_allowed(values))' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 83 in 'skopt.jinja' evaluated to false and no else section was defined.")))
        yield ':\n            # Nothing is learned twice: scikit-optimize, too, takes a random point then.\n            point = optimizer.space.rvs(random_state=optimizer.rng)[0]\n            values = values_of(point)\n        tried.append(values)\n        scores = run_trial(values)\n'
        if environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'rest'):
            pass
            yield '        rest = zip(REST.items(), point)\n        point = [x if name in values else at_rest for (name, at_rest), x in rest]\n'
        yield '        if scores is None:\n            failed.append(point)\n        else:\n            optimizer.tell(point, '
        yield str(('-' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else cond_expr_undefined("the inline if-expression on line 96 in 'skopt.jinja' evaluated to false and no else section was defined.")))
        yield 'scores['
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
        yield '])\n        if failed and optimizer.yi:\n            # scikit-optimize knows no failure: it is told the worst score so far.\n            optimizer.tell(failed, [max(optimizer.yi)] * len(failed))\n            failed = []\n    if optimizer.yi:\n        figure = Figure(layout="constrained")\n        plot_convergence(optimizer.get_result(), ax=figure.subplots())\n        figure.savefig(options.out / "convergence.png")\n'
    else:
        pass
        yield '        run_trial(values_of(point))\n'

blocks = {'space': block_space, 'search': block_search}
debug_info = '1=12&2=17&3=35&4=37&8=44&9=47&13=52&16=55&18=57&21=60&27=69&30=72&32=79&33=108&49=112&50=114&53=117&56=120&57=124&63=131&66=133&69=136&70=139&71=141&72=144&75=146&77=149&79=154&81=156&83=159&89=165&96=169'
