"""A real Chromium, headless, driven over its DevTools protocol; and the page's server as a program."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 90.0
"""Seconds against hanging, nothing else."""

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

TEXT = """[...Array(assistant.term.rows).keys()]
    .map(n => assistant.term.buffer.active.getLine(n)?.translateToString(true) ?? "").join("\\n")"""
"""What stands on the page's terminal, row by row."""

CODES = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "F6": 117}


class Served:
    """``mozaik-tui web`` on a free port, with its data in ``folder``."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", **env: str) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, 0), family=family) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOZAIK_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mozaik_tui", "web", "--host", host, "--port", str(self.port)],
            env={**kept, "MOZAIK_DATA_DIR": str(folder / "data"), "TMPDIR": str(folder), **env},
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr is not None
        self.told = self.process.stderr.readline().decode()
        limit = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            with socket.socket(family) as probe:
                if probe.connect_ex((host, self.port)) == 0:
                    return
            assert time.monotonic() < limit

    def sessions(self) -> list[int]:
        """The processes of its sessions."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in told.split()]

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


class Page:
    """One tab. ``see`` waits for texts on the terminal, ``keys`` presses."""

    def __init__(
        self, client: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse, target: str
    ) -> None:
        self._client, self._socket, self.target = client, socket, target
        self._numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []

    async def call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            answer = await asyncio.wait_for(self._socket.receive_json(), PATIENCE)
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer)
                return answer["result"]
            self.events.append(answer)

    async def heard(self, method: str) -> None:
        """Wait for an event; the page itself may be held up by it."""
        while not any(each["method"] == method for each in self.events):
            self.events.append(await asyncio.wait_for(self._socket.receive_json(), PATIENCE))
        self.events.clear()

    async def js(self, code: str) -> Any:
        """The value of an expression in the page."""
        told = await self.call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def text(self) -> str:
        return str(await self.js(f"window.assistant?.term ? {TEXT} : ''"))

    async def see(self, *texts: str) -> str:
        limit = time.monotonic() + PATIENCE
        text = await self.text()
        while not all(each in text for each in texts):
            if time.monotonic() > limit:
                notice = await self.js("document.getElementById('told')?.textContent")
                raise AssertionError(f"not seen: {texts}; the page says {notice!r}\n{text}")
            await asyncio.sleep(0.05)
            text = await self.text()
        return text

    async def until(self, code: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not await self.js(code):
            assert time.monotonic() < limit, code
            await asyncio.sleep(0.05)

    async def keys(self, *keys: str) -> None:
        """Named keys are pressed; other texts are typed as an input method does."""
        for key in keys:
            name, shift = (key[6:], 8) if key.startswith("Shift+") else (key, 0)
            if name in CODES:
                code = {"key": name, "code": name, "windowsVirtualKeyCode": CODES[name], "modifiers": shift}
                typed = {"type": "keyDown", "text": "\r"} if name == "Enter" else {"type": "rawKeyDown"}
                await self.call("Input.dispatchKeyEvent", **typed, **code)
                await self.call("Input.dispatchKeyEvent", type="keyUp", **code)
            else:
                await self.call("Input.insertText", text=key)

    async def open(self, url: str) -> None:
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete' && !!window.assistant")

    async def picture(self, file: Path) -> None:
        told = await self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(told["data"]))

    async def types_over_a_drop(self, text: str, at: int) -> None:
        """Types ``text``; the connection drops after its first ``at`` letters, and comes back."""
        await self.keys(text[:at])
        await self.see(text[:at])
        await self.js("assistant.connection.drop()")
        await self.until("!document.getElementById('notice').hidden")
        await self.until("document.getElementById('notice').hidden")
        await self.keys(text[at:])
        await self.see(text)


class Browser:
    """``async with Browser(folder) as browser: page = await browser.page()``."""

    def __init__(
        self, folder: Path, *, width: int = 1000, height: int = 640, flags: Sequence[str] = ()
    ) -> None:
        self._folder, self._size, self._flags = folder / "profile", f"{width},{height}", flags

    async def __aenter__(self) -> Browser:
        assert CHROMIUM is not None
        self._process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--no-first-run",
             "--disable-background-networking", "--enable-unsafe-swiftshader", f"--window-size={self._size}",
             f"--user-data-dir={self._folder}", *self._flags, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        limit = time.monotonic() + PATIENCE
        port = self._folder / "DevToolsActivePort"
        while not port.exists() or "\n" not in port.read_text():
            assert time.monotonic() < limit
            await asyncio.sleep(0.05)
        self._http = f"http://127.0.0.1:{port.read_text().splitlines()[0]}"
        self._client = aiohttp.ClientSession()
        return self

    async def page(self) -> Page:
        async with self._client.put(f"{self._http}/json/new?about:blank") as answer:
            told = json.loads(await answer.text())
        socket = await self._client.ws_connect(told["webSocketDebuggerUrl"], max_msg_size=0)
        page = Page(self._client, socket, told["id"])
        for domain in ("Page", "Runtime", "Network"):
            await page.call(f"{domain}.enable")
        return page

    async def beside(self, page: Page) -> Page:
        """Another line to the same tab: a dialogue of the browser holds the first one up."""
        told = self._http.replace("http", "ws", 1)
        socket = await self._client.ws_connect(f"{told}/devtools/page/{page.target}", max_msg_size=0)
        other = Page(self._client, socket, page.target)
        await other.call("Page.enable")
        return other

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        self._process.terminate()
        self._process.wait(PATIENCE)
