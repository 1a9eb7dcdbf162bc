"""What comes in, before any rule looks at it (account-service.md, Input): types, lone surrogates, NUL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ChildForm, Refusal
from mozaik_tui.journey.rules.email_address import judge_email
from mozaik_tui.journey.rules.verdict import Refused

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context

_KEY_LENGTHS = range(16, 256)
_TEXTS = ("school_body", "last_name", "first_name", "birth_date")
_IDENTIFIERS = ("file_number", "permanent_code")
_QUESTIONS = ("first_enrolment", "adult_learner")


@dataclass(frozen=True, slots=True)
class Email:
    """An address in the forms that the service needs: as it is shown and mailed to, found by, and throttled
    by.
    """

    normalised: str = field(repr=False)
    identity: str = field(repr=False)
    mailbox: str = field(repr=False)


def not_text(value: object, name: str, *, nul: bool = False) -> Refusal | None:
    """``malformed`` unless ``value`` is a text that can be encoded and, but for passwords (``nul``), holds
    no NUL.
    """
    if isinstance(value, str) and (nul or "\0" not in value):
        try:
            value.encode()
        except UnicodeEncodeError:
            return Refusal("malformed", field=name)
        return None
    return Refusal("malformed", field=name)


def not_texts(**values: object) -> Refusal | None:
    """The first field that is no text."""
    return next((bad for name, value in values.items() if (bad := not_text(value, name))), None)


def not_a_key(key: object) -> Refusal | None:
    """``malformed`` unless ``key`` is an idempotency key: 16–255 visible ASCII characters."""
    if isinstance(key, str) and len(key) in _KEY_LENGTHS and all("!" <= char <= "~" for char in key):
        return None
    return Refusal("malformed", field="idempotency_key")


def not_a_form(form: object) -> Refusal | None:
    """The first field of a child form that is of the wrong type."""
    if not isinstance(form, ChildForm):
        return Refusal("malformed", field="form")
    for name in _TEXTS:
        if bad := not_text(getattr(form, name), name):
            return bad
    for name in _IDENTIFIERS:
        if getattr(form, name) is not None and (bad := not_text(getattr(form, name), name)):
            return bad
    for name in _QUESTIONS:
        if not isinstance(getattr(form, name), bool):
            return Refusal("malformed", field=name)
    return None


def judged_email(text: str) -> Email | Refusal:
    """The address, or ``email_empty``/``email_invalid``."""
    judged = judge_email(text)
    if isinstance(judged, Refused):
        return Refusal(judged.code, reason=judged.reason)
    return Email(judged.value.normalised, judged.value.identity_key, judged.value.mailbox_key)


def offered_language(ctx: Context, tag: str) -> str | Refusal:
    """The nearest offered language, or ``malformed`` for what is no tag."""
    try:
        return ctx.nearest(tag)
    except ValueError:
        return Refusal("malformed", field="language")
