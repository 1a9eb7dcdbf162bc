"""Makes the pictures of the guide for the documentation, from the running program: `make screenshots`.

A step of the guide as SVG in French and English, and the page to take home as PNG, by a browser, in each language of
``SHEETS``. For those the machine needs fonts: Noto, with those for Arabic, Bengali and Chinese.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.guide.sheet.content import sheet_of
from mozaik_tui.guide.sheet.page import sheet_page
from mozaik_tui.guide.sheet.pdf import FLAGS, as_root, browser
from mozaik_tui.guide.ui.app import GuideApp
from mozaik_tui.language import offered
from tools.grey_png import grey
from tools.screenshots import DOCS, SIZE, without_font

SHEETS = ("fr", "ar", "zh-Hans", "bn")
PLACES = {"fr": (DOCS / "fr" / "pictures",), "en": (DOCS / "pictures",)}
TALL = 1000
"""Pixels of the page to take home that are shown: its first third."""


def guide(tag: str) -> Guide:
    """A guide whose day does not change, for a family of Montréal."""
    made = Guide(load_procedure(), lambda: date(2026, 11, 25), language=tag)
    made.type("school_body", "css-montreal")
    return made


async def step_picture(tag: str) -> str:
    """The step of the code."""
    run = guide(tag)
    run.open("step", "code")
    app = GuideApp(run, offered(), theme="mozaik-dark")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return without_font(app.export_screenshot(title="mozaik-tui guide"))


def sheet_picture(tag: str, target: Path) -> None:
    """The page to take home, as a browser shows it."""
    program = browser()
    assert program is not None, "a browser is needed for the pictures of the sheet"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(sheet_page(sheet_of(guide(tag))), encoding="utf-8")
        subprocess.run(  # noqa: S603 - our own page in a browser of this machine
            [
                program,
                *FLAGS,
                *as_root(),
                f"--user-data-dir={folder}/profile",
                "--hide-scrollbars",
                f"--window-size=850,{TALL}",
                f"--screenshot={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
    target.write_bytes(grey(target.read_bytes()))


def main() -> None:
    """Write the pictures."""
    for tag, folders in PLACES.items():
        svg = asyncio.run(step_picture(tag))
        for folder in folders:
            folder.mkdir(exist_ok=True)
            (folder / f"guide-{tag}.svg").write_text(svg, encoding="utf-8")
    for tag in SHEETS:
        name = f"sheet-{tag}.png"
        sheet_picture(tag, DOCS / "pictures" / name)
        shutil.copyfile(DOCS / "pictures" / name, DOCS / "fr" / "pictures" / name)


if __name__ == "__main__":
    main()
