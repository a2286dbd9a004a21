"""Durations on the command line, as a spec writes them: `90s`, `30min`, `2h`, `1d`."""

import re

import click

from rnnspec.words import SECONDS


class DurationType(click.ParamType):  # type: ignore[type-arg]
    """A duration, converted to seconds."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """See click.ParamType."""
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(s|min|h|d)", str(value))
        if found is None or float(found[1]) == 0:
            self.fail(f"`{value}` is no duration; expected something like `90s`, `30min` or `2h`")
        return float(found[1]) * SECONDS[found[2]]


DURATION = DurationType()
