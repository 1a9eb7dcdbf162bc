"""Makes the pictures of the child's form in real terminals and in a browser: `python -m tools.language_pictures`.

For looking before a release, not part of any test. Needs Xvfb, xterm, xfce4-terminal (VTE), dbus-run-session, xdotool,
ImageMagick, Chromium and the Noto fonts; a terminal that is missing is said and left out. Arguments: languages, or names of
terminals; mlterm and konsole only when they are named.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mozaik_tui.web import process
from mozaik_tui.web.gate import Gate
from mozaik_tui.web.server import WebServer
from tests.web.browser import Browser
from tools.screenshots import DOCS

FOLDER = DOCS / "pictures" / "languages"
LANGUAGES = ("ar", "fa", "ur", "zh-Hans", "bn", "ta", "pa", "ti", "uk", "vi")
INSIDE = "tools.language_picture_inside"
FONT = "DejaVu Sans Mono"
PATIENCE = 60.0
COLOURS = 24
"""Of a picture: enough for smooth letters, and small."""

TERMINALS: dict[str, tuple[str, ...]] = {
    "xterm": (
        "xterm", "-geometry", "80x24", "-fa", FONT, "-fs", "12", "-fd", "Noto Sans Mono CJK SC", "-u8",
        "-xrm", "*scrollBar: false", "-e",
    ),
    "vte": (
        "dbus-run-session", "--", "xfce4-terminal", "--disable-server", "--geometry=80x24", f"--font={FONT} 12",
        "--hide-menubar", "--hide-toolbar", "--hide-scrollbar", "--hide-borders", "-x",
    ),
    "mlterm": ("mlterm", "--geometry=80x24", "--fontsize=17", "--sbmod=none", "-e"),
    "konsole": (
        "dbus-run-session", "--", "konsole", "--separate", "--hide-menubar", "--hide-tabbar", "--notransparency",
        "-p", f"Font={FONT},12", "-p", "ScrollBarPosition=2", "-p", "TerminalColumns=80", "-p", "TerminalRows=24", "-e",
    ),
}  # fmt: skip
"""A terminal of each kind, up to the program that it is to run."""

WINDOWS = {"xterm": "xterm", "vte": "xfce4-terminal", "mlterm": "mlterm", "konsole": "konsole"}


def started(*command: str, **options: Any) -> subprocess.Popen[bytes]:
    """A program of this machine, which says nothing."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, **quiet, **options)  # noqa: S603 - chosen above


def told(*command: str, environ: Mapping[str, str] | None = None) -> bytes:
    """What a program of this machine writes."""
    done = subprocess.run(command, env=environ, capture_output=True)  # noqa: S603 - chosen here
    return done.stdout


@contextmanager
def screen() -> Iterator[str]:
    """A screen of its own, with nothing else on it; its name for ``DISPLAY``."""
    reading, writing = os.pipe()
    size = ("-screen", "0", "1000x700x24")
    server = started("Xvfb", "-displayfd", str(writing), *size, "-nolisten", "tcp", pass_fds=[writing])
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def window(name: str, environ: Mapping[str, str]) -> str:
    """The number of the terminal's window."""
    found = told("xdotool", "search", "--onlyvisible", "--class", WINDOWS[name], environ=environ)
    return found.decode().split()[-1]


def settled_picture(name: str, environ: Mapping[str, str], target: Path) -> None:
    """The window, once two pictures half a second apart are the same: the program is quick, a terminal may not be."""
    before, limit = b"", time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        now = told("import", "-window", window(name, environ), "ppm:-", environ=environ)
        if now and now == before:
            break
        before = now
        time.sleep(0.5)
    target.write_bytes(before)
    small(target)


def small(target: Path) -> None:
    """Few colours, and nothing but the picture in the file."""
    fewer = ("-strip", "-dither", "None", "-colors", str(COLOURS), "-define", "png:compression-level=9")
    told("convert", str(target), *fewer, f"png8:{target}")


def in_terminal(name: str, tag: str, target: Path) -> str:
    """The picture of one language in one terminal; the profile that the terminal was recognised as."""
    with screen() as display, tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        environ = {
            **{key: os.environ[key] for key in ("PATH",)},
            "HOME": folder, "DISPLAY": display, "LC_ALL": "C.UTF-8",
            "XDG_RUNTIME_DIR": folder, "PYTHONPATH": str(DOCS.parent),
        }  # fmt: skip
        inside = [sys.executable, "-m", INSIDE, "--language", tag, "--said", str(said)]
        running = started(*TERMINALS[name], *inside, env=environ, cwd=DOCS.parent)
        try:
            limit = time.monotonic() + PATIENCE
            while not (said.exists() and said.read_text()):
                assert time.monotonic() < limit, f"{name} does not begin"
                assert running.poll() is None, f"{name} has ended"
                time.sleep(0.1)
            settled_picture(name, environ, target)
            return said.read_text()
        finally:
            running.terminate()
            running.wait()


class Server(WebServer):
    """The page's own server on a free port; only the session behind it stands on our step."""

    async def picture(self, tags: Sequence[str]) -> None:
        """The page in each language."""
        from aiohttp import web

        runner = web.AppRunner(await self._make_app())
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self.public_url = f"http://127.0.0.1:{self.port}"
        with tempfile.TemporaryDirectory() as folder:
            async with Browser(Path(folder), width=860, height=620) as browser:
                for tag in tags:
                    page = await browser.page()
                    await page.open(f"http://127.0.0.1:{self.port}/?lang={tag}")
                    await page.see("2014-03-09")
                    await page.until("document.getElementById('notice').hidden")
                    await page.js(
                        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
                    )
                    target = FOLDER / f"{tag}-browser.png"
                    await page.picture(target)
                    small(target)
                    await page.call("Page.close")
        await runner.cleanup()


def in_browser(tags: Sequence[str]) -> None:
    """The pictures of the browser."""
    gate = Gate((), open_to_all=False)
    with patch.object(process, "MODULE", INSIDE):
        asyncio.run(Server((), host="127.0.0.1", port=8766, gate=gate, tag="en").picture(tags))


def main(arguments: Sequence[str]) -> None:
    """Make those that are asked for, or all."""
    tags = [tag for tag in arguments if tag in LANGUAGES] or LANGUAGES
    names = [name for name in arguments if name not in LANGUAGES] or ["xterm", "vte", "browser"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name == "browser":
            in_browser(tags)
        elif shutil.which(WINDOWS[name]) is None:
            print(f"{name} is missing")
        else:
            for tag in tags:
                print(name, tag, in_terminal(name, tag, FOLDER / f"{tag}-{name}.png"), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
