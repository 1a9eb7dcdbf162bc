"""``mozaik-tui support``: the console of the person on the phone (command-line.md; docs/phone-support.md)."""

from __future__ import annotations

from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.start import exit_code, wants_plain


def run(call: Invocation) -> int:
    """Run the console until the agent closes it; returns its exit code."""
    from mozaik_tui.support.run import run as run_console

    settings = call.settings
    return exit_code(run_console(settings, plain=wants_plain(settings, call.environ)))
