"""``mozaik-tui secret``: a fresh key for ``MOZAIK_SECRET_FILE`` (account-service.md, Keys)."""

from __future__ import annotations

import base64
import os

from mozaik_tui.commands.invocation import Invocation

KEY_BYTES = 32


def run(call: Invocation) -> int:
    """Print 32 random bytes in base64, one line."""
    call.say(base64.b64encode(os.urandom(KEY_BYTES)).decode("ascii"))
    return 0
