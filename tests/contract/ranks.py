"""Whether two kinds of calls take the same time, told by ranks: no limit in seconds, so that a busy machine is no
error, and a false alarm once in a million runs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from time import perf_counter

ALARM = 5.0
"""Standard deviations: by chance they are passed once in 1.7 million runs."""


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call took, whatever it answered."""
    began = perf_counter()
    call()
    return perf_counter() - began


def alternated(
    one: Callable[[int], object], other: Callable[[int], object], pairs: int, seed: int = 0
) -> tuple[list[float], list[float]]:
    """The times of both kinds, each pair back to back in an order that is drawn: what drifts meets both."""
    chance, times = random.Random(seed), ([], [])
    for number in range(pairs):
        for kind in chance.sample((0, 1), 2):
            call = (one, other)[kind]
            times[kind].append(timed(lambda call=call, number=number: call(number)))
    return times


def apart(first: list[float], second: list[float]) -> float:
    """By how many standard deviations the rank sum of ``first`` differs from what it is when both are drawn from one
    distribution (Mann and Whitney; times that are equal share their rank).
    """
    n, m = len(first), len(second)
    everything = sorted((value, kind) for kind, values in enumerate((first, second)) for value in values)
    ranks, place = 0.0, 0
    while place < n + m:
        end = place
        while end < n + m and everything[end][0] == everything[place][0]:
            end += 1
        shared = (place + end + 1) / 2
        ranks += shared * sum(kind == 0 for _, kind in everything[place:end])
        place = end
    return (ranks - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)
