"""Key press to repaint on the e-mail screen against a lone Textual Input. Aim: at most 1.5 ×."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.report import table
from benchmarks.terminal import Terminal

ROUNDS = 5
KEYS = b"abcdefghijklmnopqrst"
LONE_INPUT = """
from textual.app import App
from textual.widgets import Input
class Lone(App):
    def compose(self):
        yield Input()
Lone().run()
"""


def typing(terminal: Terminal) -> list[float]:
    """Seconds of each key until something is painted."""
    times = []
    for key in KEYS:
        times.append(terminal.type(bytes([key]), bytes([key])))
        terminal.settle(0.05)
    return times


def main() -> None:
    """Measure and print; the first keys of each run warm up and are left out."""
    ours, floor = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "MOZAIK_DATA_DIR": folder,
            }
            script = Path(folder) / "lone.py"
            script.write_text(LONE_INPUT, encoding="utf-8")
            program = str(Path(sys.executable).with_name("mozaik-tui"))
            with Terminal([program, "--language", "fr"], environment) as terminal:
                terminal.wait_for(b"Avant de commencer")
                terminal.settle(1.0)
                terminal.type(b"1", b"courriel")
                terminal.settle(0.5)
                ours.append(median(typing(terminal)[5:]))
            with Terminal([sys.executable, str(script)], environment) as terminal:
                terminal.wait_for(b"\x1b[1;1H")
                terminal.settle(0.5)
                floor.append(median(typing(terminal)[5:]))
    table("key press to repaint", ours, floor, 1.5, "lone Input")


if __name__ == "__main__":
    main()
