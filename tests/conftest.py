"""What all tests share: the fast ring never imports Keras; golden files show what users see."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A machine may be busy: nothing depends on time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

GOLDEN = Path(__file__).parent / "golden"
"""One folder for each module of tests, one file for each text."""

USED = pytest.StashKey[set[str]]()

CACHE = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep profiles of data files in a folder of these tests' own; Matplotlib's fonts stay."""
    user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    os.environ.setdefault("MPLCONFIGDIR", str(Path(user, "matplotlib")))
    config.stash[CACHE] = os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="rnnspec-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder again."""
    shutil.rmtree(config.stash[CACHE], ignore_errors=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Under `-m "not keras"`, leave out modules of Keras tests before they are imported."""
    if config.option.markexpr != "not keras" or collection_path.suffix != ".py":
        return None
    text = collection_path.read_text(encoding="utf-8")
    return True if "\npytestmark = pytest.mark.keras\n" in text else None


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call() -> None:
    """The environment is the same in all tests, so that one process forks all their workers."""
    os.environ.pop("PYTEST_CURRENT_TEST", None)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup() -> None:
    """The same for what fixtures run."""
    os.environ.pop("PYTEST_CURRENT_TEST", None)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a text against its golden file; with ACCEPT=1 in the environment, writes it there."""
    used = request.config.stash.setdefault(USED, set())

    def check(name: str, text: str) -> None:
        path = GOLDEN / request.path.stem / name
        used.add(str(path.relative_to(GOLDEN)))
        if os.environ.get("ACCEPT"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {path}: ACCEPT=1 writes it"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Gather from a worker of xdist which golden files its tests used."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    output: dict[str, list[str]] = getattr(node, "workeroutput", {})
    config.stash.setdefault(USED, set()).update(output.get("golden", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail where golden files of the modules that ran are of no use any more."""
    config = session.config
    used = config.stash.get(USED, set())
    if hasattr(config, "workeroutput"):
        config.workeroutput["golden"] = sorted(used)
        return
    selected = config.option.keyword or any("::" in argument for argument in config.args)
    if exitstatus != 0 or selected:
        return
    folders = {Path(name).parts[0] for name in used}
    orphans = [
        path
        for folder in sorted(folders)
        for path in sorted((GOLDEN / folder).rglob("*"))
        if path.is_file() and str(path.relative_to(GOLDEN)) not in used
    ]
    for path in orphans:
        if os.environ.get("ACCEPT"):
            path.unlink()
        else:
            print(f"\nno test uses {path}: ACCEPT=1 removes it")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
