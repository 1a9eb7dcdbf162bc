"""Puts the assistant together: settings to a session over a service that opens while the first screen is already there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from .helpline import Helpline
from .late import Late, LatePractice, late_service
from .policy import HOME, Policy
from .session import Session

if TYPE_CHECKING:
    from .account.contract import AccountService, Practice
    from .helpline import ParentLine
    from .settings import Settings

    class Opened(Protocol):
        """A service that is open, in this process or elsewhere, until it is closed."""

        @property
        def service(self) -> AccountService:
            """What the session asks."""

        @property
        def practice(self) -> Practice | None:
            """The mailbox and the family of practice; never of a service elsewhere."""

        @property
        def help(self) -> ParentLine | None:
            """The parent's end of the help by phone; none where this computer works alone."""

        def close(self) -> None:
            """Let go of it."""


class Assembly(NamedTuple):
    """A session, and what starts its service in the background."""

    session: Session
    opening: Late[Opened]


@contextmanager
def assembled(settings: Settings, policy: Policy = HOME) -> Iterator[Assembly]:
    """The session of ``settings`` in a place with ``policy``.

    On leaving, the service is closed, also one that is open only later: waiting mails stay in its outbox.
    """

    def open_service() -> Opened:
        if not settings.service.embedded:
            from .account.http.client import RemoteParts, RemoteService
            from .account.http.help_client import RemoteHelp

            url, token = settings.service.url, settings.service.token
            return RemoteParts(
                RemoteService(url, token, language=lambda: session.language), RemoteHelp(url, token)
            )
        from .account.embedded import open_embedded

        return open_embedded(
            data_dir=settings.data_dir,
            practice=settings.practice,
            database=settings.service.database,
            direct=settings.service.database_direct,
            secret_file=settings.secret_file,
            mail=settings.mail,
            limits=settings.limits,
            refuse_common=settings.password.refuse_common,
            offered=settings.languages.offered,
        )

    def practice() -> Practice:
        parts = opening.get().practice
        assert parts is not None
        return parts

    opening = Late(open_service)
    session = Session(
        late_service(lambda: opening.get().service),
        language=settings.language,
        first_language=settings.languages.default,
        offered=settings.languages.offered,
        policy=policy,
        practice=LatePractice(practice) if settings.practice else None,
        contacts=settings.support.contacts,
        refuse_common=settings.password.refuse_common,
        code_digits=settings.limits.code_digits,
        helpline=Helpline(lambda: opening.get().help),
    )
    try:
        yield Assembly(session, opening)
    finally:
        opening.close()
