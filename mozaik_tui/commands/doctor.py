"""``mozaik-tui doctor``: checks what the assistant stands on and says how to mend what is wrong
(command-line.md).

It only looks: it makes no directory, no key and no table, and reads nobody's data.
"""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.start import wants_plain

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings

SMALLEST_SCREEN = (40, 12)
RELAY_SECONDS = 5.0
KEY_BYTES = 32
SKEW_SECONDS = 2.0
"""By how much the database's clock may differ from this machine's: hosts keep NTP (account-service.md, Clock)."""


class Finding(NamedTuple):
    """What one look found: the text of its key and whether there is something to mend."""

    name: str
    well: bool
    key: str
    figures: dict[str, object]


def _well(name: str, key: str, **figures: object) -> Finding:
    return Finding(name, True, f"command.doctor.{key}", figures)


def _ill(name: str, key: str, **figures: object) -> Finding:
    return Finding(name, False, f"command.doctor.{key}", figures)


def terminal(settings: Settings, environ: dict[str, str]) -> Finding:
    """The front end that would start here, and whether the terminal can show it."""
    encoding = (sys.stdout.encoding or "").lower().replace("_", "-")
    if encoding not in ("utf-8", "utf8"):
        return _ill("terminal", "encoding", encoding=encoding)
    if wants_plain(settings, environ):
        return _well("terminal", "plain")
    columns, lines = shutil.get_terminal_size()
    small = columns < SMALLEST_SCREEN[0] or lines < SMALLEST_SCREEN[1]
    return (_ill if small else _well)(
        "terminal", "too_small" if small else "screen", columns=columns, lines=lines
    )


def languages(settings: Settings) -> Finding:
    """Whether every offered language has every catalogue, and all can be read."""
    from mozaik_tui.language import offered
    from mozaik_tui.language.catalogue import load
    from mozaik_tui.language.places import FRENCH, locales_folder

    tags = [entry.tag for entry in offered(settings.languages.offered)]
    domains = {source.stem for source in (locales_folder() / FRENCH).glob("*.[pm]o")}
    for tag in tags:
        for domain in sorted(domains):
            try:
                there = load(tag, domain) is not None
            except ValueError:
                there = False
            if not there:
                return _ill("languages", "catalogue", tag=tag, domain=domain)
    return _well("languages", "languages", tags=", ".join(tags))


def data_directory(folder: Path) -> Finding:
    """Whether the data directory can be written, or could be made."""
    there = next((parent for parent in (folder, *folder.parents) if parent.exists()), folder)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return _ill("data_dir", "data_dir_closed", folder=str(there))
    return _well("data_dir", "data_dir" if there == folder else "data_dir_to_come", folder=str(folder))


def keys(settings: Settings, data_there: bool) -> Finding:
    """Whether the key file can be read, is closed to others, and holds keys."""
    file = settings.secret_file or settings.data_dir / "service.key"
    try:
        mode, text = file.stat().st_mode, file.read_text("ascii")
    except FileNotFoundError:
        if data_there or settings.secret_file:
            return _ill("keys", "key_missing", file=str(file))
        return _well("keys", "key_to_come")
    except (OSError, UnicodeError):
        return _ill("keys", "key_unreadable", file=str(file))
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        return _ill("keys", "key_shared", command=f"chmod 600 {file}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(map(_is_key, lines)):
        return _ill("keys", "key_shape", file=str(file))
    return _well("keys", "keys", count=len(lines))


def _is_key(line: str) -> bool:
    try:
        return len(base64.b64decode(line, validate=True)) == KEY_BYTES
    except binascii.Error:
        return False


def database_file(settings: Settings) -> Path | None:
    """The SQLite file that the commands work on; ``None`` for a database elsewhere."""
    from mozaik_tui.settings.checks import SQLITE

    url = settings.database_url
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def server(url: str) -> Finding:
    """Whether PostgreSQL answers, and how far its clock is from this machine's."""
    from mozaik_tui.account.contract import ServiceFault
    from mozaik_tui.account.store.postgresql.looking import look

    try:
        seen = look(url)
    except ValueError:
        return _ill("database", "database_elsewhere")
    except ServiceFault:
        return _ill("database", "database_away")
    if abs(seen.skew) > SKEW_SECONDS:
        return _ill("database", "database_skew", seconds=round(abs(seen.skew)))
    return _well("database", "database_server", tables=seen.tables, skew=f"{abs(seen.skew):.1f}")


def database(file: Path | None, name: str = "database", url: str = "") -> Finding:
    """Whether the database can be opened and read, without changing or waiting for anything."""
    import sqlite3

    if file is None:
        return server(url)
    if not file.exists():
        return _well(name, "database_to_come")
    try:
        with sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=1) as connection:
            (tables,) = connection.execute(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
            ).fetchone()
        connection.close()
    except sqlite3.Error:
        return _ill(name, "database_closed", file=str(file))
    return _well(name, "database", tables=tables)


def mail(settings: Settings) -> Finding:
    """Whether the relay takes a connection; nothing is sent."""
    options = settings.mail
    if settings.practice or options.transport == "practice":
        return _well("mail", "mail_practice")
    try:
        wait = min(RELAY_SECONDS, options.connect_timeout)
        socket.create_connection((options.host, options.port), timeout=wait).close()
    except OSError:
        return _ill("mail", "mail_closed", host=options.host, port=options.port)
    return _well("mail", "mail", host=options.host, port=options.port)


def findings(settings: Settings, environ: dict[str, str]) -> Iterator[Finding]:
    """Every look, in the order in which things are needed."""
    yield terminal(settings, environ)
    yield languages(settings)
    yield data_directory(settings.data_dir)
    file, practice = database_file(settings), settings.data_dir / "practice.sqlite"
    yield keys(settings, practice.exists() or (file is not None and file.exists()))
    yield database(file, url=settings.database_url)
    if settings.practice:
        yield database(practice, "practice")
    yield mail(settings)


def run(call: Invocation) -> int:
    """Print what was found, one line a look; 1 when something is to be mended."""
    words = call.words
    found = list(findings(call.settings, dict(call.environ)))
    marks = {True: words.text("command.doctor.well"), False: words.text("command.doctor.ill")}
    call.tabulate((one.name, f"{marks[one.well]} – {words.text(one.key, **one.figures)}") for one in found)
    if ill := sum(not one.well for one in found):
        raise CommandError("command.doctor.to_mend", count=ill)
    return 0
