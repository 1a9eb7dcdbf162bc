"""The same worlds through HTTP: a real server on loopback in front, the real client behind the protocol."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mozaik_tui.account.http.client import RemoteService
from mozaik_tui.account.http.serving import Door, Service, listening

LOOPBACK = "127.0.0.1"


class Front:
    """A server in front of a world's service; every address is one that the proxy on loopback tells of."""

    def __init__(self, parts, **door) -> None:
        listener = listening(LOOPBACK, 0)
        self.url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        self.server = Service(parts, Door(**{"proxies": (f"{LOOPBACK}/32",), **door}))
        self._thread = threading.Thread(target=self.server.serve, args=(listener,), name="server")
        self._thread.start()
        self._clients: list[RemoteService] = []

    def client(self, address: str | None = None, **more) -> RemoteService:
        headers = {"X-Forwarded-For": address} if address else {}
        self._clients.append(RemoteService(self.url, headers=headers, **more))
        return self._clients[-1]

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.server.stop()
        self._thread.join()


def over_http(world) -> Callable[[], None]:
    """Puts a server before a world's service; what it returns takes it away again."""
    front = Front(world.parts)
    world.service, world.at = front.client(), front.client
    return front.close
