"""The page speaks the language that was chosen in its session: voice, direction, labels, links, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from mozaik_tui.language import Translator, offered
from mozaik_tui.language.languages import language
from mozaik_tui.web.page import WORDS, page

from .browser import CHROMIUM, Browser, Page, Served

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")

FRENCH = Translator("fr")
LOG = "[...document.querySelectorAll('#log p')]"
TOLD = "document.getElementById('told')"


async def choose(tab: Page, tag: str, time: int) -> None:
    """The language, by its number in the list that is told for so many times."""
    name = language(tag).name
    numbers = f"{LOG}.map(each => each.textContent.match(/^(\\d+)\\. {name}$/)).filter(Boolean).map(found => found[1])"
    await tab.until(f"{numbers}.length === {time}")
    await tab.keys(await tab.js(f"{numbers}[0]"), "Enter")
    await tab.until(f"document.documentElement.lang === {tag!r}")


async def notice(tab: Page) -> list[list[str]]:
    """What is said of a connection that was just lost: language, direction and words of each part."""
    await tab.js("window.WebSocket = function () {}; assistant.connection.drop(); 0")
    parts: list[list[str]] = await tab.js(
        f"[...{TOLD}.querySelectorAll('span')].map(each => [each.lang, each.dir, each.textContent])"
    )
    return parts


@needs_chromium
@pytest.mark.parametrize("query", ["plain&guide", "plain"])
async def test_the_text_version_follows_the_language_that_is_chosen(
    serve: Callable[..., Served], tmp_path: Path, query: str
) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        tab = await browser.page()
        await tab.open(f"{served.url}?{query}")
        for time, tag in enumerate(("es", "ar"), 1):
            await choose(tab, tag, time)
            words = Translator(tag)
            await tab.until(f"{LOG}.at(-1).lang === {tag!r}")
            assert await tab.js("document.documentElement.dir") == language(tag).direction
            assert await tab.js(f"{LOG}[0].lang") == "fr"
            assert words.text("guide.title" if "guide" in query else "web.title") in await tab.js(
                "document.title"
            )
            for element, key in (
                ("form button", "web.send"),
                ("#label", "web.answer"),
                ("nav a", "web.to_screen"),
                ("#again", "web.again"),
            ):
                told = await tab.js(
                    f"[...document.querySelector({element!r}).children].map(each => [each.lang, each.textContent])"
                )
                assert told == [[tag, words.text(key)], ["fr", FRENCH.text(key)]]
            assert words.text("web.log") in await tab.js("document.getElementById('log').ariaLabel")
            assert await tab.js(
                f"[...document.querySelectorAll('nav a')].every(each => each.search.endsWith('lang={tag}'))"
            )
            await tab.keys("!", "Enter")
        assert await notice(tab) == [
            ["ar", "rtl", Translator("ar").text("web.lost")],
            ["fr", "ltr", FRENCH.text("web.lost")],
        ]


@needs_chromium
async def test_what_the_page_with_the_screen_says_of_itself_is_in_the_language_that_was_chosen(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        tab = await browser.page()
        await tab.open(f"{served.url}?guide")
        await tab.see(FRENCH.text("screen.language.title"))
        await tab.keys("Español", "Enter")
        await tab.until("document.documentElement.lang === 'es'")
        assert await notice(tab) == [
            ["es", "ltr", Translator("es").text("web.lost")],
            ["fr", "ltr", FRENCH.text("web.lost")],
        ]
        asked = await tab.js("let asked; window.confirm = (text) => { asked = text; }; "
                             "document.querySelector('nav a').click(); asked")  # fmt: skip
        assert Translator("es").text("screen.leave.title") in asked


@pytest.mark.parametrize("guide", [False, True])
def test_the_page_holds_its_words_in_every_language(guide: bool) -> None:
    (held,) = re.findall(r'data-said="([^"]*)"', page("plain", "fr", guide=guide))
    words = json.loads(unescape(held))
    assert words.keys() == {each.tag for each in offered()}
    for tag, told in words.items():
        assert told["direction"] == language(tag).direction
        assert told["title"] == Translator(tag).text("guide.title" if guide else "web.title")
        assert [told[name] for name in WORDS] == [Translator(tag).text(key) for key in WORDS.values()]
