"""Six-digit codes of an app, by the time (RFC 6238: SHA-1, 30 seconds, 6 digits, what every app does)."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from urllib.parse import quote

STEP, DIGITS = 30, 6
_BYTES = 20
_WINDOW = (0, -1, 1)
"""Steps beside the present one that count: a phone's clock may be half a minute off."""


def new_secret() -> bytes:
    """160 random bits (RFC 4226, 4)."""
    return secrets.token_bytes(_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step (unix time // 30)."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    place = digest[-1] & 0x0F
    number: int = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, code: str, now: float) -> int | None:
    """The step that ``code`` belongs to, near ``now``; ``None`` for any other text."""
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    present = int(now) // STEP
    found = [step for off in _WINDOW if hmac.compare_digest(code_at(secret, step := present + off), code)]
    return found[0] if found else None


def uri(secret: bytes, name: str) -> str:
    """What an app reads (as a QR code or typed): ``otpauth://totp/…``."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{quote('mozaik-tui:' + name)}?secret={text}&issuer=mozaik-tui"
