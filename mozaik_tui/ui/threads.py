"""Work that blocks, on a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

Answer = TypeVar("Answer")


async def in_thread(work: Callable[[], Answer]) -> Answer:
    """What ``work()`` answers or raises, from a daemon thread of its own.

    asyncio's own threads are waited for when the program ends: a service that does not answer would hold up whoever
    has stopped, with the terminal given back already and Ctrl+C without effect.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Answer] = loop.create_future()

    def tell(answer: Answer | None, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(answer)  # type: ignore[arg-type]

    def run() -> None:
        answer, error = None, None
        try:
            answer = work()
        except BaseException as raised:  # whoever waits is told
            error = raised
        with suppress(RuntimeError):  # the loop is closed: the program has ended meanwhile
            loop.call_soon_threadsafe(tell, answer, error)

    Thread(target=copy_context().run, args=(run,), name="service", daemon=True).start()
    return await future
