"""The page in a real Chromium: the whole journey by keyboard, what is loaded, a lost connection, the plain lines."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mozaik_tui.account.registry.practice import practice_family
from mozaik_tui.language import Translator, offered
from mozaik_tui.language.languages import language

from .browser import CHROMIUM, PATIENCE, Browser, Page, Served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")

PASSWORD = "Soleil-d-hiver-3"
FAMILY = practice_family()
CHILD = FAMILY.children[0]
SPOKEN = [tag for tag in ("fr", "zh-Hans") if tag in {entry.tag for entry in offered()}]
"""Of the languages of issue 5: Arabic comes to the page in the order of its display, which these waits cannot read."""

Serve = Callable[..., Served]


async def practice_code(page: Page, words: Translator) -> str:
    """Read the code in the practice mailbox."""
    await page.see(words.text("screen.code.title"), words.text("button.mailbox"))
    await page.keys("Shift+Tab")
    await page.see(f"▶ {words.text('button.mailbox')}")
    await page.keys("Enter")
    limit = time.monotonic() + PATIENCE
    while not (found := re.search(r"^\s*(\d{6})\s", await page.text(), re.MULTILINE)):
        assert time.monotonic() < limit, await page.text()
    await page.keys("Escape")
    await page.see(words.text("screen.code.title"))
    await page.keys("Tab")
    return found[1]


async def journey(page: Page, tag: str, picture: Callable[[str], Path] | None = None) -> None:
    """From the language screen to the goodbye, by keyboard alone."""
    words = Translator(tag)
    text = words.text

    async def title(step: str) -> None:
        await page.see(text(f"screen.{step}.title"))
        if picture is not None:
            await page.picture(picture(step))

    await page.see(Translator("fr").text("screen.language.title"), language(tag).name)
    await page.keys(language(tag).name, "Enter")
    await title("start")
    await page.keys("1")
    await title("email")
    await page.keys(FAMILY.email, "Enter")
    await page.keys(await practice_code(page, words), "Enter")
    await title("password")
    await page.keys(PASSWORD, "Enter")
    await page.see(f"▶ {text('screen.field.confirmation.label')}")
    await page.keys(PASSWORD, "Enter")
    await title("questions")
    await page.keys("Enter")
    await page.see(f"▶ {text('screen.field.adult_learner.label')}"[:30])
    await page.keys("Enter")
    await page.see("72")  # the list is there, and has scrolled the title out of sight
    await page.keys(CHILD.school_body_name)
    await page.see(f"▶ {CHILD.school_body_name}"[:40])
    await page.keys("Enter")
    await title("child_name")
    await page.keys(CHILD.last_name, "Enter")
    await page.see(f"▶ {text('screen.field.first_name.label')}")
    await page.keys(CHILD.first_name, "Enter")
    await title("birth_date")
    await page.keys(CHILD.birth_date, "Enter")
    await title("identifier")
    await page.keys(CHILD.file_number, "Enter")
    await title("check")
    await page.keys("Tab")
    await page.see(f"▶ {text('screen.check.main')}")
    await page.keys("Enter")
    await page.see(text("screen.another.title"), CHILD.first_name)
    await page.keys("2")
    seen = await page.see(text("screen.family.title"), text("screen.family.sign_out"), CHILD.first_name)
    (line,) = (line for line in seen.splitlines() if text("screen.family.sign_out") in line)
    await page.keys(line.split()[0])
    await page.see(text("screen.goodbye.title"), CHILD.first_name)
    if picture is not None:
        await page.picture(picture("goodbye"))
    await page.keys("2")


@pytest.mark.parametrize("tag", SPOKEN)
async def test_the_whole_journey_by_keyboard(serve: Serve, tmp_path: Path, tag: str) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        page = await browser.page()
        await page.open(served.url)
        await journey(page, tag)
        await page.until("!document.getElementById('again').hidden")
        assert await page.js("document.activeElement.id") == "again"
        assert CHILD.first_name not in await page.text()
        assert await page.js("document.documentElement.lang") == tag
        assert await page.js("assistant.term.options.minimumContrastRatio") == 7
        asked = [
            each["params"]["request"]["url"]
            for each in page.events
            if each["method"] == "Network.requestWillBeSent"
        ]
        assert len(asked) > 5
        assert not [url for url in asked if not url.startswith((served.url, "data:"))]
        assert not [each for each in page.events if each["method"] == "Runtime.exceptionThrown"]
        assert not served.sessions()


@pytest.mark.parametrize("tag", ["ta", "pa"])
async def test_a_script_that_most_terminals_cannot_draw_is_spoken_at_once(
    serve: Serve, tmp_path: Path, tag: str
) -> None:
    """The session knows that it is on our page: no question sends the parent back to French or to the lines."""
    served = serve()
    async with Browser(tmp_path) as browser:
        page = await browser.page()
        await page.open(served.url)
        await page.see(Translator("fr").text("screen.language.title"))
        await page.keys(language(tag).name)
        await page.see(f"▶ 1 {language(tag).name}")
        await page.keys("Enter")
        await page.see(Translator(tag).text("screen.start.title"))


async def test_a_dropped_connection_comes_back_and_a_page_loaded_again_does_not(
    serve: Serve, tmp_path: Path
) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        page = await browser.page()
        await page.open(f"{served.url}?lang=en")
        await page.see("Before you start")
        await page.keys("1")
        await page.see("E-mail address")
        await page.types_over_a_drop("parent@example.org", at=11)
        page.events.clear()
        await page.call("Page.reload")
        await page.heard("Page.loadEventFired")
        await page.until("document.readyState === 'complete' && !!window.assistant")
        assert "parent@example.org" not in await page.see("Before you start")


async def test_the_plain_lines_are_a_log_with_a_field(serve: Serve, tmp_path: Path) -> None:
    served = serve()
    log = "document.getElementById('log').innerText"

    async with Browser(tmp_path) as browser:
        page = await browser.page()
        await page.open(f"{served.url}?plain&lang=fr")

        async def answer(line: str, then: str) -> None:
            await page.keys(line, "Enter")
            await page.until(f"{log}.includes({then!r})")

        await page.until(f"{log}.includes('Avant de commencer')")
        assert await page.js("document.activeElement.id") == "answer"
        assert await page.js("document.querySelector('[role=log]').getAttribute('aria-live')") == "polite"
        assert await page.js("document.querySelector('label').htmlFor") == "answer"
        await answer("2", "Adresse courriel")
        await answer("parent@example.org", "Mot de passe")
        await page.until("document.getElementById('answer').type === 'password'")
        await page.keys(PASSWORD, "Enter")
        await page.until(f"{log}.includes('E-')")
        assert PASSWORD not in await page.js("document.documentElement.outerHTML")
        assert not await page.js(f"{log}.includes('\\x0e')")
        await page.js("assistant.connection.drop()")
        await page.until("document.getElementById('notice').hidden")


async def test_plain_lines_in_arabic_run_from_the_right_and_a_date_in_them_stays_whole(
    serve: Serve, tmp_path: Path
) -> None:
    served = serve()
    birth = f"[...document.querySelectorAll('#log p')].find((line) => line.textContent.includes('{CHILD.birth_date}'))"
    async with Browser(tmp_path) as browser:
        page = await browser.page()
        await page.open(f"{served.url}?plain&lang=ar")
        await page.until(f"!!{birth}")
        assert await page.js(f"getComputedStyle({birth}).direction") == "rtl"
        assert await page.js(f"getComputedStyle({birth}).unicodeBidi") == "isolate"
        assert f"\u2068{CHILD.birth_date}\u2069" in await page.js(f"{birth}.textContent")
