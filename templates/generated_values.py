# Made from `values.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'values.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_values = resolve('values')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    pass
    if environment.getattr((undefined(name='values') if l_0_values is missing else l_0_values), 'guarded'):
        pass
        yield '    values = { '
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='values') if l_0_values is missing else l_0_values), 'always'), ', '))
        yield ' }\n'
        for (l_1_condition, l_1_lines) in environment.getattr((undefined(name='values') if l_0_values is missing else l_0_values), 'guarded'):
            _loop_vars = {}
            pass
            if l_1_condition:
                pass
                yield '    if '
                yield str(l_1_condition)
                yield ':\n'
            for l_2_line in l_1_lines:
                _loop_vars = {}
                pass
                yield '    '
                yield str(('    ' if l_1_condition else cond_expr_undefined("the inline if-expression on line 9 in 'values.jinja' evaluated to false and no else section was defined.")))
                yield str(l_2_line)
                yield '\n'
            l_2_line = missing
        l_1_condition = l_1_lines = missing
        yield '    return values\n'
    else:
        pass
        yield '    return { '
        yield str(t_1(context.eval_ctx, environment.getattr((undefined(name='values') if l_0_values is missing else l_0_values), 'always'), ', '))
        yield ' }\n'

blocks = {}
debug_info = '2=18&3=21&4=23&5=26&6=29&8=31&9=35&14=44'
