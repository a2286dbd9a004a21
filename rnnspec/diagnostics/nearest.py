"""The nearest known word to one that is not known.

In: a word and the candidates. Out: at most one of them. Knows nothing of what the words mean.
"""

from collections.abc import Iterable

from rnnspec.diagnostics.table import foreign_words
from rnnspec.words import listed


def mend(word: str, known: Iterable[str], lead: str, most: int | None = None) -> str:
    """`the nearest is ...`; where none is near, `lead` and the first of what is known."""
    known = list(known)
    found = nearest(word, known)
    return f"the nearest is `{found}`" if found else f"{lead} {listed(known, most)}"


MOST = 12
"""Of more words than these only the nearest are listed."""


def among(word: str, known: Iterable[str], lead: str) -> str:
    """`lead` and what is known; of many words those whose letters are near, else the first."""
    known = list(known)
    if len(known) <= MOST:
        return f"{lead} {listed(known)}" if known else ""
    plain = _plain(word)
    far = {one: _edits(plain, _plain(one)) / max(len(plain), len(_plain(one))) for one in known}
    near = [one for one in sorted(known, key=far.__getitem__) if far[one] <= 0.5]
    if near:
        return f"the nearest of {len(known)} are {listed(near[:3])}"
    return f"{lead}, among others, {listed(known[:6])}"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was most likely meant, or none.

    A word that differs in case or underscores alone is taken first, then what other libraries mean
    by it (`foreign.toml`). Else up to a third of the longer word's letters may differ (one in words
    of up to five letters, two in words of eight): below that two short words such as `mae` and
    `mse` are near, above it unlike words would be.
    Of equally near ones the first candidate is taken.
    """
    candidates = list(candidates)
    best, least = None, 1.0
    plain = _plain(word)
    same = next((candidate for candidate in candidates if _plain(candidate) == plain), None)
    if same is not None or not plain:
        return same
    meant = next((one for one in _meant(word) if one in candidates), None)
    if meant is not None:
        return meant
    for candidate in candidates:
        other = _plain(candidate)
        longer = max(len(plain), len(other))
        allowed = max(1, longer // 3) if longer > 2 else 0
        if abs(len(plain) - len(other)) > allowed:
            continue
        edits = _edits(plain, other)
        if edits <= allowed and edits / longer < least:
            best, least = candidate, edits / longer
    return best


def _meant(word: str) -> list[str]:
    """What other libraries mean by a word; by a measure, measured on the validation part."""
    words = foreign_words()["words"]
    if word.startswith("val_"):
        return [f"val_{one}" for one in words.get(_plain(word[4:]), ())]
    found: list[str] = words.get(_plain(word), [])
    return found


def _plain(word: str) -> str:
    return word.replace("_", "").casefold()


def _edits(a: str, b: str) -> int:
    """Letters to insert, delete, replace or swap with their neighbour.

    Damerau (1964), the restricted form known as optimal string alignment.
    """
    two_above: list[int] = []
    above = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            edits = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and right == a[i - 2]:
                edits = min(edits, two_above[j - 2] + 1)
            row.append(edits)
        two_above, above = above, row
    return above[-1]
