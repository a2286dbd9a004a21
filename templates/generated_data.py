# Made from `data.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'data.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_carried = resolve('carried')
    l_0_data = resolve('data')
    l_0_held = resolve('held')
    l_0_split_given = resolve('split_given')
    l_0_parts = resolve('parts')
    l_0_has_test = resolve('has_test')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    pass
    yield '# --- The data -----------------------------------------------------------------------\n'
    for l_1_source in environment.getattr((undefined(name='carried') if l_0_carried is missing else l_0_carried), 'data'):
        _loop_vars = {}
        pass
        yield '\n\n'
        yield str(l_1_source)
        yield '\n'
    l_1_source = missing
    yield '\n\ndef load_data('
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'read_given'), ', '))
    yield '):\n    """'
    yield str(environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'read_doc'))
    yield '"""\n'
    for l_1_line in environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'read'):
        _loop_vars = {}
        pass
        yield '    '
        yield str(l_1_line)
        yield '\n'
    l_1_line = missing
    yield '    return '
    yield str(t_1(context.eval_ctx, (undefined(name='held') if l_0_held is missing else l_0_held), ', '))
    yield '\n\n\ndef split_data('
    yield str(t_1(context.eval_ctx, (undefined(name='split_given') if l_0_split_given is missing else l_0_split_given), ', '))
    yield '):\n    """'
    yield str(environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'split_doc'))
    yield '"""\n'
    for l_1_line in environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'split'):
        _loop_vars = {}
        pass
        yield '    '
        yield str(l_1_line)
        yield '\n'
    l_1_line = missing
    yield '    return '
    yield str(t_1(context.eval_ctx, (undefined(name='parts') if l_0_parts is missing else l_0_parts), ', '))
    yield '\n\n\ndef prepare_data('
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'prepare_given'), ', '))
    yield '):\n    """The arrays of two parts: one that trains, and one that is scored."""\n'
    for l_1_line in environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'fit'):
        _loop_vars = {}
        pass
        yield '    '
        yield str(l_1_line)
        yield '\n'
    l_1_line = missing
    yield '\n    def cut(part):\n'
    for l_1_line in environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'cut'):
        _loop_vars = {}
        pass
        yield '        '
        yield str(l_1_line)
        yield '\n'
    l_1_line = missing
    yield '        return '
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'cut_results'), ', '))
    yield '\n\n    '
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'train_names'), ', '))
    yield ' = cut(train)\n    '
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'cut_results'), ', '))
    yield ' = cut(scored)\n'
    if (undefined(name='has_test') if l_0_has_test is missing else l_0_has_test):
        pass
        yield '    baseline = '
        yield str(environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'baseline'))
        yield '\n'
    yield '    return { '
    yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='data') if l_0_data is missing else l_0_data), 'returned'), ', '))
    yield ' }\n'

blocks = {}
debug_info = '3=24&6=28&10=32&11=34&12=36&13=40&15=44&18=46&19=48&20=50&21=54&23=58&26=60&28=62&29=66&33=70&34=74&36=78&38=80&39=82&40=84&41=87&43=90'
