"""Where secrets come from: a file named by ``…_FILE``, the variable, the system keyring, in this order
(command-line.md).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import TypeVar

from mozaik_tui.settings.errors import Place, SettingsError

Answer = TypeVar("Answer")

SECRET_KEYS = ("mail.password", "service.token", "service.database", "service.database_direct")
"""What may come from a ``_FILE``, a variable or the keyring, and never stands in the file (a database
without a password may)."""

KEYRING_SERVICE = "mozaik-tui"
KEYRING_SECONDS = 3.0
"""A keyring behind a bus that nobody answers on must not stop a start."""
KEYRING_PATIENCE = 60.0
"""Where somebody sits before it: a keyring that is locked asks its owner."""

_LARGEST = 65536


def variable_of(key: str) -> str:
    """``MOZAIK_MAIL__PASSWORD`` for ``mail.password``."""
    return "MOZAIK_" + key.upper().replace(".", "__")


def _is_credential(file: Path, environ: Mapping[str, str]) -> bool:
    """Whether systemd handed the file to this unit: its access list shows as a group right that nobody else
    has.
    """
    folder = environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and file.absolute().parent == Path(folder or "/").absolute()


def read_secret_file(file: Path, name: str, environ: Mapping[str, str]) -> str:
    """The first line of a secret file.

    Raises :class:`SettingsError` when it cannot be read, is empty, or when others may read it, with the
    command that mends it. ``name`` is the variable that named the file.
    """
    try:
        with file.open("rb") as handle:
            mode = os.fstat(handle.fileno()).st_mode
            raw = handle.read(_LARGEST)
    except OSError as error:
        figures: dict[str, object] = {"file": str(file), "why": type(error).__name__}
        raise SettingsError(Place(name), "secret_unreadable", figures) from None
    refused = stat.S_IRWXO if _is_credential(file, environ) else stat.S_IRWXG | stat.S_IRWXO
    if os.name == "posix" and stat.S_ISREG(mode) and mode & refused:
        from shlex import quote

        raise SettingsError(Place(name), "secret_shared", {"command": f"chmod 600 {quote(str(file))}"})
    try:
        lines = raw.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        lines = []
    if not lines or not lines[0] or any(lines[1:]):
        raise SettingsError(Place(name), "secret_empty", {"file": str(file)})
    return lines[0]


def given_secret(key: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
    """The secret from its file or its variable, with the variable's name; ``None`` when neither is set."""
    name = variable_of(key)
    if file := environ.get(f"{name}_FILE"):
        return f"{name}_FILE", read_secret_file(Path(file), f"{name}_FILE", environ)
    if value := environ.get(name):
        return name, value
    return None


def token_entry(url: str) -> str:
    """The keyring's entry of this machine's token for the service at ``url``: one a service address."""
    return f"service.token {url}"


def keyring_secret(entry: str, *, seconds: float = KEYRING_SECONDS) -> str | None:
    """The secret that the system keyring holds under ``entry``; ``None`` when it has none or does not answer
    in time.
    """

    def ask() -> str | None:
        import keyring

        return keyring.get_password(KEYRING_SERVICE, entry)

    return _within(seconds, ask)


def keyring_name(*, seconds: float = KEYRING_SECONDS) -> str | None:
    """What the system keyring is called; empty on a machine without one, ``None`` when it does not answer in
    time (it may be locked).
    """

    def ask() -> str:
        import keyring

        ring = keyring.get_keyring()
        if ring.priority <= 0:  # the library's own stand-ins, which keep nothing
            return ""
        ring.get_password(KEYRING_SERVICE, "doctor")
        return str(ring.name)

    return _within(seconds, ask)


def keep_secret(entry: str, secret: str, *, seconds: float = KEYRING_PATIENCE) -> bool:
    """Put a secret into the system keyring; whether it is there now. The keyring may ask its owner first."""

    def put() -> bool:
        import keyring

        keyring.set_password(KEYRING_SERVICE, entry, secret)
        return keyring.get_password(KEYRING_SERVICE, entry) == secret

    return _within(seconds, put) or False


def drop_secret(entry: str, *, seconds: float = KEYRING_PATIENCE) -> bool:
    """Take a secret out of the system keyring; whether there was one."""

    def take() -> bool:
        import keyring

        keyring.delete_password(KEYRING_SERVICE, entry)
        return True

    return _within(seconds, take) or False


def _within(seconds: float, ask: Callable[[], Answer | None]) -> Answer | None:
    """What the keyring answers in time; ``None`` for whatever goes wrong with it."""
    found: list[Answer | None] = []

    def run() -> None:
        try:
            found.append(ask())
        except Exception:  # whatever a backend raises: a machine without a keyring is a usual one
            found.append(None)

    asking = Thread(target=run, name="keyring", daemon=True)
    asking.start()
    asking.join(seconds)
    return found[0] if found else None
