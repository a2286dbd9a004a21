"""What a search is worth: every configuration of the front scored once on the test part.

In: the front, the workers, what an earlier session concluded. Out: conclusions. With folds it has
the final models trained as well, and it trains a model anew that is not where it should be.
"""

from collections.abc import Iterable

from rnnspec.executors.messages import (
    Failed,
    Keep,
    Kept,
    Refit,
    Reply,
    Request,
    Test,
    Tested,
    Train,
)
from rnnspec.ledger.models import Models
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.result import Conclusion
from rnnspec.workers.pool import Pool
from rnnspec.workers.process import WorkerDied


class CannotConclude(Exception):
    """A final model cannot be trained, kept or scored; the message says why."""


def conclude(
    front: Iterable[TrialRecord],
    pool: Pool,
    models: Models,
    *,
    folds: bool,
    earlier: Iterable[Conclusion] = (),
) -> tuple[Conclusion, ...]:
    """Score every trial of the front; what was scored `earlier` keeps its one score.

    Raises CannotConclude, NoWorker, LedgerError.
    """
    known = {conclusion.record.number: conclusion for conclusion in earlier}
    return tuple(
        known[record.number]
        if record.number in known
        else _scored(record, pool, models, folds=folds)
        for record in front
    )


def _scored(record: TrialRecord, pool: Pool, models: Models, *, folds: bool) -> Conclusion:
    number, values = record.number, record.values
    if not models.is_kept(number):
        if folds:
            epochs = record.epochs if record.epoch_kept is None else record.epoch_kept
            kept = _demand(pool, Refit(number, values, max(round(epochs), 1)))
        else:
            _demand(pool, Train(number, values))
            kept = _demand(pool, Keep(), f"cannot keep the model as `{models.draft(number)}`: ")
        assert isinstance(kept, Kept)
        models.write(number, kept.model.network, kept.model.preprocessing)
        models.publish(number)
    network, _ = models.read(number)
    answer = _demand(pool, Test(number, values, network))
    assert isinstance(answer, Tested)
    if answer.forecast:
        models.write_forecast(number, answer.forecast)
    return Conclusion(record, answer.test, answer.naive)


def _demand(pool: Pool, request: Request, failing: str = "") -> Reply:
    """The answer to what may not fail; `failing` begins the message where it does."""
    try:
        answer = pool.ask(request)
    except WorkerDied as error:
        raise CannotConclude(f"{failing}{error}") from error
    if isinstance(answer, Failed):
        raise CannotConclude(failing + answer.reason)
    return answer
