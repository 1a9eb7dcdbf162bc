"""Dates, durations and numbers in words, from the CLDR data of Babel (imported only when the first one is
asked for).
"""

from __future__ import annotations

import datetime
import math

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit

MINUTE, HOUR, DAY = 60, 3600, 86400


def spoken_date(day: datetime.date, cldr: str) -> str:
    """``9 mars 2014``. In French the first of the month is « 1er », which CLDR's pattern cannot say."""
    text = format_date(day, "long", cldr)
    if cldr.partition("_")[0] == "fr" and day.day == 1:
        return text.replace("1 ", "1er ", 1)
    return text


def _parts(seconds: float) -> list[tuple[int, str]]:
    """At most two units, the smaller one rounded up; seconds alone below a minute and a half, then
    minutes.
    """
    whole = max(0, math.ceil(seconds))
    if whole < MINUTE:
        return [(whole, "second")]
    if whole <= HOUR - MINUTE:
        return [(math.ceil(whole / MINUTE), "minute")]
    if whole <= DAY:
        hours, minutes = divmod(math.ceil(whole / MINUTE), 60)
        return [(hours, "hour"), (minutes, "minute")]
    days, hours = divmod(math.ceil(whole / HOUR), 24)
    return [(days, "day"), (hours, "hour")]


def spoken_duration(seconds: float, cldr: str) -> str:
    """``45 secondes``, ``2 minutes``, ``1 heure 30 minutes``, ``1 jour 3 heures``: rounded up, zero parts
    left out.
    """
    parts = _parts(seconds)
    spoken = [pair for pair in parts if pair[0]] or parts[:1]
    return " ".join(format_unit(count, f"duration-{unit}", "long", locale=cldr) for count, unit in spoken)


def written_number(n: int, cldr: str) -> str:
    """A whole number with the language's separators, in the digits 0–9."""
    return format_decimal(n, locale=cldr, numbering_system="latn")
