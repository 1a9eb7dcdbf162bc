"""Brings the sheet where the parent wants it, and says how that went. Where it may go is the policy's word."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from ..run_of_guide import Notice
from .content import Sheet
from .page import sheet_page
from .pdf import CouldNotMakeError, NoBrowserError, pdf_of

FILE_NAME = "mozaik-etapes"
"""The file's name says nothing of the family."""

PRINTERS = (("lp", "-s", "-t", FILE_NAME, "-"), ("lpr", "-J", FILE_NAME))
"""Programs that print what they are given; the first one that is there is used."""


def deliver(sheet: Sheet, where: str) -> Notice:
    """To ``printer``, ``html`` or ``pdf``. Blocks: a browser may take seconds. Never raises for what can go wrong."""
    try:
        return _WAYS[where](sheet)
    except NoBrowserError:
        return Notice("sheet.failed.no_browser", well=False)
    except (CouldNotMakeError, OSError):
        return Notice("sheet.failed.other", well=False)


def _print(sheet: Sheet) -> Notice:
    command = next((line for line in PRINTERS if shutil.which(line[0])), None)
    if command is None:
        return Notice("sheet.failed.no_printer", well=False)
    pdf = pdf_of(sheet_page(sheet))
    quiet = subprocess.DEVNULL
    try:
        subprocess.run(command, input=pdf, stdout=quiet, stderr=quiet, timeout=60, check=True)  # noqa: S603 - see PRINTERS
    except subprocess.SubprocessError:
        return Notice("sheet.failed.no_printer", well=False)
    return Notice("sheet.done.printer", well=True)


def _html(sheet: Sheet) -> Notice:
    return _written(sheet_page(sheet).encode(), ".html")


def _pdf(sheet: Sheet) -> Notice:
    return _written(pdf_of(sheet_page(sheet)), ".pdf")


def _written(content: bytes, ending: str) -> Notice:
    """A new file in the user's documents that only they may read; nothing that is there is written over."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    folder = folder if folder.is_dir() else Path.home()
    for number in range(1, 1000):
        file = folder / f"{FILE_NAME}{'' if number == 1 else f'-{number}'}{ending}"
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        return Notice("sheet.done.file", well=True, file=str(file))
    return Notice("sheet.failed.other", well=False)


_WAYS: Mapping[str, Callable[[Sheet], Notice]] = {"printer": _print, "html": _html, "pdf": _pdf}
