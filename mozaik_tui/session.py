"""One run: the journey, the account service and the policy. The only thing that a front end talks to.

Reading and typing are immediate. ``submit``, ``back``, ``resend``, ``watch`` and ``leave`` may ask the service and block:
a full-screen front end calls them in a worker thread. The step advances only after the service has kept the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from .account.refusing import Refusal, ServiceFault
from .journey.flow import Journey
from .journey.steps import FIRST_OF_ACCOUNT, LAST_NUMBERED_STEP, Step, part
from .outcome import Doubt, Outcome, from_caution, from_refusal, from_rule
from .policy import HOME, Policy
from .told import Told
from .wire import Wire

if TYPE_CHECKING:
    from .account.contract import AccountService, Child, Practice, SchoolBody
    from .helpline import Helpline
    from .journey.judging import Verdict
    from .journey.rules.school_bodies import Finder

FIELD_OF_CONTRACT: Mapping[str, str] = {"file_number": "identifier", "permanent_code": "identifier"}
"""Contract field names that a screen calls otherwise; all others are the same."""

PLACE_OF_REFUSAL: Mapping[str, str] = {
    "unknown_school_body": "school_body",
    "birth_date_not_real": "birth_date",
    "birth_date_future": "birth_date",
    "birth_date_out_of_range": "birth_date",
    "permanent_code_ten_characters": "identifier",
    "handled_by_school": "first_enrolment",
    "email_invalid": "email",
    "email_empty": "email",
    "password_mismatch": "confirmation",
}


def today_in_quebec() -> date:
    """Today in America/Toronto, which is what "in the future" is measured by (account-service.md, Input)."""
    from time import time

    from .account.quebec import today  # only now: the table of zones would cost the first frame

    return today(time())


class Session:
    """What a parent does from the language screen to the goodbye, over any account service."""

    def __init__(
        self,
        service: AccountService,
        *,
        language: str | None = None,
        first_language: str = "fr",
        offered: tuple[str, ...] | None = None,
        policy: Policy = HOME,
        practice: Practice | None = None,
        contacts: Mapping[str, tuple[str, ...]] | None = None,
        refuse_common: bool = True,
        code_digits: int = 6,
        today: Callable[[], date] = today_in_quebec,
        helpline: Helpline | None = None,
    ) -> None:
        self.policy = policy
        self.practice = practice
        self.today = today
        self.refuse_common = refuse_common
        self.code_digits = code_digits
        """How many digits the service's codes have (``limits.code_digits``)."""
        self._contacts = contacts or {}
        self._wire = Wire(service)
        self.helpline = helpline
        """The help by phone, where there is one."""
        self._told = Told()
        self._kept_doubts: set[tuple[str, str, str]] = set()
        self._bodies: tuple[SchoolBody, ...] = ()
        self._finder: Finder[SchoolBody] | None = None
        self.journey = Journey()
        self.notice: str | None = None
        """A catalogue key of good news that the next screen shows ("your account is made")."""
        self.record: Child | None = None
        """The child whose record is on."""
        self.offered = offered
        """The tags that the setting ``languages.offered`` allows; ``None`` for all."""
        self._first_language = first_language
        self.language = language or first_language
        if language is not None:
            self.journey.type("language", language)
            self.journey.forward()

    # -- what is on the screen ------------------------------------------------------------------------------------
    @property
    def step(self) -> Step:
        """The step that is on."""
        return self.journey.step

    @property
    def part(self) -> tuple[int, int] | None:
        """Which part of the child form is on, of how many."""
        return part(self.step.name)

    @property
    def children(self) -> tuple[Child, ...]:
        """The linked children as last heard from the service."""
        return self._wire.children

    @property
    def email_sent_to(self) -> str:
        """The address that the code went to, as it was typed and cleaned; empty before."""
        return self._wire.flow_email

    @property
    def signed_in(self) -> bool:
        """Whether an account's session is open."""
        return self._wire.session_token is not None

    @property
    def wire(self) -> Wire:
        """What is known of the service's side: waits, delivery, the child just linked."""
        return self._wire

    def contact(self) -> tuple[str, ...]:
        """The contact lines of the chosen school body, when they are configured; else the general ones."""
        return self._contacts.get(self.journey.answer("school_body")) or self._contacts.get("default", ())

    def school_bodies(self) -> tuple[SchoolBody, ...]:
        """The school bodies; asked once. Blocks the first time; raises what the contract raises."""
        if self._finder is None:
            from .journey.rules.school_bodies import Finder

            self._bodies = self._wire.service.school_bodies()
            self._finder = Finder(self._bodies)
        return self._bodies

    def find_school_bodies(self, query: str) -> tuple[SchoolBody, ...]:
        """The school bodies that fit what is typed, best first; all of them for an empty query."""
        self.school_bodies()
        assert self._finder is not None
        return tuple(self._finder.find(query)) if query.strip() else self._bodies

    def school_body_name(self, id_: str) -> str:
        """The name of a school body by its id; the id itself while the list is not known."""
        return next((body.name for body in self._bodies if body.id == id_), id_)

    # -- typing ---------------------------------------------------------------------------------------------------
    def answer(self, name: str) -> str:
        """What is typed in a field."""
        return self.journey.answer(name)

    def type(self, name: str, text: str) -> None:
        """Keep what is typed."""
        self.journey.type(name, text)

    def judge(self, name: str) -> Verdict:
        """What the field's rule says of its present text; quick, for hints while typing."""
        return self.journey.judge(name, self.today(), self.code_digits)

    def keep(self, doubt: Doubt) -> None:
        """The parent keeps what was typed: this doubt is not raised again for this very text."""
        self._kept_doubts.add((doubt.code, doubt.field, self.answer(doubt.field)))

    def choose_language(self, tag: str) -> None:
        """Another language, on any screen, without losing anything; a signed-in account's mails follow it later."""
        self.language = tag
        self.journey.type("language", tag)

    # -- moving ---------------------------------------------------------------------------------------------------
    def check(self) -> Outcome | None:
        """The local rules on the fields of this step: what stands in the way, or ``None`` when nothing does."""
        from .journey.rules.verdict import Refused

        verdicts = [(name, self.judge(name)) for name in self.step.fields]
        problems = tuple(p for name, v in verdicts if isinstance(v, Refused) for p in from_rule(name, v))
        if problems:
            return Outcome(problems=problems)
        doubts = tuple(
            from_caution(name, caution)
            for name, v in verdicts
            if not isinstance(v, Refused)
            for caution in v.cautions
            if (caution.code, name, self.answer(name)) not in self._kept_doubts
        )
        return Outcome(doubts=doubts) if doubts else None

    def submit(self, lead: str = "done", *, sure: bool = False) -> Outcome:
        """Do what the step's main action (or the choice ``lead``) does. Blocks. ``sure``: the loss was confirmed."""
        outcome = self._submitted(lead, sure)
        self._told.note(outcome, self.journey.answers)
        return outcome

    def _submitted(self, lead: str, sure: bool) -> Outcome:
        self.notice = None
        if lead == "done" and (standing := self.check()) is not None:
            return standing
        from .steps_of_service import ACTIONS

        action = ACTIONS.get((self.step.name, lead))
        if action is None:
            self.journey.forward(lead)
            return Outcome(moved=True)
        try:
            return action(self, sure)
        except Refusal as refusal:
            return self._refused(refusal)
        except ServiceFault as fault:
            return Outcome(fault=fault.code, retry_after=fault.retry_after)

    def back(self) -> Outcome:
        """One step back; nothing typed is lost and no code is cancelled (journey.md, 4)."""
        self.notice = None
        self.journey.back()
        return Outcome(moved=True)

    # -- what the person on the phone may know (whereabouts.py) ---------------------------------------------------
    @property
    def last_refusal(self) -> str | None:
        """The support number of the last refusal that was shown."""
        return self._told.last

    def locked_for(self) -> int:
        """Whole seconds of the wait that the last refusal named; 0 once it is over."""
        return self._told.locked_for()

    def told_of(self, name: str) -> str | None:
        """The support number that stands beside a field whose text has not changed since."""
        return self._told.of(name, self.answer(name))

    def hear_news(self) -> None:
        """Take in what the person on the phone did on the service: a new code, a wait that is over. Blocks."""
        if self.helpline is not None and self.helpline.news:
            self.helpline.news = 0
            self._told = Told()
            if self._wire.flow_token is not None and self._wire.verified is None:
                self.journey.forget("code")
                self.watch_quietly()

    def would_lose(self) -> str | None:
        """What stopping here would undo: ``code``, ``child_form``, ``typed`` or nothing."""
        if self._wire.flow_token is not None:
            return "code"
        if self.journey.typed_of_child() and FIRST_OF_ACCOUNT <= self.step.number <= LAST_NUMBERED_STEP:
            return "child_form"
        return "typed" if self.journey.answers.get("email") and not self.signed_in else None

    def _refused(self, refusal: Refusal) -> Outcome:
        """A refusal beside its field; one that ends a token leads to where it can be mended."""
        step = self.step
        place = PLACE_OF_REFUSAL.get(refusal.code, step.fields[0] if step.fields else None)
        if place not in step.fields and step.name != "check":
            place = step.fields[0] if step.fields else None
        outcome = Outcome(problems=from_refusal(refusal, FIELD_OF_CONTRACT, place))
        if refusal.code == "flow_expired" or (refusal.code == "unauthenticated" and not self.signed_in):
            self._wire.drop_flow()
            self.journey.forget("code")
            self.journey.go("email")
        elif refusal.code in ("session_expired", "unauthenticated"):
            self._wire.drop_session()
            self.journey.interrupt("sign_in")
        elif refusal.code in ("account_exists", "flow_complete"):
            self._wire.drop_flow()
            self.journey.forget("password", "confirmation", "code")
            self.journey.go("sign_in")
        elif refusal.code == "email_not_verified" and step.name != "code":
            self._wire.verified = None
            self.journey.go("code")
        else:
            return outcome
        return Outcome(moved=True, problems=from_refusal(refusal, FIELD_OF_CONTRACT, None))

    # -- the service, outside of the main action ------------------------------------------------------------------
    def resend(self) -> Outcome:
        """Ask for a new code; the one that was typed is of no more use. Blocks."""
        outcome = self._asking(self._wire.resend)
        if outcome == Outcome():
            self.journey.forget("code")
        return outcome

    def watch_quietly(self) -> None:
        """Ask how the mail fares; the answer stands in ``wire``. Blocks; no activity for the service, no news, no harm."""
        try:
            self._wire.watch()
        except (Refusal, ServiceFault):
            return

    def load_school_bodies(self) -> Outcome:
        """Ask for the list of school bodies. Blocks the first time."""
        return self._asking(self.school_bodies)

    def open_record(self, child_id: str) -> None:
        """Show the record of one of the linked children."""
        self.record = next((child for child in self.children if child.id == child_id), None)
        self.journey.forward("record")

    def refresh(self) -> Outcome:
        """Ask for the linked children again. Blocks."""
        return self._asking(self._wire.list_children)

    def remove_child(self, child_id: str) -> Outcome:
        """Unlink a child and go back to the family. Blocks."""
        outcome = self._asking(lambda: self._wire.remove_child(child_id))
        if not outcome.problems and outcome.fault is None:
            self.journey.go("family")
            return Outcome(moved=True)
        return outcome

    def save_language(self) -> Outcome:
        """Tell the service the language that a signed-in parent's mails are to be written in. Blocks."""
        if not self.signed_in:
            return Outcome()
        return self._asking(lambda: self._wire.set_language(self.language))

    def _asking(self, ask: Callable[[], object]) -> Outcome:
        try:
            ask()
        except Refusal as refusal:
            outcome = self._refused(refusal)
            self._told.note(outcome, self.journey.answers)
            return outcome
        except ServiceFault as fault:
            return Outcome(fault=fault.code, retry_after=fault.retry_after)
        return Outcome()

    def leave(self) -> None:
        """Stop: cancel the code, sign out, erase all that was typed. Blocks; a service that is away changes nothing here."""
        if self.helpline is not None:
            self.helpline.end()
        self._wire.end()
        self.erase()

    def erase(self) -> None:
        """Forget everything of this parent on this terminal; the next screen is the first one, in the first language."""
        if self.helpline is not None:
            self.helpline.forget()
        self._wire.forget()
        self._told = Told()
        self._kept_doubts.clear()
        self.record = None
        self.journey = Journey()
        self.language = self._first_language
        self.notice = None
