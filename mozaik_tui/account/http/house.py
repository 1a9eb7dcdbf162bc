"""What the server does with a request that passed the gate: the terminal first, then the call, on a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mozaik_tui.account import terminals
from mozaik_tui.account.context import Caller
from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.account.http.application import document
from mozaik_tui.account.http.asked import Answered, Asked
from mozaik_tui.account.http.logs import LOGGER
from mozaik_tui.account.http.performing import performed
from mozaik_tui.account.http.pool import Pool
from mozaik_tui.account.http.streams import Streams

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.service import LocalService

RETRY_AFTER = 5
"""Seconds that a 503 asks for where nothing better is known."""


@dataclass(frozen=True, slots=True)
class House:
    """One open service behind HTTP. ``ask_terminals``: every call but the free ones needs a token."""

    service: LocalService
    ctx: Context
    pool: Pool
    ask_terminals: bool
    streams: Streams

    async def answer(self, asked: Asked) -> Answered:
        """Do what was asked, on a thread. Raises :class:`Refusal` alone: what went wrong on our side is
        ``service_unavailable``, and in the log.
        """
        try:
            if asked.operation.name in ("health", "openapi"):
                if asked.refusal is not None:
                    raise asked.refusal
                if asked.operation.name == "health":
                    return Answered(200, {"status": "ok"})
                return await self.pool.run("free", lambda: Answered(200, document()))
            if asked.refusal is not None and not self._asks(asked) and _is_unreadable(asked.refusal):
                raise asked.refusal
            answered = await self.pool.run(asked.operation.lane, lambda: self._answer(asked))
            if asked.operation.lane == "stream" and isinstance(answered.body, dict):
                events = self.streams.follow(asked.operation.name, asked.bearer, answered.body)
                return Answered(answered.status, events=events)
            return answered
        except Refusal as refusal:
            asked.code = refusal.code
            raise
        except ServiceFault as fault:
            asked.code, asked.fault = "service_unavailable", fault.code
            raise Refusal("service_unavailable", retry_after=fault.retry_after or RETRY_AFTER) from None
        except Exception as unexpected:
            asked.code, asked.fault = "service_unavailable", "unexpected"
            LOGGER.error("unexpected", exc_info=unexpected)
            raise Refusal("service_unavailable", retry_after=RETRY_AFTER) from None

    def _asks(self, asked: Asked) -> bool:
        return self.ask_terminals and asked.operation.lane != "free"

    def _answer(self, asked: Asked) -> Answered:
        """On a thread: who asks, what could not be read, then the call itself."""
        name: str | None = None
        if self._asks(asked):
            name = self.ctx.store.read(lambda tx: terminals.name_of(tx, asked.terminal))
            if name is None:
                raise Refusal("terminal_unknown")
        shape = asked.refusal
        if shape is not None and _is_unreadable(shape):
            raise shape
        caller = Caller(asked.address, name)
        return performed(self.service.for_caller(caller, shape), asked)


def _is_unreadable(refusal: Refusal) -> bool:
    """Whether a body could not be read at all; what could be is refused after budget and token."""
    return refusal.code not in ("malformed", "unknown_field")
