"""Relays to talk to: what a real one (aiosmtpd) received, and scripted ones that misbehave at a chosen stage."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Certificate:
    """A self-signed certificate for 127.0.0.1 and localhost."""

    cert: str
    key: str

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context


@dataclass
class Inbox:
    """An aiosmtpd handler that keeps what it was given."""

    mails: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.original_content)
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        self.options.append(envelope.mail_options)
        return "250 OK"


@dataclass
class Relay:
    """A running relay and what it received."""

    port: int
    inbox: Inbox


@dataclass
class Scripted:
    """A relay of a few lines: ``answers`` by stage. A text is said; ``hang`` waits for the end of the test,
    ``close`` hangs up, ``trickle`` sends a byte at a time without ever ending. Stages: greeting, ehlo,
    starttls, auth, mail, rcpt, data, body. What DATA brought is in ``mails``.
    """

    answers: dict[str, str]
    mails: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    tls: ssl.SSLContext | None = None

    DEFAULTS = {
        "greeting": "220 relay.example ready",
        "ehlo": "250 relay.example",
        "starttls": "220 go on",
        "auth": "235 welcome",
        "mail": "250 OK",
        "rcpt": "250 OK",
        "data": "354 go on",
        "body": "250 OK",
        "quit": "221 bye",
        "rset": "250 OK",
    }

    def serve(self, listener: socket.socket) -> None:
        while not self.over.is_set():
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(sock,), daemon=True).start()

    def talk(self, sock: socket.socket) -> None:
        try:
            self._talk(sock)
        except (OSError, StopIteration, UnicodeDecodeError):
            pass
        finally:
            sock.close()

    def _say(self, sock: socket.socket, stage: str) -> None:
        if stage in self.before:
            self.before[stage]()
        answer = self.answers.get(stage, self.DEFAULTS[stage])
        if answer == "hang":
            self.over.wait()
            raise OSError
        if answer == "close":
            raise OSError
        if answer == "trickle":
            while not self.over.wait(0.02):
                sock.sendall(b"2")
            raise OSError
        if answer == "flood":
            while not self.over.is_set():
                sock.sendall(b"250-more and more\r\n" * 100)
            raise OSError
        sock.sendall(answer.replace("\n", "\r\n").encode() + b"\r\n")

    def _talk(self, sock: socket.socket) -> None:
        self._say(sock, "greeting")
        lines = sock.makefile("rb")
        while line := lines.readline():
            verb = line.split()[0].decode().lower()
            self.commands.append(line.decode().strip())
            stage = {"helo": "ehlo"}.get(verb, verb)
            self._say(sock, stage)
            if stage == "quit":
                return
            if stage == "starttls" and self.tls is not None:
                sock = self.tls.wrap_socket(sock, server_side=True)
                lines = sock.makefile("rb")
            if stage == "data" and self.answers.get("data", "354").startswith("354"):
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += lines.readline() or next(iter(()))
                self.mails.append(body[:-3])
                self._say(sock, "body")
