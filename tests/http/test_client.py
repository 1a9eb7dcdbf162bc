"""The client behind the protocol: broken connections, tried again with the same key; a service that is away."""

from __future__ import annotations

import socket
import threading

import pytest

from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.account.http.client import RemoteService

from .program import free_port

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"


class Cutter:
    """A proxy on loopback that loses the answers of some requests: ``lose`` more times."""

    def __init__(self, port: int) -> None:
        self.lose = 0
        self._behind = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                front, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(front,), daemon=True).start()

    def _carry(self, front: socket.socket) -> None:
        with front, socket.create_connection(("127.0.0.1", self._behind)) as back:
            threading.Thread(target=self._forward, args=(front, back), daemon=True).start()
            while answer := back.recv(65536):
                if self.lose:
                    self.lose -= 1
                    front.shutdown(socket.SHUT_RDWR)
                    return
                front.sendall(answer)

    @staticmethod
    def _forward(front: socket.socket, back: socket.socket) -> None:
        try:
            while data := front.recv(65536):
                back.sendall(data)
            back.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def cut(serve):
    served = serve()
    cutter = Cutter(served.port)
    service = RemoteService(cutter.url)
    yield served, cutter, service
    service.close()
    cutter.close()


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(cut):
    served, cutter, service = cut
    served.world.load_registry()
    cutter.lose = 2
    flow = service.start_flow(PARENT, "fr").flow_token
    assert served.world.count("flows") == 1
    cutter.lose = 1
    assert service.verify(flow, served.world.codes(PARENT)[0]).account == "new"
    cutter.lose = 1
    session = service.set_password(flow, PASSWORD, PASSWORD)
    assert session.created
    from ..contract.conftest import ZOE

    cutter.lose = 1
    child = service.add_child(session.session_token, ZOE)
    assert child.created
    cutter.lose = 1
    service.remove_child(session.session_token, child.id)
    assert service.children(session.session_token) == ()
    with pytest.raises(Refusal) as caught:
        service.remove_child(session.session_token, child.id)
    assert caught.value.code == "not_found"
    cutter.lose = 1
    service.sign_out(session.session_token)
    with pytest.raises(Refusal):
        service.account(session.session_token)
    cutter.lose = 2
    again = service.sign_in(PARENT, PASSWORD)
    cutter.lose = 1
    service.delete_account(again.session_token, PASSWORD)
    assert served.world.count("accounts") == 0


def test_the_callers_key_lives_on_when_all_tries_are_lost(cut):
    served, cutter, service = cut
    key = "one and the same".replace(" ", "-")
    cutter.lose = 3
    with pytest.raises(ServiceFault) as caught:
        service.start_flow(PARENT, "fr", key=key)
    assert caught.value.code == "service_unreachable"
    assert service.start_flow(PARENT, "fr", key=key).flow_token
    assert served.world.count("flows") == 1
    assert len(served.world.codes(PARENT)) == 1


def test_a_service_that_is_away_is_unreachable():
    service = RemoteService(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ServiceFault) as caught:
        service.ready()
    assert caught.value.code == "service_unreachable"
    service.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 422 No\r\nContent-Length: 24\r\n\r\n{"code":"of a later day"}',
        b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
        b'HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{"school_bodies":[{"a":1}]}',
        b"nonsense",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\n<html>",
    ],
)  # fmt: skip
def test_what_is_none_of_our_answers_is_unreachable(answer):
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                front, _ = listener.accept()
            except OSError:
                return
            with front:
                front.recv(65536)
                front.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    service = RemoteService(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with pytest.raises(ServiceFault) as caught:
        service.school_bodies()
    assert caught.value.code == "service_unreachable"
    service.close()
    listener.close()


def test_waits_and_faults_come_through(serve):
    served = serve(resend_wait=60)
    service = served.front.client()
    flow = service.start_flow(PARENT, "fr").flow_token
    with pytest.raises(Refusal) as caught:
        service.resend(flow)
    assert (caught.value.code, caught.value.retry_after) == ("resend_too_soon", 60)
    hashing = served.world.parts.hashing
    hashing.close()
    with pytest.raises(ServiceFault) as fault:
        service.sign_in(PARENT, PASSWORD)
    assert (fault.value.code, fault.value.retry_after) == ("service_unavailable", 2)
