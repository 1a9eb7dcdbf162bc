"""A letter as it goes over the wire: headers, a text part and an HTML part (account-service.md, Mail)."""

from __future__ import annotations

import datetime
import email.policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from mozaik_tui.account.mail.transport import Letter

# "=_" cannot occur in quoted-printable text (RFC 2045, 6.7), so the line never stands inside a part; and no
# digits: nothing but the code may look like one to a person or a program that searches the raw mail.
_BOUNDARY = "=_mozaik_alternative"
# As long as the code, and left alone by quoted-printable: lines break where they would break with the code.
_BLANK = "~"


def written(letter: Letter, *, sender: str, recipient: str, domain: str, utf8: bool = False) -> bytes:
    """The whole message with CRLF line ends, byte for byte the same whenever the same letter is written.

    ``recipient`` has its domain as an A-label. ASCII throughout unless ``utf8`` (SMTPUTF8 was announced and
    the local part needs it).
    """
    own = (
        f"To: {recipient_header(recipient)}",
        f"Date: {format_datetime(datetime.datetime.fromtimestamp(letter.date, datetime.UTC))}",
        f"Message-ID: <{letter.token}@{domain}>",
        "",
    )
    code = letter.code.encode()
    blank = _BLANK * len(code)
    text, html = (part.replace(letter.code, blank) if code else part for part in (letter.text, letter.html))
    rest = _rest(sender, letter.subject, text, html, letter.languages, utf8=utf8)
    return "\r\n".join(own).encode() + (rest.replace(blank.encode(), code) if code else rest)


@lru_cache(maxsize=128)
def _rest(
    sender: str, subject: str, text: str, html: str, languages: tuple[str, ...], *, utf8: bool
) -> bytes:
    """All that mails of one language and minute have in common, with a blank for the code."""
    message = EmailMessage(policy=email.policy.SMTPUTF8 if utf8 else email.policy.SMTP)
    name, address = parseaddr(sender)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["Subject"] = subject
    # RFC 3834 for those who keep to it, the second for the mail systems that answer all the same.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(_BOUNDARY)
    # After the parts: making a message multipart clears its Content- lines.
    message["Content-Language"] = ", ".join(languages)
    return message.as_bytes()


def recipient_header(recipient: str) -> Address:
    """The address of the ``To`` line; its local part may need quoting."""
    local, _, domain = recipient.rpartition("@")
    return Address(username=local, domain=domain)


def with_a_label(address: str) -> str:
    """``address`` with its domain as an A-label, as RCPT wants it. Raises ``ValueError`` when there is
    none.
    """
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    import idna

    return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
