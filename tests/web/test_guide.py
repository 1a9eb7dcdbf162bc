"""The guide in a real Chromium: to its last page by keyboard, line by line, its sheet, the way to the assistant and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.language import Translator

from .browser import CHROMIUM, PATIENCE, Browser, Page, Served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")

STEPS = len(load_procedure().steps)
FRENCH = Translator("fr")
LOG = "document.getElementById('log').innerText"
ENDED = "!document.getElementById('again').hidden"

Serve = Callable[..., Served]


async def saved(folder: Path) -> str:
    """The sheet, once the browser has saved it whole."""
    limit = time.monotonic() + PATIENCE
    while not (files := list(folder.glob("*.html"))) or "</html>" not in (
        text := files[0].read_text("utf-8")
    ):
        assert time.monotonic() < limit
        await asyncio.sleep(0.05)
    assert files[0].name == "mozaik-etapes.html"
    return text


def kept(folder: Path) -> list[Path]:
    """What a server that was given ``folder`` for everything has written."""
    return [file for name in ("data", "home") for file in (folder / name).rglob("*") if file.is_file()]


async def opened(browser: Browser, served: Served, query: str, downloads: Path) -> Page:
    page = await browser.page()
    await page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
    await page.open(f"{served.url}?{query}")
    return page


@pytest.mark.parametrize("tag", ["fr", "ar"])
async def test_to_the_last_page_by_keyboard_and_home_with_the_sheet(
    serve: Serve, tmp_path: Path, tag: str
) -> None:
    downloads = tmp_path / "downloads"
    served = serve(HOME=str(tmp_path / "home"))
    async with Browser(tmp_path) as browser:
        page = await opened(browser, served, f"guide&lang={tag}", downloads)
        for number in range(1, STEPS + 1):
            await page.see(f"G{number}")
            await page.keys("Enter")
        await page.see(FRENCH.text("guide.end.title"))
        await page.keys("1")
        await page.see(FRENCH.text("sheet.to.qr"))
        await page.keys("4")
        await page.see("mozaik-etapes.html")
        assert f'<html lang="{tag}"' in await saved(downloads)
        await page.keys("3")
        await page.see(FRENCH.text("sheet.scan"), load_procedure().portal.address)
        await page.keys("Escape")
        await page.see(FRENCH.text("sheet.to.qr"))
        await page.keys("Escape")
        await page.see(FRENCH.text("guide.end.title"))
        assert await page.js("document.documentElement.lang") == tag
        assert Translator(tag).text("guide.title") in await page.js("document.title")
        await page.keys("3")
        await page.until(ENDED)
        assert await page.js("document.activeElement.id") == "again"
        asked = [each["params"] for each in page.events if each["method"] == "Network.requestWillBeSent"]
        assert not [
            each for each in asked if not each["request"]["url"].startswith((served.url, "data:", "blob:"))
        ]
        assert not [each for each in page.events if each["method"] == "Runtime.exceptionThrown"]
    limit = time.monotonic() + PATIENCE
    while served.sessions():
        assert time.monotonic() < limit
        await asyncio.sleep(0.05)
    assert kept(tmp_path) == []


async def test_the_assistant_in_its_place_would_have_opened_its_service(serve: Serve, tmp_path: Path) -> None:
    """What the test above looks at is what changes."""
    served = serve(HOME=str(tmp_path / "home"))
    async with Browser(tmp_path) as browser:
        page = await opened(browser, served, "lang=fr", tmp_path)
        await page.see(FRENCH.text("screen.start.title"))
        limit = time.monotonic() + PATIENCE
        while not kept(tmp_path):
            assert time.monotonic() < limit
            await asyncio.sleep(0.05)


async def test_line_by_line_to_the_last_page_and_home_with_the_sheet(serve: Serve, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    served = serve(HOME=str(tmp_path / "home"))
    async with Browser(tmp_path) as browser:
        page = await opened(browser, served, "guide&plain&lang=fr", downloads)

        async def answer(line: str, then: str) -> None:
            await page.keys(*([line] if line else []), "Enter")
            await page.until(f"{LOG}.includes({then!r})")

        await page.until(f"{LOG}.includes('· G1')")
        assert await page.js("document.title") == FRENCH.text("guide.title")
        for number in range(2, STEPS + 1):
            await answer("", f"· G{number}")
        await answer("", FRENCH.text("guide.end.title"))
        await answer("1", FRENCH.text("sheet.ask.explain"))
        await answer("4", "mozaik-etapes.html")
        assert '<html lang="fr"' in await saved(downloads)
        assert not await page.js(f"{LOG}.includes('base64') || {LOG}.includes('\\x0f')")
        await page.keys("3", "Enter")
        drawn = "[...document.querySelectorAll('#log .drawn')]"
        await page.until(f"{drawn}.length > 10")
        wide = f"new Set({drawn}.map(each => each.scrollWidth)).size"
        assert await page.js(wide) == 1
        await page.keys(".", "Enter")
        await page.until(f"{LOG}.includes({FRENCH.text('guide.leave')!r})")
        await page.keys("2", "Enter")
        await page.until(ENDED)
    assert not served.sessions()
    assert kept(tmp_path) == []


async def test_a_dropped_connection_comes_back_to_the_same_page_and_what_was_typed(
    serve: Serve, tmp_path: Path
) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        page = await opened(browser, served, "guide&lang=en", tmp_path)
        await page.see("G1")
        await page.keys("3")
        await page.see(Translator("en").text("guide.check.title"))
        await page.keys("1")
        await page.see(Translator("en").text("guide.check.type.email")[:40])
        await page.types_over_a_drop("parent@example.org", at=11)
        assert len(served.sessions()) == 1


async def test_f6_leads_to_the_links_and_whoever_typed_something_is_asked(
    serve: Serve, tmp_path: Path
) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        page = await opened(browser, served, "", tmp_path)
        beside = await browser.beside(page)
        title = FRENCH.text("screen.language.title")
        await page.see(title)

        async def follow() -> None:
            await page.keys("F6")
            await page.until("document.activeElement.matches('nav a')")
            await page.keys("Tab")
            await page.until("document.activeElement.matches('nav a:last-child')")

        async def enter(answer: bool) -> None:
            pressed = asyncio.create_task(page.keys("Enter"))
            await beside.heard("Page.javascriptDialogOpening")
            await beside.call("Page.handleJavaScriptDialog", accept=answer)
            await pressed

        await follow()
        await page.keys("Enter")
        await page.until(
            "location.search === '?guide' && document.readyState === 'complete' && !!window.assistant"
        )
        await page.see(title, FRENCH.text("guide.title"))
        await page.keys("العربية", "Enter")
        await page.see("G1", "Préparez deux choses")
        await follow()
        await enter(False)
        assert "G1" in await page.text()
        await enter(True)
        # The language that was chosen goes along.
        await page.until(
            "location.search === '?lang=ar' && document.readyState === 'complete' && !!window.assistant"
        )
        await page.see("Avant de commencer")
