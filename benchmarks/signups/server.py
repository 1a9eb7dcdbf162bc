"""One process of the service under load: what ``mozaik-tui serve`` starts, with limits that one client does not
reach, and the switch that only a benchmark has: the price of a hash.

It serves on a socket that it inherits, so that several may share one port, and says ``ready`` on its output.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
from pathlib import Path

from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.http import logs
from mozaik_tui.account.http.serving import Door, Service
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.passwords import Cost

LIMITS = Limits(requests_minute=10**6, sends_address_hour=10**6, mail_minute=10**6)
"""Every budget is counted as ever; those of one address are wide enough for a whole town behind it."""
FREE_HASH = Cost(memory=8, rounds=1, lanes=1)


def mail_to(port: int) -> MailSettings:
    """A relay on this machine, without TLS as on a loopback relay."""
    return MailSettings(
        transport="smtp", host="127.0.0.1", port=port, sender="Portail <portail@example.com>", tls="none"
    )


def main(order: dict) -> None:
    """``folder``, ``database`` (or none), ``relay``, ``hash`` (whether it is paid), ``listener`` (a file
    number) and ``log`` (a file).
    """
    with contextlib.ExitStack() as stack:
        logs.write_to(stack.enter_context(open(order["log"], "a", buffering=1)))
        parts = open_embedded(
            data_dir=Path(order["folder"]),
            practice=False,
            database=order["database"],
            direct=order["database"] if order["direct"] else None,
            mail=mail_to(order["relay"]),
            limits=LIMITS,
            cost=Cost() if order["hash"] else FREE_HASH,
        )
        stack.callback(parts.close)
        service = Service(parts, Door())
        print("ready", flush=True)
        service.serve(socket.socket(fileno=order["listener"]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
