"""``mozaik-tui kiosk``: the locked-down, self-restarting kiosk (command-line.md)."""

from __future__ import annotations

import os
import sys

from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation


def run(call: Invocation) -> int:
    """Run until the staff's PIN or SIGTERM ends it.

    Raises ``CommandError`` where there is no terminal, no fork, or where the PIN's hash is none.
    """
    if not hasattr(os, "fork"):
        raise CommandError("kiosk.not_here")
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise CommandError("kiosk.no_terminal")
    from mozaik_tui.kiosk.pin import COMMAND, is_hash

    settings = call.settings
    if settings.kiosk.exit_pin_hash and not is_hash(settings.kiosk.exit_pin_hash):
        raise CommandError("kiosk.pin.not_a_hash", command=COMMAND)
    from mozaik_tui.kiosk.run import run as run_kiosk

    code = run_kiosk(settings)
    if code == 0:
        call.warn(call.words.text("kiosk.stopped"))
    return code
