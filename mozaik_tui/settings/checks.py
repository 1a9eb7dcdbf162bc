"""What single texts of the settings must look like: addresses, networks, language tags."""

from __future__ import annotations

from urllib.parse import urlsplit

from mozaik_tui.settings.errors import WrongValueError

SQLITE, POSTGRESQL = "sqlite:///", "postgresql://"


def service_url(text: str) -> str:
    """``embedded``, or ``https://…`` or ``http://…`` without a user's name, a query or a trailing slash."""
    if text == "embedded":
        return text
    try:
        parts = urlsplit(text)
        port_is_one = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        raise WrongValueError("url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_one:
        raise WrongValueError("url")
    if parts.username is not None or parts.query or parts.fragment:
        raise WrongValueError("url")
    return text.rstrip("/")


def database_url(text: str) -> str:
    """``sqlite:///FILE`` or ``postgresql://…``."""
    if text.startswith(SQLITE) and len(text) > len(SQLITE):
        return text
    if text.startswith(POSTGRESQL):
        return text
    raise WrongValueError("database")


def holds_password(url: str) -> bool:
    """Whether a database address carries a password, before the host or among its parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return bool(parts.password) or "password=" in parts.query


def database_url_of_file(text: str) -> str:
    """As :func:`database_url`; a password in it belongs elsewhere (command-line.md: Secrets never stand in
    this file).
    """
    if holds_password(database_url(text)):
        raise WrongValueError("password_in_url")
    return text


def network(text: str) -> str:
    """A network or one address, as ``10.0.0.0/8`` or ``::1``."""
    from ipaddress import ip_network

    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        raise WrongValueError("network") from None


def offered_tag(text: str) -> str:
    """A tag of the table of languages."""
    from mozaik_tui.language import offered

    tags = [entry.tag for entry in offered()]
    if text not in tags:
        raise WrongValueError("not_offered", choices=", ".join(tags))
    return text


def school_body(name: str) -> str:
    """The id of a school body of the published list, or ``default``; from a variable, ``_`` stands for
    ``-``.
    """
    import csv
    from importlib.resources import files

    if name == "default":
        return name
    table = files("mozaik_tui.data").joinpath("school_bodies.csv").read_text("utf-8")
    wanted = name.replace("_", "-")
    if not any(row["id"] == wanted for row in csv.DictReader(table.splitlines())):
        raise WrongValueError("school_body")
    return wanted
