"""The database that the commands work on: whether it can be read, whose it is, its clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.commands.doctor import machine
from mozaik_tui.commands.doctor.finding import Finding, ill, well

if TYPE_CHECKING:
    from mozaik_tui.account.store.looking import Look
    from mozaik_tui.settings import Settings

SKEW_SECONDS = 2.0
"""By how much the database's clock may differ from this machine's: hosts keep NTP (account-service.md, Clock)."""
SQLITE = "sqlite:///"


def database(url: str, data_dir: Path, name: str = "database") -> tuple[Look | None, Finding]:
    """What is seen of it (``None``: nothing there yet, or nothing to be seen), and the line to print."""
    from mozaik_tui.account.store.looking import look

    file = url.removeprefix(SQLITE) if url.startswith(SQLITE) else None
    try:
        seen = look(url)
    except ValueError:
        return None, ill(name, "command.doctor.database_elsewhere")
    except ServiceFault:
        if file is None:
            return None, ill(name, "command.doctor.database_away")
        return None, ill(name, "command.doctor.database_closed", file=file)
    if seen is None:
        return None, _to_come(name, Path(file or "").absolute().parent, data_dir.absolute())
    if seen.form == "foreign":
        return None, ill(name, "doctor.database_foreign")
    if seen.form == "older":
        return seen, well(name, "doctor.database_older", tables=seen.tables)
    key = "doctor.database_answers" if file is None else "command.doctor.database"
    return seen, well(name, key, tables=seen.tables)


def _to_come(name: str, folder: Path, data_dir: Path) -> Finding:
    """A start makes the file, and of folders the data directory alone, with those above it."""
    made = folder in (data_dir, *data_dir.parents)
    if machine.writable(machine.nearest(folder) if made else folder):
        return well(name, "command.doctor.database_to_come")
    return ill(name, "command.doctor.data_dir_closed", folder=str(folder))


def clock(seen: Look) -> Iterator[Finding]:
    """The database's clock against this machine's; of a database without one, whether ours went back behind
    what is noted in it.
    """
    name = "clock"
    behind = (seen.noted or 0.0) - time.time()
    if behind > SKEW_SECONDS:
        yield ill(name, "doctor.clock_back", seconds=round(behind))
    elif seen.skew is None:
        yield well(name, "doctor.clock_onward")
    elif abs(seen.skew) > SKEW_SECONDS:
        yield ill(name, "doctor.clock_apart", seconds=round(abs(seen.skew)))
    else:
        yield well(name, "doctor.clock_together", seconds=f"{abs(seen.skew):.1f}")


def direct(settings: Settings) -> Iterator[Finding]:
    """The second address, where one is given: whether mail workers would hear there of new mail."""
    name, url = "database_direct", settings.service.database_direct
    if url is None or settings.database_url.startswith(SQLITE):
        return
    from mozaik_tui.account.store.looking import hears

    try:
        heard = hears(url)
    except (ValueError, ServiceFault):
        yield ill(name, "doctor.direct_away")
        return
    yield well(name, "doctor.direct_hears") if heard else ill(name, "doctor.direct_deaf")
