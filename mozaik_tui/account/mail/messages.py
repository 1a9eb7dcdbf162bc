"""What the mails say: the parent's language first, then French, as text and as HTML (account-service.md,
Mail).

The code stands once in the text part, alone on its line, and no other number of as many digits does: neither
in the texts nor in the times, which are written ``14:32``. It is not in the subject, which locked telephones
show to anyone. How long the code lives is told as a time of day, because nobody knows when a mail is read;
that time is cut to the minute, so it never promises more than the service keeps.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from mozaik_tui.account.mail.transport import Letter

if TYPE_CHECKING:
    from mozaik_tui.language import Translator

FRENCH = "fr"
NOTICES = ("password_changed",)
_RULE = "-" * 40
_BLANK = "~"
"""Stands for a digit of the code; in no text."""


def code_letter(*, token: str, date: float, language: str, code: str, dies_at: float) -> Letter:
    """The mail that carries ``code``, which lives until ``dies_at`` (unix seconds) at the latest."""
    blank = _blank_letter(language, len(code), int(dies_at // 60))
    text, html = (part.replace(_BLANK * len(code), code) for part in (blank.text, blank.html))
    return replace(blank, token=token, date=date, text=text, html=html, code=code)


@lru_cache(maxsize=128)
def _blank_letter(language: str, digits: int, minute: int) -> Letter:
    """The mail of a code that dies in ``minute`` (unix time // 60), with a blank where the code will stand: the
    same for everybody who asks in one language and minute.
    """
    spoken = _speakers(language)
    code, dies_at = _BLANK * digits, minute * 60.0
    paragraphs = [
        [
            t.text("mail.code.use"),
            t.text("mail.code.life", time=_time_of_day(t, dies_at)),
            t.text("mail.code.secret"),
            t.text("mail.code.unasked"),
            t.text("mail.footer"),
        ]
        for t in spoken
    ]
    labels = [t.text("mail.code.label") for t in spoken]
    return Letter(
        token="",
        date=0.0,
        languages=tuple(t.tag for t in spoken),
        subject=_subject(spoken, "mail.code.subject"),
        text=_text([*labels, "", code, "", *_text_blocks(paragraphs)]),
        html=_html(spoken, "mail.code.subject", [_html_labels(spoken, labels), _html_code(code)], paragraphs),
    )


def notice_letter(kind: str, *, token: str, date: float, language: str) -> Letter:
    """A notice of what was done to an account at ``date`` (unix seconds); ``kind`` is one of ``NOTICES``.

    Raises ``ValueError`` for another kind.
    """
    if kind not in NOTICES:
        raise ValueError("no such notice")
    spoken = _speakers(language)
    paragraphs = [
        [
            t.text(f"mail.{kind}.what", date=t.date(_local(date).date()), time=_time_of_day(t, date)),
            t.text(f"mail.{kind}.you"),
            t.text(f"mail.{kind}.not_you"),
            t.text(f"mail.{kind}.secret"),
            t.text("mail.footer"),
        ]
        for t in spoken
    ]
    return Letter(
        token=token,
        date=date,
        languages=tuple(t.tag for t in spoken),
        subject=_subject(spoken, f"mail.{kind}.subject"),
        text=_text(_text_blocks(paragraphs)),
        html=_html(spoken, f"mail.{kind}.subject", [], paragraphs),
    )


def _speakers(language: str) -> list[Translator]:
    """The parent's translator and the French one; French alone where it is theirs, or where no one wrote the
    mails in theirs yet.
    """
    from mozaik_tui.language import Translator

    french = Translator(FRENCH)
    try:
        own = Translator(language)
    except KeyError:
        return [french]
    return [french] if own.tag == FRENCH or not own.has("mail.code.subject") else [own, french]


@lru_cache(maxsize=1)
def _quebec() -> datetime.tzinfo | None:
    """The zone, or ``None`` for the machine's own where the system has no table of zones: the terminals stand
    in Québec, and a zone that is an hour off would promise an hour that the code does not have.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from mozaik_tui.account.quebec import ZONE

    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return None


def _local(at: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(at, _quebec())


def _time_of_day(t: Translator, at: float) -> str:
    local = _local(at)
    return t.text("mail.clock", hour=local.hour, minute=f"{local.minute:02d}")


def _subject(spoken: list[Translator], key: str) -> str:
    return " / ".join(t.text(key) for t in spoken)


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _text_blocks(paragraphs: list[list[str]]) -> list[str]:
    """Each language's paragraphs with an empty line between them, a rule between the languages."""
    lines: list[str] = []
    for block in paragraphs:
        if lines:
            lines += ["", _RULE, ""]
        lines += "\n\n".join(block).split("\n")
    return lines


def _html_labels(spoken: list[Translator], labels: list[str]) -> str:
    return "\n".join(
        f'<p lang="{escape(t.tag)}" dir="{t.direction}">{escape(label, quote=False)}</p>'
        for t, label in zip(spoken, labels, strict=True)
    )


def _html_code(code: str) -> str:
    return f'<p dir="ltr" style="font-size: 2em"><strong>{escape(code)}</strong></p>'


def _html(spoken: list[Translator], title_key: str, opening: list[str], paragraphs: list[list[str]]) -> str:
    """A plain document: no picture, no link, no style sheet, nothing fetched from anywhere."""
    blocks = [
        f'<div lang="{escape(t.tag)}" dir="{t.direction}">\n'
        + "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in block)
        + "\n</div>"
        for t, block in zip(spoken, paragraphs, strict=True)
    ]
    lead = spoken[0]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(lead.tag)}" dir="{lead.direction}">',
            f'<head><meta charset="utf-8"><title>{escape(lead.text(title_key), quote=False)}</title></head>',
            "<body>",
            *opening,
            "\n<hr>\n".join(blocks),
            "</body>",
            "</html>",
            "",
        ]
    )
