"""A real server on loopback in front of a world of the conformance suite."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from mozaik_tui.account.limits import Limits

from ..contract.conftest import EmbeddedWorld
from ..contract.over_http import LOOPBACK, Front

WIDE = {"requests_minute": 100_000, "sends_address_hour": 100_000}


class Served:
    """A world, its server, and two ways to talk to it: a client that writes any request, and a bare socket."""

    def __init__(self, folder: Path, limits: dict[str, int], **door) -> None:
        self.world = EmbeddedWorld(folder, Limits(**{**WIDE, **limits}))
        self.front = Front(self.world.parts, **door)
        self.port = int(self.front.url.rpartition(":")[2])
        self.http = httpx2.Client(base_url=f"{self.front.url}/v1", timeout=20)

    def ask(self, method: str, path: str, body: object = None, *, bearer=None, **headers) -> httpx2.Response:
        """``headers`` by name, with ``_`` for ``-``; a body is JSON unless it is bytes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if bearer is not None:
            sent["Authorization"] = f"Bearer {bearer}"
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.http.request(method, path, content=content, headers=sent)

    def raw(self, *parts: bytes, patience: float = 10) -> bytes:
        """What comes back for these bytes until the connection ends or stays silent."""
        with socket.create_connection((LOOPBACK, self.port), timeout=patience) as connection:
            came = b""
            try:
                for part in parts:
                    connection.sendall(part)
                while piece := connection.recv(65536):
                    came += piece
                    head, _, body = came.partition(b"\r\n\r\n")
                    length = [
                        line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
                    ]
                    if length and len(body) >= int(length[0].partition(b":")[2]):
                        break
            except OSError:  # the server went away in the middle of what was sent
                pass
            return came

    def close(self) -> None:
        self.http.close()
        self.front.close()
        self.world.parts.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts a server with these limits; ``door`` is how it is reached."""
    running: list[Served] = []

    def start(door=None, **limits) -> Served:
        running.append(Served(tmp_path / f"served-{len(running)}", limits, **(door or {})))
        return running[-1]

    yield start
    for one in running:
        one.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """One server with the contract's limits for all tests of a file."""
    one = Served(tmp_path_factory.mktemp("served"), {})
    yield one
    one.close()
