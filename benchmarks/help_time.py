"""`mozaik-tui --help` against `python -c pass`: whole processes, interleaved. Aim: at most 3 ×."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.report import table

RUNS = 15


def whole_process(command: list[str]) -> float:
    """Seconds from start to end."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    program = str(Path(sys.executable).with_name("mozaik-tui"))
    os.environ.pop("MOZAIK_LANGUAGE", None)
    ours, floor = [], []
    for _ in range(RUNS):
        ours.append(whole_process([program, "--help"]))
        floor.append(whole_process([sys.executable, "-c", "pass"]))
    table("mozaik-tui --help", ours, floor, 3.0, "python -c pass")


if __name__ == "__main__":
    main()
