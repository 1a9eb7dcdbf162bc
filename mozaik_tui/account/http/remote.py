"""A service elsewhere: what every client of it is opened with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.account.http.operations import BASE
from mozaik_tui.account.http.wire import Connection

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping


class Remote:
    """The service at ``url`` (without ``/v1``). Close it when nobody asks it any more.

    ``token`` is this terminal's; ``language`` gives the tag that refusals' details are to be written in.
    ``headers`` go with every call; ``verify`` is what the service's certificate is held against.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        language: Callable[[], str] | None = None,
        headers: Mapping[str, str] | None = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        more = dict(headers or {})
        if token:
            more["X-Terminal-Token"] = token
        self._wire = Connection(url + BASE, more, language, verify)

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()
