"""The connection itself: a whole request within its time, headers within their size, and our own words for
what is no HTTP (account-service.md, Hostile HTTP: slow clients).
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Any, ClassVar, cast

from httptools import HttpParserError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.http import logs, problems
from mozaik_tui.account.http.gate import DEADLINE

HEADER_CAP = 16384
"""Bytes of request line and headers together."""
MOST_CONNECTIONS = 4096
"""Open at once in one process; more are closed as they come."""
_GRACE = 3.0
"""Seconds after its deadline for the gate to answer in words before a connection is cut."""


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 connection with limits. ``seconds``: how long a whole request may take to come."""

    seconds: ClassVar[float] = 20.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = 0.0
        self._in_body = False
        self._size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client that connects has to say something in time, too."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any longer."""
        self._arrived()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._timer is None:
            self._deadline = self.loop.time() + self.seconds
            self._timer = self.loop.call_at(self._deadline, self._late)

    def _arrived(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        """The time is over: the gate answers for a body, this for what has no headers yet."""
        self._timer = None
        if self.transport.is_closing():
            return
        if self._in_body:
            self.loop.call_later(_GRACE, self.transport.abort)
        elif self.cycle is not None and not self.cycle.response_complete:
            self.transport.abort()
        else:
            self._answer(Refusal("request_timeout"), 408)

    def data_received(self, data: bytes) -> None:
        """The first byte of a request starts its time."""
        self._expect()
        super().data_received(data)

    def on_message_begin(self) -> None:
        """See ``data_received``; a pipelined request begins here."""
        super().on_message_begin()
        self._size, self._in_body = 0, False
        self._expect()
        cast(dict[str, object], self.scope)[DEADLINE] = self._deadline

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > HEADER_CAP:
            raise HttpParserError

    def on_url(self, url: bytes) -> None:
        """A request line without an end is no request."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Nor are headers without an end."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """From here on the gate can answer. Versions before 1.0 have no headers to answer with."""
        if self.parser.get_http_version() not in ("1.0", "1.1"):
            raise HttpParserError
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It has come. Where it was answered before (a body past its cap), the connection ends: the time that it may
        stay idle ran while the rest came, and nobody starts it again.
        """
        self._arrived()
        self._in_body = False
        super().on_message_complete()
        if self.cycle is not None and self.cycle.response_complete:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP gets a problem like any other, without a word of what it was."""
        del msg
        self._answer(Refusal("malformed_json"), 400)

    def _answer(self, refusal: Refusal, status: int) -> None:
        request_id = secrets.token_hex(8)
        logs.LOGGER.info(
            "request",
            extra={"facts": {"request_id": request_id, "call": "-", "status": status, "code": refusal.code}},
        )
        if self.cycle is None or self.cycle.response_complete:
            body = problems.encoded(problems.document(refusal, request_id, problems.FRENCH, {}))
            headers = [
                *self.server_state.default_headers,
                *problems.headers(refusal, problems.FRENCH),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
                (b"x-request-id", request_id.encode()),
                (b"cache-control", b"no-store"),
            ]
            phrase = {400: b"Bad Request", 408: b"Request Timeout"}[status]
            lines = [b"HTTP/1.1 %d %s" % (status, phrase), *(b"%s: %s" % header for header in headers)]
            self.transport.write(b"\r\n".join([*lines, b"", body]))
        self.transport.close()
