"""Random keys, pastes, sizes and signals, and hundreds of parents one after the other."""

from __future__ import annotations

import os
import random
import re
import signal
from collections.abc import Callable
from pathlib import Path
from statistics import median

from .at_kiosk import FIRST, MOUSE, Kiosk

Start = Callable[..., Kiosk]
LONG = bool(os.environ.get("MOZAIK_PROVE"))

SEEDS = (20261125, 5, 7)
KEYS = 10_000
"""Keys in all, over the seeds: as issue 5 has it."""
PARENTS = 500 if LONG else 12
SETTLED = PARENTS // 10

SINGLE = [*"0123456789?!.@ aeéZ٣漢", *(chr(code) for code in range(1, 32)), "\x7f", "\r", "\r", "\t", "\x1b[A", "\x1b[B",
          "\x1b[C", "\x1b[D", "\x1b[Z", "\x1b[5~", "\x1b[6~", "\x1bOP", "\x1b[24~", "\x1b[H", "\x1b[F", "\x1b[3~"]  # fmt: skip
SIGNALS = ("SIGINT", "SIGQUIT", "SIGTSTP", "SIGHUP", "SIGUSR1", "SIGALRM", "SIGWINCH", "SIGTERM", "SIGKILL")


def chunk(dice: random.Random) -> str:
    """A handful of keys, now and then within a paste."""
    keys = "".join(dice.choices(SINGLE, k=dice.randint(5, 40)))
    return f"\x1b[200~{keys}\x1b[201~" if dice.random() < 0.15 else keys


ASKED = ("Tout effacer et recommencer ?", "Erase everything and start again?")


def at_rest(term: Kiosk) -> None:
    """The first screen again, by the visible key, from wherever it stands and whatever is still under way."""
    term.child.setwinsize(24, 80)
    term.screen.resize(24, 80)
    for _ in range(60):
        term.keys("\x1b[201~")
        term.drained(0.3)
        if not any(asked in term.text for asked in ASKED):
            term.keys("esc")
            term.drained(0.3)  # what follows an escape at once would be read as one key with it
            term.keys("ctrl+c")
            term.drained(0.3)
        if any(asked in term.text for asked in ASKED):
            term.keys("2")
            term.drained(0.5)
            if FIRST in term.text:
                return
    term.see(FIRST)


def crashes(term: Kiosk) -> list[str]:
    """What was kept of crashes: places in the code."""
    return [file.read_text() for file in (term.data / "crashes").glob("*")]


def test_ten_thousand_random_keys_pastes_and_sizes(kiosk: Start, tmp_path: Path) -> None:
    term = kiosk()
    term.see(FIRST)
    pressed = 0
    for seed in SEEDS:
        dice = random.Random(seed)
        while pressed < KEYS * (SEEDS.index(seed) + 1) / len(SEEDS):
            keys = chunk(dice)
            term.keys(keys)
            pressed += len(keys)
            if dice.random() < 0.08:
                term.child.setwinsize(dice.randint(1, 60), dice.randint(1, 160))
            term._read(0.01)
        term.drained()
    at_rest(term)
    assert not crashes(term)
    assert term.faults() == 0
    assert b"\x1b]52" not in term.raw
    assert not [mode for mode in MOUSE if mode in term.raw]
    assert not list(tmp_path.glob("*.svg"))


def test_random_signals_among_random_keys(kiosk: Start) -> None:
    term = kiosk()
    term.see(FIRST)
    dice = random.Random(SEEDS[0])
    sent = 0
    for _ in range(120 if LONG else 12):
        for _ in range(dice.randint(1, 5)):
            term.keys(chunk(dice))
            term._read(0.01)
        name = dice.choice(SIGNALS)
        sent += name in ("SIGINT", "SIGHUP", "SIGTERM", "SIGKILL")
        os.kill(term.front_end(), getattr(signal, name))
        if name != "SIGTERM" and name != "SIGKILL":
            os.kill(term.supervisor, getattr(signal, name))
        term.drained(0.05)
    at_rest(term)
    assert term.faults() <= sent
    assert not crashes(term)


def resident(pid: int) -> int:
    """Kilobytes of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1])


def test_many_parents_in_a_row_leave_the_memory_flat(kiosk: Start) -> None:
    term = kiosk()
    sizes: list[tuple[int, int]] = []
    for number in range(PARENTS):
        term.see(FIRST)
        front = term.front_end()
        term.keys("2", "enter")
        term.see("Before you start")
        term.keys("1")
        term.see("▶ E-mail")
        term.keys(f"parent{number}@example.org")
        term.see(f"parent{number}@example.org")
        sizes.append((resident(term.supervisor), resident(front)))
        term.keys("ctrl+c")
        term.see("Erase everything and start again?")
        term.keys("2")
        term.another_than(front)
    assert term.faults() == 0
    supervisor, fronts = zip(*sizes[SETTLED:], strict=True)
    assert max(supervisor) <= supervisor[0] * 1.1, supervisor
    # Each parent has a front end of their own, whose service may still be opening when it is looked at.
    some = max(1, len(fronts) // 9)
    assert median(fronts[-some:]) <= median(fronts[:some]) * 1.1, fronts
    assert len(term.front_ends()) <= 4
