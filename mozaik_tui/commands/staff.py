"""``mozaik-tui staff add/list/remove``: who may use the console of the help by phone (docs/phone-support.md)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from mozaik_tui.commands.errors import CommandError, UsageError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.upkeep import open_context


def run_add(call: Invocation) -> int:
    """Ask for the new member's password without echo, twice, and keep its Argon2 hash; with ``--totp`` print what
    an app for codes reads, this once. Raises ``CommandError`` when the name is taken or the password too short.
    """
    from mozaik_tui.account.assist import staff, totp
    from mozaik_tui.account.assist.words import ROLES
    from mozaik_tui.account.passwords import Cost, Hashing

    (name,), role = call.operands, call.options.get("role", ROLES[0])
    if not staff.is_name(name):
        raise UsageError("support.staff.name", most=staff.LONGEST_NAME)
    if role not in ROLES:
        raise UsageError("support.staff.role")
    password = _asked(call, "support.staff.password")
    if len(password) < staff.SHORTEST_PASSWORD or _asked(call, "support.staff.password_again") != password:
        raise CommandError("support.staff.password_short", least=staff.SHORTEST_PASSWORD)
    secret = totp.new_secret() if "totp" in call.options else None
    hashing = Hashing(Cost(), threads=1)
    try:
        with hashing.place("sign_in") as place:
            phc = place.make(password)
    finally:
        hashing.close()
    with open_context(call.settings) as ctx:
        added = ctx.store.write(lambda tx: staff.add(tx, ctx, name=name, role=role, phc=phc, secret=secret))
    if not added:
        raise CommandError("support.staff.taken")
    call.say(call.words.text("support.staff.added", name=name, role=role))
    if secret is not None:
        call.say(call.words.text("support.staff.totp", uri=totp.uri(secret, name)))
    return 0


def _asked(call: Invocation, key: str) -> str:
    """What is typed without echo; a line of stdin where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    return getpass(call.words.text(key))


def run_list(call: Invocation) -> int:
    """The names, each with its role, whether an app's code is asked for, and the day that it was added."""
    from mozaik_tui.account.store import staff_rows

    with open_context(call.settings) as ctx:
        found = ctx.store.read(staff_rows.listed)
    call.tabulate((one.name, _facts(one.role, one.totp, one.added_at)) for one in found)
    return 0


def _facts(role: str, totp: bool, added_at: float) -> str:
    day = datetime.fromtimestamp(added_at, UTC).date().isoformat()
    return " ".join((role, *(["totp"] if totp else []), day))


def run_remove(call: Invocation) -> int:
    """Take the console from a member; sessions end at once. Raises ``CommandError`` when there is none of that name."""
    from mozaik_tui.account.assist import staff

    (name,) = call.operands
    with open_context(call.settings) as ctx:
        gone = ctx.store.write(lambda tx: staff.remove(tx, ctx, name))
    if not gone:
        raise CommandError("support.staff.absent")
    call.say(call.words.text("support.staff.removed", name=name))
    return 0
