"""Asking the registry in force: which child a form and an e-mail lead to, and what it counts."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mozaik_tui.account.registry.api import Home
from mozaik_tui.account.registry.digests import (
    DIGEST_BYTES,
    DigestKey,
    Kind,
    SubKeys,
    digest_keys,
    identity_head,
    match_tail,
)
from mozaik_tui.account.registry.home import home_of
from mozaik_tui.account.registry.pointer import Pointer, read_place, read_pointer

if TYPE_CHECKING:
    from mozaik_tui.account.store import Store, Tx


class Registry:
    """The registry beside one database. Safe to share between threads; opens a new generation when it
    comes.
    """

    def __init__(self, home: Home, keys: SubKeys) -> None:
        self.home = home
        self.keys: tuple[DigestKey, ...] = digest_keys(keys)
        self._finder = home.finder()

    def match_digests(
        self,
        body_id: str,
        kind: Kind,
        identifier: str,
        last_name: str,
        first_name: str,
        birth_date: str,
        email_key: str,
    ) -> tuple[bytes, ...]:
        """The keyed digest of a match string under every key. Names folded, date ISO, e-mail as its
        identity key.
        """
        head = identity_head(body_id, kind, identifier)
        message = f"{head}{match_tail(last_name, first_name, birth_date)}{email_key}".encode()
        return tuple(key.mac(message) for key in self.keys)

    def match(self, tx: Tx, digests: Sequence[bytes]) -> bytes | None:
        """The opaque key of the child that one of the digests leads to, in the generation that ``tx`` sees.

        ``None`` for none, also before the first import. Raises ``ServiceFault`` when the registry cannot be
        read.
        """
        place = read_place(tx)
        if place is None:
            return None
        return self._finder.match(tx, place, digests)

    def pointer(self, tx: Tx) -> Pointer | None:
        """What is in force: for ``registry stats`` and ``doctor``."""
        return read_pointer(tx)

    def ready(self, tx: Tx) -> None:
        """Raise ``ServiceFault`` when a registry is there and cannot be read; none imported yet is ready."""
        self.match(tx, (bytes(DIGEST_BYTES),))

    def close(self) -> None:
        """Close the open generation."""
        self._finder.close()


# One for each open store: the opened generation is shared by all who ask through that store.
_of_stores: weakref.WeakKeyDictionary[Store, Registry] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def registry_of(store: Store, keys: SubKeys) -> Registry:
    """The registry beside an open store's database, made at the first call."""
    found = _of_stores.get(store)
    if found is None:
        with _making:
            found = _of_stores.get(store) or Registry(home_of(store), keys)
            _of_stores[store] = found
    return found


def close_registry(store: Store) -> None:
    """Close the generation that was opened through a store; to be called before the store is closed."""
    found = _of_stores.pop(store, None)
    if found is not None:
        found.close()
