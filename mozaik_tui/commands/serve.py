"""``mozaik-tui serve``: the account service over HTTP (command-line.md; account-service.md, HTTP version 1)."""

from __future__ import annotations

import importlib.util
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.commands.database import open_database
from mozaik_tui.commands.deliver import transport_of
from mozaik_tui.commands.errors import CommandError, UsageError
from mozaik_tui.commands.invocation import Invocation

if TYPE_CHECKING:
    import socket

    from mozaik_tui.account.embedded_parts import EmbeddedParts
    from mozaik_tui.account.http.serving import Door
    from mozaik_tui.settings import Settings

HOST, PORT = "127.0.0.1", 8765
INTERRUPTED = 130
_LIBRARIES = ("fastapi", "uvicorn", "httptools", "prometheus_client")


def run(call: Invocation) -> int:
    """Serve until told to end (SIGTERM: 0, Ctrl+C: 130). Raises ``CommandError``, ``UsageError`` and, for a
    database or keys that cannot be used, ``ServiceFault``.
    """
    if not all(map(importlib.util.find_spec, _LIBRARIES)):
        raise CommandError("serving.extra_missing")
    from mozaik_tui.account.http import logs
    from mozaik_tui.account.http.serving import listening

    settings, host, port = call.settings, call.options.get("host", HOST), number(call, "port", PORT, 0, 65535)
    workers = number(call, "workers", 1, 1, 256)
    if workers > 1 and settings.database_url.startswith("sqlite:"):
        raise CommandError("serving.workers_sqlite")
    number(call, "metrics-port", 0, 1, 65536 - workers)  # each process has the next one
    door_of(call)
    try:
        listener = listening(host, port)
    except OSError:
        raise CommandError("serving.port_taken", host=host, port=port) from None
    with listener:
        logs.write_to()
        if workers == 1:
            return serve_on(call, listener)
        from mozaik_tui.commands.serve_workers import supervise

        with open_database(settings):
            pass  # brought to the newest form once, and what is wrong with it is told before anything starts
        return supervise(call, listener, workers)


def serve_on(call: Invocation, listener: socket.socket) -> int:
    """Serve on a socket that listens, in this process; the exit code."""
    from mozaik_tui.account.http import logs
    from mozaik_tui.account.http.serving import Service

    logs.write_to()
    door = door_of(call)
    with closing(open_service(call, call.settings)) as parts:
        try:
            service = Service(parts, door)
        except OSError:  # ssl.SSLError is one
            raise CommandError("serving.tls" if door.tls_cert else "serving.metrics_port") from None
        service.serve(listener)
    return INTERRUPTED if service.server.interrupted else 0


def number(call: Invocation, option: str, default: int, least: int, most: int) -> int:
    """The whole number that an option gives. Raises ``UsageError`` for any other text."""
    text = call.options.get(option)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise UsageError("serving.number", option=f"--{option}", least=least, most=most)
    return int(text)


def door_of(call: Invocation) -> Door:
    """How the service is reached. Raises ``CommandError`` where passwords would go in the clear."""
    from mozaik_tui.account.http.addresses import is_loopback
    from mozaik_tui.account.http.serving import Door

    settings, host = call.settings, call.options.get("host", HOST)
    local = is_loopback(host)
    files = [Path(text) if (text := call.options.get(name)) else None for name in ("tls-cert", "tls-key")]
    if (files[0] is None) != (files[1] is None):
        raise UsageError("serving.tls_pair")
    if not local and files[0] is None and "insecure" not in call.options:
        raise CommandError("serving.insecure", host=host)
    rule = settings.service.terminal_tokens
    metrics = number(call, "metrics-port", 0, 1, 65535) if "metrics-port" in call.options else None
    return Door(
        tls_cert=files[0],
        tls_key=files[1],
        proxies=settings.service.proxies,
        ask_terminals=rule == "required" or (rule == "auto" and not local),
        offered=settings.languages.offered,
        metrics=(host, metrics) if metrics is not None else None,
        notices=settings.service.database_direct,
    )


def open_service(call: Invocation, settings: Settings) -> EmbeddedParts:
    """The service with its mail worker and housekeeper; its database is brought to the newest form."""
    from mozaik_tui.account.embedded import open_embedded
    from mozaik_tui.account.http.logs import LOGGER

    return open_embedded(
        data_dir=settings.data_dir,
        practice=False,
        database=settings.service.database,
        direct=settings.service.database_direct,
        secret_file=settings.secret_file,
        mail=settings.mail,
        transport=lambda ctx: transport_of(settings.mail, ctx, lambda: LOGGER.warning("practice_mail")),
        limits=settings.limits,
        refuse_common=settings.password.refuse_common,
        offered=settings.languages.offered,
        deliver="no-mail" not in call.options,
        live_help=True,
    )
