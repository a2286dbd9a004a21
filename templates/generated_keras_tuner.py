# Made from `keras_tuner.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'keras_tuner.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    parent_template = None
    pass
    parent_template = environment.get_template('script.jinja', 'keras_tuner.jinja')
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
    l_0_declared = resolve('declared')
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
    template = environment.get_template('laws.jinja', 'keras_tuner.jinja')
    gen = template.root_render_func(template.new_context(context.get_all(), True, {'decorator': l_0_decorator}))
    try:
        for event in gen:
            yield event
    finally: gen.close()
    yield '\ndef declare(hp):\n    """Tell Keras Tuner what it draws: a value, a whole number for it, or its share of the law."""\n'
    t_2 = 1
    for l_1_line in (undefined(name='declared') if l_0_declared is missing else l_0_declared):
        _loop_vars = {}
        pass
        yield '    '
        yield str(l_1_line)
        yield '\n'
        t_2 = 0
    l_1_line = missing
    if t_2:
        pass
        yield '    hp.Fixed("nothing", 0)  # every value is fixed\n'
    yield '    return hp\n'
    if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
        pass
        yield '\n\n# What is tried first, in the numbers that Keras Tuner draws.\nFIRST_POINTS = ['
        for l_1_point in (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
            _loop_vars = {}
            pass
            yield '{ '
            yield str(t_1(context.eval_ctx, l_1_point, ', '))
            yield ' }, '
        l_1_point = missing
        yield ']\n'
    yield '\n\ndef values_of(hp):\n    """The values that such numbers stand for: the active ones, in the order of the spec."""\n'
    template = environment.get_template('values.jinja', 'keras_tuner.jinja')
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
    l_0_changes = resolve('changes')
    l_0_oracle = resolve('oracle')
    l_0_kind = resolve('kind')
    l_0_first_points = resolve('first_points')
    l_0_constraints = resolve('constraints')
    l_0_objective = resolve('objective')
    l_0_arguments = resolve('arguments')
    l_0_timeout = resolve('timeout')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_3 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    if (undefined(name='changes') if l_0_changes is missing else l_0_changes):
        pass
        yield 'class Oracle('
        yield str((undefined(name='oracle') if l_0_oracle is missing else l_0_oracle))
        yield '):\n    """Keras Tuner\'s oracle; '
        yield str(t_1(context.eval_ctx, (undefined(name='changes') if l_0_changes is missing else l_0_changes), ', '))
        yield '."""\n'
        if ((undefined(name='kind') if l_0_kind is missing else l_0_kind) == 'grid'):
            pass
            yield '\n    def __init__(self, **arguments):\n        super().__init__(**arguments)\n        self.upcoming = self.hyperparameters.values  # the first of all\n\n    def populate_space(self, trial_id):\n'
            if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
                pass
                yield '        if len(self.trials) < len(FIRST_POINTS):\n            return {"status": "RUNNING", "values": FIRST_POINTS[len(self.trials)]}\n'
            yield '        tried = {repr(values_of(trial.hyperparameters)) for trial in self.trials.values()}\n        while (found := self.upcoming) is not None:\n            self.upcoming = self._get_next_combination(found)\n            values = values_of(found)\n            if repr(values) not in tried'
            yield str((' and is_allowed(values)' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 45 in 'keras_tuner.jinja' evaluated to false and no else section was defined.")))
            yield ':\n                return {"status": "RUNNING", "values": found}\n        return {"status": "STOPPED"}\n'
        else:
            pass
            if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
                pass
                yield '\n    waiting = FIRST_POINTS.copy()\n'
            if ((undefined(name='kind') if l_0_kind is missing else l_0_kind) == 'gp'):
                pass
                yield '\n    def populate_space(self, trial_id):\n        """What the model holds best; a random point where that was tried'
                yield str((' or breaks a constraint' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 56 in 'keras_tuner.jinja' evaluated to false and no else section was defined.")))
                yield '."""\n'
                if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
                    pass
                    yield '        if self.waiting:\n            return self._random_populate_space()\n'
                yield '        found = super().populate_space(trial_id)\n        if found["values"] is not None:\n            values = values_of(found["values"])\n            tried = {repr(values_of(trial.hyperparameters)) for trial in self.trials.values()}\n            if repr(values) in tried'
                yield str((' or not is_allowed(values)' if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints) else cond_expr_undefined("the inline if-expression on line 65 in 'keras_tuner.jinja' evaluated to false and no else section was defined.")))
                yield ':\n                return self._random_populate_space()\n        return found\n'
            if ((undefined(name='first_points') if l_0_first_points is missing else l_0_first_points) or (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints)):
                pass
                yield '\n    def _random_values(self):\n'
                if (undefined(name='first_points') if l_0_first_points is missing else l_0_first_points):
                    pass
                    yield '        if self.waiting:\n            return self.waiting.pop(0)\n'
                if (undefined(name='constraints') if l_0_constraints is missing else l_0_constraints):
                    pass
                    yield '        for _ in range(10_000):\n            drawn = super()._random_values()\n            if drawn is None or is_allowed(values_of(drawn)):\n                return drawn\n        print("10,000 draws in a row broke a constraint", flush=True)\n        return None\n'
                else:
                    pass
                    yield '        return super()._random_values()\n'
            if ((undefined(name='kind') if l_0_kind is missing else l_0_kind) == 'hyperband'):
                pass
                yield '\n    def _duplicate(self, values):\n        return False\n'
        yield '\n\n'
    yield 'def search(run_trial, options):\n    """Keras Tuner proposes values and learns their scores."""\n'
    if ((undefined(name='kind') if l_0_kind is missing else l_0_kind) == 'gp'):
        pass
        yield '    warnings.filterwarnings("ignore", module="sklearn")\n'
    yield '    oracle = '
    yield str(('Oracle' if (undefined(name='changes') if l_0_changes is missing else l_0_changes) else (undefined(name='oracle') if l_0_oracle is missing else l_0_oracle)))
    yield '(\n        objective=keras_tuner.Objective('
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'label'))
    yield ', "'
    yield str(('max' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else 'min'))
    yield '"),\n        hyperparameters=declare(keras_tuner.HyperParameters()),\n'
    for l_1_argument in (undefined(name='arguments') if l_0_arguments is missing else l_0_arguments):
        _loop_vars = {}
        pass
        yield '        '
        yield str(l_1_argument)
        yield ',\n'
    l_1_argument = missing
    yield '        seed=trial_seed(options.seed),  # it takes 0 for none, and neighbours draw alike\n        max_consecutive_failed_trials=options.trials + 1,\n    )\n    oracle.verbose = 0\n    oracle.max_trials = options.trials\n'
    if ((undefined(name='kind') if l_0_kind is missing else l_0_kind) in ('random', 'gp')):
        pass
        yield '    oracle._max_collisions = 1_000  # 20 would end the search while something is left\n'
    if (not t_3((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '    end = time.monotonic() + '
        yield str((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))
        yield '\n'
    yield '    with tempfile.TemporaryDirectory() as folder:\n        oracle._set_project_dir(folder, "search")\n        for _ in range(options.trials):\n'
    if (not t_3((undefined(name='timeout') if l_0_timeout is missing else l_0_timeout))):
        pass
        yield '            if time.monotonic() > end:\n                break\n'
    yield '            trial = oracle.create_trial("search")\n            if trial.status == "STOPPED":  # nothing is left to try\n                break\n'
    if ((undefined(name='kind') if l_0_kind is missing else l_0_kind) == 'hyperband'):
        pass
        yield '            epochs = trial.hyperparameters["tuner/epochs"]\n            scores = run_trial(values_of(trial.hyperparameters), epochs)\n            print(f"  epochs: {epochs}", flush=True)\n'
    else:
        pass
        yield '            scores = run_trial(values_of(trial.hyperparameters))\n'
    yield '            if scores is None:\n                trial.status = "FAILED"\n            else:\n                oracle.update_trial(trial.trial_id, { '
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'label'))
    yield ': scores['
    yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
    yield ']})\n                trial.status = "COMPLETED"\n            oracle.end_trial(trial)\n'

blocks = {'space': block_space, 'search': block_search}
debug_info = '1=12&2=17&3=34&4=36&8=44&9=48&14=56&18=59&24=68&26=75&27=103&28=106&29=108&30=110&37=113&45=117&49=121&53=124&56=127&57=129&65=133&69=135&72=138&76=141&87=147&98=152&101=156&102=158&104=162&105=166&112=170&115=173&116=176&121=179&128=183&138=190'
