"""Why something failed, as a trial's record tells it."""

import pytest

from rnnspec.executors.contract import LONGEST, failure

KERAS = (
    "Exception encountered when calling Same.call().\n\n"
    "\x1b[1mCannot cast an integer to a float.\x1b[0m\n\n"
    "Arguments received by Same.call():\n  • inputs=tf.Tensor(shape=(8, 4), dtype=int32)"
)
TENSORFLOW = (
    "Graph execution error:\n\nDetected at node embedding defined at (most recent call last):\n"
    "<stack traces unavailable>\nindices[0,1] = 9 is not in [0, 5)\n\t [[{{node embedding}}]]"
)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("it is one line", "it is one line"),
        ("", "no message"),
        (
            KERAS,
            "Exception encountered when calling Same.call(). Cannot cast an integer to a float.",
        ),
        (TENSORFLOW, "Graph execution error: indices[0,1] = 9 is not in [0, 5)"),
    ],
)
def test_the_whole_cause_is_told_in_a_line(message: str, told: str) -> None:
    error = RuntimeError("what was being done")
    error.__cause__ = ValueError(message)
    assert failure(error).reason == f"ValueError: {told}"


def test_an_endless_cause_is_cut() -> None:
    assert len(failure(ValueError("x\n" * 10_000)).reason) < LONGEST + 20
