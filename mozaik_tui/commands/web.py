"""``mozaik-tui web``: the same assistant, and the guide, in a browser (command-line.md)."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Iterator

from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.serve import INTERRUPTED, number
from mozaik_tui.commands.table import GLOBAL

HOST, PORT = "127.0.0.1", 8766
_LIBRARIES = ("textual_serve", "aiohttp")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def handed_on(call: Invocation) -> Iterator[str]:
    """The options of the whole program, for each session's process."""
    for option in GLOBAL:
        if option.name in call.options and option.name != "plain":
            yield f"--{option.name}"
            if option.value is not None:
                yield call.options[option.name]


def address_of(host: str, port: int) -> str:
    """The page's address; an IPv6 address stands in brackets in it."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(call: Invocation) -> int:
    """Serve the page until told to end (SIGTERM: 0, Ctrl+C: 130). Raises ``CommandError`` for a port that is taken."""
    if not all(map(importlib.util.find_spec, _LIBRARIES)):
        raise CommandError("web.extra_missing")
    host, port = call.options.get("host", HOST), number(call, "port", PORT, 1, 65535)
    if host not in _LOOPBACK and "insecure" not in call.options:
        raise CommandError("web.insecure", host=host)
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError:
        raise CommandError("web.port_taken", host=host, port=port) from None
    from mozaik_tui.guide.assembly import assembled_guide
    from mozaik_tui.web.gate import Gate
    from mozaik_tui.web.server import WebServer

    settings = (
        call.settings
    )  # what is wrong with them, or with the guide's steps, is told here, not by every session
    assembled_guide(settings)
    gate = Gate(settings.service.proxies, open_to_all=host not in _LOOPBACK)
    tag = settings.language or settings.languages.default
    server = WebServer(tuple(handed_on(call)), host=host, port=port, gate=gate, tag=tag)
    call.warn(call.words.text("web.open_at", url=address_of(host, port)))
    server.serve()
    return INTERRUPTED if server.interrupted else 0
