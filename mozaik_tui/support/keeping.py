"""Where an agent's token is kept: in the system keyring, one entry a service address; nowhere where there is none."""

from __future__ import annotations

from ..settings.secrets import drop_secret, keep_secret, keyring_secret

_BETWEEN = " "


def staff_entry(url: str) -> str:
    """The keyring's entry of this person's token for the service at ``url``."""
    return f"staff.token {url}"


class Keeping:
    """The token of one service; with it the role, which decides only what the console offers."""

    def __init__(self, url: str) -> None:
        self._entry = staff_entry(url)
        self.role = "agent"

    def read(self) -> str | None:
        """The token, where there is one."""
        role, _, token = (keyring_secret(self._entry) or "").partition(_BETWEEN)
        if not token:
            return None
        self.role = role
        return token

    def keep(self, token: str, role: str) -> bool:
        """Keep it; whether that could be done."""
        self.role = role
        return keep_secret(self._entry, f"{role}{_BETWEEN}{token}")

    def drop(self) -> None:
        """It is of no use any more."""
        drop_secret(self._entry)
