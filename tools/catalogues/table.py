"""``python -m tools.catalogues.table > docs/languages.md``: the page that says which languages there are.

A test compares the page with what this writes.
"""

from __future__ import annotations

from collections.abc import Iterator

from mozaik_tui.language.catalogue import is_draft
from mozaik_tui.language.languages import Language, offered

NEEDS = {
    "bidi shaping": "a terminal that orders Arabic letters or lets us; else line by line or in the browser",
    "wide": "a font with Chinese letters; not the Linux console",
    "indic": "best in the browser; in VTE and Konsole with odd gaps; else line by line",
}
OF_THEIR_OWN = {
    "ps": "VTE with a full font, or the browser; else line by line",
    "ti": "a font with Ethiopic letters; not the Linux console",
}

HEAD = """# Languages

French is on every screen; one of these stands before it. **Draft** means that no native speaker has read the texts yet, and
the assistant says so where the language is chosen ("show in French only" is one key away). What only staff reads (commands,
`doctor`, the phone agent's console) is in French and English.

| | language | in French | script | state | shown on the full screen by |
|---|---|---|---|---|---|"""


def _needs(entry: Language) -> str:
    return OF_THEIR_OWN.get(entry.tag) or NEEDS.get(" ".join(entry.needs), "any terminal")


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    for entry in offered():
        state = "draft" if is_draft(entry.tag) else "reviewed"
        direction = " (right to left)" if entry.direction == "rtl" else ""
        yield f"| `{entry.tag}` | {entry.name} | {entry.french} | {entry.script}{direction} | {state} | {_needs(entry)} |"


if __name__ == "__main__":
    print("\n".join(lines()))
