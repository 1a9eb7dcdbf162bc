"""No word of any catalogue loses ink on the page: with WebGL and without, ordinary and bold."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mozaik_tui.language import offered

from .browser import CHROMIUM, Browser, Served
from .inked import drawn, empty_terminal, fault, words

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")

LONG = bool(os.environ.get("MOZAIK_PROVE"))
EVERY = 1 if LONG else 37
"""Of the words of each language, one of so many."""

WORDS = {entry.tag: found[::EVERY] for entry in offered() if (found := words(entry.tag))}


@pytest.mark.parametrize("webgl", [True, False], ids=["webgl", "elements"])
async def test_every_word_is_drawn_whole_and_in_its_cells(
    serve: Callable[..., Served], tmp_path: Path, *, webgl: bool
) -> None:
    assert {"ta", "bn", "pa", "ne", "ti", "ar", "fa", "prs", "ur", "ps"} <= WORDS.keys()
    served = serve()
    wrong: dict[str, list[str]] = {}
    async with Browser(tmp_path, width=1900, height=1300) as browser:
        page = await empty_terminal(browser, served.url, webgl=webgl)
        for texts in (
            WORDS.values() if LONG else [sorted({word for found in WORDS.values() for word in found})]
        ):
            for bold in (False, True):
                pointer, *seen = await drawn(page, ["▶", *texts], bold=bold)
                assert pointer["drawn"]["wide"] >= pointer["free"]["wide"] - 1
                assert len(seen) == len(texts)
                for each in seen:
                    if what := fault(each):
                        wrong.setdefault(what, []).append(each["word"])
    assert not wrong


async def test_a_page_that_loses_webgl_goes_on_with_elements(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    served = serve()
    async with Browser(tmp_path) as browser:
        page = await empty_terminal(browser, served.url, webgl=True)
        await page.js("""document.querySelector(".xterm-screen canvas:not(.xterm-link-layer)").getContext("webgl2")
            .getExtension("WEBGL_lose_context").loseContext()""")
        await page.until("!!document.querySelector('.xterm-rows')")
        seen = await drawn(page, WORDS["ta"][:20], bold=False)
        assert [fault(each) for each in seen] == [None] * 20
