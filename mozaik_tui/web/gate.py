"""Who may speak with the server: our own page, under the name that it was opened by; and what the page may load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import ip_address, ip_network

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # xterm.js writes its colours into a style element
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CSP,
    "Cache-Control": "no-store",
    "Server": "mozaik-tui",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer."""

SMALLEST, LARGEST = (20, 8), (300, 120)
"""Columns and rows of a terminal that a page may ask for: what is less or more is drawn as the nearest of these."""


def clamped(width: object, height: object) -> tuple[int, int]:
    """Columns and rows within bounds; 80 by 24 for what is no figure."""
    sizes = []
    for value, low, high, usual in zip((width, height), SMALLEST, LARGEST, (80, 24), strict=True):
        figure = value if isinstance(value, int) and not isinstance(value, bool) else usual
        sizes.append(min(max(figure, low), high))
    return sizes[0], sizes[1]


class Gate:
    """``proxies``: networks of the servers in front of this one, whose word on the host's name counts.

    ``open_to_all``: listening beyond this machine, under whatever name.
    """

    def __init__(self, proxies: Sequence[str] = (), *, open_to_all: bool = False) -> None:
        self._proxies = [ip_network(each) for each in proxies]
        self._open = open_to_all

    def host(self, headers: Mapping[str, str], peer: str) -> str | None:
        """The name that the page was asked for by; ``None`` when it is not one of ours.

        On this machine alone, another name than its own means a page elsewhere that was led here (DNS rebinding).
        """
        said = headers.get("Host", "")
        if self._is_proxy(peer):
            return headers.get("X-Forwarded-Host", said).split(",")[-1].strip() or None
        name = said.rpartition(":")[0] if not said.endswith("]") and ":" in said else said
        return said if self._open or name in LOOPBACK_NAMES else None

    def lets_in(self, headers: Mapping[str, str], peer: str) -> bool:
        """Whether a connection comes from our own page: browsers say where a page is from, and cannot be made to lie.

        Behind TLS the page of the same name without it is another one: whoever sits on the line can write that.
        """
        host, origin = self.host(headers, peer), headers.get("Origin", "")
        return bool(host) and origin in {f"{scheme}://{host}" for scheme in self._schemes(headers, peer)}

    def _schemes(self, headers: Mapping[str, str], peer: str) -> tuple[str, ...]:
        """Those under which the page may have been asked for: the proxy's word, else either."""
        said = headers.get("X-Forwarded-Proto", "").split(",")[-1].strip() if self._is_proxy(peer) else ""
        return (said.replace("ws", "http"),) if said else ("https", "http")  # of a web socket some say "wss"

    def _is_proxy(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)
