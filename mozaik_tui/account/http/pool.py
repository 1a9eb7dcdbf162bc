"""The threads that calls run on: bounded, never the event loop (account-service.md, Rules).

Quick calls wait for a commit, hashing ones up to two seconds for their turn: two pools, so that a rush on
passwords does not hold up the rest.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.http.operations import Lane

Answer = TypeVar("Answer")

QUICK = 32
"""Threads for calls that do not hash; what SQLite commits together came in on so many."""
WAITING = 512
"""Calls that may wait for a thread, a lane; more are told to come back."""
RETRY_AFTER = 2


def hashing_threads() -> int:
    """Enough that every call with a place in the queue of hashes (two seconds of them) has a thread to wait
    on.
    """
    return min(768, 64 + 96 * (os.cpu_count() or 1))


class Pool:
    """The threads of one server. ``busy`` counts the calls under way or waiting, by lane."""

    def __init__(self) -> None:
        self._sizes: dict[Lane, int] = {"quick": QUICK, "hashing": hashing_threads()}
        self._threads = {
            lane: ThreadPoolExecutor(size, thread_name_prefix=lane) for lane, size in self._sizes.items()
        }
        self.busy: dict[Lane, int] = dict.fromkeys(self._sizes, 0)

    async def run(self, lane: Lane, work: Callable[[], Answer]) -> Answer:
        """Run ``work`` on a thread of its lane. Raises ``ServiceFault`` at once when too many wait already.

        Only for the event loop's thread. A caller that goes away leaves the work to come to its end.
        """
        lane = "hashing" if lane == "hashing" else "quick"
        if self.busy[lane] >= self._sizes[lane] + WAITING:
            raise ServiceFault("service_unavailable", retry_after=RETRY_AFTER)
        context = contextvars.copy_context()
        future = asyncio.get_running_loop().run_in_executor(self._threads[lane], lambda: context.run(work))
        self.busy[lane] += 1
        future.add_done_callback(lambda _: self._done(lane))
        return await asyncio.shield(future)

    def _done(self, lane: Lane) -> None:
        self.busy[lane] -= 1

    def close(self) -> None:
        """Let every work come to its end."""
        for threads in self._threads.values():
            threads.shutdown(wait=True)
