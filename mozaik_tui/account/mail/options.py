"""How mail leaves this service: the section ``[mail]`` of the settings (command-line.md; account-service.md,
Mail).
"""

from typing import Literal, NamedTuple

TransportName = Literal["practice", "smtp"]
TlsRule = Literal["required", "opportunistic", "none"]

# RFC 8314: on this port TLS is spoken from the first byte on, there is no STARTTLS to ask for.
IMPLICIT_TLS_PORT = 465


class MailSettings(NamedTuple):
    """The section ``[mail]``; times in seconds. ``sender`` is ``[mail] from``: an address, with or without a
    name.

    ``check`` raises ``ValueError``: one line that names the key and holds no value.
    """

    transport: TransportName = "practice"
    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    sender: str = ""
    tls: TlsRule = "required"
    retry_first: float = 5
    retry_max: float = 300
    lease: float = 60
    connect_timeout: float = 10
    command_timeout: float = 30
    data_timeout: float = 60

    def __repr__(self) -> str:
        """Without the password, and without whose account it is."""
        return f"MailSettings(transport={self.transport!r}, host={self.host!r}, port={self.port}, tls={self.tls!r})"

    def check(self) -> None:
        """Refuse what no mail could be sent with; told at start rather than with the first parent's code."""
        if self.transport == "smtp":
            if not self.host:
                raise ValueError("mail.host: an SMTP transport needs the name of its relay")
            if not 0 < self.port < 65536:
                raise ValueError("mail.port: not a port")
            if "@" not in self.sender_address:
                raise ValueError("mail.from: an SMTP transport needs the address that mails come from")
            if not (self.sender_address + self.host).isascii():
                raise ValueError("mail.from, mail.host: write them in ASCII (domains as A-labels)")
            if bool(self.user) != bool(self.password):
                raise ValueError("mail.user, mail.password: one was given without the other")
        for key in (
            "retry_first",
            "retry_max",
            "lease",
            "connect_timeout",
            "command_timeout",
            "data_timeout",
        ):
            if not getattr(self, key) > 0:
                raise ValueError(f"mail.{key}: must be more than 0")

    @property
    def sender_address(self) -> str:
        """The bare address of ``sender``, or ``""``."""
        from email.utils import parseaddr  # not at the top: the first screen needs the settings, not the mail

        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The domain that Message-IDs end in and EHLO falls back on."""
        return self.sender_address.rpartition("@")[2] or "localhost"
