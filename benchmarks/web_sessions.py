"""Key to repaint in the page's sessions: one alone, then twenty at once that type too."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from statistics import median, quantiles

import aiohttp

SESSIONS = 20
KEYS = 30
PAUSE = 0.25
"""Seconds between two keys of one session: somebody who types quickly."""


async def _open(client: aiohttp.ClientSession, url: str) -> aiohttp.ClientWebSocketResponse:
    page = await client.ws_connect(f"{url}/ws", headers={"Origin": url}, max_msg_size=0)
    await page.send_json({"kind": "screen", "token": None, "lang": "fr", "width": 80, "height": 24})
    await _drawn(page, b"Avant de commencer")
    await page.send_json(["keys", "1"])
    await _drawn(page, b"courriel")
    return page


async def _drawn(page: aiohttp.ClientWebSocketResponse, text: bytes) -> None:
    seen = b""
    while text not in seen:
        message = await page.receive(60)
        seen += message.data if isinstance(message.data, bytes) else b""


async def _quiet(page: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        try:
            await page.receive(PAUSE)
        except TimeoutError:
            return


async def _type(page: aiohttp.ClientWebSocketResponse) -> list[float]:
    times = []
    for number in range(KEYS):
        key = chr(ord("a") + number % 26)
        begin = time.perf_counter()
        await page.send_json(["keys", key])
        await _drawn(page, key.encode())
        times.append(time.perf_counter() - begin)
        await asyncio.sleep(PAUSE)
    return times[5:]


def _tell(name: str, times: list[float]) -> None:
    print(
        f"  {name:<22} median {median(times) * 1000:7.1f} ms   95th percentile {quantiles(times, n=20)[18] * 1000:7.1f} ms"
    )


async def _measure(url: str) -> None:
    async with aiohttp.ClientSession() as client:
        pages = [await _open(client, url)]
        alone = await _type(pages[0])
        for _ in range(SESSIONS - 1):
            pages.append(await _open(client, url))
        together = [each for times in await asyncio.gather(*map(_type, pages)) for each in times]
        for page in pages[1:]:
            await page.close()
        print("key to repaint in a session of the page")
        _tell("one session", alone)
        _tell(f"{SESSIONS} sessions at once", together)


def main() -> None:
    """Start a server of its own on a free port, measure, print."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "MOZAIK_DATA_DIR": folder}
        command = [sys.executable, "-m", "mozaik_tui", "web", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                time.sleep(0.05)
            asyncio.run(_measure(f"http://127.0.0.1:{port}"))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
