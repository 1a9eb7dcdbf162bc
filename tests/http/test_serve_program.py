"""The commands ``serve``, ``terminal``, ``login`` and ``logout`` as they are run (command-line.md)."""

import datetime
import json
import os
import signal
import socket
import ssl
import sys
import time
from pathlib import Path

import httpx2
import pytest

from mozaik_tui.account.http.serving import GRACEFUL_SECONDS

from ..tls import certificate
from .program import PATIENCE, ServeProgram, free_port, neighbouring_ports, run

START = {"email": "nadia@example.com", "language": "fr"}
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def program(tmp_path):
    running = []

    def make(*arguments, **more):
        running.append(ServeProgram(tmp_path / "data", *arguments, **more))
        return running[-1]

    yield make
    for one in running:
        one.close()


@posix
def test_it_serves_logs_and_ends_in_good_order(program):
    port = free_port()
    server = program("--metrics-port", str(port)).start()
    with httpx2.Client(base_url=f"{server.url}/v1") as client:
        told = client.post("/flows", json=START)
        assert told.status_code == 202
        assert client.get("/flow", headers={"Authorization": "Bearer geheim"}).status_code == 401
        figures = client.get(f"http://127.0.0.1:{port}/metrics")
        assert client.get(f"http://127.0.0.1:{port}/").status_code == 404
    assert 'mozaik_answers_total{call="start_flow",code="",status="202"} 1.0' in figures.text
    assert "python" not in str(figures.headers).lower() + figures.text.lower()
    assert server.end() == 0
    lines = server.lines()
    assert [line["event"] for line in lines] == [
        "practice_mail",
        "listening",
        "request",
        "request",
        "stopped",
    ]
    asked = lines[2]
    assert (asked["call"], asked["status"], asked["method"]) == ("start_flow", 202, "POST")
    assert asked["request_id"] == told.headers["x-request-id"]
    assert lines[3]["code"] == "unauthenticated"
    for secret in ("nadia", "geheim", told.json()["flow_token"], "127.0.0.1:"):
        assert secret not in server.text()


@posix
def test_ctrl_c_interrupts_and_a_second_start_finds_what_there_was(program, tmp_path):
    server = program().start()
    flow = httpx2.post(f"{server.url}/v1/flows", json=START).json()["flow_token"]
    assert server.end(signal.SIGINT) == 130
    server.start()
    state = httpx2.get(f"{server.url}/v1/flow", headers={"Authorization": f"Bearer {flow}"})
    assert state.json()["state"] == "code_sent"
    taken = run(tmp_path / "other", "serve", "--port", str(server.port))
    assert (taken.returncode, taken.stderr.count("\n")) == (1, 1)


@posix
def test_tls_and_the_client_that_checks_it(program, tmp_path):
    from mozaik_tui.account.contract import ServiceFault
    from mozaik_tui.account.http.client import RemoteService

    cert, key = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(cert))
    server = program("--tls-cert", str(cert), "--tls-key", str(key), scheme="https").start(verify=trust)
    service = RemoteService(server.url, verify=trust)
    assert len(service.school_bodies()) == 72
    service.close()
    stranger = RemoteService(server.url)
    with pytest.raises(ServiceFault) as caught:
        stranger.ready()
    assert caught.value.code == "service_unreachable"
    stranger.close()
    assert server.end() == 0
    wrong = run(tmp_path / "data", "serve", "--port", "0", "--tls-cert", str(key), "--tls-key", str(cert))
    assert wrong.returncode == 1
    assert "--tls-cert" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["--host", "0.0.0.0"], 1, "--insecure"),
        (["--host", "192.0.2.1", "--insecure"], 1, "192.0.2.1"),
        (["--workers", "2"], 1, "PostgreSQL"),
        (["--workers", "0"], 2, "--workers"),
        (["--port", "geheim"], 2, "--port"),
        (["--port", "70000"], 2, "--port"),
        (["--metrics-port", "0"], 2, "--metrics-port"),
        (["--tls-cert", "x"], 2, "--tls-key"),
        (["--database", "mysql://x"], 2, "--database"),
    ],
)
def test_what_it_does_not_start_with(tmp_path, arguments, code, word):
    done = run(tmp_path, "serve", "--port", "0", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert word in done.stderr
    assert "geheim" not in done.stderr


@posix
def test_terminals_are_added_listed_let_in_and_removed(program, tmp_path):
    data = tmp_path / "data"
    token = run(data, "terminal", "add", "Kiosque 1").stdout.strip()
    assert len(token) >= 43
    assert run(data, "terminal", "add", "Kiosque 1").returncode == 1
    assert run(data, "terminal", "add", " x").returncode == 2
    name, _, day = run(data, "terminal", "list").stdout.strip().partition("\t")
    assert (name, datetime.date.fromisoformat(day).year >= 2025) == ("Kiosque 1", True)
    server = program(MOZAIK_SERVICE__TERMINAL_TOKENS="required").start()
    ask = {"given": f"{token}\n", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    none = run(tmp_path, "login", "--service", server.url, **ask)
    assert (none.returncode, none.stderr.count("\n")) == (1, 1)
    assert "MOZAIK_SERVICE__TOKEN_FILE" in none.stderr
    assert token not in none.stdout + none.stderr
    wrong = run(tmp_path, "login", "--service", server.url, **{**ask, "given": "x" * 43})
    assert wrong.returncode == 1
    assert "terminal add" in wrong.stderr
    with httpx2.Client(base_url=server.url, headers={"X-Terminal-Token": token}) as client:
        assert client.get("/v1/school-bodies").status_code == 200
        gone = run(data, "terminal", "remove", "Kiosque 1")
        assert (gone.returncode, gone.stdout.count("\n")) == (0, 1)
        assert client.get("/v1/school-bodies").status_code == 401
    assert run(data, "terminal", "remove", "Kiosque 1").returncode == 1


KEYRING = """
import json, os, pathlib
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

class InAFile(KeyringBackend):
    priority = 1
    place = pathlib.Path(os.environ["KEYRING_FILE"])

    def kept(self):
        return json.loads(self.place.read_text()) if self.place.exists() else {}

    def get_password(self, service, entry):
        return self.kept().get(f"{service}/{entry}")

    def set_password(self, service, entry, secret):
        self.place.write_text(json.dumps({**self.kept(), f"{service}/{entry}": secret}))

    def delete_password(self, service, entry):
        kept = self.kept()
        if kept.pop(f"{service}/{entry}", None) is None:
            raise PasswordDeleteError
        self.place.write_text(json.dumps(kept))
"""


@posix
def test_login_keeps_one_token_a_service_and_logout_removes_it(program, tmp_path):
    (tmp_path / "in_a_file.py").write_text(KEYRING)
    ring = {
        "PYTHON_KEYRING_BACKEND": "in_a_file.InAFile",
        "PYTHONPATH": str(tmp_path),
        "KEYRING_FILE": str(tmp_path / "kept.json"),
    }
    token = run(tmp_path / "data", "terminal", "add", "Kiosque 1").stdout.strip()
    server = program(MOZAIK_SERVICE__TERMINAL_TOKENS="required").start()
    here = ("--service", server.url)
    done = run(tmp_path, "login", *here, given=token, **ring)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert f'"mozaik-tui/service.token {server.url}": "{token}"' in (tmp_path / "kept.json").read_text()
    # The assistant finds it: the list of school bodies is asked for, and the journey goes on to the e-mail.
    plain = run(tmp_path, "--plain", *here, given="1\n1\nnadia@example.com\n", **ring)
    assert "E-113" not in plain.stdout
    assert "nadia@example.com" in plain.stdout
    assert run(tmp_path, "logout", *here, **ring).returncode == 0
    assert run(tmp_path, "logout", *here, **ring).returncode == 1
    refused = run(tmp_path, "--plain", *here, given="1\n1\nnadia@example.com\n", **ring)
    assert "E-113" in refused.stdout
    assert run(tmp_path, "login").returncode == 1


def until_told(server, event: str, times: int) -> None:
    """Wait until so many processes have said so."""
    limit = time.monotonic() + PATIENCE
    while [line["event"] for line in server.lines()].count(event) < times:
        assert time.monotonic() < limit, server.text()
        time.sleep(0.05)


def until_listening(server, times: int) -> None:
    """Wait until so many processes have said that they listen; ``start`` waits for the first."""
    until_told(server, "listening", times)


@posix
def test_several_processes_on_postgresql_share_port_and_work(program, postgresql):
    port = neighbouring_ports(2)
    server = program(
        "--workers", "2", "--metrics-port", str(port), MOZAIK_SERVICE__DATABASE=postgresql
    ).start()
    until_listening(server, 2)
    with httpx2.Client(base_url=f"{server.url}/v1") as client:
        flow = client.post("/flows", json=START).json()["flow_token"]
    for _ in range(20):
        state = httpx2.get(f"{server.url}/v1/flow", headers={"Authorization": f"Bearer {flow}"})
        assert state.json()["state"] == "code_sent"
    assert all(httpx2.get(f"http://127.0.0.1:{port + n}/metrics").status_code == 200 for n in range(2))
    first = next(line["pid"] for line in server.lines() if line["event"] == "listening")
    os.kill(first, signal.SIGKILL)
    until_listening(server, 3)
    assert server.end() == 0
    assert [line["event"] for line in server.lines()].count("stopped") == 2


def answers_later(server) -> socket.socket:
    """A request under way: its last byte is not sent yet."""
    body = json.dumps(START).encode()
    made = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    head = f"POST /v1/flows HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/json\r\n"
    made.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:-1])
    return made


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_at_the_terminal_is_heard_by_the_parent_of_the_processes_alone(program, postgresql):
    """The terminal tells it to all of them; with the parent's word it would be each one's second signal."""
    server = program("--workers", "2", MOZAIK_SERVICE__DATABASE=postgresql).start()
    until_listening(server, 2)
    workers = [line["pid"] for line in server.lines() if line["event"] == "listening"]
    for pid in workers:
        told = Path(f"/proc/{pid}/status").read_text().partition("SigBlk:")[2].split()[0]
        assert int(told, 16) & 1 << signal.SIGINT - 1
    for pid in workers:
        os.kill(pid, signal.SIGINT)
    assert server.end(signal.SIGINT) == 130
    assert [line["event"] for line in server.lines()].count("stopped") == 2


@posix
def test_a_second_signal_ends_several_processes_at_once(program, postgresql):
    server = program("--workers", "2", MOZAIK_SERVICE__DATABASE=postgresql).start()
    until_listening(server, 2)
    with answers_later(server):
        began = time.monotonic()
        server._process.send_signal(signal.SIGINT)
        until_told(server, "stopped", 1)  # the one that has nothing under way
        assert server.end(signal.SIGINT) == 130
        assert time.monotonic() - began < GRACEFUL_SECONDS / 2
