"""Every look, in the order in which things are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mozaik_tui.commands.doctor import database, keyring, keys, letters, machine, relay, service
from mozaik_tui.commands.doctor.finding import Finding

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings


def findings(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """This machine first; then the service elsewhere, or what a service here stands on. Where both are
    configured, both.
    """
    yield machine.terminal(settings, environ)
    yield from letters.letters(settings, environ)
    yield machine.languages(settings)
    yield machine.data_directory(settings.data_dir)
    yield keyring.keyring(settings)
    yield service.service(settings)
    if settings.service.embedded or settings.service.database is not None:
        yield from _of_a_service(settings)


def _of_a_service(settings: Settings) -> Iterator[Finding]:
    seen, found = database.database(settings.database_url, settings.data_dir)
    yield keys.keys(settings, seen)
    yield found
    if seen is not None:
        yield from database.clock(seen)
    yield from database.direct(settings)
    if settings.practice:
        practice = f"sqlite:///{settings.data_dir / 'practice.sqlite'}"
        yield database.database(practice, settings.data_dir, "practice")[1]
    yield relay.relay(settings)
