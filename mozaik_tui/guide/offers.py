"""What can be chosen on each page of the guide, in the order of the digits, and what each choice does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..language.pair import Both
from .run_of_guide import Guide, PageKind
from .words import GuideWords


class Offer(NamedTuple):
    """Something to choose. ``key`` is what it is called; ``of_step`` the step whose title stands in that."""

    deed: str
    key: str
    name: str = ""
    of_step: str = ""

    def words(self, words: GuideWords) -> Both:
        """What it is called, in both languages."""
        if self.of_step:
            return words.both(self.key, step=words.both(f"guide.step.{self.of_step}.title"))
        return words.both(self.key)


BACK = Offer("back", "button.back")
STAY = Offer("stay", "guide.other.stay")
CHECK, PAPERS, SHEET = (
    Offer("checks", "guide.check"), Offer("papers", "guide.papers"), Offer("sheet", "guide.sheet")
)  # fmt: skip
FRONT_ENDS = ("quit", "deliver")
"""Deeds that do more than move the reader: each front end has its own way."""


QR = Offer("qr", "sheet.to.qr")

_WAYS: Mapping[str, Offer] = {"qr": QR, "download": Offer("deliver", "sheet.to.html", "download")}
"""Ways of the sheet that are called otherwise than ``sheet.to.<way>``."""


def offers(guide: Guide) -> list[Offer]:
    """What can be chosen on this page; nothing on the language page, which is a list itself."""
    found = _OF_PAGE.get(guide.page.kind)
    return found(guide) if found is not None else [BACK]


def default(guide: Guide) -> int:
    """The place of the choice that Enter alone takes: on, or where the question at hand goes back to the step."""
    on = guide.page.kind in ("step", "end")
    return 0 if on else len(offers(guide)) - 1


def follow(guide: Guide, offer: Offer) -> None:
    """Do what was chosen, where that only moves the reader: none of :data:`FRONT_ENDS`."""
    _DEEDS[offer.deed](guide, offer)


def _of_step(guide: Guide) -> list[Offer]:
    step, last = guide.step, guide.number == guide.steps
    found = [
        Offer("go_on", "guide.finish" if last else "guide.next"),
        Offer("troubles", "guide.other"),
    ]
    found += [CHECK] if step.checks else []
    found += [PAPERS] if step.papers else []
    return found + _sheet(guide) if guide.number == 1 else found


def _sheet(guide: Guide) -> list[Offer]:
    """Where one may stop to go home: at the first step and at the end, not at every step."""
    return [SHEET] if guide.policy.sheet_to else []


def _see(name: str) -> Offer:
    return Offer("trouble", f"guide.trouble.{name}.see", name)


def _of_troubles(guide: Guide) -> list[Offer]:
    return [*map(_see, guide.procedure.troubles_at(guide.step.name)), STAY]


def _of_trouble(guide: Guide) -> list[Offer]:
    trouble = guide.trouble
    if trouble.branches:
        return [*map(_see, trouble.branches), STAY]
    found = []
    if trouble.go and trouble.go != guide.step.name:
        found.append(Offer("take_up", "guide.other.go", trouble.go, of_step=trouble.go))
    found += [Offer("check", "guide.check", trouble.check)] if trouble.check else []
    found += [PAPERS] if trouble.papers else []
    return [*found, STAY]


def _of_checks(guide: Guide) -> list[Offer]:
    return [*(Offer("check", f"screen.field.{name}.label", name) for name in guide.step.checks), STAY]


def _of_sheet(guide: Guide) -> list[Offer]:
    """First the pages, then what this machine can do with the sheet: a page has the same number wherever the guide runs
    (decision 0021), and the agent's machine has other ways than the parent's.
    """
    pages = [
        Offer("check", "screen.field.school_body.label", "school_body"),
        Offer("child", "sheet.ask.children"),
    ]
    ways = [_WAYS.get(way) or Offer("deliver", f"sheet.to.{way}", way) for way in guide.policy.sheet_to]
    return [*pages, *sorted(ways, key=lambda way: way != QR), BACK]


def _of_end(guide: Guide) -> list[Offer]:
    close = [Offer("quit", "guide.end.quit")] if guide.policy.may_quit else []
    return [*_sheet(guide), Offer("restart", "guide.end.restart"), *close]


_OF_PAGE: Mapping[PageKind, Callable[[Guide], list[Offer]]] = {
    "language": lambda _guide: [],
    "step": _of_step,
    "troubles": _of_troubles,
    "trouble": _of_trouble,
    "checks": _of_checks,
    "sheet": _of_sheet,
    "end": _of_end,
}

_DEEDS: Mapping[str, Callable[[Guide, Offer], None]] = {
    "go_on": lambda guide, _offer: guide.go_on(),
    "back": lambda guide, _offer: guide.back(),
    "stay": lambda guide, _offer: guide.stay(),
    "restart": lambda guide, _offer: guide.restart(),
    "take_up": lambda guide, offer: guide.take_up(offer.name),
    "troubles": lambda guide, _offer: guide.open("troubles"),
    "trouble": lambda guide, offer: guide.open("trouble", offer.name),
    "checks": lambda guide, _offer: guide.open("checks"),
    "check": lambda guide, offer: guide.open("check", offer.name),
    "papers": lambda guide, _offer: guide.open("papers"),
    "sheet": lambda guide, _offer: guide.open("sheet"),
    "child": lambda guide, _offer: guide.open("child"),
    "qr": lambda guide, _offer: guide.open("qr"),
}
