"""The day in Québec: « future » means after today in America/Toronto (account-service.md, Input)."""

from __future__ import annotations

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONE = "America/Toronto"
_SUMMER_TIME = datetime.timezone(datetime.timedelta(hours=-4))


@lru_cache(maxsize=1)
def zone() -> datetime.tzinfo:
    """The zone; where the system has no table of zones (Windows without ``tzdata``), summer time all year.

    Then, on winter nights, a day begins an hour early: nobody's birth date is refused for that.
    """
    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return _SUMMER_TIME


def today(now: float) -> datetime.date:
    """The date in Québec at ``now`` (unix seconds)."""
    return datetime.datetime.fromtimestamp(now, zone()).date()
