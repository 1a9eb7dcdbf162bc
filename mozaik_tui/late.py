"""A service that is still opening while the first screen is already there.

Opening the database and loading the cryptography takes longer than painting the language screen. So it happens in a thread
of its own; the first call that needs the service waits for it. A failed opening is told at that call, and tried again at the
next: the parent loses nothing, and goes on when the disk or the key file is mended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from .account.refusing import ServiceFault

if TYPE_CHECKING:
    from .account.contract import AccountService, Practice, PracticeFamily, PracticeMessage


class _Closes(Protocol):
    def close(self) -> None: ...


Thing = TypeVar("Thing", bound=_Closes)


class Late(Generic[Thing]):
    """Opens a thing in the background, once; safe to ask from any thread."""

    def __init__(self, opener: Callable[[], Thing]) -> None:
        self._opener = opener
        self._turn = threading.Lock()
        """Held while it opens, which may take long."""
        self._lock = threading.Lock()
        self._thing: Thing | None = None
        self._over = False

    def begin(self) -> None:
        """Start opening in a daemon thread; a failure is kept quiet until somebody asks.

        The zone of Québec is looked up before: Python 3.11 shows what it knows of itself to a second thread while it is
        still finding it out, and a thread that asked just then for zones would find none, for as long as it runs. What is
        opened asks too (SQLAlchemy), whenever it comes to it.
        """
        from .account.quebec import zone

        zone()
        threading.Thread(target=self._try, name="opening", daemon=True).start()

    def _try(self) -> None:
        with suppress(Exception):  # told, with its own message, at the first call that needs the service
            self.get()

    def get(self) -> Thing:
        """The thing; blocks while it opens; raises what the opener raises, ``ServiceFault`` once it is over."""
        with self._turn:
            if self._thing is None and not self._over:
                self._keep(self._opener())
            if self._thing is None:
                raise ServiceFault
            return self._thing

    def _keep(self, thing: Thing) -> None:
        with self._lock:
            if not self._over:
                self._thing = thing
                return
        thing.close()

    def close(self) -> None:
        """Close the thing if it is there; one that is still opening is closed as soon as it is open. Does not wait."""
        with self._lock:
            self._over = True
        if self._thing is not None:
            self._thing.close()


class LateService:
    """An :class:`AccountService` whose every call first waits for the real one."""

    def __init__(self, service: Callable[[], AccountService]) -> None:
        self._service = service

    def __getattr__(self, name: str) -> object:
        def call(*args: object, **kwargs: object) -> object:
            return getattr(self._service(), name)(*args, **kwargs)

        return call


def late_service(service: Callable[[], AccountService]) -> AccountService:
    """The service that ``service()`` will answer, usable at once."""
    return cast("AccountService", LateService(service))


class LatePractice:
    """The practice mailbox and card of a service that is still opening."""

    def __init__(self, practice: Callable[[], Practice]) -> None:
        self._practice = practice

    def mailbox(self, email: str) -> tuple[PracticeMessage, ...]:
        """As :meth:`Practice.mailbox`; blocks while the service opens."""
        return self._practice().mailbox(email)

    def card(self) -> PracticeFamily:
        """As :meth:`Practice.card`; blocks while the service opens."""
        return self._practice().card()
