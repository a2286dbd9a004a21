"""Layers from a file beside the spec: their signature is read, their code is never run."""

from pathlib import Path

import pytest

from specs import blamed, codes, marked, spec

LAYERS = """
import keras
open("EXECUTED", "w")

class Cell(keras.layers.Layer):
    def __init__(self, units, gain=1.0, *, mode="x", **kwargs):
        super().__init__(**kwargs)

class Child(Cell):
    pass

class Plain(keras.layers.Layer):
    pass

def function(x):
    return x
"""
USE = 'use Cell from "layers.py" as recurrent'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside.py").write_text("class Cell:\n    pass\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "layers.py").write_text(LAYERS)
    names = ("keras", "print", "build_model", "cut_windows")
    (inside / "named.py").write_text(
        "\n".join(f"class {name}:\n    def __init__(self, units): ..." for name in names)
    )
    (inside / "broken.py").write_text("class Cell(:\n")
    (inside / "binary.py").write_bytes(b"\xff\xfe\x00")
    (inside / "deep.py").write_text("(" * 5000 + ")" * 5000)
    (inside / "link.py").symlink_to("../outside.py")
    (inside / "loop.py").symlink_to("loop.py")
    (inside / "folder.py").mkdir()
    return inside


@pytest.mark.parametrize(
    ("use", "model", "space"),
    [
        (USE, "Cell(8)\n Dense(1)", ""),
        (USE, "Cell(8)\n GRU(3)\n Dense(1)", ""),
        (USE, "Cell(units ~ int(1, 3), mode = relu, gain ~ uniform(0, 1))\n Dense(1)", ""),
        (USE, "Bidirectional(Cell(8))\n Dense(1)", ""),
        (USE, "Cell(8, bidirectional = true)\n Dense(1)", ""),
        (USE, "cell(units = 8)\n Dense(1)", "cell ~ choice(GRU, Cell)"),
        (USE.replace("layers.py", "./folder.py/../layers.py"), "Cell(8)\n Dense(1)", ""),
        ('use Child from "layers.py" as recurrent', "Child(8)\n Dense(1)", ""),
        ('use Plain from "layers.py" as same', "Plain()\n GRU(3)\n Plain()\n Dense(1)", ""),
    ],
)
def test_custom_layers_stand_like_others(use: str, model: str, space: str, folder: Path) -> None:
    assert codes(spec(model, space=space, before=use), folder) == []
    assert not (folder / "EXECUTED").exists()
    assert not Path("EXECUTED").exists()


@pytest.mark.parametrize(
    ("use", "model"),
    [
        (USE, "«E0308|Cell()»"),
        (USE, "Cell(8, «E0204|foo» = 1)"),
        (USE, "Cell(8, «E0204|stateful» = true)"),
        (USE, "GRU(8, return_sequences = false)\n «E0401|Cell(8)»"),
        (USE.replace("recurrent", "«E0203|anything»"), "Cell(8)"),
        ('use «E0203|Cel» from "layers.py" as same', "Cel(8)"),
        ('use «E0203|function» from "layers.py" as same', "function(8)"),
        ('use «E0208|GRU» from "layers.py" as recurrent', "LSTM(8)"),
        ('use «E0208|keras» from "named.py" as recurrent', "keras(8)"),
        ('use «E0208|print» from "named.py" as recurrent', "print(8)"),
        ('use «E0208|build_model» from "named.py" as recurrent', "build_model(8)"),
        ('use «E0208|cut_windows» from "named.py" as recurrent', "cut_windows(8)"),
        (f'{USE}\nuse «E0206|Cell» from "layers.py" as same', "Cell(8)"),
        (f"{USE}\nblock «E0206|Cell»(x) {{\n GRU(x)\n}}", "LSTM(8)"),
        *(
            (f'use Cell from «E0601|"{path}"» as recurrent', "Cell(3)")
            for path in (
                "nope.py",
                "folder.py",
                "broken.py",
                "binary.py",
                "deep.py",
                "loop.py",
                "link.py",
                "../outside.py",
                "a/../../outside.py",
                "/etc/passwd",
                "",
            )
        ),
    ],
)
def test_custom_layers_that_cannot_be(use: str, model: str, folder: Path) -> None:
    text, wanted = marked(spec(f"{model}\n Dense(1)", before=use))
    assert blamed(text, folder) == wanted
