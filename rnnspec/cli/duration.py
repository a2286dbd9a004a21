"""Durations on the command line, as a spec writes them: `90s`, `30min`, `2h`, `1d`."""

import re

import click

UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


class Seconds(click.ParamType):  # type: ignore[type-arg]
    """A duration, converted to seconds."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """See click.ParamType."""
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(s|min|h|d)", str(value))
        if found is None or float(found[1]) == 0:
            self.fail(f"`{value}` is no duration; expected something like `90s`, `30min` or `2h`")
        return float(found[1]) * UNITS[found[2]]


SECONDS = Seconds()
