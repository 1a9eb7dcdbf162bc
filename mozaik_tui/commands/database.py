"""Opening the database that a command works on, with the keys that belong to it (command-line.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.commands.errors import CommandError

if TYPE_CHECKING:
    from mozaik_tui.account.keys import Keys
    from mozaik_tui.account.store import Store
    from mozaik_tui.settings import Settings


@contextmanager
def open_database(settings: Settings) -> Iterator[tuple[Store, Keys]]:
    """The store of ``settings.database_url`` and its keys, made if they are not there yet.

    Raises ``ServiceFault`` (keys or database cannot be used) and ``CommandError`` (an address of another
    kind).
    """
    from mozaik_tui.account.key_files import load_keys
    from mozaik_tui.account.registry.lookup import close_registry
    from mozaik_tui.account.store import in_use, open_store

    url = settings.database_url
    if settings.secret_file is None or settings.service.database is None:
        _make_folder(settings.data_dir)
    try:
        keys = load_keys(settings.data_dir, secret_file=settings.secret_file, existing=in_use(url))
        store = open_store(url, keys)
    except ValueError:
        raise CommandError("registry.database_elsewhere") from None
    try:
        yield store, keys
    finally:
        close_registry(store)
        store.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise ServiceFault("data_directory") from None
