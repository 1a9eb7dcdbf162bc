"""The face of every store, whatever the database behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store.tx import Tx

if TYPE_CHECKING:
    from mozaik_tui.account.store.postgresql.bell import Listener, Ringer
    from mozaik_tui.account.store.postgresql.notices import Notices

Answer = TypeVar("Answer")

_POSTGRESQL = "postgresql://"


class Store(Protocol):
    """A database that is open. All calls block, are safe from any thread, and raise
    ``contract.ServiceFault`` when the database cannot be used (``storage_full``, ``storage_busy``,
    ``storage_unreadable``, ``service_unavailable``).

    A work is a function of a transaction. It is quick, touches nothing but the transaction (it may be run
    again), and does no hashing of passwords, no files, no network. A rule that must keep a count *and*
    refuse returns the ``Refusal`` from its work, so that the count is committed, and raises it afterwards:
    raising rolls back.
    """

    dialect: str
    """``sqlite`` or ``postgresql``."""
    folder: Path | None
    """The folder of a database that is a file: registry files stand beside it."""
    apart: bool
    """Whether works run side by side: what many callers count on one row is then counted by :meth:`count`
    before their work, so that nobody holds it while a work goes on.
    """

    def write(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work in one transaction: committed when this returns, rolled back when it raises."""

    def read(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work that only reads, on one snapshot."""

    def count(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work that counts on one row, in a transaction of its own that holds the row no longer than
        that.
        """

    def working(self) -> bool:
        """Whether the calling thread is inside a work just now."""

    def truncate_log(self) -> None:
        """Bring everything home from the write-ahead log and cut it to nothing, where the database has one
        in a file.
        """

    def close(self) -> None:
        """Finish what waits, then let go of the database. Nothing may be asked of it afterwards."""


def open_store(url: str, keys: Keys | None = None, direct: str | None = None) -> Store:
    """The database at ``sqlite:///FILE`` or ``postgresql://…``, made and brought to the newest form if need
    be. Where ``keys`` are given they have to fit, else ``key_mismatch`` before anything is written. ``direct``:
    the address of the server itself, past any pooler; where it is ``url``, there is none.

    Raises ``ValueError`` for an address of another kind and ``contract.ServiceFault`` as above.
    """
    scheme, _, file = url.partition(":///")
    if scheme == "sqlite" and file:
        from mozaik_tui.account.store.sqlite import open_sqlite

        return open_sqlite(Path(file), keys)
    if url.startswith(_POSTGRESQL):
        from mozaik_tui.account.store.postgresql import open_postgresql

        return open_postgresql(url, keys, own=direct == url)
    raise ValueError("not a database that this service keeps things in")


def in_use(url: str) -> bool:
    """Whether there is a database at this address whose contents belong to keys; makes nothing. A file that
    is there counts as one. Raises as :func:`open_store`.
    """
    if url.startswith(_POSTGRESQL):
        from mozaik_tui.account.store.postgresql.looking import look_at

        return look_at(url).keyed
    return Path(url.removeprefix("sqlite:///")).exists()


def listener(direct: str | None, heard: Callable[[], None]) -> Listener | None:
    """What calls ``heard`` when a mail was put into the outbox elsewhere, on a session of its own at
    ``direct``; ``None`` without such an address.
    """
    if direct is None:
        return None
    from mozaik_tui.account.store.postgresql.bell import Listener

    return Listener(direct, heard)


def ringer(direct: str | None) -> Ringer | None:
    """What tells the listeners; ``None`` as above."""
    if direct is None:
        return None
    from mozaik_tui.account.store.postgresql.bell import Ringer

    return Ringer(direct)


def notices(direct: str | None, heard: Callable[[str], None]) -> Notices | None:
    """What calls ``heard`` with the name of each help by phone that changed elsewhere; ``None`` as above."""
    if direct is None:
        return None
    from mozaik_tui.account.store.postgresql.notices import Notices

    return Notices(direct, heard)
