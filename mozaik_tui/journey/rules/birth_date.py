"""The birth date (journey.md, Input rules): one field, many ways to write it, three ways to be wrong."""

from __future__ import annotations

import re
from datetime import date

from .folding import fold_letters
from .text import ascii_digits, is_blank, is_dash, is_invisible, strip_edges
from .verdict import Accepted, Caution, Refused

FIRST_YEAR = 1900
YOUNGEST, OLDEST = 3, 22
"""Usual ages of a pupil, both included; outside them there is a warning."""

MONTHS: tuple[tuple[str, ...], ...] = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul", "jui"),
    ("aout", "august", "aou", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
"""French and English month names and their abbreviations, folded; a dot after them is ignored."""

MONTH_NUMBER = {name: number for number, names in enumerate(MONTHS, 1) for name in names}

_DAY = r"(?P<d>[0-9]{1,2})(?: ?(?:er|re|st|nd|rd|th|e))?"
_MONTH = r"(?P<m>[a-z]{3,9})"
_YEAR = r"(?P<y>[0-9]+)"
SHAPES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>[0-9]{4})[-/. ]+(?P<m>[0-9]{1,2})[-/. ]+(?P<d>[0-9]{1,2})",
        r"(?P<d>[0-9]{1,2})[-/. ]+(?P<m>[0-9]{1,2})[-/. ]+(?P<y>[0-9]+)",
        r"(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-9]{2})",
        r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>(?:19|20)[0-9]{2})",
        rf"(?:le |the )?{_DAY}[-/ ]*(?:of )?{_MONTH}[-/ ]*{_YEAR}",
        rf"{_MONTH}[-/ ]*(?:the )?{_DAY}[-/ ]+{_YEAR}",
        rf"(?P<y>[0-9]{{4}})[-/ ]*{_MONTH}[-/ ]*(?P<d>[0-9]{{1,2}})",
    )
)


def _plain(text: str) -> str:
    """Folded, digits as 0–9, one kind of dash and blank, no commas, no dots after a word, no invisible
    characters.
    """
    text = ascii_digits(strip_edges(text))
    text = "".join(
        " " if is_blank(c) or c in ",،、" else "-" if is_dash(c) else "/" if c in "⁄∕" else c
        for c in text
        if is_dash(c) or not is_invisible(c)
    )
    text = fold_letters(text)
    text = re.sub(r" *[年月] *", "-", text).removesuffix("日")
    text = re.sub(r"(?<=[a-z])\.", " ", text)
    return re.sub(r" +", " ", text).strip(" .")


def judge_birth_date(text: str, today: date) -> Accepted[date] | Refused:
    """The date that was meant, or ``birth_date_unreadable`` / ``…_not_real`` / ``…_out_of_range`` /
    ``…_future``.

    Takes year-month-day, day/month/year (never month/day), and French or English month names; a year has four
    digits. ``reason``: ``empty`` or ``two_digit_year`` of unreadable, ``month_first`` of not real where the year
    is last (the reading that would be real is offered as ``suggestion``, ISO, wherever the year is). ``today``
    is the reader's, in America/Toronto. Age outside 3–22: ``unusual_age``.
    """
    plain = _plain(text[:200])
    if not plain:
        return Refused("birth_date_unreadable", reason="empty")
    for shape in SHAPES:
        if (found := shape.fullmatch(plain)) is None:
            continue
        month = found["m"] if found["m"].isdigit() else str(MONTH_NUMBER.get(found["m"], ""))
        if not month:
            continue
        if len(found["y"]) != 4:
            return Refused("birth_date_unreadable", reason="two_digit_year" if len(found["y"]) == 2 else None)
        swapped = "month_first" if found.start("y") > 0 else None
        return _judge_parts(int(found["y"]), int(month), int(found["d"]), today, swapped)
    return Refused("birth_date_unreadable")


def judge_iso_birth_date(text: str, today: date) -> Accepted[date] | Refused:
    """``YYYY-MM-DD`` in ASCII and nothing else, as the service takes it; another shape is ``malformed``."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return Refused("malformed", details={"field": "birth_date"})
    return _judge_parts(int(text[:4]), int(text[5:7]), int(text[8:]), today)


def _real(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day; also for years before 1, which ``date`` does not know."""
    try:
        date(year % 400 + 2000, month, day)
    except ValueError:
        return False
    return True


def _judge_parts(
    year: int, month: int, day: int, today: date, swapped: str | None = None
) -> Accepted[date] | Refused:
    """``swapped``: the reason where month and day were most likely exchanged."""
    if not _real(year, month, day):
        # Only a kind guess at what happened: the parent confirms it, and it is judged again.
        if FIRST_YEAR <= year <= today.year and _real(year, day, month):
            offered = date(year, day, month).isoformat()
            return Refused("birth_date_not_real", reason=swapped, suggestion=offered)
        return Refused("birth_date_not_real")
    if year < FIRST_YEAR:
        return Refused("birth_date_out_of_range", details={"first_year": FIRST_YEAR})
    born = date(year, month, day)
    if born > today:
        return Refused("birth_date_future")
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not YOUNGEST <= age <= OLDEST:
        return Accepted(born, (Caution("unusual_age", details={"age": age}),))
    return Accepted(born)
