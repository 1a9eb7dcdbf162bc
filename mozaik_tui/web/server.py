"""The web server: our own page in front of textual-serve's processes.

Of textual-serve's server only the frame is left: its page loads fonts from a third party, takes any origin, has no
bound, and loses a session with its connection (terminal-text.md, 5).
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.web_runner import GracefulExit
from textual_serve.server import Server

from .connections import Connections, first_word, understood
from .gate import HEADERS, Gate, clamped
from .page import page
from .process import PlainProcess, ScreenProcess, SessionProcess
from .sessions import Full, Session, Sessions

STATIC = Path(__file__).with_name("static")
FONTS = Path(textual_serve.__file__).with_name("static") / "fonts"
HEARTBEAT = 15.0
LARGEST_MESSAGE = 16384
KINDS: dict[str, type[ScreenProcess] | type[PlainProcess]] = {"screen": ScreenProcess, "plain": PlainProcess}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer(Server):
    """``arguments`` are those of each session's process; ``gate`` says who may come in."""

    interrupted = False
    """Whether Ctrl+C ended it."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        host: str,
        port: int,
        gate: Gate,
        tag: str,
        sessions: Sessions | None = None,
    ) -> None:
        super().__init__("", host=host, port=port)
        self._arguments = tuple(arguments)
        self._gate = gate
        self._tag = tag
        self.sessions = Sessions() if sessions is None else sessions
        self._connections = Connections()

    def serve(self, debug: bool = False) -> None:
        """Serve until SIGTERM or Ctrl+C. Of the two textual-serve would not tell which; a second one ends at once."""
        del debug
        loop = asyncio.new_event_loop()
        signal.signal(signal.SIGINT, self._interrupt)
        with suppress(NotImplementedError):  # on Windows a loop hears no signals
            loop.add_signal_handler(signal.SIGINT, self._interrupt)
            loop.add_signal_handler(signal.SIGTERM, self.request_exit)
        with suppress(GracefulExit):
            web.run_app(
                self._make_app(), host=self.host, port=self.port, handle_signals=False, loop=loop, print=None
            )

    def _interrupt(self, _number: int = 0, _frame: FrameType | None = None) -> NoReturn:
        self.interrupted = True
        raise GracefulExit

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=LARGEST_MESSAGE)
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.static("/static/fonts", FONTS),
                web.static("/static", STATIC),
            ]
        )
        app.on_startup.append(self.on_startup)
        app.on_shutdown.append(self.on_shutdown)
        return app

    def initialize_logging(self) -> None:
        """No log: a line for each request would hold the address of a parent."""

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002
        """Look after sessions."""
        self.sessions.start()

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002
        """No process is left, and no connection that would be waited for."""
        await self.sessions.close_all()
        await self._connections.close_all()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Another name than ours gets nothing; every answer carries our headers."""
        if self._gate.host(request.headers, request.remote or "") is None:
            return web.Response(status=421, headers=HEADERS)
        try:
            answer = await handler(request)
        except web.HTTPException as refusal:
            return web.Response(status=refusal.status, headers=HEADERS)
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    async def handle_index(self, request: web.Request) -> Any:
        """The page; ``?plain`` for screen readers, ``?guide`` for the guide, ``?lang=ar`` speaks another language at once."""
        query = request.query
        text = page(
            "plain" if "plain" in query else "screen", query.get("lang") or "", self._tag, "guide" in query
        )
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of a page, which begins a session or comes back to its own."""
        if not self._gate.lets_in(request.headers, request.remote or ""):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_MESSAGE)
        await socket.prepare(request)
        with self._connections.one(socket, request):
            await self._talk(socket)
            await self._connections.close(socket)
        return socket

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        hello = await first_word(socket)
        if not isinstance(hello, dict):
            return
        size = clamped(hello.get("width"), hello.get("height"))
        session = await self._session(socket, hello, size)
        if session is None:
            return
        try:
            await self._hand_over(socket, session, size, hello.get("heard"))
            if self.sessions.find(session.token) is None:  # it ended meanwhile, and this page heard nothing
                await socket.send_json(["gone"])
            else:
                await self._serve(socket, session)
        finally:
            session.detach(socket)

    async def _session(
        self, socket: web.WebSocketResponse, hello: dict[str, Any], size: tuple[int, int]
    ) -> Session | None:
        """The first message says which: ``{"kind", "guide", "token", "lang", "width", "height", "heard"}``."""
        kind = hello.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            return None
        if token := hello.get("token"):
            session = self.sessions.find(str(token))
            if session is None:
                await socket.send_json(["gone"])
                return None
        else:
            try:
                session = await self.sessions.open(lambda: self._process(hello), *size)
            except Full:
                await socket.send_json(["full"])
                return None
            session.process.on_end = lambda: self._ended(session)
            if kind == "plain":  # the full screen asks by itself
                session.warn = lambda: self._warn(session)
        return session

    async def _hand_over(
        self, socket: web.WebSocketResponse, session: Session, size: tuple[int, int], heard: object
    ) -> None:
        """From now on this connection has it, and no other."""
        before = session.holder
        if isinstance(before, web.WebSocketResponse):
            session.detach(before)  # a line that it still brings is not taken: this page sends it again
            await self._connections.close(before)
        await socket.send_json(["session", session.token, session.lines, session.process.goes_on_at(heard)])
        await session.attach(socket, socket.send_bytes, *size)

    def _process(self, hello: dict[str, Any]) -> SessionProcess:
        from mozaik_tui.language import offered

        lang = hello.get("lang")
        spoken = ["--language", lang] if lang in {entry.tag for entry in offered()} else []
        command = ["guide"] if hello.get("guide") is True else []
        return KINDS[hello["kind"]]([*command, *self._arguments, *spoken])

    async def _ended(self, session: Session) -> None:
        """The process said goodbye. A page that is going away just then need not hear it, but the session is over."""
        holder = session.holder
        try:
            if isinstance(holder, web.WebSocketResponse) and not holder.closed:
                with suppress(ConnectionError):
                    await holder.send_json(["ended"])
                    await self._connections.close(holder)
        finally:
            self.sessions.close(session)

    async def _warn(self, session: Session) -> None:
        """The session will end; the page asks whether somebody is there."""
        holder = session.holder
        if isinstance(holder, web.WebSocketResponse):
            with suppress(ConnectionError):
                await holder.send_json(["quiet"])

    async def _serve(self, socket: web.WebSocketResponse, session: Session) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT or session.holder is not socket:
                continue
            told = understood(message.data)
            if not isinstance(told, list) or len(told) != 2:
                continue
            kind, data = told
            if kind == "ping":
                await socket.send_json(["pong"])
                continue
            if kind in ("keys", "line", "here"):
                session.is_used()
            if kind == "line":
                session.lines += 1  # before anything is waited for: whoever comes back is told
            await session.process.take(kind, data)
            if kind == "line":
                with suppress(ConnectionError):
                    await socket.send_json(["taken", session.lines])
