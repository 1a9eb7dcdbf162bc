"""Refusals as RFC 9457 documents (account-service.md, HTTP version 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import STATUS, Refusal
from mozaik_tui.journey.rules.refusals import support_number
from mozaik_tui.language import FRENCH as FRENCH
from mozaik_tui.language import Translator, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:mozaik:refusal:"
"""The front of every ``type``; the code follows."""

TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "Not signed in, or not known here",
    404: "Not here",
    405: "Not done this way",
    408: "The request took too long",
    409: "Something else came before",
    410: "The time for this has ended",
    413: "The request is too long",
    415: "Only JSON is understood",
    422: "The request is understood but cannot be followed",
    429: "Too soon or too often",
    503: "The service cannot answer now",
}
"""One title a status: it tells the kind, ``detail`` what happened."""

_LONGEST_HEADER = 200


@lru_cache(maxsize=512)
def language_of(header: str, offered: tuple[str, ...] | None = None) -> str:
    """The offered language that ``Accept-Language`` likes best, else French; never an error."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:_LONGEST_HEADER].split(",")):
        tag, _, parameter = part.partition(";")
        name, _, weight = parameter.partition("=")
        try:
            liking = float(weight) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if 0 < liking <= 1:
            wishes.append((-liking, place, tag.strip()))
    for _, _, tag in sorted(wishes):
        try:
            found = nearest(tag) if offered is None else nearest(tag, among=offered)
        except ValueError:
            continue
        if found != FRENCH or tag.lower().split("-")[0] == FRENCH:
            return found
    return FRENCH


@lru_cache(maxsize=64)
def _words(tag: str) -> Translator:
    return Translator(tag)


def detail(refusal: Refusal, words: Translator, figures: Mapping[str, object]) -> str:
    """What happened and how to mend it: the finest text that the catalogue has for it."""
    key = f"refusal.{refusal.code}"
    if refusal.unmet:
        return " ".join(words.text(f"refusal.{rule}") for rule in refusal.unmet)
    try:
        if refusal.reason is not None and words.has(f"{key}.{refusal.reason}"):
            return words.text(f"{key}.{refusal.reason}", **figures)
        if refusal.tries_left is not None and words.has(f"{key}.tries_left"):
            return words.plural(f"{key}.tries_left", refusal.tries_left, **figures)
        if refusal.retry_after and words.has(f"{key}.wait"):
            return words.text(f"{key}.wait", wait=words.duration(refusal.retry_after), **figures)
    except KeyError:  # a text that would repeat the input, which the service does not
        pass
    return words.text(key, **figures)


def document(
    refusal: Refusal, request_id: str, language: str, figures: Mapping[str, object]
) -> dict[str, object]:
    """The problem that a refusal is told as; ``figures`` fill the texts (``digits``)."""
    status = STATUS[refusal.code]
    made: dict[str, object] = {
        "type": TYPE + refusal.code,
        "title": TITLES[status],
        "status": status,
        "detail": detail(refusal, _words(language), figures),
        "code": refusal.code,
        "support_number": support_number(refusal.code),
        "request_id": request_id,
    }
    if refusal.retry_after is not None:
        made["retry_after"] = refusal.retry_after
    if refusal.tries_left is not None:
        made["tries_left"] = refusal.tries_left
    if refusal.field is not None:
        made["field"] = refusal.field
    if refusal.unmet:
        made["unmet"] = list(refusal.unmet)
    return made


def headers(refusal: Refusal, language: str, allow: Iterable[str] = ()) -> list[tuple[bytes, bytes]]:
    """The headers that go with a problem, besides those of every answer."""
    made = [(b"content-type", MEDIA_TYPE.encode()), (b"content-language", language.encode())]
    if refusal.retry_after is not None:
        made.append((b"retry-after", str(refusal.retry_after).encode()))
    if STATUS[refusal.code] == 401:
        made.append((b"www-authenticate", b"Bearer"))
    if allow:
        made.append((b"allow", ", ".join(sorted(allow)).encode()))
    return made


def encoded(body: object) -> bytes:
    """A body as compact JSON in UTF-8."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
