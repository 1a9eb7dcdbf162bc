"""A look at a service elsewhere for ``doctor``: three questions that change nothing, each asked once."""

from __future__ import annotations

import ssl
from typing import Literal

import httpx2

from mozaik_tui.account.http.operations import BASE

Seen = Literal["ready", "away", "certificate", "other", "not_ready", "stranger"]

_SECONDS = 10.0
_NOT_KNOWN = 401


def look(url: str, token: str | None) -> Seen:
    """What answers at ``url``: nothing (``away``), nothing to be trusted (``certificate``), none of ours
    (``other``), a service without its database (``not_ready``), one that does not know this terminal
    (``stranger``), or one that is ``ready``.
    """
    headers = {"X-Terminal-Token": token} if token else {}
    try:
        with httpx2.Client(base_url=url + BASE, headers=headers, timeout=_SECONDS) as client:
            return _asked(client)
    except httpx2.TransportError as error:
        return "certificate" if _is_of_certificate(error) else "away"
    except (httpx2.DecodingError, ValueError):  # an answer that is no JSON, or not even packed as it says
        return "other"


def _asked(client: httpx2.Client) -> Seen:
    health = client.get("/health")
    if health.status_code != httpx2.codes.OK or health.json() != {"status": "ok"}:
        return "other"
    if client.get("/ready").status_code != httpx2.codes.OK:
        return "not_ready"
    known = client.get("/school-bodies").status_code
    return "ready" if known == httpx2.codes.OK else "stranger" if known == _NOT_KNOWN else "not_ready"


def _is_of_certificate(error: BaseException) -> bool:
    """Whether a certificate was not accepted: the library keeps the reason behind its own errors."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
