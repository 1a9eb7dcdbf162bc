"""Prometheus figures, and the port of their own that they are read on (command-line.md, ``--metrics-port``).

Counts and times by call, status and word; no address, no terminal, nothing of a parent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """What one server process counts, in a registry of its own (the library's names its version)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "mozaik_answers",
            "Answers by call, status and word",
            ("call", "status", "code"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "mozaik_answer_seconds",
            "Seconds from the first byte of a whole request to its answer",
            ("call",),
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def answered(self, call: str, status: int, code: str | None, seconds: float) -> None:
        """Count an answer; status 0 for a client that went away."""
        self._answers.labels(call, str(status), code or "").inc()
        self._seconds.labels(call).observe(seconds)

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A figure that is read when it is asked for."""
        Gauge(f"mozaik_{name}", meaning, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        """All figures in Prometheus' own form."""
        return generate_latest(self.registry)


class FiguresPort:
    """Answers ``GET /metrics`` on a thread of its own until it is closed. ``OSError`` when the port is taken."""

    def __init__(self, figures: Figures, host: str, port: int) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = self.path.split("?")[0] == "/metrics"
                body = figures.text() if known else b""
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", CONTENT_TYPE_LATEST)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def version_string(self) -> str:
                return "figures"

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                del code, size

            def log_error(self, format: str, *args: object) -> None:
                del format, args

        Handler.timeout = 10

        class Port(ThreadingHTTPServer):
            address_family = _family(host)
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A connection that broke is nobody's business, and its address none of a log."""
                del request, client_address

        self._server = Port((host, port), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.2,), name="figures", daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        self._server.shutdown()
        self._server.server_close()


def _family(host: str) -> int:
    import socket

    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
