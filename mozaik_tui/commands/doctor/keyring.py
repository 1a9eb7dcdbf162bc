"""The system keyring, and whether a secret is missed that it could hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.commands.doctor.finding import Finding, ill, well

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings

_NAME = "keyring"


def keyring(settings: Settings) -> Finding:
    """A machine without one is a usual one, as long as no secret is missing. That a token is missed is told
    by the service that asks for it: not every service does.
    """
    from mozaik_tui.settings.secrets import keyring_name, variable_of

    mail = settings.mail
    missed = mail.transport == "smtp" and bool(mail.user) and not mail.password
    name = keyring_name()
    figures = {"key": "mail.password", "variable": variable_of("mail.password")}
    if name:
        if missed:
            return ill(_NAME, "doctor.keyring_lacks", **figures)
        return well(_NAME, "doctor.keyring_there", name=name)
    if not missed:
        return well(_NAME, "doctor.keyring_none")
    return ill(_NAME, "doctor.keyring_silent" if name is None else "doctor.keyring_needed", **figures)
