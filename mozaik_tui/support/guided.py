"""The guide followed by its numbers: the parent's page in two languages, and on from there as the parent goes.

It is the guide's own run over the same steps file; nothing comes from the parent but what they read out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..guide import pages
from ..guide.drawing import drawn, told
from ..guide.offers import follow, offers
from ..guide.run_of_guide import Guide
from ..guide.words import GuideWords
from ..pictures import KINDS, picture_lines, picture_words
from .asking import Asking, Row

PAPER = 38
"""Cells of a drawn paper, as in the guide."""


def read_first(guide: Guide, words: GuideWords) -> Iterator[str]:
    """What stands on the page below its number and before its drawing."""
    yield pages.title(guide, words).lead
    yield from pages.paragraphs(guide, words)
    if guide.page.kind == "step" and guide.step.labels:
        yield words.text("guide.heading.words")
        yield from pages.labels_told(guide, words)


def read_last(guide: Guide, words: GuideWords) -> Iterator[str]:
    """What stands below it: what one sees when it worked."""
    if guide.page.kind == "step":
        yield words.text("guide.heading.seen")
        yield words.text(f"guide.step.{guide.step.name}.seen")


class Guided:
    """Follows one parent's guide until the agent leaves it."""

    def __init__(self, asking: Asking, guide: Guide) -> None:
        self._asking = asking
        self._guide = guide
        self._theirs = GuideWords(asking.words.parent.tag, guide.procedure)
        self._ours = GuideWords(asking.words.staff.tag, guide.procedure)

    def run(self) -> bool:
        """From the page that the guide is on. Whether another number is to be asked for."""
        guide, words = self._guide, self._asking.words
        while True:
            self._show()
            offered = offers(guide)
            own = ["button.back"] if guide.can_go_back() else []
            own += ["support.guide.other", "support.back"]
            for n, key in enumerate(own, len(offered) + 1):
                self._asking.say(f"{n}. {words.text(key)}")
            picked = self._asking.number(len(offered) + len(own)) - 1
            if picked >= len(offered):
                name = own[picked - len(offered)]
                if name != "button.back":
                    return name == "support.guide.other"
                guide.back()
            elif offered[picked].deed == "quit":
                return False
            elif offered[picked].deed != "deliver":  # what is printed is the parent's: the page stays
                follow(guide, offered[picked])

    # -- the page -------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        guide, theirs, ours = self._guide, self._theirs, self._ours
        console = self._asking.console
        console.beside([(pages.place(guide, theirs).lead, "", pages.place(guide, ours).lead)])
        self._beside(read_first(guide, theirs), read_first(guide, ours))
        if guide.page.kind == "step" and guide.step.picture:
            picture = guide.step.picture
            self._beside([theirs.text("guide.heading.where")], [ours.text("guide.heading.where")])
            console.draw(
                drawn(picture, theirs, guide.procedure.portal.typed),
                self._rows(told(picture, theirs), told(picture, ours)),
            )
        if guide.page.kind == "papers":
            for kind in KINDS:
                in_words = (picture_words(kind, words.lead) for words in (theirs, ours))
                console.draw(picture_lines(kind, theirs.lead, PAPER), self._rows(*in_words))
        self._beside(read_last(guide, theirs), read_last(guide, ours))
        console.question(self._asking.words.text("support.guide.pick"))
        for n, offer in enumerate(offers(guide), 1):
            [(text, way, meaning)] = self._rows([offer.words(theirs).lead], [offer.words(ours).lead])
            console.beside([(f"{n}. {text}", way, f"{n}. {meaning}")])

    def _beside(self, theirs: Iterable[str], ours: Iterable[str]) -> None:
        self._asking.console.beside(self._rows(theirs, ours))

    def _rows(self, theirs: Iterable[str], ours: Iterable[str]) -> list[Row]:
        """Each text with a way to say it, and what it means."""
        way_of = self._asking.words.way_of
        return [(text, way_of(text), meaning) for text, meaning in zip(theirs, ours, strict=True)]
