"""What TensorBoard and MLflow hold of a run, read back with their own libraries."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnspec.cli.main import rnnspec
from rnnspec.ledger.ledger import read_trials
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.events import RunStarted
from rnnspec.watch.observers import Silence, Watchers, make_observers

pytestmark = pytest.mark.keras

SPEC = """rnnspec 1
data {
  source = random(samples = 60, steps = 4, features = 2)
  split = random(validation = 0.2, test = 0.2)
}
model { GRU(units ~ choice(2, 3)) Dense(1, activation ~ choice(none, tanh)) }
train { optimizer = adam loss = mse epochs = 2 batch_size = 32 }
search { objective = minimize(val_rmse) algorithm = random trials = 2 }
"""
NAMES = {"gru.units", "dense.activation"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the run `run`, observed by both."""
    folder = tmp_path_factory.mktemp("observed")
    (folder / "gru.rnnspec").write_text(SPEC, encoding="utf-8")
    pytest.importorskip("mlflow", reason="mlflow-skinny is not installed")
    arguments = ["run", str(folder / "gru.rnnspec"), "--out", str(folder / "run")]
    database = f"sqlite:///{folder}/mlflow.db"
    options = ["--tensorboard", "--mlflow", database]
    done = CliRunner().invoke(rnnspec, [*arguments, *options], env={"TF_CPP_MIN_LOG_LEVEL": "3"})
    assert done.exit_code == 0, done.output
    assert "warning" not in done.output
    return folder


@pytest.fixture(scope="module")
def trials(folder: Path) -> list[TrialRecord]:
    """What the run's own ledger holds."""
    trials = read_trials(folder / "run")
    assert [trial.number for trial in trials] == [1, 2]
    assert set(trials[0].values) == NAMES
    return trials


def test_tensorboard_shows_curves_and_scores(folder: Path, trials: list[TrialRecord]) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    for trial in trials:
        log = EventAccumulator(str(folder / "run" / "tensorboard" / f"trial_{trial.number}"))
        log.Reload()
        assert {"loss", "val_loss", "score/val_rmse"} <= set(log.Tags()["scalars"])
        assert [entry.step for entry in log.Scalars("loss")] == [1, 2]
        (score,) = log.Scalars("score/val_rmse")
        assert score.value == pytest.approx(trial.scores["val_rmse"], 1e-6)


def test_tensorboard_knows_the_hyperparameters(folder: Path, trials: list[TrialRecord]) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins.hparams import metadata
    from tensorboard.plugins.hparams.api_pb2 import STATUS_SUCCESS

    for trial in trials:
        log = EventAccumulator(str(folder / "run" / "tensorboard" / f"trial_{trial.number}"))
        log.Reload()
        content = {
            tag: log.SummaryMetadata(tag).plugin_data.content
            for tag in (metadata.SESSION_START_INFO_TAG, metadata.SESSION_END_INFO_TAG)
        }
        start = metadata.parse_session_start_info_plugin_data(
            content[metadata.SESSION_START_INFO_TAG]
        )
        assert start.hparams["gru.units"].number_value == trial.values["gru.units"]
        activation = trial.values["dense.activation"] or "none"
        assert start.hparams["dense.activation"].string_value == activation
        end = metadata.parse_session_end_info_plugin_data(content[metadata.SESSION_END_INFO_TAG])
        assert end.status == STATUS_SUCCESS


def test_mlflow_holds_a_run_for_each_trial(folder: Path, trials: list[TrialRecord]) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(f"sqlite:///{folder}/mlflow.db")
    experiment = client.get_experiment_by_name("gru.rnnspec")
    assert experiment is not None
    found = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id])}
    assert set(found) == {"run", "trial 1", "trial 2"}
    assert {run.info.status for run in found.values()} == {"FINISHED"}
    parent = found.pop("run")
    assert parent.data.params == {"engine": "rnnspec", "algorithm": "random", "seed": "0"}
    best = min(trial.scores["val_rmse"] for trial in trials)
    assert parent.data.metrics["score.val_rmse"] == best
    for trial in trials:
        run = found[f"trial {trial.number}"]
        assert run.data.tags["mlflow.parentRunId"] == parent.info.run_id
        assert set(run.data.params) == NAMES
        assert run.data.params["gru.units"] == str(trial.values["gru.units"])
        assert run.data.metrics["score.val_rmse"] == trial.scores["val_rmse"]
        curve = client.get_metric_history(run.info.run_id, "val_loss")
        assert [point.step for point in curve] == [1, 2]


def test_a_server_that_is_not_there_is_told_soon(tmp_path: Path) -> None:
    """Within seconds, not after seven attempts; the run goes on."""
    from mlflow.environment_variables import MLFLOW_HTTP_REQUEST_MAX_RETRIES

    stream = io.StringIO()
    observers = make_observers({"mlflow": "http://127.0.0.1:9"})
    watchers = Watchers(Silence(), observers, stream)
    for seed in (1, 2):
        watchers(RunStarted("gru", tmp_path, "rnnspec", "random", seed, 1, None, ("val_mae",)))
    watchers.close()
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("warning: `--mlflow` failed and is left out: ")
    assert MLFLOW_HTTP_REQUEST_MAX_RETRIES.get() == 1
