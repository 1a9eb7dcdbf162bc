"""From the parent's key to the agent's screen: a parent's terminal (full screen) and an agent's console, each the
installed program, on a service that has no other assisted session, then fifty (aim: a median under 0.3 s).

    python -m benchmarks.seen
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.assisted import delays, served
from tests.assist.ends import PARENT, Agent, ScreenParent

KEYS, OTHERS = 6, 50
QUIET = 1.0
"""Seconds between two keys."""


def moved(parent: ScreenParent, agent: Agent) -> list[float]:
    """Seconds from a key that leads to another step until the agent reads its number."""
    found = []
    for _ in range(KEYS):
        for key, step in (("esc", "Écran 2"), ("1", "Écran 3")):
            until = time.monotonic() + QUIET
            while time.monotonic() < until:
                parent.drain()
                time.sleep(0.02)
            began = time.monotonic()
            parent.term.keys(key)
            agent.see(step)
            found.append(time.monotonic() - began)
    return found


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name, served(OTHERS + 1) as (url, password):
        parent, agent = ScreenParent(Path(name) / "parent", url), Agent(Path(name) / "agent", url)
        agent.meanwhile = parent.drain
        try:
            agent.follow(parent.ask_for_help(), password, f"agent{OTHERS}")
            parent.see(PARENT.text("assist.followed"))
            parent.make_account()
            agent.see("Écran 3")
            alone = moved(parent, agent)
            others = threading.Thread(target=delays, args=(url, OTHERS))
            others.start()
            beside = moved(parent, agent)
            others.join()
        finally:
            agent.close()
            parent.close()
    for sessions, seconds in ((0, alone), (OTHERS, beside)):
        median, slowest = statistics.median(seconds), max(seconds)
        print(
            f"beside {sessions:2} sessions: median {median:.3f} s, slowest {slowest:.3f} s of {len(seconds)}"
        )
    print(f"ratio {statistics.median(beside) / statistics.median(alone):.2f}")


if __name__ == "__main__":
    main()
