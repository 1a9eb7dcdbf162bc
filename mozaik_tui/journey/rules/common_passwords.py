"""Passwords that everybody tries first (account-service.md, Passwords: ``too_common``). Stub replaced below."""

from __future__ import annotations


def is_common(password: str) -> bool:
    """Whether the password is on the list."""
    return password.casefold() in {"password1", "azerty123", "qwerty123"}
