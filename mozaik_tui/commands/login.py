"""``mozaik-tui login``: this machine's terminal token, asked for, tried and kept (command-line.md)."""

from __future__ import annotations

import sys
from contextlib import closing

from mozaik_tui.account.contract import Refusal
from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.settings.secrets import keep_secret, token_entry, variable_of

_SHORTEST = 16


def service_url(call: Invocation) -> str:
    """The address of the service elsewhere. Raises ``CommandError`` where there is none."""
    service = call.settings.service
    if service.embedded:
        raise CommandError("serving.login_embedded")
    return service.url


def run(call: Invocation) -> int:
    """Ask for the token without echo, try it on the service, keep it in the system keyring.

    Raises ``CommandError`` for a token that the service does not know and on a machine without a keyring
    (it says where else the token can stand), ``ServiceFault`` when the service cannot be asked.
    """
    from mozaik_tui.account.http.client import RemoteService

    url = service_url(call)
    token = _asked(call)
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable():
        raise CommandError("serving.token_none" if not token else "serving.token_wrong")
    with closing(RemoteService(url, token)) as service:
        try:
            service.school_bodies()
        except Refusal as refusal:
            if refusal.code != "terminal_unknown":
                raise
            raise CommandError("serving.token_wrong") from None
    if not keep_secret(token_entry(url), token):
        raise CommandError("serving.no_keyring", variable=variable_of("service.token"))
    call.say(call.words.text("serving.token_kept"))
    return 0


def _asked(call: Invocation) -> str:
    """What is typed without echo; a line of stdin where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    from getpass import getpass

    return getpass(call.words.text("serving.token_prompt")).strip()
