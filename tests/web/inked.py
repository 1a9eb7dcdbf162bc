"""Draws words on the page's terminal and compares their ink with that of the same words where they have all the room."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mozaik_tui.language.places import locales_path

from .browser import Browser, Page

INK = Path(__file__).with_name("ink.js").read_text("utf-8")
ALONE = "window.WebSocket = function () { this.readyState = 0; };"
"""No session writes on the page's terminal."""
WITHOUT_WEBGL = """{ const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind.startsWith("webgl") ? null : get.call(this, kind, ...more); }; }"""
WORD = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u1200-\u139f][\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u1200-\u139f\u200c\u200d]*"
)
"""Of the languages whose letters are drawn together, or do not fit a cell."""


def words(tag: str) -> list[str]:
    """Every distinct word of a language's catalogues."""
    files = Path(locales_path(), tag).glob("*.po")
    return sorted({word for file in files for word in WORD.findall(file.read_text("utf-8"))})


async def empty_terminal(browser: Browser, url: str, *, webgl: bool) -> Page:
    """The page without a session, ready for :func:`drawn`."""
    page = await browser.page()
    source = ALONE if webgl else ALONE + WITHOUT_WEBGL
    await page.call("Page.addScriptToEvaluateOnNewDocument", source=source)
    await page.open(url)
    await page.js("document.getElementById('notice').remove()")
    await page.js(f"{INK}; 0")
    assert await page.js("!document.querySelector('.xterm-rows')") == webgl
    return page


async def drawn(page: Page, texts: Sequence[str], *, bold: bool) -> list[dict[str, Any]]:
    """What is seen of each text, in points: ``drawn`` on the terminal, ``free`` elsewhere, and the ``room`` of its cells."""
    left, seen = list(texts), []
    while left:
        places = await page.js(f"ink.show({json.dumps(left)}, {json.dumps(bold)})")
        picture = (await page.call("Page.captureScreenshot", format="png"))["data"]
        seen += await page.js(f"ink.read({json.dumps(picture)}, {json.dumps(places)}, {json.dumps(bold)})")
        left = left[len(places) :]
    return seen


def fault(seen: dict[str, Any]) -> str | None:
    """What is wrong with a word: smooth edges are allowed one point, a narrowed word two."""
    here, free, room = seen["drawn"], seen["free"], seen["room"]
    needed = max(1, free["advance"], max(0, free["left"]) + free["wide"])
    if here["left"] < -1.3 or here["left"] + here["wide"] > room + 1.3:
        return "stands out of its cells"
    if here["wide"] < free["wide"] * min(1, room / needed) - 2 or here["high"] < free["high"] - 1:
        return "is cut"
    return "is spread" if here["wide"] > free["wide"] + 2 else None
