"""Messages of syntax as users see them: a spec, and below it what is said of it."""

from collections.abc import Callable

import pytest

from rnnspec.diagnostics import render_diagnostic
from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.source import Source
from rnnspec.syntax import decode_source, parse_file

SPECS = {
    "comma_between_settings": "train {\n  loss = mse,\n  epochs = 3\n}",
    "comma_between_layers": "model {\n  GRU(8),\n  Dense(1)\n}",
    "colon_for_equals": "train {\n  loss: mse\n}",
    "equals_in_a_condition": "space {\n  a ~ int(1, 4)\n  require a = 2\n}",
    "setting_without_value": "train {\n  loss      =\n  epochs    = 5\n}",
    "operator_without_value": "train {\n  epochs = 5 +\n  loss   = mse\n}",
    "setting_without_mark": "train {\n  loss mse\n}",
    "two_marks": "train {\n  loss = = mse\n}",
    "layer_without_parentheses": "model {\n  Flatten\n  Dense(1)\n}",
    "if_in_a_model": "model {\n  if a { GRU(8) } else if b { LSTM(8) }\n}",
    "distribution_in_a_model": "model {\n  units ~ int(8, 64)\n  GRU(units)\n}",
    "branch_without_braces": "model {\n  head ~ choice(a: Dense(1), b: Dense(2))\n  Dense(1)\n}",
    "start_with_equals": "search {\n  start = { a = 1 }\n}",
    "single_quotes": "data {\n  source = csv('a.csv')\n}",
    "string_not_closed": 'data {\n  source = csv("a.csv)\n  target = a\n}',
    "unknown_escape": 'data {\n  source = csv("data\\stock.csv")\n}',
    "bare_points": "train {\n  a = .5\n  b = 1.\n}",
    "minutes": "search {\n  timeout = 30m\n}",
    "no_number": "train {\n  epochs = 10k\n}",
    "too_large": "train {\n  epochs = 1e999\n}",
    "operators_of_other_languages": "space {\n  require a && !b\n}",
    "look_alike": "train {\n  \u0435pochs = 5\n}",
    "foreign_letter": "space {\n  gr\u00f6\u00dfe ~ int(1, 2)\n}",
    "no_break_space": "train {\n  loss =\u00a0mse\n}",
    "nul": "train {\n  loss = mse\0\n}",
    "semicolons": "train {\n  loss = mse;\n  epochs = 3;\n}",
    "call_not_closed": "model {\n  GRU(units ~ quniform(32, 128, 32)\n  Dense(1)\n}",
    "list_not_closed": "data {\n  inputs = [a, b\n  target = a\n}",
    "block_not_closed": "model {\n  GRU(8)\n  Dense(1)\ntrain {\n  loss = mse\n}",
    "inner_block_not_closed": "model {\n  repeat 3 {\n    GRU(8)\n  Dense(1)\n}\ntrain {\n}",
    "file_ends_early": "model {\n  GRU(8)",
    "brace_too_many": "model {\n  GRU(8)\n}}\ntrain {\n}",
    "wrong_bracket": "model {\n  GRU(8]\n}",
    "comma_missing": "model {\n  GRU(\n    units = 8\n    dropout = 0.1,\n  )\n}",
    "brace_missing": "model\n  GRU(8)\n}",
    "block_with_equals": "model = {\n  GRU(8)\n}",
    "keyword_as_name": "space {\n  none ~ int(1, 2)\n}",
    "path_without_quotes": "use Peephole from layers.py as recurrent",
    "layers_outside": "GRU(8)\nDense(1)",
    "too_deep": f"train {{\n  epochs = {'(' * 300}1{')' * 300}\n}}",
}

FILES = {
    "empty": b"",
    "only_comments": b"# nothing yet\n",
    "no_version": b"data {\n}\n",
    "late_version": b"data {\n}\nrnnspec 1\n",
    "version_without_number": b"rnnspec\ndata {\n}\n",
    "unknown_version": b"rnnspec 2\n",
    "version_twice": b"rnnspec 1\nrnnspec 1\n",
    "not_utf8": b"rnnspec 1\n# caf\xe9\n",
    "binary": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
}


def said(source: Source, diagnostics: list[Diagnostic]) -> str:
    """A spec and what is said of it."""
    messages = [render_diagnostic(diagnostic, source) for diagnostic in diagnostics]
    text = source.text.rstrip().replace("\0", "\N{SYMBOL FOR NULL}")
    return "\n\n".join([f"{text}\n{'-' * 72}", *messages]) + "\n"


@pytest.mark.parametrize("name", SPECS)
def test_messages(name: str, golden: Callable[[str, str], None]) -> None:
    source = Source("test.rnnspec", f"rnnspec 1\n{SPECS[name]}\n")
    problems = Problems()
    parse_file(source, problems)
    assert problems.has_errors
    golden(f"{name}.txt", said(source, problems.sorted()))


@pytest.mark.parametrize("name", FILES)
def test_messages_of_files(name: str, golden: Callable[[str, str], None]) -> None:
    source = decode_source("test.rnnspec", FILES[name])
    if isinstance(source, Diagnostic):
        golden(f"{name}.txt", said(Source("test.rnnspec", ""), [source]))
        return
    problems = Problems()
    parse_file(source, problems)
    assert problems.has_errors
    golden(f"{name}.txt", said(source, problems.sorted()))
