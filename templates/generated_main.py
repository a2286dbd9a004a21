# Made from `main.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'main.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_has_path = resolve('has_path')
    l_0_data_path = resolve('data_path')
    l_0_trials = resolve('trials')
    l_0_seed = resolve('seed')
    l_0_out = resolve('out')
    l_0_jobs = resolve('jobs')
    l_0_held = resolve('held')
    l_0_parts = resolve('parts')
    l_0_split_given = resolve('split_given')
    l_0_searched = resolve('searched')
    l_0_prepared_name = resolve('prepared_name')
    l_0_prepare_call = resolve('prepare_call')
    l_0_rungs = resolve('rungs')
    l_0_front = resolve('front')
    l_0_objective = resolve('objective')
    l_0_folds = resolve('folds')
    l_0_repeats = resolve('repeats')
    l_0_prepare_one = resolve('prepare_one')
    l_0_prunes = resolve('prunes')
    l_0_several = resolve('several')
    l_0_objectives = resolve('objectives')
    l_0_final_call = resolve('final_call')
    l_0_has_test = resolve('has_test')
    l_0_spec_literal = resolve('spec_literal')
    l_0_hash_literal = resolve('hash_literal')
    l_0_metric = resolve('metric')
    l_0_not_better = resolve('not_better')
    l_0_verdict = resolve('verdict')
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
    yield 'def main():\n    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])\n'
    if (undefined(name='has_path') if l_0_has_path is missing else l_0_has_path):
        pass
        yield '    parser.add_argument("--data", type=Path, default=HERE / '
        yield str((undefined(name='data_path') if l_0_data_path is missing else l_0_data_path))
        yield ')\n'
    if t_2((undefined(name='trials') if l_0_trials is missing else l_0_trials)):
        pass
        yield '    parser.add_argument("--trials", type=int, required=True)\n'
    else:
        pass
        yield '    parser.add_argument("--trials", type=int, default='
        yield str((undefined(name='trials') if l_0_trials is missing else l_0_trials))
        yield ')\n'
    yield '    parser.add_argument("--seed", type=int, default='
    yield str((undefined(name='seed') if l_0_seed is missing else l_0_seed))
    yield ')\n    parser.add_argument("--out", type=Path, default=Path('
    yield str((undefined(name='out') if l_0_out is missing else l_0_out))
    yield '))\n'
    if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs):
        pass
        yield '    parser.add_argument("--jobs", type=int, default=1)\n'
    yield '    options = parser.parse_args()\n'
    if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs):
        pass
        yield '    if min(options.trials, options.jobs) < 1:\n        parser.error("--trials and --jobs are at least 1")\n'
    if (undefined(name='has_path') if l_0_has_path is missing else l_0_has_path):
        pass
        yield '    if not options.data.is_file():\n        parser.error(f"there is no file {options.data}")\n'
    yield '    try:\n        options.out.mkdir(parents=True, exist_ok=True)\n    except OSError as error:\n        parser.error(f"cannot make the folder {options.out}: {error.strerror}")\n\n    '
    yield str(t_1(context.eval_ctx, (undefined(name='held') if l_0_held is missing else l_0_held), ', '))
    yield ' = load_data('
    if (undefined(name='has_path') if l_0_has_path is missing else l_0_has_path):
        pass
        yield 'options.data'
    yield ')\n    '
    yield str(t_1(context.eval_ctx, (undefined(name='parts') if l_0_parts is missing else l_0_parts), ', '))
    yield ' = split_data('
    yield str(t_1(context.eval_ctx, (undefined(name='split_given') if l_0_split_given is missing else l_0_split_given), ', '))
    yield ')\n'
    if ((not (undefined(name='searched') if l_0_searched is missing else l_0_searched)) and (not (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs))):
        pass
        yield '    '
        yield str((undefined(name='prepared_name') if l_0_prepared_name is missing else l_0_prepared_name))
        yield ' = '
        yield str((undefined(name='prepare_call') if l_0_prepare_call is missing else l_0_prepare_call))
        yield '\n'
    yield '    begun = time.perf_counter()\n    results, scored'
    yield str((', first_rungs' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else cond_expr_undefined("the inline if-expression on line 37 in 'main.jinja' evaluated to false and no else section was defined.")))
    yield ' = [], {}'
    yield str((', {}' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else cond_expr_undefined("the inline if-expression on line 37 in 'main.jinja' evaluated to false and no else section was defined.")))
    yield '\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '    front = []\n'
    else:
        pass
        yield '    best = {"score": '
        yield str(('-np.inf' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else 'np.inf'))
        yield ', "'
        yield str(('values' if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) else 'model'))
        yield '": None}\n'
    yield '\n'
    if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs):
        pass
        yield '    def data_of(values, split):\n        """The arrays of a split; its scalers are fitted in it."""\n'
        if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
            pass
            yield '        train, validation = folds[split'
            yield str((' % len(folds)' if ((undefined(name='repeats') if l_0_repeats is missing else l_0_repeats) > 1) else cond_expr_undefined("the inline if-expression on line 48 in 'main.jinja' evaluated to false and no else section was defined.")))
            yield ']\n'
        yield '        return '
        yield str((undefined(name='prepare_one') if l_0_prepare_one is missing else l_0_prepare_one))
        yield '\n\n    def run_trial(values, scores):\n        """Print the scores of a configuration, None where it failed, and keep the best."""\n'
    else:
        pass
        yield '    def run_trial(values'
        yield str((', report=None' if (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes) else cond_expr_undefined("the inline if-expression on line 55 in 'main.jinja' evaluated to false and no else section was defined.")))
        yield str((', epochs' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else cond_expr_undefined("the inline if-expression on line 55 in 'main.jinja' evaluated to false and no else section was defined.")))
        yield '):\n        """The scores of a configuration, None where it fails; what was tried is not run again."""\n'
    yield '        number, key = len(results) + 1, repr(sorted(values.items()))\n'
    if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs):
        pass
        yield '        # On each rung a configuration begins with the weights of its first.\n        first = first_rungs.setdefault(key, number)\n        key += f" for {epochs} epochs"\n'
    yield '        if key in scored:\n            print(f"trial {number}: as before  {values}", flush=True)\n        else:\n            scored[key] = '
    yield str(('judge' if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) else 'train_and_score'))
    yield '(values, number'
    yield str((', scores' if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) else cond_expr_undefined("the inline if-expression on line 67 in 'main.jinja' evaluated to false and no else section was defined.")))
    yield str((', report' if (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes) else cond_expr_undefined("the inline if-expression on line 67 in 'main.jinja' evaluated to false and no else section was defined.")))
    yield str((', first, epochs' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else cond_expr_undefined("the inline if-expression on line 67 in 'main.jinja' evaluated to false and no else section was defined.")))
    yield ')\n        results.append(scored[key])\n        return scored[key]\n\n'
    if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs):
        pass
        yield '    def judge(values, number, scores):\n        if scores is None:\n            return None\n'
    else:
        pass
        yield '    def train_and_score(values, number'
        yield str((', report' if (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes) else cond_expr_undefined("the inline if-expression on line 76 in 'main.jinja' evaluated to false and no else section was defined.")))
        yield str((', first, epochs' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else cond_expr_undefined("the inline if-expression on line 76 in 'main.jinja' evaluated to false and no else section was defined.")))
        yield '):\n        try:\n'
        if (undefined(name='searched') if l_0_searched is missing else l_0_searched):
            pass
            yield '            '
            yield str((undefined(name='prepared_name') if l_0_prepared_name is missing else l_0_prepared_name))
            yield ' = '
            yield str((undefined(name='prepare_call') if l_0_prepare_call is missing else l_0_prepare_call))
            yield '\n'
        if (undefined(name='several') if l_0_several is missing else l_0_several):
            pass
            yield '            model, scores'
            yield str((', epochs' if (undefined(name='folds') if l_0_folds is missing else l_0_folds) else cond_expr_undefined("the inline if-expression on line 82 in 'main.jinja' evaluated to false and no else section was defined.")))
            yield ' = run_trainings(values, '
            yield str((undefined(name='prepared_name') if l_0_prepared_name is missing else l_0_prepared_name))
            yield ', options.seed, number)\n'
        else:
            pass
            yield '            model = train_model(values, data, trial_seed(options.seed, '
            yield str(('first' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else 'number'))
            yield ')'
            yield str((', report' if (undefined(name='prunes') if l_0_prunes is missing else l_0_prunes) else cond_expr_undefined("the inline if-expression on line 84 in 'main.jinja' evaluated to false and no else section was defined.")))
            yield str((', epochs' if (undefined(name='rungs') if l_0_rungs is missing else l_0_rungs) else cond_expr_undefined("the inline if-expression on line 84 in 'main.jinja' evaluated to false and no else section was defined.")))
            yield ')\n            scores = score_model(model, data)\n'
        yield '        except Exception as error:  # noqa: BLE001 - a trial that fails does not end the search\n            print(f"trial {number} failed: {error}  {values}", flush=True)\n            return None\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '        found = { '
        for l_1_o in (undefined(name='objectives') if l_0_objectives is missing else l_0_objectives):
            _loop_vars = {}
            pass
            yield str(environment.getattr(l_1_o, 'label'))
            yield ': scores['
            yield str(environment.getattr(l_1_o, 'key'))
            yield '], '
        l_1_o = missing
        yield ' }\n        shown = ", ".join(f"{name} {score:.6g}" for name, score in found.items())\n        print(f"trial {number}: {shown}  {values}", flush=True)\n        if not np.isfinite(list(found.values())).all():\n            return None\n        if not any(beats(other["objective"], found) for other in front):\n            front[:] = [other for other in front if not beats(found, other["objective"])]\n            front.append({"trial": number, "values": values, "objective": found, "model": model'
        if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
            pass
            yield ', "epochs": epochs'
        yield '})\n        return scores\n'
    else:
        pass
        yield '        score = scores['
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'key'))
        yield ']\n        print(f"trial {number}: '
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'name'))
        yield ' {score:.6g}  {values}", flush=True)\n        if not np.isfinite(score):\n            return None\n        if score '
        yield str(('>' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else '<'))
        yield ' best["score"]:\n'
        if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs):
            pass
            yield '            best.update(score=score, values=values, number=number'
            if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
                pass
                yield ', epochs=scores["epochs"]'
            yield ')\n'
        else:
            pass
            yield '            best.update(score=score, model=model, values=values'
            if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
                pass
                yield ', epochs=epochs, number=number'
            yield ')\n'
        yield '        return scores\n'
    yield '\n    with suppress(KeyboardInterrupt):\n        search(run_trial, '
    yield str(('data_of, ' if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) else cond_expr_undefined("the inline if-expression on line 116 in 'main.jinja' evaluated to false and no else section was defined.")))
    yield 'options)\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '    if not front:\n        raise SystemExit(f"none of {len(results)} trials succeeded")\n    for best in front:\n        best["test"], best["naive"] = {}, {}\n'
        if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
            pass
            yield '        # One training on all but the test part, for as many epochs as the folds took on average.\n        data = '
            yield str((undefined(name='final_call') if l_0_final_call is missing else l_0_final_call))
            yield '\n        seed = trial_seed(options.seed, best["trial"])\n        best["model"], _ = train_model(best["values"], data, seed, epochs=best["epochs"])\n'
        elif (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
            pass
            yield '        data = '
            yield str((undefined(name='final_call') if l_0_final_call is missing else l_0_final_call))
            yield '\n'
        if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
            pass
            yield '        best["test"], best["naive"] = score_model(best["model"], data), score_baseline(data)\n'
        yield '    best = '
        yield str(('max' if environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'maximize') else 'min'))
        yield '(front, key=lambda trial: trial["objective"]['
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'label'))
        yield '])\n    entries = ("trial", "values", "objective", "test", "naive")\n'
    else:
        pass
        yield '    if best["'
        yield str(('values' if (undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) else 'model'))
        yield '"] is None:\n        raise SystemExit(f"none of {len(results)} trials succeeded")\n'
        if ((undefined(name='jobs') if l_0_jobs is missing else l_0_jobs) and (not (undefined(name='folds') if l_0_folds is missing else l_0_folds))):
            pass
            yield '    # Scores alone come back from the search: the best model is trained again, by its own seed.\n    data = data_of(best["values"], 0)\n'
            if ((undefined(name='repeats') if l_0_repeats is missing else l_0_repeats) > 1):
                pass
                yield '    best["model"], _ = run_trainings(best["values"], [data], options.seed, best["number"])\n'
            else:
                pass
                yield '    seed = trial_seed(options.seed, best["number"])\n    best["model"] = train_model(best["values"], data, seed)\n'
        if (undefined(name='folds') if l_0_folds is missing else l_0_folds):
            pass
            yield '    # One training on all but the test part, for as many epochs as the folds took on average.\n    data = '
            yield str((undefined(name='final_call') if l_0_final_call is missing else l_0_final_call))
            yield '\n    seed = trial_seed(options.seed, best["number"])\n    best["model"], _ = train_model(best["values"], data, seed, epochs=best["epochs"])\n'
        elif (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
            pass
            yield '    data = '
            yield str((undefined(name='final_call') if l_0_final_call is missing else l_0_final_call))
            yield '\n'
        if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
            pass
            yield '    scores, naive = score_model(best["model"], data), score_baseline(data)\n'
    yield '    result = {\n        "format": 1,\n        "spec": '
    yield str((undefined(name='spec_literal') if l_0_spec_literal is missing else l_0_spec_literal))
    yield ',\n        "spec_hash": '
    yield str((undefined(name='hash_literal') if l_0_hash_literal is missing else l_0_hash_literal))
    yield ',\n        "values": best["values"],\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '        "objective": best["objective"],\n        "test": best["test"],\n        "naive": best["naive"],\n'
    else:
        pass
        yield '        "objective": { '
        yield str(environment.getattr((undefined(name='objective') if l_0_objective is missing else l_0_objective), 'label'))
        yield ': best["score"]},\n        "test": '
        yield str(('scores' if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test) else '{}'))
        yield ',\n        "naive": '
        yield str(('naive' if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test) else '{}'))
        yield ',\n'
    yield '        "trials": len(results),\n        "failed": results.count(None),\n        "seconds": round(time.perf_counter() - begun, 1),\n        "versions": versions(),\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '        "front": [{name: trial[name] for name in entries} for trial in front],\n'
    yield '    }\n'
    if (undefined(name='front') if l_0_front is missing else l_0_front):
        pass
        yield '    for trial in front:\n        folder = options.out / "front" / f"trial_{trial[\'trial\']}"\n        folder.mkdir(parents=True, exist_ok=True)\n        trial["model"].save(folder / "best.keras")\n'
    yield '    best["model"].save(options.out / "best.keras")\n    (options.out / "best.json").write_text(json.dumps(result, indent=2) + "\\n", "utf-8")\n    print(json.dumps(result, indent=2))\n'
    if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
        pass
        yield '    if result["test"]['
        yield str((undefined(name='metric') if l_0_metric is missing else l_0_metric))
        yield '] '
        yield str((undefined(name='not_better') if l_0_not_better is missing else l_0_not_better))
        yield ' result["naive"]['
        yield str((undefined(name='metric') if l_0_metric is missing else l_0_metric))
        yield ']:\n        print('
        yield str((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict))
        yield ')\n'

blocks = {}
debug_info = '4=52&5=55&7=57&10=63&12=66&13=68&14=70&18=74&22=77&31=81&32=87&33=91&34=94&37=99&38=103&41=109&44=114&47=117&48=120&50=123&55=128&59=132&67=136&71=142&76=148&78=151&79=154&81=158&82=161&84=168&91=174&92=177&99=186&102=193&103=195&106=197&107=199&108=202&110=209&116=215&117=217&122=220&124=223&127=225&128=228&130=230&133=234&136=241&138=243&141=246&148=252&150=255&153=257&154=260&156=262&162=266&163=268&165=270&170=276&171=278&172=280&178=283&182=287&191=291&192=294&193=300'
