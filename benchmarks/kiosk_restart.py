"""How long after a fault the kiosk's first screen stands again. Aim: under 3 seconds."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.terminal import Terminal

ROUNDS = 7


def _front_end(supervisor: int) -> int:
    told = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    return max(map(int, told))


def main() -> None:
    """Kill or stop the front end, and wait for the language screen."""
    program = str(Path(sys.executable).with_name("mozaik-tui"))
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "MOZAIK_DATA_DIR": folder}
        with Terminal([program, "kiosk"], environment) as terminal:
            terminal.wait_for(b"English")
            for number in (signal.SIGKILL, signal.SIGSTOP):
                times = []
                for _ in range(ROUNDS):
                    terminal.settle(1.0)
                    terminal.seen = b""
                    begin = time.perf_counter()
                    os.kill(_front_end(terminal.pid), number)
                    terminal.wait_for(b"English")
                    times.append(time.perf_counter() - begin)
                    time.sleep(6.5)  # so that no five faults come within thirty seconds
                told = f"median {median(times):.2f} s, worst {max(times):.2f} s (aim: under 3)"
                print(f"kiosk: first screen after {number.name}: {told}")


if __name__ == "__main__":
    main()
