"""Runs in processes of their own: ``python helper_process.py WHAT FOLDER …`` (test_processes, test_crash)."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.passwords import Cost

PASSWORD = "Kx7$vold8rz"
GENEROUS = Limits(
    requests_minute=10**6, sends_address_hour=10**6, mail_minute=10**6, sends_hour=50, sends_day=50
)


def service_of(folder: Path, limits: Limits = GENEROUS) -> EmbeddedParts:
    return open_embedded(
        data_dir=folder, practice=False, limits=limits, cost=Cost(8, 1), helpers=False, twin_patience=8.0
    )


def newest_code(parts: EmbeddedParts, email: str) -> str:
    box = PracticeTransport(parts.ctx)
    Worker(parts.ctx, box).run_once()
    return re.search(r"(?<!\d)\d{6}(?!\d)", box.mailbox(email)[0].text).group()


def say(*words: object) -> None:
    print(*words, flush=True)


def answers(call, *arguments, **more) -> str:
    try:
        call(*arguments, **more)
        return "done"
    except Refusal as refusal:
        return refusal.code


def hammer(parts: EmbeddedParts, call: str, times: str, *arguments: str) -> None:
    """Waits for a line, then calls so many times from four threads."""
    from concurrent.futures import ThreadPoolExecutor

    say("ready")
    sys.stdin.readline()
    with ThreadPoolExecutor(4) as pool:
        for answer in pool.map(
            lambda _: answers(getattr(parts.service, call), *arguments), range(int(times))
        ):
            say(answer)


def twins(parts: EmbeddedParts, flow: str) -> None:
    say("ready")
    sys.stdin.readline()
    say(parts.service.set_password(flow, PASSWORD, PASSWORD, key="k" * 16).session_token)


def sign_up(parts: EmbeddedParts, first: str) -> None:
    """Signs up one parent after the other, each call with a key, and says what was acknowledged."""
    for number in range(int(first), int(first) + 1000):
        email, key = f"p{number}@example.com", f"{number:016d}"
        say("begins", number)
        token = parts.service.start_flow(email, "fr", key=key).flow_token
        say("flow", number, token)
        parts.service.verify(token, newest_code(parts, email), key=key)
        say("verified", number, token)
        session = parts.service.set_password(token, PASSWORD, PASSWORD, key=key).session_token
        say("account", number, session)


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    {"hammer": hammer, "twins": twins, "sign_up": sign_up}[what](service_of(Path(folder)), *rest)
