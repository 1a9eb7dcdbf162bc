"""Rules W1 to W7: marks, numbers and what stands between numbers."""

from __future__ import annotations

from .classes import ISOLATES


def settle_weak(names: list[str], before: str) -> None:
    """Settle the weak classes of one sequence in place; ``before`` is what it is taken to follow."""
    _marks(names, before)
    _numbers_after_arabic(names, before)
    _between_numbers(names)
    _around_numbers(names)
    _numbers_after_latin(names, before)


def _marks(names: list[str], before: str) -> None:
    """W1: a mark goes with what it stands on."""
    previous = before
    for place, name in enumerate(names):
        if name == "NSM":
            names[place] = "ON" if previous in ISOLATES or previous == "PDI" else previous
        previous = names[place]


def _numbers_after_arabic(names: list[str], before: str) -> None:
    """W2 and W3: a number after an Arabic letter is an Arabic number; the letter is one from right to left."""
    strong = before
    for place, name in enumerate(names):
        if name in ("L", "R", "AL"):
            strong = name
        elif name == "EN" and strong == "AL":
            names[place] = "AN"
        if name == "AL":
            names[place] = "R"


def _between_numbers(names: list[str]) -> None:
    """W4: one sign between two numbers of a kind is part of the number."""
    for place in range(1, len(names) - 1):
        left, name, right = names[place - 1 : place + 2]
        if left == right and ((name == "CS" and left in ("EN", "AN")) or (name == "ES" and left == "EN")):
            names[place] = left


def _around_numbers(names: list[str]) -> None:
    """W5 and W6: signs like % and $ beside a number are part of it; all other such signs are neutral."""
    place = 0
    while place < len(names):
        end = place
        while end < len(names) and names[end] == "ET":
            end += 1
        if end > place:
            beside = (place and names[place - 1] == "EN") or (end < len(names) and names[end] == "EN")
            names[place:end] = ["EN" if beside else "ON"] * (end - place)
            place = end
        elif names[place] in ("ES", "CS"):
            names[place] = "ON"
            place += 1
        else:
            place += 1


def _numbers_after_latin(names: list[str], before: str) -> None:
    """W7: a number after a letter from left to right goes with it."""
    strong = before
    for place, name in enumerate(names):
        if name in ("L", "R"):
            strong = name
        elif name == "EN" and strong == "L":
            names[place] = "L"
