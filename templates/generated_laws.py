# Made from `laws.jinja` by `python -m rnnspec.scripts.templates`; not to be edited.
# ruff: noqa
# fmt: off
JINJA = '3.1.6'
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'laws.jinja'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_helpers = resolve('helpers')
    l_0_decorator = resolve('decorator')
    pass
    if ('nearest_step' in (undefined(name='helpers') if l_0_helpers is missing else l_0_helpers)):
        pass
        yield '\n'
        yield str((undefined(name='decorator') if l_0_decorator is missing else l_0_decorator))
        yield '\ndef nearest_step(x, step, first, last):\n    """The number of steps from 0 that comes nearest to x, kept from first to last."""\n    return int(np.clip(round(x / step), first, last))\n\n'
    if ('truncated_normal' in (undefined(name='helpers') if l_0_helpers is missing else l_0_helpers)):
        pass
        yield '\n'
        yield str((undefined(name='decorator') if l_0_decorator is missing else l_0_decorator))
        yield '\ndef truncated_normal(share, mean, deviation, low, high):\n    """The point of a truncated normal law below which this share of it lies."""\n    if low > mean:  # the far tail is exact on the lower side\n        mirrored = mean, deviation, 2 * mean - high, 2 * mean - low\n        return 2 * mean - truncated_normal(1 - share, *mirrored)\n    below = log_ndtr((low - mean) / deviation) + np.log1p(-share)\n    within = log_ndtr((high - mean) / deviation) + np.log(share)\n    return float(mean + deviation * ndtri_exp(np.logaddexp(below, within)))\n\n'
    if ('tidy' in (undefined(name='helpers') if l_0_helpers is missing else l_0_helpers)):
        pass
        yield '\n'
        yield str((undefined(name='decorator') if l_0_decorator is missing else l_0_decorator))
        yield '\ndef tidy(x, low, high):\n    """x without the noise of its last digits, kept from low to high."""\n    return float(min(max(float(f"{x:.12g}"), low), high))\n\n'
    if ('pick' in (undefined(name='helpers') if l_0_helpers is missing else l_0_helpers)):
        pass
        yield '\n'
        yield str((undefined(name='decorator') if l_0_decorator is missing else l_0_decorator))
        yield '\ndef pick(share, options, weights):\n    """The option in whose part a share lies, where the options lie in a row as their weights."""\n    ends = np.cumsum(weights) / np.sum(weights)\n    return options[int(np.searchsorted(ends[:-1], share))]\n\n'

blocks = {}
debug_info = '2=13&4=16&10=18&12=21&23=23&25=26&31=28&33=31'
