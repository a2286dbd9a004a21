# Made from `hyperopt.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'hyperopt.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    parent_template = None
    pass
    parent_template = environment.get_template('script.jinja', 'hyperopt.jinja')
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
    l_0_first_points = resolve('first_points')
    l_0_loose = resolve('loose')
    l_0_labels = resolve('labels')
    l_0_constraints = resolve('constraints')
    l_0_proposed = resolve('proposed')
    l_0_decorator = missing
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_2 = environment.filters['length']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'length' found.")
    pass
    l_0_decorator = '@scope.define'
    _block_vars['decorator'] = l_0_decorator
    template = environment.get_template('laws.jinja', 'hyperopt.jinja')
    gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
    try:
        for event in gen:
            yield event
    finally: gen.close()
    for l_1_group in environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'groups'):
        _loop_vars = {}
        pass
        yield '\n# '
        yield str(environment.getattr(l_1_group, 'comment'))
        yield '\n'
        yield str(environment.getattr(l_1_group, 'name'))
        yield ' = { '
        yield str(t_1(context.eval_ctx, environment.getattr(l_1_group, 'entries'), ', '))
        yield ' }\n'
    l_1_group = missing
    yield '\n'
    if environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'entries'):
        pass
        yield 'SPACE = { '
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'entries'), ', '))
        yield ' }\n'
    else:
        pass
        yield 'SPACE = hp.choice("nothing", [{}])  # every value is fixed\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield "\n# What is tried first, in Hyperopt's numbers: the place among the options, steps from the\n# lowest value, or the value itself; None for what is not active.\nFIRST_POINTS = ["
        for l_1_point in (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            _loop_vars = {}
            pass
            yield '{ '
            yield str(t_1(context.eval_ctx, l_1_point, ', '))
            yield ' }, '
        l_1_point = missing
        yield ']\n'
    if environment.getattr((undefined(name='space') if l_0_space is missing else l_0_space), 'nested'):
        pass
        yield '\n\ndef flatten(proposal):\n    """The values of a proposal by their names, without the options that hold them."""\n    values = {}\n    for name, value in proposal.items():\n        values.update(flatten(value) if isinstance(value, dict) else {name: value})\n    return values\n'
    if (undefined(name='loose') if l_0_loose is missing else l_0_loose):
        pass
        yield '\n\ndef drop_inactive(values):\n    """Leave out what was drawn and this configuration does not have."""\n'
        for (l_1_condition, l_1_name) in (undefined(name='loose') if l_0_loose is missing else l_0_loose):
            _loop_vars = {}
            pass
            yield '    if not ('
            yield str(l_1_condition)
            yield '):\n        del values['
            yield str(l_1_name)
            yield ']\n'
        l_1_condition = l_1_name = missing
        yield '    return values\n'
    if (t_2((undefined(name='labels') if l_0_labels is missing else l_0_labels)) > 1):
        pass
        yield '\n\ndef in_order(values):\n    """The values in the order of the spec; Hyperopt\'s is another."""\n    names = ['
        yield str(t_1(context.eval_ctx, (undefined(name='labels') if l_0_labels is missing else l_0_labels), ', '))
        yield ']\n    return {name: values[name] for name in names if name in values}\n'
    if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints):
        pass
        yield '\n\ndef values_of(labels):\n    """The values that Hyperopt\'s numbers stand for."""\n    return '
        yield str((undefined(name='proposed') if l_0_proposed is missing else l_0_proposed))
        yield '\n'

def block_search(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    _block_vars = {}
    l_0_constraints = resolve('constraints')
    l_0_first_points = resolve('first_points')
    l_0_suggest = resolve('suggest')
    l_0_suggest_doc = resolve('suggest_doc')
    l_0_values = resolve('values')
    l_0_objective = resolve('objective')
    l_0_algo = resolve('algo')
    l_0_timeout = resolve('timeout')
    try:
        t_3 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    if ((undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) or (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points)):
        pass
        yield 'ALGORITHM = '
        yield str((undefined(name='suggest') if l_0_suggest is missing else l_0_suggest))
        yield '\n\n\n'
        if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            pass
            yield 'def trial_of(point, number, domain, trials):\n    """A trial of Hyperopt\'s with these numbers, before it runs."""\n    vals = {label: [] if value is None else [value] for label, value in point.items()}\n    idxs = {label: [number] if found else [] for label, found in vals.items()}\n    misc = {"tid": number, "cmd": domain.cmd, "workdir": None, "idxs": idxs, "vals": vals}\n    return trials.new_trial_docs([number], [None], [domain.new_result()], [misc])\n\n\n'
        yield 'def suggest(numbers, domain, trials, seed):\n    """'
        yield str((undefined(name='suggest_doc') if l_0_suggest_doc is missing else l_0_suggest_doc))
        yield '"""\n'
        if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            pass
            yield '    if numbers[0] < len(FIRST_POINTS):\n        return trial_of(FIRST_POINTS[numbers[0]], numbers[0], domain, trials)\n'
        if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints):
            pass
            yield '    for attempt in range(10_000):\n        algorithm = ALGORITHM if attempt < 100 else rand.suggest\n        found = algorithm(numbers, domain, trials, seed + attempt)\n        if is_allowed(values_of(spec_from_misc(found[0]["misc"]))):\n            return found\n    raise RuntimeError("10,000 proposals in a row broke a constraint")\n'
        else:
            pass
            yield '    return ALGORITHM(numbers, domain, trials, seed)\n'
        yield '\n\n'
    yield 'def search(run_trial, options):\n    """Hyperopt proposes values and learns their scores."""\n\n    def objective(proposal):\n        scores = run_trial('
    yield str((undefined(name='values') if l_0_values is missing else l_0_values))
    yield ')\n        if scores is None:\n            return {"status": STATUS_FAIL}\n        return {"status": STATUS_OK, "loss": '
    yield str(('-' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else cond_expr_undefined("the inline if-expression on line 100 in 'hyperopt.jinja' evaluated to false and no else section was defined.")))
    yield 'scores['
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
    yield ']}\n\n    with suppress(AllTrialsFailed):\n        fmin(\n            objective,\n            SPACE,\n            algo='
    yield str((undefined(name='algo') if l_0_algo is missing else l_0_algo))
    yield ',\n            max_evals=options.trials,\n'
    if (not t_3((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '            timeout='
        yield str((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))
        yield ',\n'
    yield '            trials=Trials(),\n            rstate=np.random.default_rng(options.seed),\n            show_progressbar=False,\n            verbose=False,\n        )\n'

blocks = {'space': block_space, 'search': block_search}
debug_info = '1=12&2=17&3=44&4=46&5=52&7=56&8=58&11=64&12=67&16=72&20=75&22=83&32=86&37=89&38=93&39=95&43=99&48=102&51=104&56=107&59=110&60=132&61=135&64=137&75=141&76=143&80=146&97=154&100=156&106=160&108=162&109=165'
