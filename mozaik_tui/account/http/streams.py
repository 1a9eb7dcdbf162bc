"""Server-sent events of the help by phone: each end hears of a change at once (docs/phone-support.md).

What changed in this process is heard by the bell, what changed in another one by PostgreSQL's notices where
``service.database_direct`` gives them a connection of their own, else by asking once a second. One question a second
serves all streams of a process, and every few seconds one statement says which ends are there still.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mozaik_tui.account import tokens
from mozaik_tui.account.assist import lines, staff
from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.account.http.helping import agent_body
from mozaik_tui.account.store import assist_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.http.pool import Pool
    from mozaik_tui.account.store import Tx

LOOK, SEEN = 1.0, 5.0
"""Seconds between two looks at the database, and between two notes of who is there still."""
BEAT = 5.0
"""Seconds after which an empty line shows a quiet client, and every proxy between, that the stream lives."""
MEDIA_TYPE = "text/event-stream"
View = dict[str, Any]


class Streams:
    """The streams of one server process. ``closing`` says that the server ends: so do they."""

    def __init__(self, ctx: Context, pool: Pool, closing: Callable[[], bool]) -> None:
        self._ctx = ctx
        self._pool = pool
        self._closing = closing
        self._ears: dict[str, dict[asyncio.Event, str]] = {}
        """For each assist that is followed here: the events to set, and which end each belongs to."""
        self._known: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watching: asyncio.Task[None] | None = None

    def rung(self, assist: str) -> None:
        """Something of ``assist`` changed; from any thread."""
        if self._loop is not None and assist in self._ears:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._wake, assist)

    def _wake(self, assist: str) -> None:
        for ear in self._ears.get(assist, ()):
            ear.set()

    async def follow(self, call: str, bearer: str, first: View) -> AsyncGenerator[bytes, None]:
        """``first``, then each new view of the end that ``call`` serves, until it is over or the server ends."""
        end, name, ear = _ENDS[call], str(first["assist"]), asyncio.Event()
        self._ears.setdefault(name, {})[ear] = call
        self._begin()
        ear.set()  # what changed between the first look and now rang for nobody
        try:
            view: View | None = first
            shown = None
            while view is not None:
                if _news(view) != shown:
                    shown = _news(view)
                    yield _event(view)
                if view["state"] == "over":
                    await self._end()
                    return
                if self._closing():
                    return
                try:
                    async with asyncio.timeout(BEAT):
                        await ear.wait()
                except TimeoutError:
                    yield b":\n\n"
                ear.clear()
                view = await self._looked(end, bearer, view)
        finally:
            ears = self._ears.get(name, {})
            ears.pop(ear, None)
            if not ears:
                self._ears.pop(name, None)
                self._known.pop(name, None)

    async def _looked(self, end: Look, bearer: str, before: View) -> View | None:
        """The view now; the one before while the database cannot be asked; ``None`` when the token is of no use."""
        ctx = self._ctx
        try:
            return await self._pool.run(
                "quick", lambda: ctx.store.read(lambda tx: end(tx, ctx, bearer, ctx.clock()))
            )
        except ServiceFault:
            return before

    async def _end(self) -> None:
        """Found over by time: erased, and written down."""
        ctx = self._ctx
        with suppress(ServiceFault):
            await self._pool.run(
                "quick", lambda: ctx.store.write(lambda tx: lines.sweep(tx, ctx, ctx.clock()))
            )

    def _begin(self) -> None:
        """Watch the database while anybody follows."""
        if self._watching is None or self._watching.done():
            self._loop = asyncio.get_running_loop()
            self._watching = self._loop.create_task(self._watch())

    async def _watch(self) -> None:
        seen_at = self._loop.time() if self._loop else 0.0
        while self._ears:
            await asyncio.sleep(LOOK)
            if self._closing():
                for assist in list(self._ears):
                    self._wake(assist)
                return
            ears = {name: set(ears.values()) for name, ears in self._ears.items()}
            due = asyncio.get_running_loop().time() - seen_at >= SEEN
            with suppress(ServiceFault):
                if due:
                    seen_at = asyncio.get_running_loop().time()
                    await self._pool.run("quick", lambda ears=ears: self._note(ears))  # type: ignore[misc]
                now = await self._pool.run(
                    "quick",
                    lambda ears=ears: self._ctx.store.read(lambda tx: assist_rows.revisions(tx, ears)),  # type: ignore[misc]
                )
                for name in ears:
                    if now.get(name) != self._known.get(name):
                        self._known[name] = now.get(name, -1)
                        self._wake(name)

    def _note(self, ears: dict[str, set[str]]) -> None:
        """Which ends are there still, and which assists are over by time."""
        ctx = self._ctx
        parents, agents = (
            [name for name, calls in ears.items() if call in calls]
            for call in ("parent_events", "agent_events")
        )

        def work(tx: Tx) -> None:
            now = ctx.clock()
            assist_rows.seen(tx, parents, agents, now)
            lines.sweep(tx, ctx, now)

        ctx.store.write(work)


def _news(view: View) -> View:
    """What is worth telling: the time that is left goes by itself."""
    return {name: value for name, value in view.items() if name != "expires_in"}


def _event(view: View) -> bytes:
    return b"data: " + json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


Look = Callable[["Tx", "Context", str, float], "View | None"]


def _parents(tx: Tx, ctx: Context, bearer: str, now: float) -> View | None:
    row = assist_rows.by_token(tx, tokens.digests(ctx, lines.BEARER, bearer))
    return None if row is None else asdict(lines.seen_by_parent(ctx, row, now))


def _agents(tx: Tx, ctx: Context, bearer: str, now: float) -> View | None:
    agent = staff.member_of(tx, ctx, bearer, now, touch=False)
    row = None if isinstance(agent, Refusal) else assist_rows.by_session(tx, agent.session_id)
    return None if row is None else agent_body(lines.seen_by_agent(ctx, row, now))


_ENDS: dict[str, Look] = {"parent_events": _parents, "agent_events": _agents}
