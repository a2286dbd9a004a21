# Made from `trial.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'trial.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_carried = resolve('carried')
    l_0_folds = resolve('folds')
    l_0_rungs = resolve('rungs')
    l_0_prunes = resolve('prunes')
    l_0_fit = resolve('fit')
    l_0_model_given = resolve('model_given')
    l_0_scoring = resolve('scoring')
    l_0_has_test = resolve('has_test')
    l_0_several = resolve('several')
    l_0_jobs = resolve('jobs')
    l_0_repeats = resolve('repeats')
    l_0_objective = resolve('objective')
    l_0_front = resolve('front')
    l_0_objectives = resolve('objectives')
    l_0_modules = resolve('modules')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    pass
    yield '# --- One trial ----------------------------------------------------------------------\n'
    for l_1_source in environment.getattr((undefined(name='carried') if l_0_carried is missing else l_0_carried), 'trial'):
        _loop_vars = {}
        pass
        yield '\n\n'
        yield str(l_1_source)
        yield '\n'
    l_1_source = missing
    yield '\n\ndef train_model(values, data, seed'
    if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
        pass
        yield ', epochs=None'
    elif (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs):
        pass
        yield ', epochs'
    if (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes):
        pass
        yield ', report=None'
    yield '):\n'
    if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
        pass
        yield '    """A trained model and the epochs behind it; given `epochs`, nothing is held back."""\n'
    elif (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes):
        pass
        yield '    """A trained model; `report` gets its scores after each epoch, and may end the training."""\n'
    elif (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs):
        pass
        yield '    """A model after so many epochs; its first weights and the order of batches follow from the seed."""\n'
    else:
        pass
        yield '    """A trained model; its first weights and the order of batches follow from the seed."""\n'
    yield '    seed_everything(seed)\n'
    if environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'train_y'):
        pass
        yield '    _, train_y = data["train"]\n'
    if environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'steps'):
        pass
        yield '    steps_per_epoch = count_steps(len(train_y), '
        yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'batch_size'))
        yield ')\n'
    yield '    model = build_model('
    yield str(t_1(context.eval_ctx, (undefined(name='model_given') if l_0_model_given is missing else l_0_model_given), ', '))
    yield ')\n'
    if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
        pass
        yield '    callbacks = ['
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'callbacks'), ', '))
        yield ']\n    validation = data["scored"]\n    if epochs is not None:\n        callbacks = [c for c in callbacks if not hasattr(c, "monitor")]\n        validation = None\n    history = fit_model(model, data["train"], validation, epochs=epochs or '
        yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'epochs'))
        yield ', batch_size='
        yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'batch_size'))
        yield ', callbacks=callbacks'
        if environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'class_weight'):
            pass
            yield ', class_weight='
            yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'class_weight'))
        yield ')\n    return model, epochs_kept(history, callbacks)\n'
    elif (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes):
        pass
        yield '    callbacks = ['
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'callbacks'), ', '))
        yield ']\n    if report is not None:\n        callbacks.append(AfterEpoch(lambda epoch, _: report(epoch, score_model(model, data))))\n    fit_model(model, data["train"], data["scored"], epochs='
        yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'epochs'))
        yield ', batch_size='
        yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'batch_size'))
        yield ', callbacks=callbacks'
        if environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'class_weight'):
            pass
            yield ', class_weight='
            yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'class_weight'))
        yield ')\n    return model\n'
    else:
        pass
        yield '    fit_model(model, data["train"], data["scored"], epochs='
        yield str(('epochs' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'epochs')))
        yield ', batch_size='
        yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'batch_size'))
        if environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'callbacks'):
            pass
            yield ', callbacks=['
            yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'callbacks'), ', '))
            yield ']'
        if environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'class_weight'):
            pass
            yield ', class_weight='
            yield str(environment.getattr((undefined(name='fit') if l_0_fit is missing else l_0_fit), 'class_weight'))
        yield ')\n    return model\n'
    yield '\n\ndef measure_all(truth, predicted):\n    """The metrics, in the target\'s own units."""\n    return { '
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'metrics'), ', '))
    yield ' }\n\n\ndef score_model(model, data):\n    """All measures of a model on the part that is scored."""\n    x, y = data["scored"]\n    raw = predict(model, x)\n'
    if environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'scaled'):
        pass
        yield '    target_scaler = data["target_scaler"]\n'
    if environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'others'):
        pass
        yield '    scores = measure_all('
        yield str(environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'truth'))
        yield ', '
        yield str(environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'predicted'))
        yield ')\n'
        for l_1_line in environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'others'):
            _loop_vars = {}
            pass
            yield '    '
            yield str(l_1_line)
            yield '\n'
        l_1_line = missing
        yield '    return scores\n'
    else:
        pass
        yield '    return measure_all('
        yield str(environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'truth'))
        yield ', '
        yield str(environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'predicted'))
        yield ')\n'
    if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
        pass
        yield '\n\ndef score_baseline(data):\n    """The metrics of what learned nothing: the '
        yield str(environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'baseline_name'))
        yield '."""\n    _, y = data["scored"]\n'
        if environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'scaled'):
            pass
            yield '    target_scaler = data["target_scaler"]\n'
        yield '    return measure_all('
        yield str(environment.getattr((undefined(name='scoring') if l_0_scoring is missing else l_0_scoring), 'truth'))
        yield ', data["baseline"])\n'
    if ((undefined(name='several') if l_0_several is missing else l_0_several) and (not ((undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) and (undefined(name='folds') if l_0_folds is missing else l_0_folds)))):
        pass
        yield '\n\ndef run_trainings(values, prepared, seed, number):\n    """Train for '
        yield str((undefined(name='several') if l_0_several is missing else l_0_several))
        yield ': the best model, and the means of '
        yield str(('epochs and ' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 84 in 'trial.jinja' evaluated to false and no else section was defined.")))
        yield 'scores."""\n    trainings = []\n    for data in prepared'
        if ((undefined(name='repeats') if l_0_repeats is missing else l_0_repeats) > 1):
            pass
            yield ' * '
            yield str((undefined(name='repeats') if l_0_repeats is missing else l_0_repeats))
        yield ':\n        counters = (number, len(trainings)) if trainings else (number,)\n'
        if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
            pass
            yield '        model, epochs = train_model(values, data, trial_seed(seed, *counters))\n        trainings.append((score_model(model, data), model, epochs))\n'
        else:
            pass
            yield '        model = train_model(values, data, trial_seed(seed, *counters))\n        trainings.append((score_model(model, data), model))\n'
        yield '    best = '
        yield str(('max' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else 'min'))
        yield '(trainings, key=lambda training: training[0]['
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
        yield '])\n    means = {\n        name: mean(scores[name] for scores, *_ in trainings) for name in best[0]\n    }\n'
        if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
            pass
            yield '    epochs = max(round(float(np.mean([kept for *_, kept in trainings]))), 1)\n    return best[1], means, epochs\n'
        else:
            pass
            yield '    return best[1], means\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '\n\ndef beats(one, other):\n    """Whether one is at least as good in every objective, and better in some."""\n    pairs = ['
        for l_1_o in (undefined(name='objectives') if l_0_objectives is missing else l_0_objectives):
            _loop_vars = {}
            pass
            yield '('
            if environment.getattr(l_1_o, 'maximize'):
                pass
                yield 'other['
                yield str(environment.getattr(l_1_o, 'label'))
                yield '], one['
                yield str(environment.getattr(l_1_o, 'label'))
                yield ']'
            else:
                pass
                yield 'one['
                yield str(environment.getattr(l_1_o, 'label'))
                yield '], other['
                yield str(environment.getattr(l_1_o, 'label'))
                yield ']'
            yield '), '
        l_1_o = missing
        yield ']\n    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)\n'
    yield '\n\ndef versions():\n    """The versions that the result rests on."""\n    backend = importlib.import_module(keras.backend.backend())\n    modules = ['
    yield str(t_1(context.eval_ctx, (undefined(name='modules') if l_0_modules is missing else l_0_modules), ', '))
    yield ']\n    found = {module.__name__: module.__version__ for module in modules}\n    return {"python": platform.python_version(), **found}\n'

blocks = {}
debug_info = '3=33&6=37&10=41&11=51&13=54&15=57&21=64&24=67&25=70&27=73&28=75&29=78&34=80&36=89&37=92&40=94&43=106&50=120&57=122&60=125&61=128&62=132&63=136&67=143&69=147&73=150&75=152&78=156&80=158&84=161&86=165&88=170&95=177&99=181&106=187&111=190&119=212'
