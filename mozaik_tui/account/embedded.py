"""The service in this process: opens database and keys, and puts the parts together (architecture.md)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.account.calls import TWIN_PATIENCE, Office
from mozaik_tui.account.clock import Clock, SteadyClock
from mozaik_tui.account.context import Caller, Context
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.embedded_parts import EmbeddedParts, Helpers, PracticeParts
from mozaik_tui.account.housekeeping import Housekeeper
from mozaik_tui.account.key_files import load_keys
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.passwords import Cost, Hashing
from mozaik_tui.account.registry.lookup import close_registry
from mozaik_tui.account.registry.practice import ensure_sample
from mozaik_tui.account.service import LocalService
from mozaik_tui.account.store import clock_rows, in_use, open_store, ringer

if TYPE_CHECKING:
    from mozaik_tui.account.keys import Keys
    from mozaik_tui.account.mail.transport import Transport
    from mozaik_tui.account.store import Store
    from mozaik_tui.account.store.postgresql.bell import Ringer

__all__ = ["EmbeddedParts", "open_embedded"]

REAL, PRACTICE = "accounts.sqlite", "practice.sqlite"
"""The databases of a data directory: what is on the screen in practice never opens a real child's file."""


def open_embedded(
    *,
    data_dir: Path,
    practice: bool,
    database: str | None = None,
    direct: str | None = None,
    secret_file: Path | None = None,
    mail: MailSettings | None = None,
    transport: Callable[[Context], Transport] | None = None,
    limits: Limits | None = None,
    refuse_common: bool = True,
    offered: Iterable[str] | None = None,
    clock: Clock = time.time,
    caller: Caller | None = None,
    cost: Cost | None = None,
    twin_patience: float = TWIN_PATIENCE,
    helpers: bool = True,
    deliver: bool = True,
    live_help: bool = False,
) -> EmbeddedParts:
    """Open, and make at the first start, the service of a data directory; callable from any thread.

    ``database``: a URL instead of the directory's own file, never in practice; ``direct``: the same database
    without a pooler in between, for what needs a session of its own. ``transport`` overrules ``mail``;
    ``offered``: the tags of the languages, all there are by default. ``cost`` (cheaper hashes) and
    ``helpers=False`` (no workers: mails stay in the outbox) are for tests; with ``deliver=False`` another
    process delivers. ``live_help``: agents can reach this service (``serve``). Raises ``ServiceFault``:
    ``key_missing``, ``key_mismatch``, ``key_permissions``, ``data_directory``, ``storage_…``.
    """
    store, keys = _database(data_dir, practice, database, direct, secret_file)
    try:
        limits, assistants = limits or Limits(), Helpers()
        ctx = Context(
            store,
            keys,
            limits,
            _steady(store, limits, clock),
            refuse_common,
            _nearest(offered),
            assistants.wake,
            live_help=live_help,
        )
        box = PracticeTransport(ctx, mail)
        parts = PracticeParts(box, ensure_sample(store, keys, ctx.clock)) if practice else None
        if helpers:
            bell = direct if store.dialect == "postgresql" else None
            mailer: Worker | Ringer | None
            if deliver:
                mailer = Worker(
                    ctx, transport(ctx) if transport else _carrier(practice, mail) or box, direct=bell
                )
            else:
                mailer = ringer(bell)
            assistants.engage(mailer, Housekeeper(ctx))
            assistants.wake()
    except BaseException:
        close_registry(store)
        store.close()
        raise
    hashing = Hashing(cost or Cost())
    service = LocalService(Office(ctx, hashing, twin_patience), caller)
    return EmbeddedParts(service, parts, ctx, hashing, assistants)


def _database(
    data_dir: Path, practice: bool, database: str | None, direct: str | None, secret_file: Path | None
) -> tuple[Store, Keys]:
    """The open database and its keys, both made at the first start."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise ServiceFault("data_directory") from None
    own = f"sqlite:///{data_dir / (PRACTICE if practice else REAL)}"
    url = own if practice or database is None else database
    keys = load_keys(data_dir, secret_file=secret_file, existing=in_use(url))
    return open_store(url, keys, direct), keys


def _carrier(practice: bool, mail: MailSettings | None) -> Transport | None:
    """The relay that is configured, if any; practice never mails to anybody."""
    if practice or mail is None or mail.transport != "smtp":
        return None
    from mozaik_tui.account.mail.smtp import SmtpTransport

    return SmtpTransport(mail)


def _steady(store: Store, limits: Limits, clock: Clock) -> SteadyClock:
    """The clock, and the database put right wherever it was set back, also while nobody was there."""
    return SteadyClock(
        clock,
        lambda high, now: store.write(lambda tx: clock_rows.settle(tx, limits, high, now)),
        store.working,
        store.read(clock_rows.read),
    )


def _nearest(offered: Iterable[str] | None) -> Callable[[str], str]:
    from mozaik_tui.language import nearest

    return nearest if offered is None else partial(nearest, among=tuple(offered))
