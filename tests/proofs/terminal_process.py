"""A terminal on its own, without a service: ``python terminal_process.py FOLDER NAME SECONDS``.

Two threads sign up one parent after the other on the file of the folder, with the workers that a terminal has, until
the time is over; then it says how many there were. Any refusal or fault ends it with an error.
"""

from __future__ import annotations

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mozaik_tui.account.contract import ChildForm, Refusal
from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.passwords import Cost

PASSWORD = "Kx7$vold8rz"
STRANGER = ChildForm("css-montreal", "Personne", "Zoé", "2014-03-09", file_number="0000000")
WIDE = Limits(requests_minute=10**6, sends_address_hour=10**6, mail_minute=10**6)
PATIENCE = 120.0


def code(parts: EmbeddedParts, email: str) -> str:
    """The code that the practice mailbox holds, when it is there."""
    limit = time.monotonic() + PATIENCE
    while not (letters := parts.practice.mailbox(email)):
        assert time.monotonic() < limit, "no mail"
        time.sleep(0.02)
    return re.search(r"(?<!\d)\d{6}(?!\d)", letters[0].text).group()


def sign_up(parts: EmbeddedParts, email: str) -> None:
    """The whole way of a parent whose child is in no registry, and back in by the password."""
    service = parts.service
    flow = service.start_flow(email, "fr").flow_token
    service.verify(flow, code(parts, email))
    session = service.set_password(flow, PASSWORD, PASSWORD).session_token
    try:
        service.add_child(session, STRANGER)
    except Refusal as refusal:
        if refusal.code != "child_no_match":
            raise
    assert service.children(session) == ()
    service.sign_out(session)
    assert service.account(service.sign_in(email, PASSWORD).session_token).email == email


def main(folder: str, name: str, seconds: str) -> None:
    parts = open_embedded(data_dir=Path(folder), practice=True, limits=WIDE, cost=Cost(8, 1))
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + float(seconds)

    def live(lane: int) -> int:
        count = 0
        while time.monotonic() < until:
            sign_up(parts, f"{name}-{lane}-{count}@example.com")
            count += 1
        return count

    with ThreadPoolExecutor(2) as pool:
        count = sum(pool.map(live, range(2)))
    parts.close()
    print(count, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
