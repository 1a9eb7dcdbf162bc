"""The service's own keys: the file, and whether it fits the database (account-service.md, Keys)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.commands.doctor.finding import Finding, ill, well

if TYPE_CHECKING:
    from mozaik_tui.account.store.looking import Look
    from mozaik_tui.settings import Settings

_NAME = "keys"
# What is wrong with the file, by the word that a start would be refused with.
_FAULTS = {
    "key_missing": "command.doctor.key_missing",
    "key_permissions": "command.doctor.key_shared",
    "key_mismatch": "command.doctor.key_shape",
}


def keys(settings: Settings, seen: Look | None) -> Finding:
    """Whether the key file can be read, is closed to others and fits the database ``seen``; which of its
    older lines may go.
    """
    from shlex import quote

    from mozaik_tui.account.key_files import FILE_NAME, read_keys

    file = settings.secret_file or settings.data_dir / FILE_NAME
    used = seen.key_ids if seen is not None else frozenset()
    if not file.exists() and settings.secret_file is None and not used and not _practised(settings):
        return well(_NAME, "command.doctor.key_to_come")
    try:
        ids = read_keys(file).ids
    except ServiceFault as fault:
        return ill(_NAME, _FAULTS[fault.code], file=str(file), command=f"chmod 600 {quote(str(file))}")
    if not used <= set(ids):
        return ill(_NAME, "doctor.keys_do_not_fit", file=str(file))
    older = {name: place for place, name in enumerate(ids, 1) if place > 1}
    needed = [place for name, place in older.items() if name in used]
    if needed:
        return well(_NAME, "doctor.keys_still_needed", count=len(ids), lines=_listed(needed))
    # Of a database that is not there, or that nothing was made in yet, nobody knows what it will need.
    if older and ids[0] in used:
        return well(_NAME, "doctor.keys_may_go", count=len(ids), lines=_listed(list(older.values())))
    return well(_NAME, "command.doctor.keys", count=len(ids))


def _practised(settings: Settings) -> bool:
    """Whether a practice database is there, which belongs to the same keys."""
    return settings.practice and (settings.data_dir / "practice.sqlite").exists()


def _listed(places: list[int]) -> str:
    return ", ".join(map(str, places))
