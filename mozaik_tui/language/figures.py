"""Dates, durations and numbers in words, from the CLDR data of Babel (imported only when the first one is
asked for).
"""

from __future__ import annotations

import datetime
import math
from typing import Literal

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal

from mozaik_tui.language.languages import Language

MINUTE, HOUR, DAY = 60, 3600, 86400


def spoken_date(day: datetime.date, language: Language) -> str:
    """``9 mars 2014``. In French the first of the month is « 1er », which CLDR's pattern cannot say."""
    if language.months:
        return f"{day.day} {language.months[day.month - 1]} {day.year}"
    cldr = language.cldr
    text = format_date(day, "long", cldr)
    if cldr.partition("_")[0] == "fr" and day.day == 1:
        return text.replace("1 ", "1er ", 1)
    return text


Unit = Literal["second", "minute", "hour", "day"]


def _parts(seconds: float) -> list[tuple[int, Unit]]:
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


def _counted(count: int, unit: Unit, language: Language) -> str:
    if forms := language.units.get(unit):
        return forms[0 if count == 1 else -1].format(n=count)
    span = datetime.timedelta(**{f"{unit}s": count})
    return format_timedelta(span, unit, threshold=math.inf, locale=language.cldr)


def spoken_duration(seconds: float, language: Language) -> str:
    """``45 secondes``, ``2 minutes``, ``1 heure 30 minutes``, ``1 jour 3 heures``: rounded up, zero parts
    left out.
    """
    parts = _parts(seconds)
    spoken = [pair for pair in parts if pair[0]] or parts[:1]
    return " ".join(_counted(count, unit, language) for count, unit in spoken)


def written_number(n: int, cldr: str) -> str:
    """A whole number with the language's separators, in the digits 0–9."""
    return format_decimal(n, locale=cldr, numbering_system="latn")
