"""What stands on the screen while there is no front end: lines for the bare terminal."""

from __future__ import annotations

from mozaik_tui.language import FRENCH, Translator
from mozaik_tui.language.languages import language


def starting_again(tag: str, reference: str) -> list[str]:
    """“Starting again”, in the parent's language where a bare terminal shows it, in French, else English."""
    lines: list[str] = []
    for words in (Translator(each) for each in dict.fromkeys((_bare(tag), FRENCH))):
        lines += ["", words.text("kiosk.again.title"), words.text("kiosk.again.erased")]
        if reference:
            lines.append(words.text("kiosk.again.reference", reference=reference))
    return lines


def _bare(tag: str) -> str:
    try:
        return tag if not language(tag).needs else "en"
    except KeyError:
        return FRENCH
