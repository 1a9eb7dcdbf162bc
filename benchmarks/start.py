"""Start to the first painted frame against an empty Textual app, at 80×24 on a pseudo-terminal. Aim: at most 1.25 ×."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.report import table
from benchmarks.terminal import Terminal

RUNS = 15
EMPTY = "from textual.app import App\nApp().run()\n"
FIRST_FRAME = b"\x1b[1;1H"
TITLE = b"Choisissez votre langue"


def main() -> None:
    """Measure and print. Ours counts only when the title of the language screen is there."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "MOZAIK_DATA_DIR": folder,
        }
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        program = str(Path(sys.executable).with_name("mozaik-tui"))
        ours, floor = [], []
        for _ in range(RUNS):
            with Terminal([program], environment) as terminal:
                ours.append(terminal.wait_for(TITLE))
            with Terminal([sys.executable, str(script)], environment) as terminal:
                floor.append(terminal.wait_for(FIRST_FRAME))
    table("start to first frame", ours, floor, 1.25, "empty Textual")


if __name__ == "__main__":
    main()
