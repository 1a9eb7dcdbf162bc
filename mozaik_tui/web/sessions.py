"""The sessions of the page: how many at once, how long without a connection or a key, and by which token one comes back."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from time import monotonic

from .process import Send, SessionProcess

AT_ONCE = 32
"""Each is a process of its own, of some 60 MiB."""
GRACE = 120.0
"""Seconds that a session waits for a connection that was lost."""
QUIET = 1200.0
"""Seconds without a key after which a session is over, whatever its own countdown says."""
WARNING = 120.0
"""Seconds at least between the question whether somebody is there and that end."""
LOOK = 5.0


class Full(Exception):
    """So many sessions are open that no more can be."""


class Session:
    """One parent's session. ``token`` is known to the page's memory alone."""

    def __init__(self, process: SessionProcess) -> None:
        self.token = secrets.token_urlsafe(32)
        self.process = process
        self.begun = asyncio.Event()
        """Once the process is there, or will never be."""
        self.holder: object = None
        self.lines = 0
        """How many the process was given."""
        self.last_key = self.lost_since = monotonic()
        self.warn: Callable[[], Awaitable[None]] | None = None
        """Asks whether somebody is there; nothing where the session does so itself."""
        self._warned = False

    async def attach(self, holder: object, send: Send, width: int, height: int) -> None:
        """``holder`` is the connection that has it now; an earlier one has lost it."""
        self.holder = holder
        self.is_used()
        await self.process.attach(send, width, height)

    def detach(self, holder: object) -> None:
        """The connection is gone, unless another has taken over already."""
        if self.holder is holder:
            self.holder, self.lost_since = None, monotonic()
            self.process.detach()

    def is_used(self) -> None:
        """Somebody is there."""
        self.last_key, self._warned = monotonic(), False

    async def look(self, now: float) -> None:
        """Ask, once, when it is time to."""
        due = now - self.last_key > QUIET - WARNING - LOOK
        if self.warn is not None and self.holder is not None and due and not self._warned:
            self._warned = True
            await self.warn()

    def is_over(self, now: float) -> bool:
        """Whether nobody will come back, or nobody sits there any more."""
        return (self.holder is None and now - self.lost_since > GRACE) or now - self.last_key > QUIET


class Sessions:
    """All of them. ``make`` makes the process of a new one."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._open: dict[str, Session] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._asking: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._open)

    def start(self) -> None:
        """Look after them from now on."""
        self._looking = asyncio.create_task(self._look_after())

    async def open(self, process: Callable[[], SessionProcess], width: int, height: int) -> Session:
        """A new session, started; raises :class:`Full`."""
        if len(self._open) >= self._at_once:
            raise Full
        session = Session(process())
        self._open[session.token] = session  # counted before the process is there: starting takes time
        try:
            await session.process.begin(width, height)
        except OSError:
            self._open.pop(session.token, None)
            raise Full from None
        finally:
            session.begun.set()
        if session.token not in self._open:  # the server ends; whoever closed this session ends its process
            raise Full
        return session

    def find(self, token: str) -> Session | None:
        """The session of a page that comes back; ``None`` when it is over."""
        return self._open.get(token)

    def close(self, session: Session) -> None:
        """Over; :meth:`close_all` waits for the end of its process."""
        if self._open.pop(session.token, None) is not None:
            ending = asyncio.create_task(_end(session))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def close_all(self) -> None:
        """The server ends, and so do they: those that were ending already are waited for too, and none begins any more."""
        self._at_once = 0
        if self._looking is not None:
            self._looking.cancel()
        for session in list(self._open.values()):
            self.close(session)
        if self._ending:
            await asyncio.wait(self._ending)

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            now = monotonic()
            for session in [each for each in self._open.values() if each.is_over(now)]:
                self.close(session)
            for session in self._open.values():
                asking = asyncio.create_task(session.look(now))  # a page that stopped reading holds up nobody
                self._asking.add(asking)
                asking.add_done_callback(self._asking.discard)


async def _end(session: Session) -> None:
    await session.begun.wait()  # a process that is only being started would outlive its end
    await session.process.finish()
