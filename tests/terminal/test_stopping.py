"""Whoever stops is not held up by a service that does not answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from .term import Term


class Silent:
    """Takes every connection and answers nothing; ``asked`` once a code is to be sent."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._taken: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                taken, _ = self._door.accept()
            except OSError:
                return
            self._taken.append(taken)
            threading.Thread(target=self._listen, args=(taken,), daemon=True).start()

    def _listen(self, taken: socket.socket) -> None:
        heard = b""
        while data := taken.recv(4096):
            heard += data
            if b"POST /v1/flows" in heard:
                self.asked.set()

    def close(self) -> None:
        """Let go of all."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for taken in self._taken:
            taken.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    made = Silent()
    yield made
    made.close()


def test_the_program_ends_while_a_call_still_waits(silent: Silent, tmp_path: Path) -> None:
    """Its call may wait for half a minute, three times: the terminal is given back, and so is the prompt."""
    term = Term("--service", silent.url, env={"MOZAIK_DATA_DIR": str(tmp_path)})
    term.see("Choisissez votre langue")
    term.keys("1", "enter")
    term.see("Avant de commencer")
    term.keys("1")
    term.see("▶ Adresse courriel")
    term.keys("nadia@example.com", "enter")
    assert silent.asked.wait(60)
    term.keys("ctrl+c")
    term.see("Voulez-vous")
    term.keys("2")
    assert term.end() == 0
