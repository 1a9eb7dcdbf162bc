"""What the plain front end reads out before the questions of a step: its texts, rules, children, a record, practice."""

from __future__ import annotations

import time
from typing import NamedTuple

from ..account.contract import ServiceFault
from ..choices import texts
from ..language.pair import Pair
from ..language.translator import Translator
from ..session import Session
from ..views import answers_to_check, card_lines, child_name, mail_line, record

MAIL_PATIENCE = 5.0
"""Seconds to wait for the practice mail before the question is asked all the same."""


class CheckLine(NamedTuple):
    """A numbered line of the check-your-answers list."""

    step: str
    text: str


def check_lines(session: Session, words: Pair) -> list[CheckLine]:
    """Every answer with its label, in the order in which it was asked."""
    return [
        CheckLine(line.step, words.lead.text("screen.check.change", label=line.label, value=line.value))
        for line in answers_to_check(session, words)
    ]


def _mail_lines(session: Session, words: Translator) -> list[str]:
    """The practice mail of this very flow, which is the newest once it came; waits a little for it, as at a mailbox."""
    assert session.practice is not None
    patience = time.monotonic() + MAIL_PATIENCE
    session.watch_quietly()
    while session.wire.delivery == "queued" and time.monotonic() < patience:
        time.sleep(0.05)
        session.watch_quietly()
    mails = session.practice.mailbox(session.email_sent_to) if session.wire.delivery == "sent" else ()
    told = mails[0].text.strip().splitlines() if mails else [mail_line(session, words)]
    return [words.text("screen.mailbox.title"), *told]


def paragraphs(session: Session, words: Translator) -> list[str]:
    """The texts of a step in reading order, as the full screen has them."""
    name = session.step.name
    if name == "email" and session.journey.path == "reset":
        return [words.text("screen.email.reset")]
    before = {
        "family": f"screen.family.{'question' if session.children else 'empty'}",
        "questions": "screen.child_form",
    }
    keys = (*([before[name]] if name in before else []), *texts(name))
    return [
        words.text(key, email=session.email_sent_to, digits=session.code_digits)
        for key in keys
        if words.has(key)
    ]


def _password_rules(session: Session, words: Translator) -> list[str]:
    """What a password must be, before it is typed unseen."""
    from ..journey.rules.password import progress

    rules = progress("", refuse_common=session.refuse_common, local_part="")
    return [words.text(f"screen.password.rule.{rule.name}").strip() for rule in rules]


def before_fields(session: Session, words: Pair) -> list[str]:
    """The lines between a step's texts and its question; empty for most steps."""
    lead, name = words.lead, session.step.name
    try:
        if session.practice is not None and name in ("start", "identifier"):
            return [lead.text("screen.card.title"), *card_lines(session.practice.card(), lead)]
        if name == "code":
            if session.practice is not None:
                return _mail_lines(session, lead)
            session.watch_quietly()
            return [mail_line(session, lead)]
    except ServiceFault:
        return []
    if name in ("another", "goodbye") and session.children:
        word = "linked" if name == "another" else "done"
        return [
            lead.plural(f"screen.{name}.{word}", len(session.children)),
            *(child_name(child) for child in session.children),
        ]
    if name == "record" and session.record is not None:
        return record(session.record, lead)
    if name == "goodbye":
        return [lead.text("screen.goodbye.nothing")]
    if name == "password":
        return _password_rules(session, lead)
    if name in ("no_papers", "not_listed"):
        contact = session.contact()
        return [lead.text("screen.contact"), *contact] if contact else [lead.text("screen.secretariat")]
    if name == "papers":
        from ..pictures import KINDS, picture_words

        return [line for kind in KINDS for line in picture_words(kind, lead)]
    return []
