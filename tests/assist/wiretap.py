"""Stands between a terminal and a service, and keeps what crosses the assist channel, both ways."""

from __future__ import annotations

import contextlib
import socket
import threading

CHANNEL = (b" /v1/assist", b" /v1/staff")
"""A client of the help by phone has connections of its own: their first request says which they are."""


class Wiretap:
    """Forwards connections to ``port``; ``crossed`` is what went over those of the assist channel."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.crossed = bytearray()
        self.others = bytearray()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        first = client.recv(65536)
        kept = self.crossed if any(path in first.split(b"\r\n")[0] for path in CHANNEL) else self.others
        kept += first
        server = socket.create_connection(("127.0.0.1", self._port))
        server.sendall(first)
        back = threading.Thread(target=self._pump, args=(server, client, kept), daemon=True)
        back.start()
        self._pump(client, server, kept)

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                kept += data
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
