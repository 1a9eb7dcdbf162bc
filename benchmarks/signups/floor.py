"""Argon2 with the service's parameters and nothing else: what no sign-up can be faster than."""

from __future__ import annotations

import os
import threading
import time

from argon2 import PasswordHasher

from mozaik_tui.account.passwords import Cost


def hasher() -> PasswordHasher:
    """As the service makes it."""
    cost = Cost()
    return PasswordHasher(cost.rounds, cost.memory, cost.lanes, hash_len=32, salt_len=16)


def hashes(count: int, threads: int | None = None) -> tuple[float, float]:
    """Hashes a second on all cores, and seconds of CPU a hash."""
    threads = threads or os.cpu_count() or 1
    make = hasher().hash
    share = -(-count // threads)

    def work() -> None:
        for _ in range(share):
            make("Sept-Rivieres-1-vertes")

    running = [threading.Thread(target=work) for _ in range(threads)]
    cpu, began = time.process_time(), time.perf_counter()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    done = share * threads
    return done / (time.perf_counter() - began), (time.process_time() - cpu) / done
