"""``mozaik-tui logout``: this machine's terminal token leaves the system keyring (command-line.md)."""

from __future__ import annotations

from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.login import service_url
from mozaik_tui.settings.secrets import drop_secret, token_entry


def run(call: Invocation) -> int:
    """Remove the token of the configured service. Raises ``CommandError`` when the keyring has none."""
    if not drop_secret(token_entry(service_url(call))):
        raise CommandError("serving.token_absent")
    call.say(call.words.text("serving.token_removed"))
    return 0
