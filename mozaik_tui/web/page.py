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
    "title", "screen", "to_plain", "to_screen", "noscript", "connecting", "lost", "too_late", "ended", "full", "again",
    "log", "answer", "answer_hidden", "send",
)  # fmt: skip
SAID_BY_SCRIPT = ("connecting", "lost", "too_late", "ended", "full", "answer", "answer_hidden")


@lru_cache(maxsize=64)
def page(kind: str, asked: str) -> str:
    """The page of a kind (``screen`` or ``plain``) in the offered language nearest to ``asked``, and French beside it."""
    try:
        tag = nearest(asked, offered())
    except ValueError:
        tag = FRENCH
    words = Pair(tag)
    texts = {name: words.both(f"web.{name}").joined(" · ") for name in TEXTS}
    said = json.dumps({name: texts[name] for name in SAID_BY_SCRIPT}, ensure_ascii=False)
    template = Template((TEMPLATES / f"{kind}.html").read_text("utf-8"))
    return template.substitute(
        {name: escape(text) for name, text in texts.items()},
        lang=tag,
        direction=language(tag).direction,
        said=escape(said),
    )
