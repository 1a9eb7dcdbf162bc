"""``mozaik-tui terminal add/list/remove``: the terminals that a service lets in (account-service.md,
Terminals).
"""

from __future__ import annotations

from datetime import UTC, datetime

from mozaik_tui.commands.errors import CommandError, UsageError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.upkeep import open_context


def run_add(call: Invocation) -> int:
    """Print the new terminal's token, this once. Raises ``CommandError`` when the name is taken."""
    from mozaik_tui.account import terminals

    (name,) = call.operands
    if not terminals.is_name(name):
        raise UsageError("serving.terminal_name", most=terminals.LONGEST_NAME)
    with open_context(call.settings) as ctx:
        token = ctx.store.write(lambda tx: terminals.add(tx, name, ctx.clock()))
    if token is None:
        raise CommandError("serving.terminal_taken")
    call.say(token)
    return 0


def run_list(call: Invocation) -> int:
    """The names, each with the day that it was added."""
    from mozaik_tui.account import terminals

    with open_context(call.settings) as ctx:
        found = ctx.store.read(terminals.listed)
    call.tabulate((one.name, datetime.fromtimestamp(one.added_at, UTC).date().isoformat()) for one in found)
    return 0


def run_remove(call: Invocation) -> int:
    """Let a terminal in no longer. Raises ``CommandError`` when there is none of that name."""
    from mozaik_tui.account import terminals

    (name,) = call.operands
    with open_context(call.settings) as ctx:
        gone = ctx.store.write(lambda tx: terminals.remove(tx, name))
    if not gone:
        raise CommandError("serving.terminal_absent")
    call.say(call.words.text("serving.terminal_removed"))
    return 0
