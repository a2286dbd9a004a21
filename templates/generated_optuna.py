# Made from `optuna.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'optuna.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    parent_template = None
    pass
    parent_template = environment.get_template('script.jinja', 'optuna.jinja')
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
    l_0_always = resolve('always')
    l_0_lines = resolve('lines')
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
    template = environment.get_template('laws.jinja', 'optuna.jinja')
    gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
    try:
        for event in gen:
            yield event
    finally: gen.close()
    yield '\ndef propose(trial):\n    """The values of a configuration; what is not active is never suggested."""\n'
    if (undefined(name='always') if l_0_always is missing else l_0_always):
        pass
        yield '    values = { '
        yield str(t_1(context.eval_ctx, (undefined(name='always') if l_0_always is missing else l_0_always), ', '))
        yield ' }\n'
    else:
        pass
        yield '    values = {}\n'
    for l_1_line in (undefined(name='lines') if l_0_lines is missing else l_0_lines):
        _loop_vars = {}
        pass
        yield '    '
        yield str(l_1_line)
        yield '\n'
    l_1_line = missing
    yield '    return values\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '\n\n# What is tried first, in the numbers that Optuna suggests.\nFIRST_POINTS = ['
        for l_1_point in (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            _loop_vars = {}
            pass
            yield '{ '
            yield str(t_1(context.eval_ctx, l_1_point, ', '))
            yield ' }, '
        l_1_point = missing
        yield ']\n'

def block_search(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    _block_vars = {}
    l_0_pruner = resolve('pruner')
    l_0_constraints = resolve('constraints')
    l_0_grid = resolve('grid')
    l_0_objective = resolve('objective')
    l_0_experimental = resolve('experimental')
    l_0_timeout = resolve('timeout')
    l_0_sampler = resolve('sampler')
    l_0_front = resolve('front')
    l_0_objectives = resolve('objectives')
    l_0_first_points = resolve('first_points')
    l_0_loop = missing
    try:
        t_2 = environment.filters['indent']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'indent' found.")
    try:
        t_3 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    yield 'FAILED = optuna.trial.TrialState.FAIL\n'
    if (undefined(name='pruner') if l_0_pruner is missing else l_0_pruner):
        pass
        yield 'PRUNED = optuna.trial.TrialState.PRUNED\n'
    yield '\n\n'
    if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints):
        pass
        yield 'def ask(study, sampler, seed):\n    """A trial that meets the constraints, and its values; others are told as failed."""\n'
        if (undefined(name='grid') if l_0_grid is missing else l_0_grid):
            pass
            yield '    while True:\n'
        else:
            pass
            yield '    for attempt in range(10_000):\n        study.sampler = sampler if attempt < 50 else optuna.samplers.RandomSampler(seed + attempt)\n'
        yield '        trial = study.ask()\n        values = propose(trial)\n        if is_allowed(values):\n'
        if (not (undefined(name='grid') if l_0_grid is missing else l_0_grid)):
            pass
            yield '            study.sampler = sampler\n'
        yield '            return trial, values\n        study.tell(trial, state=FAILED)\n'
        if (not (undefined(name='grid') if l_0_grid is missing else l_0_grid)):
            pass
            yield '    raise RuntimeError("10,000 proposals in a row broke a constraint")\n'
        yield '\n\n'
    if (undefined(name='pruner') if l_0_pruner is missing else l_0_pruner):
        pass
        yield 'def is_pruned(trial, epoch, scores):\n    """Tell Optuna the score after an epoch: whether the trial ends with it."""\n    trial.report(scores['
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
        yield '], epoch)\n    if trial.should_prune():\n        trial.set_user_attr("pruned after epoch", epoch)\n        return True\n    return False\n\n\n'
    yield 'def search(run_trial, options):\n    """Optuna proposes values and learns their scores."""\n    optuna.logging.set_verbosity(optuna.logging.ERROR)\n'
    if (undefined(name='experimental') if l_0_experimental is missing else l_0_experimental):
        pass
        yield '    warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)\n'
    if (not t_3((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '    end = time.monotonic() + '
        yield str((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))
        yield '\n'
    yield '    sampler = '
    yield str((undefined(name='sampler') if l_0_sampler is missing else l_0_sampler))
    yield '\n    study = optuna.create_study(sampler=sampler'
    if (undefined(name='pruner') if l_0_pruner is missing else l_0_pruner):
        pass
        yield ', pruner='
        yield str((undefined(name='pruner') if l_0_pruner is missing else l_0_pruner))
    yield ', '
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield 'directions=['
        for l_1_o in (undefined(name='objectives') if l_0_objectives is missing else l_0_objectives):
            _loop_vars = {}
            pass
            yield '"'
            yield str(('maximize' if environment.getattr(l_1_o, 'maximize') else 'minimize'))
            yield '", '
        l_1_o = missing
        yield ']'
    else:
        pass
        yield 'direction="'
        yield str(('maximize' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else 'minimize'))
        yield '"'
    yield ')\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '    for point in FIRST_POINTS:\n        study.enqueue_trial(point)\n'
    t_4 = []
    pass
    t_4.append(
        '    for _ in range(options.trials):\n',
    )
    if (not t_3((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        t_4.append(
            '        if time.monotonic() > end:\n            break\n',
        )
    if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints):
        pass
        t_4.append(
            '        trial, values = ask(study, sampler, options.seed)\n',
        )
    else:
        pass
        t_4.append(
            '        trial = study.ask()\n        values = propose(trial)\n',
        )
    if (undefined(name='pruner') if l_0_pruner is missing else l_0_pruner):
        pass
        t_4.append(
            '        scores = run_trial(values, partial(is_pruned, trial))\n',
        )
    else:
        pass
        t_4.append(
            '        scores = run_trial(values)\n',
        )
    t_4.append(
        '        if scores is None:\n            study.tell(trial, state=FAILED)\n',
    )
    if (undefined(name='pruner') if l_0_pruner is missing else l_0_pruner):
        pass
        t_4.append(
            '        elif "pruned after epoch" in trial.user_attrs:\n            print(f"  pruned after epoch {trial.user_attrs[\'pruned after epoch\']}", flush=True)\n            study.tell(trial, state=PRUNED)\n',
        )
    t_4.append(
        '        else:\n            study.tell(trial, ',
    )
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        t_4.append(
            '[',
        )
        for l_2_o in (undefined(name='objectives') if l_0_objectives is missing else l_0_objectives):
            _loop_vars = {}
            pass
            t_4.extend((
                'scores[',
                str(environment.getattr(l_2_o, 'key')),
                '], ',
            ))
        l_2_o = missing
        t_4.append(
            ']',
        )
    else:
        pass
        t_4.extend((
            'scores[',
            str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key')),
            ']',
        ))
    t_4.append(
        ')\n',
    )
    l_0_loop = (Markup if context.eval_ctx.autoescape else identity)(concat(t_4))
    _block_vars['loop'] = l_0_loop
    if (undefined(name='grid') if l_0_grid is missing else l_0_grid):
        pass
        yield '    with suppress(RuntimeError):  # Optuna raises it once every configuration was tried\n'
        yield str(t_2((undefined(name='loop') if l_0_loop is missing else l_0_loop), 4, first=True))
        yield '\n'
    else:
        pass
        yield str((undefined(name='loop') if l_0_loop is missing else l_0_loop))
        yield '\n'

blocks = {'space': block_space, 'search': block_search}
debug_info = '1=12&2=17&3=35&4=37&8=44&9=47&13=52&14=56&17=60&21=63&24=72&26=104&31=108&34=111&43=118&48=122&54=126&57=129&68=132&71=135&72=138&74=141&75=143&76=165&82=173&86=178&92=188&99=201&105=209&80=236&107=238&109=241&111=245'
