"""What can be chosen on the steps that ask for a choice: the lead and its label, in the order of their digits."""

from collections.abc import Mapping
from typing import NamedTuple

from .journey.steps import CHILD_FORM


class Choice(NamedTuple):
    """``lead`` is a word of the step table or an action of the front end; ``label`` a catalogue key."""

    lead: str
    label: str


CHOICES: Mapping[str, tuple[Choice, ...]] = {
    "start": (
        Choice("create", "screen.start.create"),
        Choice("sign_in", "screen.start.sign_in"),
        Choice("papers", "screen.start.papers"),
        Choice("no_papers", "screen.start.no_papers"),
    ),
    "existing": (
        Choice("sign_in", "screen.existing.sign_in"),
        Choice("new_password", "screen.existing.new_password"),
    ),
    "another": (
        Choice("repeat", "screen.another.repeat"),
        Choice("finish", "screen.another.finish"),
    ),
    "family": (
        Choice("add_child", "screen.family.add_child"),
        Choice("language", "screen.family.language"),
        Choice("sign_out", "screen.family.sign_out"),
    ),
    "goodbye": (
        Choice("restart", "screen.goodbye.restart"),
        Choice("quit", "screen.goodbye.quit"),
    ),
}

TEXTS: Mapping[str, tuple[str, ...]] = {
    "start": ("needs", "where"),
    "family": ("next", "portal_language"),
    "goodbye": ("question", "keep", "erase"),
    "another": ("question", "kept"),
}
"""The paragraphs of a step, as the last part of their keys; other steps have the question, the why and the where."""


def texts(step: str) -> tuple[str, ...]:
    """The keys of a step's paragraphs in reading order; a key may be missing from the catalogue (ask ``has``)."""
    return tuple(f"screen.{step}.{word}" for word in TEXTS.get(step, ("question", "why", "where")))


def main_button(step: str) -> str:
    """The key of the main button's label: the portal's own word where the portal has one."""
    return "screen.next" if step in CHILD_FORM[:-1] else f"screen.{step}.main"


BUTTONS: Mapping[str, str] = {"erase": "kiosk.erase.button", "staff": "kiosk.staff.button"}
"""The keys of the labels of buttons that one place alone has; all others are ``button.<name>``."""


def button_label(name: str) -> str:
    """The key of the label of a button at the foot of the screen."""
    return BUTTONS.get(name, f"button.{name}")
