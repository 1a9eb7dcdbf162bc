"""The e-mail address (journey.md, Input rules): cleaned, judged by email-validator, with its two keys.

The library is imported at the first judgement: a light command never needs it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .email_domains import likely_domain
from .email_reasons import reason_and_offers
from .text import strip_edges
from .verdict import Accepted, Caution, Refused

LONGEST_LOOKED_AT = 1000
"""No address is longer than 254; far beyond that, nothing is looked at any more, so that no pattern gets
slow.
"""

DOTLESS_MAILBOXES = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Domains where dots before the @ do not count, and the name under which their mailboxes are one."""


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address that can be written to.

    ``normalised``: domain in lower case (Unicode), local part as given. ``identity_key``: lower-cased local
    part and A-label domain, tags and dots kept. ``mailbox_key``: for the send throttle only, tags dropped,
    dots too at Gmail. ``recipient``: for RCPT TO, local part as given and A-label domain.
    """

    normalised: str = field(repr=False)
    identity_key: str = field(repr=False)
    mailbox_key: str = field(repr=False)
    local_part: str = field(repr=False)
    recipient: str = field(repr=False)


def clean_email(text: str) -> str:
    """``text`` without edge artefacts, ``mailto:`` and one pair of ``<>``, whichever stands outside."""
    text = strip_edges(text)
    bracketed = False
    for _ in range(3):
        if text[:7].lower() == "mailto:":
            text = strip_edges(text[7:])
        if not bracketed and len(text) > 1 and text[0] == "<" and text[-1] == ">":
            bracketed, text = True, strip_edges(text[1:-1])
    return text


def judge_email(text: str, *, allow_smtputf8: bool = False) -> Accepted[EmailAddress] | Refused:
    """The address, with ``email_suggestion`` when its domain looks like a slip; else
    ``email_empty``/``email_invalid``.

    The caution's ``suggestion`` is the whole address. ``allow_smtputf8`` only if the relay announces
    SMTPUTF8. ``reason`` of a refusal: see :mod:`.email_reasons`; its ``suggestion`` is an address that would
    be accepted.
    """
    cleaned = clean_email(text)
    if not cleaned:
        return Refused("email_empty")
    if len(cleaned) > LONGEST_LOOKED_AT:
        return Refused("email_invalid", reason="too_long")
    address = _validated(cleaned, allow_smtputf8)
    if address is None:
        reason, offers = reason_and_offers(unicodedata.normalize("NFC", cleaned))
        valid = (_validated(offer, allow_smtputf8) for offer in offers)
        suggestion = next((found.normalised for found in valid if found is not None), None)
        return Refused("email_invalid", reason=reason, suggestion=suggestion)
    likely = likely_domain(address.normalised.rpartition("@")[2])
    if likely is None:
        return Accepted(address)
    return Accepted(address, (Caution("email_suggestion", suggestion=f"{address.local_part}@{likely}"),))


def _validated(text: str, allow_smtputf8: bool) -> EmailAddress | None:
    """What email-validator makes of it; ``None`` when it refuses."""
    from email_validator import validate_email

    try:
        found = validate_email(text, check_deliverability=False, strict=True, allow_smtputf8=allow_smtputf8)
    except ValueError:  # EmailNotValidError, and what a lone surrogate does to an encoder
        return None
    # The library lower-cases the names of RFC 2142 (Info@ …); the contract keeps the local part as given.
    local = unicodedata.normalize("NFC", text.rpartition("@")[0])
    return EmailAddress(
        normalised=f"{local}@{found.domain}",
        identity_key=f"{local.lower()}@{found.ascii_domain}",
        mailbox_key=_mailbox_key(local.lower(), found.ascii_domain),
        local_part=local,
        recipient=f"{local}@{found.ascii_domain}",
    )


def _mailbox_key(local: str, domain: str) -> str:
    bare = re.sub(r"\+.*", "", local) or local
    if domain in DOTLESS_MAILBOXES:
        return f"{bare.replace('.', '')}@{DOTLESS_MAILBOXES[domain]}"
    return f"{bare}@{domain}"
