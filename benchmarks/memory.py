"""What a server and a terminal take before anybody came: seconds of CPU until they are ready, and resident memory;
the server's also after a hundred sign-ups. Beside an empty interpreter and an empty Textual app.

    python -m benchmarks.memory [--short] [--keep FOLDER]

``--keep``: a folder of benchmarks.growing, whose largest database the server then has. Memory is resident (RSS), and
again with only the process's part of what it shares with others (PSS, Linux).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import psutil

from benchmarks.growing import PARENTS, SIZES, counting, made
from benchmarks.signups.relay import Relay
from benchmarks.signups.running import load, service
from benchmarks.start import EMPTY, FIRST_FRAME, TITLE
from benchmarks.terminal import Terminal

INTERPRETER = "import time\nprint('up', flush=True)\ntime.sleep(60)\n"
Taken = tuple[float, float, float]
"""Seconds of CPU so far, megabytes resident, megabytes with its part of what is shared."""


def taken(pid: int) -> Taken:
    """What a process and its children have used, and hold."""
    root = psutil.Process(pid)
    family = [root, *root.children(recursive=True)]
    times = [one.cpu_times() for one in family]
    held = [one.memory_full_info() for one in family]
    return (
        sum(t.user + t.system for t in times),
        sum(one.rss for one in held) / 2**20,
        sum(one.pss for one in held) / 2**20,
    )


def shown(command: list[str], environment: dict[str, str], text: bytes) -> Taken:
    """A program on a terminal, once it shows ``text``."""
    with Terminal(command, environment) as terminal:
        terminal.wait_for(text)
        terminal.settle()
        return taken(terminal.pid)


def measure(rounds: int, count: int, keep: Path | None) -> dict[str, list[Taken]]:
    """Interleaved; every round starts everything anew."""
    relay, seen = Relay(), dict[str, list[Taken]]()
    program = str(Path(sys.executable).with_name("mozaik-tui"))
    with tempfile.TemporaryDirectory(prefix="memory-") as name:
        scratch = Path(name)
        (scratch / "empty_textual.py").write_text(EMPTY, encoding="utf-8")
        (scratch / "empty.py").write_text(INTERPRETER, encoding="utf-8")
        environ = {k: v for k, v in os.environ.items() if not k.startswith("MOZAIK_")}
        environ |= {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "MOZAIK_DATA_DIR": str(scratch / "own"),
        }
        accounts, pupils = max(SIZES) if keep else (100, 1_400)
        folder = made(keep or scratch, accounts, pupils, PARENTS if keep else 1_000)
        for _ in range(rounds):
            with service(folder, relay) as target, counting(folder, target):
                url = f"http://127.0.0.1:{target.port}"
                python = sys.executable
                looks: dict[str, Callable[[], Taken]] = {
                    "server, ready": partial(taken, target.servers[0]),
                    "empty interpreter": partial(shown, [python, str(scratch / "empty.py")], environ, b"up"),
                    "empty Textual": partial(
                        shown, [python, str(scratch / "empty_textual.py")], environ, FIRST_FRAME
                    ),
                    "terminal, embedded": partial(shown, [program], environ, TITLE),
                    "terminal, --service": partial(shown, [program, "--service", url], environ, TITLE),
                }
                for what, look in looks.items():
                    seen.setdefault(what, []).append(look())
                load(target, relay, count)
                seen.setdefault(f"server, {count} sign-ups", []).append(taken(target.servers[0]))
    print(f"until ready, {rounds} rounds; the server's database: {accounts:,} accounts, {pupils:,} pupils")
    return seen


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    seen = measure(*((1, 8) if asked.short else (7, 100)), asked.keep)
    floor = seen["empty Textual"]
    for what, found in seen.items():
        cpu, resident, own = (median(values) for values in zip(*found, strict=True))
        ratio = median(a[1] / b[1] for a, b in zip(found, floor, strict=True))
        print(
            f"  {what:<22} {cpu:6.2f} s of CPU  {resident:7.1f} MB  {ratio:5.2f} × empty Textual  PSS {own:7.1f} MB"
        )


if __name__ == "__main__":
    main()
