"""How far apart two short words are: optimal string alignment, where two neighbours swapped count as one
slip.
"""

from __future__ import annotations


def one_slip_apart(first: str, second: str) -> bool:
    """Whether the Damerau–Levenshtein distance (optimal string alignment) is exactly 1: one letter added,
    left out or wrong, or two neighbours swapped. Linear in the shorter word, so that it can run at each key
    press.
    """
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    short, long = sorted((first, second), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2][::-1] == long[start : start + 2]
    return short[start + 1 :] == long[start + 1 :] or (swapped and short[start + 2 :] == long[start + 2 :])
