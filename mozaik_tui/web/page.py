"""The page's HTML: two templates of ours, with texts from the catalogues; no script and no style stands in it."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from mozaik_tui.language import FRENCH, Pair, Translator, nearest, offered
from mozaik_tui.language.languages import language

from .sessions import WARNING

TEMPLATES = Path(__file__).with_name("templates")
TITLES = ("web.title", "guide.title")
"""Of the assistant, and of the guide."""
WORDS = {
    **{
        name: f"web.{name}"
        for name in (
            "screen", "to_plain", "to_screen", "connecting", "lost", "too_late", "ended", "full", "again",
            "log", "answer", "answer_hidden", "send",
        )
    },
    "still": "kiosk.erase.stay",
    "leave": "screen.leave.title",
    "stop": "screen.leave.typed",
}  # fmt: skip
"""What a page may say, by its name there."""
QUIET = ("kiosk.idle.title", "kiosk.idle.left", "kiosk.idle.stay")
"""Whether somebody is there: the words of the full screen."""


def _keys(guide: bool) -> dict[str, str]:
    return {**WORDS, "title": TITLES[guide], "to_other": TITLES[not guide]}


def _quiet(words: Translator) -> str:
    title, left, stay = QUIET
    return " ".join((words.text(title), words.plural(left, int(WARNING)), words.text(stay)))


@lru_cache(maxsize=2)
def said(guide: bool) -> str:
    """What the page may say in each language, as JSON: the session may speak another than the page began with, and where
    the connection is lost nothing more can be asked for.
    """
    words = {
        each.tag: {
            "direction": each.direction,
            **{name: Translator(each.tag).text(key) for name, key in _keys(guide).items()},
            "quiet": _quiet(Translator(each.tag)),
        }
        for each in offered()
    }
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def page(kind: str, asked: str, default: str = FRENCH, guide: bool = False) -> str:
    """The page of a kind (``screen`` or ``plain``), of the assistant or the guide, and its links to the other three.

    In the offered language nearest to ``asked``, else to ``default``, and French beside it. Only a language that was
    asked for goes along with the links: who did not choose one is asked there.
    """
    try:
        tag = nearest(asked or default, offered())
    except ValueError:
        tag = FRENCH
    words, keys = Pair(tag), {**_keys(guide), "noscript": "web.noscript"}
    language_kept = f"lang={tag}" if asked else ""
    template = Template((TEMPLATES / f"{kind}.html").read_text("utf-8"))
    return template.substitute(
        {name: escape(words.both(key).joined(" · ")) for name, key in keys.items()},
        lang=tag,
        direction=language(tag).direction,
        said=escape(said(guide)),
        same=_query("guide" if guide else "", "" if kind == "plain" else "plain", language_kept),
        other=_query("" if guide else "guide", "plain" if kind == "plain" else "", language_kept),
    )


def _query(*parts: str) -> str:
    """The address of a page of ours, as it stands in HTML."""
    return escape("?" + "&".join(filter(None, parts)))
