"""What the kiosk's processes close before any parent sits down: core dumps, other processes' eyes, signals.

Linux's own calls where there are any; on another POSIX system those are left out.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

DEADLY_BY_DEFAULT = (
    *("SIGHUP", "SIGINT", "SIGQUIT", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGUSR1", "SIGUSR2"),
    *("SIGALRM", "SIGVTALRM", "SIGPROF", "SIGIO", "SIGPWR"),
)
"""Signals that end or stop a process, and that the kiosk has no use for."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


def no_dumps() -> None:
    """No core file of this process and its children, and no other process of the same user may read its memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def deaf() -> None:
    """Ignore what would end or stop this process; children inherit it."""
    for name in DEADLY_BY_DEFAULT:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def die_with(parent: int) -> None:
    """This process ends when its parent does, whatever ended that."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, ctypes.c_ulong(value), 0, 0, 0)
