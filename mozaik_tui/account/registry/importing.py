"""``registry import``: build the next generation beside the one in force, then swap (account-service.md).

Until the swap nothing that a sign-up sees has changed; the swap is one row in one transaction. A process
that is killed leaves at most a file, or tables, that nothing points to, and the next import removes them.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.quebec import today
from mozaik_tui.account.registry.api import Home, ImportUnderWay
from mozaik_tui.account.registry.building import Build, Earlier, Progress
from mozaik_tui.account.registry.digests import SubKeys, digest_keys
from mozaik_tui.account.registry.ledger import Ledger
from mozaik_tui.account.registry.pointer import Pointer, read_pointer, swap
from mozaik_tui.account.registry.reader import RegistryFile
from mozaik_tui.account.store import link_rows

if TYPE_CHECKING:
    from mozaik_tui.account.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did. ``in_force`` is ``None`` where bad rows stopped it: then nothing was changed."""

    in_force: Pointer | None
    ledger: Ledger = field(repr=False)


def _silent(_done: int, _size: int) -> None:
    """Show no progress."""


def import_registry(
    store: Store,
    keys: SubKeys,
    home: Home,
    file: RegistryFile,
    *,
    clock: Callable[[], float],
    skip_bad: bool = False,
    progress: Progress = _silent,
    writing: Progress = _silent,
) -> Report:
    """Put the registry of ``file`` (see :func:`~.reader.open_registry`) in force.

    Bad rows stop it unless ``skip_bad``. ``progress`` is told how much of the file is read, ``writing`` how
    much of the generation is written. Raises :class:`~.reader.NotARegistry` (the file stops being
    readable), :class:`~.api.ImportUnderWay` (another import is at work) and ``ServiceFault`` (disk,
    database); nothing is changed then.
    """
    try:
        with home.importing():
            pointer = store.read(read_pointer)
            home.tidy(pointer.place if pointer else None)
            with ExitStack() as stack:
                build = stack.enter_context(
                    Build(home.folder, digest_keys(keys), _earlier(home, pointer, stack))
                )
                build.read(file, today(clock()), progress)
                if build.ledger.bad_lines and not skip_bad:
                    return Report(None, build.ledger)
                generation = pointer.generation + 1 if pointer else 1
                place = home.new_place(generation)
                with home.writing(place) as writer:
                    joined = build.write(
                        writer, lambda some: store.read(lambda tx: link_rows.linked(tx, some)), writing
                    )
                new = Pointer(
                    generation,
                    place,
                    clock(),
                    build.ledger.pupils,
                    build.ledger.guardian_links,
                    build.ledger.school_bodies,
                    build.made_under,
                )
            if not store.write(lambda tx: _put_in_force(tx, home, new, pointer, joined)):
                raise ImportUnderWay
            home.tidy(new.place)
            return Report(new, build.ledger)
    except (OSError, sqlite3.Error) as error:
        raise ServiceFault(_fault(error)) from None


def _earlier(home: Home, pointer: Pointer | None, stack: ExitStack) -> Earlier | None:
    if pointer is None:
        return None
    reader = home.reader(pointer.place)
    stack.callback(reader.close)
    return Earlier(reader, pointer.made_under)


def _put_in_force(
    tx: Tx, home: Home, new: Pointer, replaced: Pointer | None, joined: list[tuple[bytes, bytes]]
) -> bool:
    if not swap(tx, new, replaced.generation if replaced else None):
        return False
    home.name(tx, new.place)
    for ending, kept in joined:
        link_rows.join_children(tx, ending, kept)
    return True


def _fault(error: OSError | sqlite3.Error) -> str:
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    full = full or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return "storage_full" if full else "storage_unreadable"
