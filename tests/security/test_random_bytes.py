"""Random bytes on a real pseudo-terminal: the program lives until it is asked to stop, and leaves the terminal as it was."""

from __future__ import annotations

import os
import random
import sys
import termios
import time
from pathlib import Path

import pytest

if sys.platform != "win32":
    import pexpect

PROGRAM = str(Path(sys.executable).with_name("mozaik-tui"))
LONG = bool(os.environ.get("MOZAIK_PROVE"))
PATIENCE = 60.0
CTRL_C = 0x03
INTERRUPTED = 130
ENTERED, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"
STOP = (b"Stop and erase everything", "Arrêter et tout effacer".encode())
"""In both languages: random keys change that too."""


class Run:
    """The program on a pseudo-terminal; ``raw`` is all that it wrote."""

    def __init__(self, folder: Path) -> None:
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.child = pexpect.spawn(
            PROGRAM,
            ["--data-dir", str(folder / "data"), "--language", "en"],
            env=env,
            dimensions=(24, 80),
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self.raw = b""
        self.modes = termios.tcgetattr(self.child.child_fd)

    def read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.raw += self.child.read_nonblocking(65536, 0.02)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return

    def until(self, *texts: bytes, since: int = 0) -> None:
        end = time.monotonic() + PATIENCE
        while not any(text in self.raw[since:] for text in texts):
            assert time.monotonic() < end, self.raw[-2000:]
            self.read(0.05)

    def until_ended(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.ended() is None:
            assert time.monotonic() < end, self.raw[-2000:]
            self.read(0.05)

    def goes_by_lines(self) -> bool:
        """Whether the bytes chose « Ligne par ligne »: the full screen is gone and lines are asked for."""
        left = self.raw.rfind(LEFT)
        if left < self.raw.rfind(ENTERED):
            return False
        end = time.monotonic() + PATIENCE
        while self.ended() is None and b"> " not in self.raw[left:]:
            assert time.monotonic() < end, self.raw[-2000:]
            self.read(0.05)
        return self.ended() is None

    def ended(self) -> int | None:
        return None if self.child.isalive() else self.child.exitstatus


def noise(seed: int, length: int) -> bytes:
    """Bytes of every kind but Ctrl+C, with some real keys, pastes and mouse reports among them."""
    chance = random.Random(seed)
    pieces: list[bytes] = []
    known = [b"\t", b"\r", b"\x1b", b"\x1b[A", b"\x1b[C", b"\x1b[5~", b"\x1b[6~", b"\x1b[Z", b" ", b"1", b"0", b"?", b"!",
             b"\x1b[200~pasted\n\x00text\x1b[201~", b"\x1b[<0;10;10M", b"\x1b[I", b"\x1b[O", b"\x1b[200~", b"\x1b[201~",
             "é٣漢".encode(), b"\xff\xfe\xc3", b"\x11", b"\x1a", b"\x1c", b"\x10"]  # fmt: skip
    while sum(map(len, pieces)) < length:
        pieces.append(
            chance.choice(known) if chance.random() < 0.7 else chance.randbytes(chance.randint(1, 12))
        )
    return b"".join(pieces).replace(bytes([CTRL_C]), b"")


@pytest.mark.parametrize("seed", range(20 if LONG else 3))
def test_random_bytes_change_nothing_but_the_screen(seed: int, tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.until(b"Before you start")
    told = noise(seed, 20_000 if LONG else 1_500)
    for start in range(0, len(told), 50):
        if run.ended() is not None:
            break
        run.child.send(told[start : start + 50])
        run.read(0.05)
        if run.goes_by_lines():
            break  # from here on Ctrl+Z and Ctrl+S are the terminal's own: they would stop any program that reads lines
    left_by_its_own_menu = run.ended() == 0 and any(text in run.raw for text in STOP)
    if run.goes_by_lines():
        run.child.send(bytes([CTRL_C]))
        run.until_ended()
        assert run.ended() == INTERRUPTED
    elif not left_by_its_own_menu:
        assert run.ended() is None, run.raw[-3000:]
        run.child.send(b"\x1b[201~")
        run.read(0.5)
        run.child.send(b"\x1b")
        run.read(0.5)
        since = len(run.raw)
        run.child.send(bytes([CTRL_C]))
        run.until(*STOP, since=since)
        run.child.send(b"2")
        run.until_ended()
        assert run.ended() == 0
    run.read(0.2)
    assert b"Traceback" not in run.raw
    assert b"\x1b]52" not in run.raw, "nothing goes to the clipboard"
    assert run.raw.rindex(LEFT) > run.raw.rindex(ENTERED), "the screen of before is back"
    assert run.raw.rindex(b"\x1b[?25h") > run.raw.rindex(b"\x1b[?25l"), "the cursor is seen again"
    for on, off in ((b"\x1b[?2004h", b"\x1b[?2004l"), (b"\x1b[?1000h", b"\x1b[?1000l")):
        if on in run.raw:
            assert run.raw.rindex(off) > run.raw.rindex(on)
    assert termios.tcgetattr(run.child.child_fd)[3] == run.modes[3], "echo and line mode are as they were"
