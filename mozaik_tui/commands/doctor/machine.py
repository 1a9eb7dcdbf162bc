"""What this machine gives: terminal, texts, a place for data."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.commands.doctor.finding import Finding, ill, well
from mozaik_tui.commands.start import wants_plain

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings

SMALLEST_SCREEN = (40, 12)
LEAST_FREE = 200 * 2**20
"""Bytes on the disk under which its end is near: a registry of 1.4 million pupils takes as many."""


def terminal(settings: Settings, environ: Mapping[str, str]) -> Finding:
    """The front end that would start here, and whether the terminal can show it."""
    encoding = (sys.stdout.encoding or "").lower().replace("_", "-")
    if encoding not in ("utf-8", "utf8"):
        return ill("terminal", "command.doctor.encoding", encoding=encoding)
    if wants_plain(settings, dict(environ)):
        return well("terminal", "command.doctor.plain")
    columns, lines = shutil.get_terminal_size()
    if columns < SMALLEST_SCREEN[0] or lines < SMALLEST_SCREEN[1]:
        return ill("terminal", "command.doctor.too_small", columns=columns, lines=lines)
    return well("terminal", "command.doctor.screen", columns=columns, lines=lines)


def languages(settings: Settings) -> Finding:
    """Whether every offered language has every catalogue, and all can be read."""
    from mozaik_tui.language import offered
    from mozaik_tui.language.catalogue import load
    from mozaik_tui.language.places import FRENCH, STAFF_DOMAINS, locales_folder

    tags = [entry.tag for entry in offered(settings.languages.offered)]
    domains = {source.stem for source in (locales_folder() / FRENCH).glob("*.[pm]o")}
    for tag in tags:
        for domain in sorted(domains):
            try:
                there = load(tag, domain) is not None or (tag != FRENCH and domain in STAFF_DOMAINS)
            except ValueError:
                there = False
            if not there:
                return ill("languages", "command.doctor.catalogue", tag=tag, domain=domain)
    return well("languages", "command.doctor.languages", tags=", ".join(tags))


def nearest(folder: Path) -> Path:
    """The folder, or the first one above it that is there already."""
    return next((parent for parent in (folder, *folder.parents) if parent.exists()), folder)


def writable(folder: Path) -> bool:
    """Whether a file can be made in it."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def data_directory(folder: Path) -> Finding:
    """Whether the data directory can be written, or could be made, and has room."""
    there = nearest(folder)
    if not writable(there):
        return ill("data_dir", "command.doctor.data_dir_closed", folder=str(folder))
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        return ill("data_dir", "doctor.disk_little", folder=str(folder), free=free // 2**20)
    if there != folder:
        return well("data_dir", "command.doctor.data_dir_to_come", folder=str(folder))
    return well("data_dir", "command.doctor.data_dir", folder=str(folder))
