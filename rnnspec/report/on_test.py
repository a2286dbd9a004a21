"""What there is to see of the test part, whatever is predicted.

In: a run. Out: its pictures in order; none where the test part has not been scored.
"""

from dataclasses import replace

from rnnspec.report.class_pictures import of_classes
from rnnspec.report.forecast import Forecast
from rnnspec.report.forecast_pictures import (
    against_truth,
    by_step,
    from_origins,
    one_after_the_other,
)
from rnnspec.report.picture import Picture
from rnnspec.report.residual_pictures import by_group, residuals
from rnnspec.report.run import Run
from rnnspec.study.data import Npz, Table

COLUMNS = 3
"""Target columns of a table that have pictures, the first ones."""


def forecasts(run: Run) -> list[Picture]:
    """The pictures of a forecast; none where there is no forecast."""
    data = run.study.data
    match run.forecast:
        case None:
            return []
        case Forecast(is_classes=True) as found:
            told = of_classes(found, data.labels, data.classes)
            return [*told, *(one for name in data.targets for one in by_group(found, name))]
        case Forecast(ends=None) as found:
            name = data.source.y if isinstance(data.source, Npz) else "y"
            return [against_truth(found), *residuals(found, name)]
        case found:
            pictures = []
            for at, name in enumerate(data.targets[:COLUMNS]):
                column = found.of_column(at, len(data.targets))
                pictures += _of_column(run, replace(column, lead=data.lead), name)
            return pictures


def _of_column(run: Run, forecast: Forecast, name: str) -> list[Picture]:
    """What there is to see of one target column."""
    data = run.study.data
    time = (isinstance(data.source, Table) and data.source.time_name) or "time"
    line = one_after_the_other(forecast, name, time, data.horizon)
    if data.horizon <= 1:
        return [line, *residuals(forecast, name), *by_group(forecast, name)]
    origins = from_origins(forecast, name, time)
    ahead = by_step(forecast, name)
    return [*origins, line, ahead, *residuals(forecast, name), *by_group(forecast, name)]
