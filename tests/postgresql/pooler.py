"""A pooler in transaction mode, for the tests: few connections to the server, another one for each transaction.

It speaks just enough of the protocol (version 3) to tell where a transaction ends. Whatever a client leaves on a
session (a setting, a prepared statement, an advisory lock of the session) the next client would meet there, and
it itself would miss: that is the point.
"""

from __future__ import annotations

import contextlib
import queue
import selectors
import socket
import struct
import threading
from pathlib import Path

_LENGTH = struct.Struct("!I")
# Requests for encryption, which are answered with no.
_ENCRYPTIONS = (80877103, 80877104)
_PARAMETERS = {
    "server_version": "18.4",
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "integer_datetimes": "on",
    "DateStyle": "ISO, MDY",
    "TimeZone": "UTC",
}


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + _LENGTH.pack(len(body) + 4) + body


class _Stream:
    """A socket whose bytes come out as whole messages."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._kept = b""

    def fileno(self) -> int:
        return self.sock.fileno()

    def receive(self) -> list[bytes] | None:
        """The messages that are whole by now; ``None`` at the end."""
        more = self.sock.recv(1 << 16)
        if not more:
            return None
        self._kept += more
        found = []
        while len(self._kept) >= 5 and len(self._kept) > _LENGTH.unpack_from(self._kept, 1)[0]:
            size = 1 + _LENGTH.unpack_from(self._kept, 1)[0]
            found.append(self._kept[:size])
            self._kept = self._kept[size:]
        return found


class Pooler:
    """Listens in ``folder`` for one ``database`` of the server whose socket is in ``server``."""

    def __init__(self, folder: Path, server: Path, database: str, connections: int = 4) -> None:
        self.url = f"postgresql://postgres@/{database}?host={folder}"
        self._pool: queue.Queue[_Stream] = queue.Queue()
        self.transactions = 0
        self._servers = [self._connected(server, database) for _ in range(connections)]
        for stream in self._servers:
            self._pool.put(stream)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        for sock in (self._listener, *(stream.sock for stream in self._servers)):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _connected(self, server: Path, database: str) -> _Stream:
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(str(server / ".s.PGSQL.5432"))
        body = _LENGTH.pack(196608) + f"user\0postgres\0database\0{database}\0\0".encode()
        sock.sendall(_LENGTH.pack(len(body) + 4) + body)
        stream = _Stream(sock)
        while not any(message[:1] == b"Z" for message in stream.receive() or ()):
            pass
        return stream

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, struct.error), client:
            while True:
                size, code = struct.unpack("!II", client.recv(8, socket.MSG_WAITALL))
                client.recv(size - 8, socket.MSG_WAITALL) if size > 8 else b""
                if code not in _ENCRYPTIONS:
                    break
                client.sendall(b"N")
            answer = _message(b"R", _LENGTH.pack(0))
            for name, value in _PARAMETERS.items():
                answer += _message(b"S", f"{name}\0{value}\0".encode())
            client.sendall(answer + _message(b"K", bytes(8)) + _message(b"Z", b"I"))
            stream = _Stream(client)
            while self._transaction(stream):
                pass

    def _transaction(self, client: _Stream) -> bool:
        """Give the client a connection from its next message to the end of that transaction."""
        messages = client.receive()
        if messages is None or messages[:1] == [_message(b"X", b"")]:
            return False
        server, awaited = self._pool.get(), 0
        self.transactions += 1
        with selectors.DefaultSelector() as ready:
            ready.register(client, selectors.EVENT_READ)
            ready.register(server, selectors.EVENT_READ)
            extended = False
            while True:
                for message in messages:
                    if message[:1] == b"X":
                        self._pool.put(server)
                        return False
                    extended = message[:1] == b"S" if message[:1] in b"QS" else extended
                    awaited += message[:1] in (b"Q", b"S")
                    server.sock.sendall(message)
                messages = []
                for key, _ in ready.select():
                    if key.fileobj is client:
                        messages = client.receive()
                        if messages is None:
                            server.sock.sendall(_message(b"X", b""))
                            return False
                        continue
                    for message in server.receive() or ():
                        client.sock.sendall(message)
                        if message[:1] == b"G" and extended:
                            awaited -= 1  # the Sync before the data is passed over
                        if message[:1] == b"Z":
                            awaited -= 1
                            if message[5:] == b"I" and awaited == 0:
                                self._pool.put(server)
                                return True
