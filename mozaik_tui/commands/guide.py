"""``mozaik-tui guide``: the companion for the real portal (command-line.md). No account service, nothing kept."""

from __future__ import annotations

from mozaik_tui.commands.invocation import Invocation


def run(call: Invocation) -> int:
    """Run the guide until the reader closes it; returns its exit code.

    The system keyring is not asked: a guide needs no secret, and the keyring is reached through a socket.
    """
    from mozaik_tui.commands.start import end_on_signals, exit_code, wants_plain
    from mozaik_tui.guide.assembly import assembled_guide

    end_on_signals()
    settings = call.settings_without_keyring
    assembled = assembled_guide(settings)
    if wants_plain(settings, call.environ):
        from mozaik_tui.guide.run_plain import run as run_front_end
    else:
        from mozaik_tui.guide.ui.run import run as run_front_end
    return exit_code(run_front_end(assembled))
