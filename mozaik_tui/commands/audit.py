"""``mozaik-tui audit verify``: walk the audit chain (account-service.md, Audit)."""

from __future__ import annotations

from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.upkeep import open_context


def run_verify(call: Invocation) -> int:
    """Walk the chain from its anchor and print one line: how far it goes, and a value to compare with later.

    Raises ``CommandError`` at the first break and ``ServiceFault``. Changes nothing.
    """
    from mozaik_tui.account.audit_chain import verify

    with open_context(call.settings) as ctx:
        report = verify(ctx)
    words = call.words
    if not report.whole:
        reason = words.text(f"maintenance.break.{report.reason}")
        raise CommandError("maintenance.audit_broken", number=report.broken_at, reason=reason)
    call.say(
        words.text(
            "maintenance.audit_whole",
            checked=report.checked,
            waiting=report.waiting,
            number=report.number,
            head=report.head or "-",
        )
    )
    return 0
