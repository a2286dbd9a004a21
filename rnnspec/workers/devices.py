"""What each of several workers on a machine may use: cores and GPUs.

In: how many workers there are. Out: environment variables for each. Results do not depend on
them: TensorFlow divides its work among threads without changing sums. Imports no Keras.
"""

import os
import shutil
import subprocess


def environments(workers: int) -> list[dict[str, str]]:
    """The environment of each worker: its share of the cores, and a GPU where there are any."""
    threads = str(max(1, cores() // workers))
    limits = {
        name: os.environ.get(name, threads)
        for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
    }
    devices = gpus()
    if not devices:
        return [limits] * workers
    # Several processes on one GPU must not each take all of its memory.
    shared = {"TF_FORCE_GPU_ALLOW_GROWTH": "true"} if workers > len(devices) else {}
    return [
        {**limits, **shared, "CUDA_VISIBLE_DEVICES": devices[worker % len(devices)]}
        for worker in range(workers)
    ]


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def gpus() -> list[str]:
    """The GPUs by the numbers that CUDA knows them by; those that the environment allows."""
    allowed = os.environ.get("CUDA_VISIBLE_DEVICES")
    if allowed is not None:
        return [name.strip() for name in allowed.split(",") if name.strip() not in ("", "-1")]
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    query = [program, "--query-gpu=index", "--format=csv,noheader"]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []
