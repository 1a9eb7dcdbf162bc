"""The parent's own key to its repaint, while followed against not followed: two terminals on one service, in turn.

``python -m benchmarks.followed``: both stand on the e-mail screen; a round is the same keys in the one, then in the
other, and every other round begins with the other. Aim: at most 1.1 ×.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.assisted import served
from benchmarks.keys import typing
from benchmarks.report import table
from benchmarks.terminal import Terminal
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.http.help_client import RemoteHelp

ROUNDS = 15


@contextlib.contextmanager
def at_email(url: str, folder: Path) -> Iterator[Terminal]:
    """A parent's terminal."""
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "MOZAIK_DATA_DIR": str(folder),
    }
    program = str(Path(sys.executable).with_name("mozaik-tui"))
    with Terminal([program, "--language", "fr", "--service", url], environment) as terminal:
        terminal.wait_for(b"Avant de commencer")
        terminal.settle(1.0)
        yield terminal


def ask_for_help(terminal: Terminal) -> str:
    """The number that the parent reads out."""
    terminal.type(b"*", b"Oui")
    terminal.settle(0.5)
    terminal.type(b"1", b"Dites ce num")
    terminal.settle(0.5)
    found = re.search(r"(\d{3})[ \xa0](\d{3})", terminal.seen.decode("utf-8", "ignore"))
    assert found is not None
    return "".join(found.groups())


def follow(url: str, number: str, password: str) -> RemoteHelp:
    """An agent who listens until the end."""
    agent = RemoteHelp(url)
    token = agent.staff_sign_in("agent0", password).staff_token
    agent.join_assist(token, number)

    def listen() -> None:
        with contextlib.suppress(ServiceFault):  # closed at the end
            for _view in agent.agent_views(token):
                pass

    threading.Thread(target=listen, daemon=True).start()
    return agent


def to_email(terminal: Terminal) -> None:
    """On to the field."""
    terminal.type(b"1", b"courriel")
    terminal.settle(0.5)


def main() -> None:
    """Measure and print; the first round warms up and is left out."""
    followed: list[float] = []
    alone: list[float] = []
    with tempfile.TemporaryDirectory() as name, served(1) as (url, password):
        folder = Path(name)
        with at_email(url, folder / "followed") as one, at_email(url, folder / "alone") as other:
            agent = follow(url, ask_for_help(one), password)
            one.wait_for(b"Une personne")
            for terminal in (one, other):
                to_email(terminal)
            for n in range(ROUNDS + 1):
                pair = [(one, followed), (other, alone)]
                for terminal, found in pair if n % 2 else reversed(pair):
                    found.append(median(typing(terminal)[5:]))
                    os.write(terminal.fd, b"\x7f" * 40)
                    terminal.settle(0.5)
            agent.close()
    table("key press to repaint while followed", followed[1:], alone[1:], 1.1, "not followed")


if __name__ == "__main__":
    main()
