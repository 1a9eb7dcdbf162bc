"""The file that holds the keys: read, or made at the first start (account-service.md, Keys)."""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import secrets
import stat
from pathlib import Path

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import KEY_BYTES, Keys

FILE_NAME = "service.key"
_LARGEST = 65536


def new_line() -> str:
    """A fresh key as a line of a key file: 32 random bytes in base64 (``mozaik-tui secret``)."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_keys(file: Path) -> Keys:
    """The keys of a file, one line each, the first one makes.

    ``ServiceFault``: ``key_missing``, ``key_permissions`` when others may read it, ``key_mismatch`` when a
    line is no key.
    """
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            raw = stream.read(_LARGEST)
    except OSError:
        raise ServiceFault("key_missing") from None
    if os.name == "posix" and stat.S_ISREG(mode) and mode & _others(file):
        raise ServiceFault("key_permissions")
    try:
        lines = [base64.b64decode(line, validate=True) for line in raw.split() if line]
        return Keys(lines)
    except (binascii.Error, ValueError):
        raise ServiceFault("key_mismatch") from None


def _others(file: Path) -> int:
    """The rights that nobody else may have. systemd shows a credential's access list as a right of the
    group.
    """
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and file.absolute().parent == Path(folder).absolute():
        return stat.S_IRWXO
    return stat.S_IRWXG | stat.S_IRWXO


def make_keys(file: Path) -> None:
    """Make the file with one fresh key, mode 0600, unless it is there: whole or not at all, also when two
    start at once.

    ``ServiceFault("data_directory")`` when it cannot be written.
    """
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(new_line() + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            with contextlib.suppress(FileExistsError):
                _name(draft, file)
            _sync_folder(file.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
    except OSError:
        raise ServiceFault("data_directory") from None


def _name(draft: Path, file: Path) -> None:
    """Give the draft its name; ``FileExistsError`` when another process was first."""
    if os.name == "posix":
        os.link(draft, file)
    else:
        os.rename(draft, file)  # refuses, on Windows, where the name is taken


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def load_keys(data_dir: Path, *, secret_file: Path | None, existing: bool) -> Keys:
    """The keys of a service: of ``secret_file`` where one is named, else of the data directory, where they
    are made at the first start. ``existing``: there is a database already, whose keys cannot be made anew
    (``key_missing``).
    """
    if secret_file is not None:
        return read_keys(secret_file)
    file = data_dir / FILE_NAME
    if not file.exists():
        if existing:
            raise ServiceFault("key_missing")
        make_keys(file)
    return read_keys(file)
