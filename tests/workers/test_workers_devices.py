"""How cores and GPUs are divided among workers."""

from pathlib import Path

import pytest

from rnnspec.workers.devices import cores, environments

THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with eight cores, of which nothing has been said, and without GPUs."""
    for name in (*THREADS, "CUDA_VISIBLE_DEVICES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)), raising=False)


def _nvidia_smi(folder: Path, answer: str) -> None:
    """A program that answers as the driver's own does when it is asked for indices."""
    program = folder / "nvidia-smi"
    asked = '[ "$*" = "--query-gpu=index --format=csv,noheader" ] || exit 9'
    program.write_text(f"#!/bin/sh\n{asked}\n{answer}\n")
    program.chmod(0o755)


def _gpus(workers: int) -> list[str | None]:
    return [environment.get("CUDA_VISIBLE_DEVICES") for environment in environments(workers)]


@pytest.mark.parametrize(("workers", "threads"), [(1, "8"), (2, "4"), (3, "2"), (20, "1")])
def test_cores_are_divided(workers: int, threads: str) -> None:
    assert environments(workers) == [dict.fromkeys(THREADS, threads)] * workers


def test_what_the_environment_says_of_threads_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert [e["OMP_NUM_THREADS"] for e in environments(2)] == ["3", "3"]
    assert [e["TF_NUM_INTRAOP_THREADS"] for e in environments(2)] == ["4", "4"]


def test_cores_that_a_process_may_not_use_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {3}, raising=False)
    assert cores() == 1


def test_workers_get_the_gpus_in_turn(tmp_path: Path) -> None:
    _nvidia_smi(tmp_path, "echo 0; echo 1")
    assert _gpus(2) == ["0", "1"]
    assert _gpus(3) == ["0", "1", "0"]
    assert "TF_FORCE_GPU_ALLOW_GROWTH" not in environments(2)[0]
    assert all(e["TF_FORCE_GPU_ALLOW_GROWTH"] == "true" for e in environments(3))


def test_gpus_that_the_environment_names_are_those(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _nvidia_smi(tmp_path, "echo 0; echo 1; echo 2; echo 3")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2, GPU-8f3a")
    assert _gpus(2) == ["2", "GPU-8f3a"]


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_gpus_that_the_environment_hides_stay_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    _nvidia_smi(tmp_path, "echo 0")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert _gpus(2) == [None, None]


def test_a_driver_that_does_not_answer_has_no_gpus(tmp_path: Path) -> None:
    _nvidia_smi(tmp_path, "echo no devices; exit 6")
    assert _gpus(2) == [None, None]
