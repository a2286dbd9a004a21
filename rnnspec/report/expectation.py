"""What random search would be expected to find, in closed form.

In: losses of configurations that were drawn at random, smaller is better. Out: the expected best of
n such draws. Knows no run.
"""

from collections.abc import Sequence


def expected_best(losses: Sequence[float], draws: int) -> float:
    """The mean of the smallest loss over all subsets of so many draws, of 1 to all of them.

    By order statistics: the i-th smallest of N is the best of the subsets that hold it and
    otherwise larger ones alone, C(N - i, n - 1) of C(N, n). Drawing subsets, not samples with
    replacement, keeps the estimate unbiased (Tang et al., "Showing Your Work Doesn't Always
    Work", ACL 2020).
    """
    ordered = sorted(losses)
    total, expected, share = len(ordered), 0.0, draws / len(ordered)
    for place, loss in enumerate(ordered[: total - draws + 1]):
        expected += share * loss
        share *= (total - draws - place) / max(total - 1 - place, 1)
    return expected
