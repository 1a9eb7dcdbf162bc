"""The page behind a real TLS server (nginx, as docs/kiosk.md sets it up): the journey in Chromium, and who is kept out."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
import pytest

from mozaik_tui.web.gate import CSP

from ..tls import NGINX, WITHOUT, Proxy
from .browser import CHROMIUM, Browser, Served
from .serving import HELLO, told
from .test_browser import CHILD, journey

pytestmark = pytest.mark.skipif(NGINX is None, reason=WITHOUT)

ELSEWHERE = "127.0.0.2"
"""Another address of this machine, that is no configured proxy's."""
EVIL = "https://evil.example"


@pytest.fixture
def behind(serve: Callable[..., Served], tmp_path: Path) -> Iterator[tuple[Served, Proxy]]:
    """The page's server that knows its proxy, and the proxy."""
    config = tmp_path / "web.toml"
    config.write_text('[service]\nproxies = ["127.0.0.1/32"]\n', "utf-8")
    served = serve(MOZAIK_CONFIG=str(config))
    proxy = Proxy(tmp_path / "nginx", "kiosk.md", served.port)
    yield served, proxy
    proxy.close()


def trusting(proxy: Proxy, **more: object) -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=str(proxy.certificate)), **more)  # type: ignore[arg-type]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")
async def test_the_whole_journey_over_https(behind: tuple[Served, Proxy], tmp_path: Path) -> None:
    served, proxy = behind
    async with Browser(tmp_path, flags=("--ignore-certificate-errors",)) as browser:
        page = await browser.page()
        await page.open(f"{proxy.url}/")
        assert await page.js("isSecureContext && location.protocol") == "https:"
        await journey(page, "fr")
        await page.until("!document.getElementById('again').hidden")
        assert CHILD.first_name not in await page.text()
        asked = [
            each["params"]["request"]["url"]
            for each in page.events
            if each["method"] == "Network.requestWillBeSent"
        ]
        sockets = [
            each["params"]["url"] for each in page.events if each["method"] == "Network.webSocketCreated"
        ]
        assert len(asked) > 5
        assert not [url for url in asked if not url.startswith((f"{proxy.url}/", "data:"))]
        assert sockets == [f"wss://127.0.0.1:{proxy.port}/ws"]
        assert not [
            each for each in page.events if each["method"] in ("Runtime.exceptionThrown", "Log.entryAdded")
        ]
        assert not served.sessions()


async def test_the_answers_headers_come_through(behind: tuple[Served, Proxy]) -> None:
    _, proxy = behind
    async with aiohttp.ClientSession(connector=trusting(proxy)) as client:
        for path, status in (("/", 200), ("/static/page.css", 200), ("/nothing", 404), ("/ws", 403)):
            async with client.get(f"{proxy.url}{path}") as answer:
                assert answer.status == status
                assert answer.headers["Content-Security-Policy"] == CSP
                assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
                assert answer.headers["Cache-Control"] == "no-store"
                assert "aiohttp" not in str(answer.headers).lower()
    assert not (Path(str(proxy.certificate)).parent / "access.log").stat().st_size


async def refused(client: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await client.ws_connect(f"{url}/ws", headers=headers)
    return caught.value.status


async def test_only_the_https_page_of_this_name_is_let_in(behind: tuple[Served, Proxy]) -> None:
    served, proxy = behind
    host = f"127.0.0.1:{proxy.port}"
    async with aiohttp.ClientSession(connector=trusting(proxy)) as client:
        for headers in (
            {"Origin": EVIL},
            {"Origin": EVIL, "X-Forwarded-Host": "evil.example"},  # overwritten by the proxy
            {"Origin": f"http://{host}"},
            {"Origin": f"http://{host}", "X-Forwarded-Proto": "http"},
            {"Origin": f"https://127.0.0.1:{served.port}"},
            {"Origin": "null"},
            {},
        ):
            assert await refused(client, proxy.url, headers) == 403, headers
        assert not served.sessions()
        page = await client.ws_connect(f"{proxy.url}/ws", headers={"Origin": proxy.url})
        await page.send_json(HELLO)
        assert await told(page, "session")
        await page.close()


async def test_forwarded_headers_of_anybody_else_count_for_nothing(behind: tuple[Served, Proxy]) -> None:
    """Beside the proxy, from an address that is not configured: only the server's own name opens the page."""
    served, proxy = behind
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
    }
    url = served.url.rstrip("/")
    async with aiohttp.ClientSession(connector=trusting(proxy, local_addr=(ELSEWHERE, 0))) as client:
        assert await refused(client, url, {**forged, "Origin": EVIL}) == 403
        assert await refused(client, url, {**forged, "Origin": EVIL, "Host": "evil.example"}) == 421
        async with client.get(url, headers={**forged, "Host": "evil.example"}) as answer:
            assert answer.status == 421
        page = await client.ws_connect(f"{url}/ws", headers={**forged, "Origin": url})
        await page.close()
    async with aiohttp.ClientSession(
        connector=trusting(proxy)
    ) as client:  # from the proxy's address they count
        page = await client.ws_connect(f"{url}/ws", headers={**forged, "Origin": EVIL})
        await page.close()
