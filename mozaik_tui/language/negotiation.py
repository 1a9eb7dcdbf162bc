"""Which offered language serves a reader best (account-service.md, Input: the nearest in the same script,
else French).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mozaik_tui.language.languages import Language, offered
from mozaik_tui.language.places import FRENCH

# RFC 5646, section 2.1. A language may carry up to three extended subtags; variants, extensions and private
# use follow.
# Patterns are compiled when the first tag is looked at: most starts name an offered tag, or none.
_TAG = r"""(?ix)
    (?P<language> [a-z]{2,3} (?: -[a-z]{3} ){0,3} | [a-z]{4,8} )
    (?: - (?P<script> [a-z]{4} ) )?
    (?: - (?P<region> [a-z]{2} | [0-9]{3} ) )?
    (?: - (?: [a-z0-9]{5,8} | [0-9][a-z0-9]{3} ) )*
    (?: - [0-9a-wy-z] (?: -[a-z0-9]{2,8} )+ )*
    (?: -x (?: -[a-z0-9]{1,8} )+ )?
    """
_PRIVATE = r"(?i)x(?:-[a-z0-9]{1,8})+"
# The tags of RFC 5646 that its grammar does not make; the regular ones do not name a language that we could
# offer.
_GRANDFATHERED = (
    r"(?i)en-gb-oed|sgn-(be-fr|be-nl|ch-de)"
    r"|i-(ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|ta[oy]|tsu)"
)


class _Parts(NamedTuple):
    language: str
    script: str | None
    region: str | None


def _split(tag: str) -> _Parts | None:
    """The three subtags that choose a language; ``None`` for a tag that names none. ``ValueError`` when it
    is no tag.
    """
    if len(tag) <= 200:
        if re.fullmatch(_PRIVATE, tag):
            return None
        if re.fullmatch(_GRANDFATHERED, tag):
            return _Parts("en", None, "GB") if tag.lower() == "en-gb-oed" else None
        if match := re.fullmatch(_TAG, tag):
            script, region = match["script"], match["region"]
            # An extended subtag is the language itself: zh-yue is Cantonese, not Chinese at large.
            name = match["language"].lower().rpartition("-")[2]
            return _Parts(name, script and script.title(), region and region.upper())
    raise ValueError("not a language tag")


def _canonical(parts: _Parts) -> _Parts:
    """Without aliases, with the script and the region that are likely: ``iw`` → ``he-Hebr-IL``, ``prs`` →
    ``fa-Arab-AF``, ``pa-PK`` → ``pa-Arab-PK``.
    """
    from babel.core import get_global

    language, script, region = parts
    if alias := get_global("language_aliases").get(language):
        language, *more = str(alias).split("_")
        script = script or next((piece for piece in more if len(piece) == 4), None)
        region = region or next((piece for piece in more if len(piece) < 4), None)
    likely = get_global("likely_subtags")
    known = (likely.get(key) for key in (f"{language}_{region}", f"{language}_{script}", language))
    _, likely_script, likely_region = str(next(filter(None, known), "__")).split("_")
    return _Parts(language, script or likely_script, region or likely_region)


def nearest(tag: str, among: Iterable[str | Language] | None = None) -> str:
    """The tag among the offered ones (all of them by default) that serves a reader of ``tag``; French when
    none does.

    Raises ``ValueError`` when ``tag`` is not a well-formed BCP 47 tag.
    """
    tags = [
        entry if isinstance(entry, str) else entry.tag for entry in (offered() if among is None else among)
    ]
    exact = {known.lower(): known for known in tags}.get(tag.lower())
    if exact is not None:
        return exact
    parts = _split(tag)
    if parts is None:
        return FRENCH
    wanted = _canonical(parts)
    same = []
    for known in tags:
        known_parts = _split(known)
        if known_parts is not None:
            canonical = _canonical(known_parts)
            if (canonical.language, canonical.script) == (wanted.language, wanted.script):
                same.append((canonical.region != wanted.region, known))
    # The same region first, then the order of the language screen.
    return min(same, key=lambda entry: entry[0])[1] if same else FRENCH
