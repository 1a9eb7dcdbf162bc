"""``mozaik-tui purge``: apply the retention rules now (account-service.md, Retention)."""

from __future__ import annotations

from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.upkeep import open_context


def run(call: Invocation) -> int:
    """Purge, and print one line of what was erased. Raises ``ServiceFault``."""
    from mozaik_tui.account.retention import purge

    with open_context(call.settings) as ctx:
        done = purge(ctx)
    words = call.words
    found = [f"{words.text(f'maintenance.count.{name}')} {n}" for name, n in done.counts().items() if n]
    call.say(
        words.text("maintenance.purged", what=", ".join(found))
        if found
        else words.text("maintenance.purged_nothing")
    )
    return 0
