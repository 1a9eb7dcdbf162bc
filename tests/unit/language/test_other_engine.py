"""What we send to a terminal that orders nothing is what another engine gives, for every text that a family reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from mozaik_tui.language import Translator
from mozaik_tui.language.catalogue import load
from mozaik_tui.language.lines import visual
from mozaik_tui.language.terminals.here import Here
from mozaik_tui.language.terminals.profiles import PROFILES
from mozaik_tui.ui import right_to_left
from mozaik_tui.ui.app import Assistant
from tools.catalogues.sheets import family_domains

from ...snapshots.prepared import prepared
from . import fribidi

UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that only order or join: FriBidi hands them on, we send none of them."""
MARKED_LAM = re.compile("\u0644[\u064b-\u0652]+(?=[\u0622\u0623\u0625\u0627])")
"""A lam with a mark before its alef: we join the two as fonts do, FriBidi does not."""

pytestmark = pytest.mark.skipif(
    fribidi.NAME is None, reason="FriBidi is missing: apt-get install libfribidi0"
)


def lines(tag: str) -> Iterator[str]:
    """Each line with Arabic letters; one that is French altogether is a piece of its own, by a rule of ours."""
    for domain in sorted(family_domains()):
        catalogue = load(tag, domain)
        for key, text in catalogue._catalog.items() if catalogue else ():  # type: ignore[attr-defined]
            for line in text.splitlines() if key else ():
                if any(unicodedata.bidirectional(each) == "AL" for each in line):
                    yield MARKED_LAM.sub("\u0644", line)


@pytest.mark.parametrize("tag", ["ar", "fa", "ur", "prs", "ps"])
def test_order_and_letters_are_those_of_fribidi(tag: str) -> None:
    read = list(lines(tag))
    for line in read:
        assert visual(line, 1) == UNSEEN.sub("", fribidi.visual(line)), ascii(line)
    assert len(read) > 1000


def test_the_comparison_finds_what_stands_in_the_order_of_reading() -> None:
    line = next(lines("ar"))
    assert line != fribidi.visual(line)


@pytest.fixture
def _drawn_as_before() -> Iterator[None]:
    yield
    right_to_left.run_from(False)
    right_to_left.install(PROFILES["visual"])


@pytest.mark.usefixtures("_drawn_as_before")
@pytest.mark.parametrize("step", ["child_name", "birth_date", "identifier"])
@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
async def test_the_form_of_a_child_is_drawn_so(tag: str, step: str) -> None:
    """Title and labels as they stand in the rows that go to an xterm."""
    app = Assistant(prepared(step, tag), theme="mozaik-dark", terminal=Here(PROFILES["xterm"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        rows = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    for key in (f"screen.{step}.title", *(f"screen.field.{name}.label" for name in app.session.step.fields)):
        assert UNSEEN.sub("", fribidi.visual(Translator(tag).text(key))) in rows, key
