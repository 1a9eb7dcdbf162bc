"""``serve --workers N``: several processes on one port, looked after by a parent that does nothing else
(command-line.md, ``serve``; account-service.md, Growing).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from mozaik_tui.commands.invocation import Invocation

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

_LOOK_UP_SECONDS = 0.5
_PAUSE_SECONDS = 1.0
"""Before a process that died is started again."""
_PATIENCE_SECONDS = 30.0
"""For a process to end in good order; then it is killed."""


@dataclass(slots=True)
class _Wish:
    """What the signals asked for."""

    over: bool = False
    at_once: bool = False
    interrupted: bool = False


def supervise(call: Invocation, listener: socket.socket, count: int) -> int:
    """Keep ``count`` processes serving on ``listener`` until told to end (SIGTERM: 0, Ctrl+C: 130); told twice, at
    once.
    """
    from mozaik_tui.account.http.logs import LOGGER

    context = multiprocessing.get_context("spawn")
    given = (dict(call.options), dict(call.environ))

    def start(number: int) -> SpawnProcess:
        work = (*given, listener, number, os.getpid())
        process = context.Process(target=_work, args=work, name=f"serve {number}")
        with _no_interrupts():
            process.start()
        return process

    workers: dict[int, SpawnProcess] = {}
    with _signals() as wish:
        try:
            for number in range(count):
                workers[number] = start(number)
            while not wish.over:
                wait([process.sentinel for process in workers.values()], _LOOK_UP_SECONDS)
                for number, process in workers.items():
                    if not wish.over and process.exitcode is not None:
                        LOGGER.error(
                            "worker_ended", extra={"facts": {"worker": number, "exit": process.exitcode}}
                        )
                        time.sleep(_PAUSE_SECONDS)
                        # A machine that lacks memory for it now may have it at the next look.
                        with suppress(OSError):
                            workers[number] = start(number)
        finally:
            _end(list(workers.values()), wish)
    return 130 if wish.interrupted else 0


def _end(processes: list[SpawnProcess], wish: _Wish) -> None:
    for process in processes:
        process.terminate()
    limit = time.monotonic() + _PATIENCE_SECONDS
    while not wish.at_once and time.monotonic() < limit:
        if not (living := [process.sentinel for process in processes if process.is_alive()]):
            break
        wait(living, _LOOK_UP_SECONDS)
    for process in processes:
        process.kill()
        process.join()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """What is started meanwhile never hears of Ctrl+C: the terminal tells it to all, and with their parent's word that
    it is over it would be the second signal, which ends at once.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # the first start of a process would start it, and let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _signals() -> Iterator[_Wish]:
    """What SIGTERM and Ctrl+C ask for, while this is open."""
    wish = _Wish()

    def asked(number: int, _frame: object) -> None:
        wish.over, wish.at_once = True, wish.over
        wish.interrupted |= number == signal.SIGINT

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _work(
    options: dict[str, str], environ: dict[str, str], listener: socket.socket, number: int, parent: int
) -> None:
    """In a process of its own: serve, with figures on a port of its own. It ends with its parent, also with one that
    was gone before this began.
    """
    from mozaik_tui.commands.failures import explained
    from mozaik_tui.commands.serve import serve_on

    if "metrics-port" in options:
        options["metrics-port"] = str(int(options["metrics-port"]) + number)
    call = Invocation((), options, environ)
    _end_with(parent)
    with call.stack:
        try:
            code = serve_on(call, listener)
        except Exception as error:
            line, code = explained(error, call)
            call.warn(line)
    sys.exit(code)


def _end_with(parent: int) -> None:
    """Ask this process to end once its parent is gone: nobody would start or end it any more."""
    from threading import Thread

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_UP_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="parent", daemon=True).start()
