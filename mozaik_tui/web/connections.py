"""The connections of pages and their ends: one that stopped reading, or says nothing, holds up nobody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

FIRST_WORD = 10.0
"""Seconds in which a connection says whose it is."""
CLOSING_PATIENCE = 5.0
"""Seconds that a page may take to hear that its connection is closed."""


class Connections:
    """Those that are open now."""

    def __init__(self) -> None:
        self._open: dict[web.WebSocketResponse, web.Request] = {}

    @contextmanager
    def one(self, socket: web.WebSocketResponse, request: web.Request) -> Iterator[None]:
        """It is open. One that was lost is dropped in the end: what it did not take, it will not take."""
        self._open[socket] = request
        try:
            yield
        finally:
            if socket.close_code in (None, WSCloseCode.ABNORMAL_CLOSURE):
                self._drop(socket)
            del self._open[socket]

    async def close(self, socket: web.WebSocketResponse, code: int = WSCloseCode.OK) -> None:
        """A page that stopped reading does not hear of it; without a limit it would be waited for until it is gone.

        The closing is not cancelled: whoever else waits for this page would be cancelled with it.
        """
        closing = asyncio.create_task(socket.close(code=code))
        done, _ = await asyncio.wait({closing}, timeout=CLOSING_PATIENCE)
        if not done:
            self._drop(socket)
        await closing

    async def close_all(self) -> None:
        """The server ends."""
        going = [self.close(socket, WSCloseCode.GOING_AWAY) for socket in self._open]
        await asyncio.gather(*going, return_exceptions=True)

    def _drop(self, socket: web.WebSocketResponse) -> None:
        """Throw away what a page does not take: whoever waits until it did goes on."""
        request = self._open.get(socket)
        if request is not None and request.transport is not None:
            request.transport.abort()


async def first_word(socket: web.WebSocketResponse) -> Any:
    """What the page says first; nothing where it says nothing for too long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FIRST_WORD):
            first = await socket.receive()
            return understood(first.data) if first.type is WSMsgType.TEXT else None
    return None


def understood(text: str) -> Any:
    """The JSON value; nothing where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
