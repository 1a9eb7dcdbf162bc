"""The account service: here, or elsewhere and then whether it answers, is ready and knows this terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.commands.doctor.finding import Finding, ill, well

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings

_NAME = "service"
_TOLD = {
    "away": "doctor.service_away",
    "certificate": "doctor.service_certificate",
    "other": "doctor.service_other",
    "not_ready": "doctor.service_not_ready",
    "stranger": "doctor.service_stranger",
}


def service(settings: Settings) -> Finding:
    """Ask it three things that change nothing."""
    if settings.service.embedded:
        return well(_NAME, "doctor.service_embedded")
    from mozaik_tui.account.http.looking import look

    url = settings.service.url
    seen = look(url, settings.service.token)
    if seen == "ready":
        return well(_NAME, "doctor.service_ready", url=url)
    return ill(_NAME, _TOLD[seen], url=url)
