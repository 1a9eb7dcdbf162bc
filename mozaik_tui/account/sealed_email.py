"""An address as a flow keeps it, sealed in all its forms (« The database names nobody »,
account-service.md).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mozaik_tui.account.inputs import Email

if TYPE_CHECKING:
    from mozaik_tui.account.keys import Keys


def seal_email(keys: Keys, email: Email) -> bytes:
    """Shown form, identity and mailbox, sealed."""
    return keys.seal("email", json.dumps([email.normalised, email.identity, email.mailbox]).encode())


def open_email(keys: Keys, sealed: bytes) -> Email:
    """What :func:`seal_email` sealed."""
    return Email(*json.loads(keys.open("email", sealed)))
