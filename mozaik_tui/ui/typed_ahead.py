"""Keys that were pressed while the program started: they came with the terminal's answers, and count."""

from __future__ import annotations

from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App


def give(app: App[Any], typed: bytes) -> None:
    """Post the keys in ``typed`` to ``app`` as if they were pressed now."""
    parser = XTermParser()
    for text in (typed.decode("utf-8", "ignore"), ""):
        for message in parser.feed(text):
            message.set_sender(app)
            app.post_message(message)
