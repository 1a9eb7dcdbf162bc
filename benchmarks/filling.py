"""A database as it is after years: pupils in force, accounts with a linked child and their rows of the audit trail.

Every row is made by the service's own functions, sealed and digested under its keys; what is left out is the HTTP
around them and the hash, which is computed once. So a million accounts take minutes and look as if parents had come.
"""

from __future__ import annotations

import csv
import json
import secrets
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.signups.parents import rows
from mozaik_tui.account import audit, audit_chain
from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.registry.api import Generation
from mozaik_tui.account.registry.importing import Report, import_registry
from mozaik_tui.account.registry.lookup import registry_of
from mozaik_tui.account.registry.pointer import read_pointer
from mozaik_tui.account.registry.reader import open_registry
from mozaik_tui.account.registry.sample import Row, invented_rows
from mozaik_tui.account.store import Tx, account_rows, link_rows

AT_ONCE = 50_000
"""Accounts a transaction."""
_BODY_OF_PARENTS = "css-montreal"


def others(count: int) -> Iterator[Row]:
    """``count`` invented pupils, none at the school body of the parents who will sign up."""
    invented = (row for row in invented_rows(count + count // 50 + 100) if row[0] != _BODY_OF_PARENTS)
    return islice(invented, count)


def write_registry(path: Path, pupils: int, parents: int) -> None:
    """A registry of ``pupils``, the first of them the children of the ``parents`` that will sign up."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        for line in rows(parents):
            stream.write(f"{line}\n")
        csv.writer(stream, lineterminator="\n").writerows(others(pupils - parents))


def bring_in(parts: EmbeddedParts, path: Path) -> Report:
    """Import a registry file, as the command does."""
    store, keys = parts.ctx.store, parts.ctx.keys
    home = registry_of(store, keys).home
    report = import_registry(store, keys, home, open_registry(path), clock=time.time)
    if report.in_force is None:
        raise RuntimeError(f"not taken: {next(report.ledger.bad_rows())}")
    return report


def fill(folder: Path, accounts: int, pupils: int, parents: int, database: str | None = None) -> None:
    """Make the database in ``folder`` (or at the URL ``database``)."""
    parts = open_embedded(data_dir=folder, practice=False, helpers=False, database=database)
    try:
        file = folder / "pupils.csv"
        write_registry(file, pupils, parents)
        bring_in(parts, file)
        file.unlink()
        _accounts(parts, accounts, first_line=parents + 2)
        audit_chain.seal(parts.ctx)
    finally:
        parts.close()


def _accounts(parts: EmbeddedParts, count: int, first_line: int) -> None:
    ctx, store = parts.ctx, parts.ctx.store
    with parts.hashing.place("flow") as place:
        phc = place.make("Lac-7-Vert")
    pointer = store.read(read_pointer)
    assert pointer is not None
    reader = registry_of(store, ctx.keys).home.reader(pointer.place)
    try:
        for start in range(0, count, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count))
            store.write(partial(_some, parts, phc, numbers, first_line, reader))
    finally:
        reader.close()


def _some(
    parts: EmbeddedParts, phc: str, numbers: range, first_line: int, reader: Generation, tx: Tx
) -> None:
    """Accounts that came a day ago, each linked to the child whose line in the registry is ``first_line`` and on."""
    ctx = parts.ctx
    if (
        tx.dialect.name == "sqlite"
    ):  # random places in five indexes: without it, pages are written again and again
        tx.exec_driver_sql("PRAGMA cache_size = -524288")
    now = ctx.clock() - 86400
    for number in numbers:
        email, child = f"holder{number}@example.com", reader.child(first_line + number)[1]
        account = account_rows.add(
            tx,
            email_key=ctx.keys.mac("email", email),
            email=account_rows.seal_email(ctx.keys, email, email),
            language="fr",
            password=phc,
            now=now,
        )
        assert account is not None
        audit.append(tx, ctx, "account_created", email=email)
        public = secrets.token_hex(16)
        shown = json.dumps(["css-laval", "Tremblay", "Aline", "file_number", "21"]).encode()
        link_rows.insert_link(
            tx,
            account_id=account,
            child_key=child,
            public_id=public,
            typed=ctx.keys.seal("typed", shown, bound=public.encode()),
            linked_at=now,
            children=ctx.limits.children,
            guardians=ctx.limits.guardians,
        )
        audit.append(tx, ctx, "child_linked", email=email, subject=child)
