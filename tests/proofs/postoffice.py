"""A real SMTP server that keeps what it was given, and refuses what a test tells it to."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

PATIENCE = 120.0
"""Seconds against hanging, nothing else."""


@dataclass(frozen=True)
class Mail:
    """What one delivery brought: its Message-ID, and the code in it where it has one."""

    id: str
    code: str | None


class PostOffice:
    """A relay on a port of its own, which stays the same when it is closed and opened again."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.refuse: str | None = None
        """What is answered to RCPT instead of 250."""
        self._mails: dict[str, list[Mail]] = defaultdict(list)
        self._came = threading.Condition()
        self._controller: Controller | None = None

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.refuse is not None:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        code = re.search(r"(?<!\d)\d{6}(?!\d)", message.get_body(("plain",)).get_content())
        with self._came:
            self._mails[envelope.rcpt_tos[0]].append(Mail(message["Message-ID"], code and code.group()))
            self._came.notify_all()
        return "250 OK"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def mails(self, email: str) -> list[Mail]:
        """All that came for this address."""
        with self._came:
            return list(self._mails[email])

    def code(self, email: str, number: int = 1) -> str:
        """The code of the mail of this number; waits until so many came (a second delivery of one mail is none)."""
        limit = time.monotonic() + PATIENCE
        with self._came:
            while len(codes := list(dict.fromkeys(mail.code for mail in self._mails[email]))) < number:
                assert self._came.wait(limit - time.monotonic()), f"no mail for {email}"
        return codes[number - 1]
