"""The gate in front of the house: nothing hostile gets past it, nothing leaves without its headers
(account-service.md, Hostile HTTP).

It knows the calls, reads the body within its cap and its time, hands over an
:class:`~mozaik_tui.account.http.asked.Asked` and writes the answer; what is no call is answered here.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from mozaik_tui.account.contract import STATUS, Refusal
from mozaik_tui.account.http import logs, operations, problems, strict_json
from mozaik_tui.account.http.addresses import Networks, client_address
from mozaik_tui.account.http.asked import Answered, Asked
from mozaik_tui.account.http.figures import Figures
from mozaik_tui.account.http.operations import Operation
from mozaik_tui.account.http.performing import unknown_key

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
House = Callable[[Asked], Awaitable[Answered]]
"""Who does what is asked; raises :class:`Refusal`."""

DEADLINE = "mozaik.deadline"
"""Where the protocol says until when, in the event loop's time, the request must have come."""

_READ = frozenset(
    (
        b"accept-language",
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"idempotency-key",
        b"transfer-encoding",
        b"x-forwarded-for",
        b"x-terminal-token",
    )
)
_JSON = "application/json"


class _Gone(Exception):
    """The client went away before its request was whole."""


class Headers:
    """The headers that this service looks at; a name may stand on several lines."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._found: dict[bytes, list[str]] = {}
        for name, value in raw:
            if name in _READ:
                self._found.setdefault(name, []).append(value.decode("latin-1"))

    def all(self, name: bytes) -> tuple[str, ...]:
        """Every line of that name."""
        return tuple(self._found.get(name, ()))

    def one(self, name: bytes) -> str | None:
        """The value when there is exactly one, else ``None``."""
        lines = self._found.get(name, ())
        return lines[0] if len(lines) == 1 else None

    def bearer(self) -> str:
        """The bearer token; empty for none, for two, and for another scheme."""
        scheme, _, token = (self.one(b"authorization") or "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def idempotency_key(self) -> str | None:
        """``None`` where there is none; two are no key that the service takes."""
        lines = self.all(b"idempotency-key")
        return None if not lines else lines[0] if len(lines) == 1 else ""

    def language(self) -> str:
        """What ``Accept-Language`` says."""
        return ",".join(self.all(b"accept-language"))

    def has_body(self) -> bool:
        """Whether anything may follow the headers."""
        return bool(self.all(b"transfer-encoding")) or (self.one(b"content-length") or "0") != "0"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the gate goes by: ``cap`` in bytes, ``seconds`` for a whole request, the proxies whose word
    counts, the tags of the offered languages (``None``: all), and figures for the texts of refusals.
    """

    cap: int
    seconds: float
    proxies: Networks = ()
    offered: tuple[str, ...] | None = None
    digits: int = 6


class Gate:
    """The ASGI application."""

    def __init__(self, house: House, rules: Rules, figures: Figures) -> None:
        self._house = house
        self._rules = rules
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        request_id, began = secrets.token_hex(8), time.perf_counter()
        token = logs.request_id.set(request_id)
        reply = _Reply(receive, send, request_id, self._rules.seconds)
        asked: Asked | None = None
        try:
            headers = Headers(scope["headers"])
            language = problems.language_of(headers.language(), self._rules.offered)
            try:
                asked = await self._ask(scope, headers, receive, request_id, language)
                answered = await self._house(asked)
            except Refusal as refusal:
                methods = operations.at(scope["path"])[0] if refusal.code == "method_not_allowed" else ()
                await reply.refuse(refusal, language, self._rules.digits, methods)
            else:
                await reply.answer(answered)
        except _Gone:
            reply.code = "gone"
        except Exception as unexpected:
            logs.LOGGER.error("unexpected", exc_info=unexpected)
            if not reply.started:
                fault = Refusal("service_unavailable", retry_after=5)
                await reply.refuse(fault, problems.FRENCH, self._rules.digits)
        finally:
            self._tell(scope, asked, reply, time.perf_counter() - began)
            logs.request_id.reset(token)

    async def _ask(
        self, scope: Scope, headers: Headers, receive: Receive, request_id: str, language: str
    ) -> Asked:
        """The request in our own words; raises the refusals of what is none."""
        methods, id_ = operations.at(scope["path"])
        if not methods:
            raise Refusal("not_found")
        operation = methods.get(scope["method"])
        if operation is None:
            raise Refusal("method_not_allowed")
        peer = scope.get("client")
        asked = Asked(
            operation,
            request_id,
            language,
            client_address(peer[0] if peer else None, headers.all(b"x-forwarded-for"), self._rules.proxies),
            id=id_,
            bearer=headers.bearer(),
            terminal=headers.one(b"x-terminal-token"),
            key=headers.idempotency_key() if operation.kept else None,
        )
        raw = await self._body(scope, headers, receive) if headers.has_body() else b""
        try:
            asked.body = _object(operation, headers, raw)
            asked.refusal = unknown_key(asked)
        except Refusal as refusal:
            asked.refusal = refusal
        return asked

    async def _body(self, scope: Scope, headers: Headers, receive: Receive) -> bytes:
        """The whole body, within its cap and its time."""
        announced = headers.one(b"content-length")
        if announced is not None and (not announced.isdecimal() or len(announced) > 9):
            raise Refusal("body_too_large")
        if announced is not None and int(announced) > self._rules.cap:
            raise Refusal("body_too_large")
        parts = bytearray()
        deadline = scope.get(DEADLINE) or asyncio.get_running_loop().time() + self._rules.seconds
        try:
            async with asyncio.timeout_at(deadline):
                more = True
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise _Gone
                    parts += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(parts) > self._rules.cap:
                        raise Refusal("body_too_large")
        except TimeoutError:
            raise Refusal("request_timeout") from None
        return bytes(parts)

    def _tell(self, scope: Scope, asked: Asked | None, reply: _Reply, seconds: float) -> None:
        """One line in the log and one count, with nothing of what was in the request."""
        name = asked.operation.name if asked else "-"
        code = (asked.code if asked else None) or reply.code
        self._figures.answered(name, reply.status, code, seconds)
        if name in ("health", "ready") and reply.status == 200:
            return
        facts: dict[str, object] = {
            "method": scope["method"] if scope["method"] in _METHODS else "-",
            "call": name,
            "status": reply.status,
            "ms": round(seconds * 1000, 1),
        }
        if code:
            facts["code"] = code
        if asked is not None and asked.fault:
            facts["fault"] = asked.fault
        logs.LOGGER.info("request", extra={"facts": facts})


_METHODS = ("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS")


def _object(operation: Operation, headers: Headers, raw: bytes) -> dict[str, Any]:
    """The body of a call: JSON by its media type, one object. Raises the refusals of what is none."""
    media = headers.all(b"content-type")
    if (raw or media) and not _is_json(media) and (raw or operation.has_body):
        raise Refusal("unsupported_media_type")
    if raw and any(
        coding.strip().lower() not in ("", "identity") for coding in headers.all(b"content-encoding")
    ):
        raise Refusal("unsupported_media_type")
    return strict_json.object_of(raw, needed=operation.has_body)


def _is_json(media: Collection[str]) -> bool:
    """``application/json``, with no parameter but ``charset=utf-8``."""
    if len(media) != 1:
        return False
    kind, *parameters = next(iter(media)).lower().split(";")
    wanted = ("charset=utf-8", 'charset="utf-8"', "")
    return kind.strip() == _JSON and all(one.strip() in wanted for one in parameters)


class _Reply:
    """The way out: every answer gets its request id and is never to be stored."""

    def __init__(self, receive: Receive, send: Send, request_id: str, seconds: float) -> None:
        self._receive = receive
        self._send = send
        self._request_id = request_id
        self._seconds = seconds
        self.started = False
        self.status = 0
        self.code: str | None = None

    async def answer(self, answered: Answered) -> None:
        """Answer with a success."""
        if answered.events is not None:
            await self._stream(answered.status, answered.events)
            return
        if answered.body is None:
            await self._write(answered.status, [], b"")
            return
        body = problems.encoded(answered.body)
        await self._write(answered.status, [(b"content-type", _JSON.encode()), _length(body)], body)

    async def _write(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Write it all. A client that does not read for as long as it may write is left."""
        async with asyncio.timeout(self._seconds):
            await self._start(status, headers)
            await self._send({"type": "http.response.body", "body": body})

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.started, self.status = True, status
        headers += [(b"x-request-id", self._request_id.encode()), (b"cache-control", b"no-store")]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def _stream(self, status: int, events: AsyncGenerator[bytes, None]) -> None:
        """Write each event as it comes, until there are no more or the client is gone."""
        await self._start(status, [(b"content-type", b"text/event-stream; charset=utf-8")])
        async with contextlib.aclosing(events):
            writing = asyncio.ensure_future(self._write_events(events))
            leaving = asyncio.ensure_future(self._left())
            try:
                await asyncio.wait((writing, leaving), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (writing, leaving):
                    task.cancel()
                ended = await asyncio.gather(writing, leaving, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception):
                raise error

    async def _write_events(self, events: AsyncGenerator[bytes, None]) -> None:
        async for event in events:
            async with asyncio.timeout(self._seconds):
                await self._send({"type": "http.response.body", "body": event, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    async def _left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def refuse(
        self, refusal: Refusal, language: str, digits: int, methods: Collection[str] = ()
    ) -> None:
        """Answer with a problem."""
        self.code = refusal.code
        document = problems.document(refusal, self._request_id, language, {"digits": digits})
        body = problems.encoded(document)
        headers = problems.headers(refusal, language, methods)
        headers.append(_length(body))
        if refusal.code == "request_timeout":
            headers.append((b"connection", b"close"))
        await self._write(STATUS[refusal.code], headers, body)


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
