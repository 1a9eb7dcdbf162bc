"""The guide as a stream of numbered questions: same pages, same words, no cursor movement, no drawing in boxes.

At every prompt: ``<`` back, ``?`` help, ``+`` I see something else, ``!`` language, ``.`` stop; Enter takes the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..journey import fields
from ..plain.lines import Moved, Stopped
from . import pages
from .checking import doubt_lines, looked_at, number_of, password_problems, ticks
from .drawing import told
from .offers import Offer, default, follow, offers
from .plain_lines import GuideLines
from .run_of_guide import Notice
from .sheet.content import Sheet, sheet_of
from .sheet.delivery import deliver
from .sheet.qr import qr_lines


class PlainGuide(GuideLines):
    """Asks until the guide is closed; every line goes through one console."""

    deliver: Callable[[Sheet, str], Notice] = staticmethod(deliver)
    """Brings the sheet where the reader wants it."""

    def run(self) -> None:
        """Until the reader closes the guide. Raises ``EndOfInput``."""
        self._keys()
        while True:
            try:
                self._page()
            except Moved:
                continue
            except Stopped:
                self.guide.restart()
                return

    # -- one page -------------------------------------------------------------------------------------------------
    def _page(self) -> None:
        guide = self.guide
        self._heading()
        if guide.page.kind == "language":
            self._choose_language()
            guide.go_on()
            return
        self.say(*pages.paragraphs(guide, self.spoken))
        body: Mapping[str, Callable[[], None]] = {
            "step": self._step,
            "check": self._check,
            "papers": self._papers,
            "child": self._child,
            "qr": self._qr,
        }
        body.get(guide.page.kind, lambda: None)()
        self._choose()

    def _heading(self) -> None:
        self.say("", pages.place(self.guide, self.spoken).lead, pages.title(self.guide, self.spoken).joined())
        if (notice := self.guide.notice) is not None:
            self.say(self.spoken.text(notice.key, file=notice.file))
            self.guide.notice = None

    def _step(self) -> None:
        """The portal's words, where they stand, and what one sees when it worked."""
        step, words = self.guide.step, self.spoken
        if step.labels:
            self.say(words.text("guide.heading.words"), *pages.labels_told(self.guide, words))
        if step.picture:
            self.say(words.text("guide.heading.where"), *told(step.picture, words))
        self.say(words.text("guide.heading.seen"), words.text(f"guide.step.{step.name}.seen"))

    def _papers(self) -> None:
        from ..pictures import KINDS, picture_words

        for kind in KINDS:
            self.say(*picture_words(kind, self.words.lead))

    def _choose(self) -> None:
        offered, at = offers(self.guide), default(self.guide)
        labels = [offer.words(self.spoken).joined() for offer in offered]
        self._follow(offered[self._pick(labels, default=at)])

    def _follow(self, offer: Offer) -> None:
        if offer.deed == "quit":
            raise Stopped
        if offer.deed == "deliver":
            self.say(self.words.lead.text("screen.busy"))
            self.guide.notice = self.deliver(sheet_of(self.guide), offer.name)
            return
        follow(self.guide, offer)

    # -- the sheet ------------------------------------------------------------------------------------------------
    def _child(self) -> None:
        """A name and a number, for the sheet alone; empty lines add nothing. What was typed before the page was left is the
        default.
        """
        draft = self.guide.draft
        name = draft["child"] = self._asked_of_child("child").strip()
        if (number := self._number()) or name:
            self.guide.add_child(name, number)
        self.guide.back()
        raise Moved

    def _asked_of_child(self, name: str) -> str:
        kept = self.guide.draft.get(name, "")
        self.say(self.spoken.text(f"sheet.{name}"))
        if kept:
            self.say(self.words.lead.text("plain.default", default=kept))
        return self._prompt(default=kept)

    def _number(self) -> str:
        """A number that the rule takes, as the rule writes it; nothing for an empty line."""
        typed = self._asked_of_child("number")
        while typed.strip():
            found = number_of(self.guide, typed)
            if isinstance(found, str):
                return found
            self.guide.draft["number"] = typed
            for problem in found:
                self._error(problem)
            typed = self._prompt()
        return ""

    def _qr(self) -> None:
        portal = self.guide.procedure.portal
        self.console.show(qr_lines(portal.address))
        self.say(portal.address)

    # -- checks ---------------------------------------------------------------------------------------------------
    def _check(self) -> None:
        name = self.guide.page.name
        if fields.BY_NAME[name].secret:
            self._try_password()
            return
        hint = f"screen.field.{name}.hint"
        if self.words.lead.has(hint):
            self.say(self.words.lead.text(hint))
        answer = self.search() if name == "school_body" else self._prompt()
        if answer.strip():
            self.guide.type(name, answer)
            self._say_of(name, answer)

    def _say_of(self, name: str, answer: str) -> None:
        found = looked_at(self.guide, self.spoken, name, answer)
        for problem in found.problems:
            self._error(problem)
        self.say(*([found.read] if found.read else []), *doubt_lines(found.doubts, self.spoken))
        if found.good:
            self.say(found.good)

    def _try_password(self) -> None:
        """Each rule with its state; the password is in this one variable and nowhere else."""
        words = self.words.lead
        typed = self._prompt(secret=True)
        if not typed:
            return
        for tick in ticks(typed):
            state = words.text("screen.password.done" if tick.met else "screen.password.todo")
            self.say(f"{state} {words.text(f'screen.password.rule.{tick.name}').strip()}")
        problems = password_problems(typed)
        for problem in problems:
            self._error(problem)
        if not problems:
            self.say(self.spoken.text("guide.check.good.password"))
