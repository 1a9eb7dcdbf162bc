"""The page's HTML: two templates of ours, with texts from the catalogues; no script and no style stands in it."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from mozaik_tui.language import FRENCH, Pair, nearest, offered
from mozaik_tui.language.languages import language

TEMPLATES = Path(__file__).with_name("templates")
TEXTS = (
    "screen", "to_plain", "to_screen", "noscript", "connecting", "lost", "too_late", "ended", "full", "again",
    "log", "answer", "answer_hidden", "send",
)  # fmt: skip
SAID_BY_SCRIPT = (
    "connecting",
    "lost",
    "too_late",
    "ended",
    "full",
    "answer",
    "answer_hidden",
    "leave",
    "stop",
)
TITLES = ("web.title", "guide.title")
"""Of the assistant, and of the guide."""


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
    words = Pair(tag)
    both = {name: words.both(f"web.{name}") for name in TEXTS}
    both |= {"leave": words.both("screen.leave.title"), "stop": words.both("screen.leave.typed")}
    both |= {"title": words.both(TITLES[guide]), "to_other": words.both(TITLES[not guide])}
    texts = {name: told.joined(" · ") for name, told in both.items()}
    said = json.dumps({name: texts[name] for name in SAID_BY_SCRIPT}, ensure_ascii=False)
    language_kept = f"lang={tag}" if asked else ""
    template = Template((TEMPLATES / f"{kind}.html").read_text("utf-8"))
    return template.substitute(
        {name: escape(text) for name, text in texts.items()},
        lang=tag,
        direction=language(tag).direction,
        said=escape(said),
        same=_query("guide" if guide else "", "" if kind == "plain" else "plain", language_kept),
        other=_query("" if guide else "guide", "plain" if kind == "plain" else "", language_kept),
    )


def _query(*parts: str) -> str:
    """The address of a page of ours, as it stands in HTML."""
    return escape("?" + "&".join(filter(None, parts)))
