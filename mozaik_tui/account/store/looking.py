"""A look at a database that makes and changes nothing, for ``doctor`` and before keys are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import inspect

from mozaik_tui.account.store import clock_rows, key_rows, schema
from mozaik_tui.account.store.tx import Tx

Form = Literal["empty", "older", "newest", "foreign"]


@dataclass(frozen=True, slots=True)
class Look:
    """``tables`` there are; ``form``: of our tables; ``key_ids``: public names of the keys that something was
    made under; ``noted``: the latest time that was acted upon (unix seconds); ``skew``: seconds by which the
    database's own clock is ahead of this machine's, ``None`` where it has none.
    """

    tables: int
    form: Form
    key_ids: frozenset[bytes]
    noted: float | None
    skew: float | None

    @property
    def keyed(self) -> bool:
        """Whether its contents belong to keys."""
        return bool(self.key_ids)


def look(url: str) -> Look | None:
    """``None`` when there is nothing at ``sqlite:///FILE``. Raises ``ValueError`` for what is no address of a
    database, ``ServiceFault`` when it cannot be read.
    """
    if url.startswith("postgresql://"):
        from mozaik_tui.account.store.postgresql.looking import look_at

        return look_at(url)
    if url.startswith("sqlite:///"):
        from mozaik_tui.account.store.sqlite.looking import look_into

        return look_into(Path(url.removeprefix("sqlite:///")))
    raise ValueError("not a database that this service keeps things in")


def hears(direct: str) -> bool:
    """Whether who listens at ``service.database_direct`` hears the bell. Raises as :func:`look`."""
    if not direct.startswith("postgresql://"):
        raise ValueError("not an address of PostgreSQL")
    from mozaik_tui.account.store.postgresql.looking import hears_at

    return hears_at(direct)


def seen(tx: Tx, skew: float | None = None) -> Look:
    """What a transaction sees."""
    tables, form = len(inspect(tx.connection).get_table_names()), _form(tx)
    if form not in ("older", "newest"):
        return Look(tables, form, frozenset(), None, skew)
    return Look(tables, form, frozenset(key_rows.in_use(tx)), clock_rows.read(tx), skew)


def _form(tx: Tx) -> Form:
    if schema.is_empty(tx):
        return "empty"
    version = schema.version(tx)
    if version == schema.BASE:
        return "empty"
    if version is None or version > schema.HEAD:
        return "foreign"
    return "newest" if version == schema.HEAD else "older"
