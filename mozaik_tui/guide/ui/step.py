"""A step of the procedure: what to do, the portal's words, where they stand, what one sees when it worked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from ...language.isolates import left_to_right
from ...ui.widgets.prose import Prose
from .. import pages
from ..drawing import drawn
from .page_screen import PageScreen


class StepPage(PageScreen):
    """The words on the left, the drawing on the right; below each other where the screen is narrow."""

    DEFAULT_CSS = """
    StepPage #page { height: auto; }
    StepPage #told { width: 1fr; height: auto; padding-right: 1; }
    StepPage #told > Static { margin-bottom: 1; }
    StepPage #side { width: 38; height: auto; }
    StepPage #caption { color: $soft; margin-bottom: 1; }
    StepPage.-narrow #page { layout: vertical; }
    StepPage.-narrow #told { width: 100%; padding: 0; }
    StepPage.-short #told > Static, StepPage.-short #caption { margin-bottom: 0; }
    """
    STAYS_AT_TOP: ClassVar[bool] = True

    def content(self) -> ComposeResult:
        """What to do and how it looks."""
        step, words = self.guide.step, self.words
        picture = drawn(step.picture, words, self.guide.procedure.portal.typed)
        seen = Prose(
            f"{words.text('guide.heading.seen')}\n{words.text(f'guide.step.{step.name}.seen')}", id="seen"
        )
        with Horizontal(id="page"):
            with Vertical(id="told"):
                yield Prose("\n".join(pages.paragraphs(self.guide, words)), id="question")
                if step.labels:
                    told = pages.labels_told(self.guide, words)
                    yield Prose("\n".join([words.text("guide.heading.words"), *told]), id="labels")
                if not picture:
                    yield seen
            if picture:
                with Vertical(id="side"):
                    yield Static(left_to_right("\n".join(picture)), markup=False, id="picture")
                    yield Prose(words.text("guide.part.caption"), id="caption")
                    yield seen
