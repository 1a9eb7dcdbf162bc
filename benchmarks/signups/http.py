"""As little of an HTTP client as there can be: it shares the two cores with what it measures."""

from __future__ import annotations

import json
import socket


class Connection:
    """One kept-alive connection to ``port`` of the loopback, for one thread."""

    def __init__(self, port: int, timeout: float = 120) -> None:
        self._port, self._timeout = port, timeout
        self._socket = self._open()

    def _open(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), timeout=self._timeout)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: str = "",
        kind: str = "application/json",
    ) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer. A connection that the server ended is opened again."""
        content = body or b""
        typed = f"Content-Type: {kind}\r\n" if body is not None else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{typed}"
            f"Content-Length: {len(content)}\r\n{headers}\r\n"
        )
        self._socket.sendall(head.encode() + content)
        return self._answer()

    def _answer(self) -> tuple[int, bytes, bytes]:
        came = b""
        while b"\r\n\r\n" not in came:
            came += self._more()
        head, _, body = came.partition(b"\r\n\r\n")
        lower = head.lower()
        if b"transfer-encoding: chunked" in lower:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
            body = _joined(body)
        elif (at := lower.find(b"content-length:")) >= 0:
            length = int(lower[at + 15 :].split(b"\r\n", 1)[0])
            while len(body) < length:
                body += self._more()
        if b"connection: close" in lower:
            self._socket.close()
            self._socket = self._open()
        return int(head[9:12]), head, body

    def _more(self) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        return piece

    def json(self, method: str, path: str, body: object, headers: str = "") -> tuple[int, dict]:
        """A call with a JSON body, or with none where it is ``None``."""
        content = None if body is None else json.dumps(body).encode()
        status, _, answer = self.ask(method, path, content, headers)
        return status, json.loads(answer) if answer else {}

    def close(self) -> None:
        self._socket.close()


def _joined(chunked: bytes) -> bytes:
    whole = b""
    while True:
        size, _, chunked = chunked.partition(b"\r\n")
        if (length := int(size, 16)) == 0:
            return whole
        whole, chunked = whole + chunked[:length], chunked[length + 2 :]
