# Made from `model.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'model.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_carried = resolve('carried')
    l_0_custom = resolve('custom')
    l_0_model_given = resolve('model_given')
    l_0_network = resolve('network')
    l_0_compile = resolve('compile')
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    pass
    yield '# --- The model ----------------------------------------------------------------------\n'
    for l_1_source in environment.getattr((undefined(name='carried') if l_0_carried is missing else l_0_carried), 'layers'):
        _loop_vars = {}
        pass
        yield '\n\n'
        yield str(l_1_source)
        yield '\n'
    l_1_source = missing
    if (undefined(name='custom') if l_0_custom is missing else l_0_custom):
        pass
        yield '\n\ndef load_layer(path, name):\n    """A layer class from a file of one\'s own, relative to this script."""\n    spec = importlib.util.spec_from_file_location(Path(path).stem, HERE / path)\n    module = importlib.util.module_from_spec(spec)\n    spec.loader.exec_module(module)\n    return getattr(module, name)\n\n\n'
        for l_1_layer in (undefined(name='custom') if l_0_custom is missing else l_0_custom):
            _loop_vars = {}
            pass
            yield str(environment.getattr(l_1_layer, 'name'))
            yield ' = load_layer('
            yield str(environment.getattr(l_1_layer, 'path'))
            yield ', '
            yield str(environment.getattr(l_1_layer, 'literal'))
            yield ')\n'
        l_1_layer = missing
    yield '\n\ndef build_model('
    yield str(t_1(context.eval_ctx, (undefined(name='model_given') if l_0_model_given is missing else l_0_model_given), ', '))
    yield '):\n    """The compiled model of a configuration."""\n'
    for l_1_line in (undefined(name='network') if l_0_network is missing else l_0_network):
        _loop_vars = {}
        pass
        yield '    '
        yield str(l_1_line)
        yield '\n'
    l_1_line = missing
    yield '    model.compile('
    yield str(t_1(context.eval_ctx, (undefined(name='compile') if l_0_compile is missing else l_0_compile), ', '))
    yield ')\n    return model\n'

blocks = {}
debug_info = '3=23&6=27&8=30&19=33&20=36&25=44&27=46&28=50&30=54'
