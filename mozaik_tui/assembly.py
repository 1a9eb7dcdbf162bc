"""Puts the assistant together: settings to a session over a service that opens while the first screen is already there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .late import Late, LatePractice, late_service
from .session import Session

if TYPE_CHECKING:
    from .account.embedded import EmbeddedParts
    from .settings import Settings


@dataclass(frozen=True, slots=True)
class Assembly:
    """A session, and what starts its service in the background."""

    session: Session
    opening: Late[EmbeddedParts]


@contextmanager
def assembled(settings: Settings) -> Iterator[Assembly]:
    """The session of ``settings``; on leaving, the service is closed: waiting mails stay in the outbox."""

    def open_service() -> EmbeddedParts:
        from .account.embedded import open_for

        return open_for(settings)

    opening = Late(open_service)
    session = Session(
        late_service(lambda: opening.get().service),
        language=settings.language,
        practice=LatePractice(lambda: opening.get().practice) if settings.practice else None,
        contacts=settings.support.contacts,
        refuse_common=settings.password.refuse_common,
    )
    try:
        yield Assembly(session, opening)
    finally:
        if (parts := opening.opened()) is not None:
            parts.close()
