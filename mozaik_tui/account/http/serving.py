"""One server process: an open service behind the gate on uvicorn, until it is told to end (command-line.md,
``serve``).
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

import uvicorn

from mozaik_tui.account.http.addresses import networks
from mozaik_tui.account.http.figures import Figures, FiguresPort
from mozaik_tui.account.http.gate import Gate, Rules
from mozaik_tui.account.http.house import House
from mozaik_tui.account.http.logs import LOGGER
from mozaik_tui.account.http.pool import Pool
from mozaik_tui.account.http.protocol import GuardedProtocol
from mozaik_tui.account.http.streams import Streams
from mozaik_tui.account.store.api import notices

if TYPE_CHECKING:
    from mozaik_tui.account.embedded_parts import EmbeddedParts

GRACEFUL_SECONDS = 20
KEEP_ALIVE_SECONDS = 65
_BACKLOG = 2048
_UNHEARD_MILLISECONDS = 12_000
"""For a client to say that it has what was sent: a machine without power, or without its cable, says nothing, and with the
beat of a stream (5 s) it is known to be lost within the 20 s of ``limits.assist_lost``.
"""


@dataclass(frozen=True, slots=True)
class Door:
    """How a service is reached: certificate and key for TLS, the networks of proxies, whether terminals show
    a token, the tags of the offered languages (``None``: all), where its figures are read, and the address
    of a database whose notices are listened to (``service.database_direct``).
    """

    tls_cert: Path | None = None
    tls_key: Path | None = None
    proxies: tuple[str, ...] = ()
    ask_terminals: bool = False
    offered: tuple[str, ...] | None = None
    metrics: tuple[str, int] | None = None
    notices: str | None = field(default=None, repr=False)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host``; port 0 takes a free one. ``OSError`` when it cannot."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux hands it on to each connection
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNHEARD_MILLISECONDS)
        made.bind(address)
        made.listen(_BACKLOG)
    except OSError:
        made.close()
        raise
    return made


class Server(uvicorn.Server):
    """uvicorn's server; a signal ends it in good order, and nothing raises it again."""

    interrupted = False
    """Whether Ctrl+C ended it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Listen to the signals while serving, where this is the main thread."""
        numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGBREAK")]
        before = {}
        try:
            for number in filter(None, numbers):
                before[number] = signal.signal(number, self.handle_exit)
        except ValueError:  # not the main thread: whoever runs it ends it
            before.clear()
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal ends in good order, a second one at once."""
        del frame
        self.force_exit = self.should_exit
        self.interrupted |= sig == signal.SIGINT
        self.should_exit = True


class Service:
    """An open service with its server; ``serve`` blocks until the server ends, ``stop`` ends it from another
    thread. ``parts`` stay the caller's to close.
    """

    def __init__(self, parts: EmbeddedParts, door: Door) -> None:
        limits = parts.ctx.limits
        self._pool = Pool()
        self._figures = Figures()
        self._watch(parts)
        self._metrics = FiguresPort(self._figures, *door.metrics) if door.metrics else None
        streams = Streams(parts.ctx, self._pool, lambda: self.server.should_exit)
        parts.ctx.bell.listen(streams.rung)
        self._notices = notices(door.notices, streams.rung)
        house = House(parts.service, parts.ctx, self._pool, door.ask_terminals, streams)
        rules = Rules(
            limits.body_cap, limits.request_timeout, networks(door.proxies), door.offered, limits.code_digits
        )
        protocol = type("Protocol", (GuardedProtocol,), {"seconds": float(limits.request_timeout)})
        config = uvicorn.Config(
            cast(Any, Gate(house.answer, rules, self._figures)),
            http=protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACEFUL_SECONDS,
            ssl_certfile=door.tls_cert,
            ssl_keyfile=door.tls_key,
        )
        config.load()  # here, and not where requests wait: a certificate that cannot be read is told at start
        self.server = Server(config)

    def _watch(self, parts: EmbeddedParts) -> None:
        busy = self._pool.busy
        self._figures.watch("calls_quick", "Calls under way or waiting", lambda: busy["quick"])
        self._figures.watch("calls_hashing", "Calls that hash, under way or waiting", lambda: busy["hashing"])
        for name in ("sent", "failed", "dropped"):
            self._figures.watch(
                f"mails_{name}",
                "Mails of this process's workers",
                partial(lambda which: float(getattr(parts.helpers.tally, which)), name),
            )

    @property
    def metrics_port(self) -> int | None:
        """Where figures are read."""
        return self._metrics.port if self._metrics else None

    def serve(self, listener: socket.socket) -> None:
        """Answer until told to end; what is under way comes to its end first."""
        host, port = listener.getsockname()[:2]
        facts: dict[str, object] = {
            "host": host,
            "port": port,
            "tls": self.server.config.is_ssl,
            "pid": os.getpid(),
        }
        if self.metrics_port is not None:
            facts["metrics_port"] = self.metrics_port
        LOGGER.info("listening", extra={"facts": facts})
        if self._notices:
            self._notices.start()
        try:
            self.server.run(sockets=[listener])
        finally:
            self._pool.close()
            if self._metrics:
                self._metrics.close()
            if self._notices:
                self._notices.stop()
            LOGGER.info("stopped")

    def stop(self) -> None:
        """Ask the server to end, from any thread."""
        self.server.should_exit = True
