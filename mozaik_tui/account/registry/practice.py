"""Loads the invented families into the practice database, once (journey.md, Practice and real)."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from mozaik_tui.account.clock import Clock
from mozaik_tui.account.contract import PracticeFamily
from mozaik_tui.account.registry.api import ImportUnderWay
from mozaik_tui.account.registry.digests import SubKeys
from mozaik_tui.account.registry.importing import import_registry
from mozaik_tui.account.registry.lookup import Registry, registry_of
from mozaik_tui.account.registry.reader import RegistryFile
from mozaik_tui.account.registry.sample import practice_bytes, practice_family
from mozaik_tui.journey.rules.folding import fold_name

if TYPE_CHECKING:
    from mozaik_tui.account.store import Store, Tx

_PATIENCE = 10.0


def ensure_sample(store: Store, keys: SubKeys, clock: Clock) -> PracticeFamily:
    """Make sure that the family of the practice card can be matched; answer it.

    Loads the sample where it is missing, of an earlier edition, or made under a key that is gone. Several may
    start at once. Raises ``ServiceFault`` as an import does.
    """
    card = practice_family()
    registry = registry_of(store, keys)
    give_up = time.monotonic() + _PATIENCE
    while not store.read(lambda tx: _is_loaded(tx, registry, card)):
        content = practice_bytes()
        try:
            import_registry(
                store, keys, registry.home, RegistryFile(io.BytesIO(content), len(content)), clock=clock
            )
        except ImportUnderWay:
            # Another process is loading the same families: a few hundredths of a second.
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)
    return card


def _is_loaded(tx: Tx, registry: Registry, card: PracticeFamily) -> bool:
    """Whether each child of the card leads somewhere by each identifier."""
    found = []
    for child in card.children:
        last_name, first_name = fold_name(child.last_name), fold_name(child.first_name)
        about = (last_name, first_name, child.birth_date, card.email)
        by_number = registry.match_digests(child.school_body_id, "file_number", child.file_number, *about)
        by_code = registry.match_digests(child.school_body_id, "permanent_code", child.permanent_code, *about)
        found += [registry.match(tx, by_number), registry.match(tx, by_code)]
    return None not in found
