"""A process of ``serve --workers`` that cannot be started, or has lost its parent before it began; figures of broken calls."""

from __future__ import annotations

import multiprocessing.context
import os
import signal
import socket
import struct
import subprocess
import sys
import threading

import pytest

from mozaik_tui.account.http.figures import Figures, FiguresPort
from mozaik_tui.account.http.serving import listening
from mozaik_tui.commands import serve_workers
from mozaik_tui.commands.invocation import Invocation

from .program import PATIENCE

posix = pytest.mark.skipif(os.name != "posix", reason="signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own option")


def waiting(*_args: object) -> None:
    """In the place of a server's process."""
    signal.pause()


@posix
def test_a_process_that_cannot_be_started_again_is_tried_again(monkeypatch):
    """The machine has no memory for it just then: the reason why its process was killed."""
    started: list[int] = []
    real = multiprocessing.context.SpawnProcess.start

    def start(process):
        started.append(1)
        if len(started) == 3:
            raise OSError(12, "Cannot allocate memory")
        real(process)
        if len(started) == 2:
            os.kill(process.pid, signal.SIGKILL)
        elif len(started) == 4:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", start)
    monkeypatch.setattr(serve_workers, "_work", waiting)
    monkeypatch.setattr(serve_workers, "_PAUSE_SECONDS", 0.0)
    with listening("127.0.0.1", 0) as listener:
        assert serve_workers.supervise(Invocation((), {}, {}), listener, 2) == 0
    assert len(started) == 4


@posix
def test_when_the_first_start_fails_none_is_left(monkeypatch):
    made = []
    real = multiprocessing.context.SpawnProcess.start

    def start(process):
        if made:
            raise OSError(12, "Cannot allocate memory")
        real(process)
        made.append(process)

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", start)
    monkeypatch.setattr(serve_workers, "_work", waiting)
    with listening("127.0.0.1", 0) as listener, pytest.raises(OSError, match="memory"):
        serve_workers.supervise(Invocation((), {}, {}), listener, 2)
    assert made[0].exitcode is not None


@posix
def test_a_process_whose_parent_was_gone_before_it_began_ends(monkeypatch):
    told = threading.Event()
    monkeypatch.setattr(serve_workers.os, "kill", lambda *_: told.set())
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(PATIENCE)
    serve_workers._end_with(gone.pid)
    assert told.wait(PATIENCE)


def test_a_call_for_figures_that_breaks_off_is_told_nowhere(capfd):
    port = FiguresPort(Figures(), "127.0.0.1", 0)
    try:
        with socket.create_connection(("127.0.0.1", port.port)) as broken:
            broken.send(b"GET /met")
            broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for thread in threading.enumerate():  # each call has one; the one that listens goes on
            if "process_request" in thread.name:
                thread.join(PATIENCE)
        with socket.create_connection(("127.0.0.1", port.port)) as asked:
            asked.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
            assert asked.recv(12) == b"HTTP/1.0 200"
    finally:
        port.close()
    assert capfd.readouterr() == ("", "")


@linux
def test_a_client_that_does_not_say_that_it_heard_is_given_up():
    """A machine without power says nothing more: with the beat of a stream it is known to be lost within 20 s."""
    with (
        listening("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as taken,
    ):
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 12_000


def test_the_last_figures_port_of_many_processes_is_one(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mozaik_tui", "serve", "--workers", "2", "--metrics-port", "65535", "--port", "0"],
        env={**os.environ, "MOZAIK_DATA_DIR": str(tmp_path), "MOZAIK_LANGUAGE": "en",
             "MOZAIK_SERVICE__DATABASE": "postgresql://nobody@127.0.0.1:1/none"},
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--metrics-port" in done.stderr
