"""PDF through a browser of this machine, without a window and without a network.

A browser is the only thing that every machine has which sets all our scripts well (docs/decisions/0019).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .private_folder import private_folder

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
    "microsoft-edge-stable", "chrome", "msedge", "brave-browser",
)  # fmt: skip

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)

FLAGS = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-breakpad",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
)  # fmt: skip
"""Nothing is looked up: the page loads nothing, and the browser shall not either."""

PATIENCE = 120.0
"""Seconds: the first start of a browser on an old machine takes long."""


class NoBrowserError(Exception):
    """There is no browser that can print a page into a file."""


class CouldNotMakeError(Exception):
    """The browser was there, but no PDF came of it."""


def browser() -> str | None:
    """The browser's program; ``None`` where there is none that can do it."""
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in PLACES if os.path.exists(place))
    return next((program for program in (*found, *there) if program), None)


def pdf_of(page: str) -> bytes:
    """The page as PDF. Raises :class:`NoBrowserError` or :class:`CouldNotMakeError`."""
    program = browser()
    if program is None:
        raise NoBrowserError
    with private_folder() as folder:
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            program,
            *FLAGS,
            *as_root(),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        _run(command, folder)
        if not target.exists():
            raise CouldNotMakeError
        return target.read_bytes()


def as_root() -> tuple[str, ...]:
    """Chromium refuses to start as root with its sandbox; the page is ours and holds no script."""
    root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if root else ()


def _run(command: list[str], home: Path) -> None:
    """Whatever the browser wants to keep goes to the private folder as well."""
    places = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    environ = {**os.environ, **dict.fromkeys(places, str(home)), "GSETTINGS_BACKEND": "memory"}
    quiet = subprocess.DEVNULL
    try:
        subprocess.run(  # noqa: S603 - a browser that was looked for by name, with our own page
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=environ, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        raise CouldNotMakeError from None
