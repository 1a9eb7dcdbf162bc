"""``python -m tools.catalogues.checks TAG``: what a translation must be like beyond the form that the compiler asks for.

Right script, nothing left in French or English outside « », room enough in its widget, isolates in right-to-left text,
the French words of the portal kept. ``make test`` runs the same for every language.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from rich.cells import cell_len

from mozaik_tui.language.checking import texts_of
from mozaik_tui.language.languages import Language, language
from mozaik_tui.language.places import FRENCH

from .isolates import bare, isolated
from .sheets import entries, family_domains

SCRIPTS = {
    "Arab": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc\u200c\u200d",
    "Beng": "\u0980-\u09ff\u200c\u200d",
    "Cyrl": "\u0400-\u052f",
    "Deva": "\u0900-\u097f\u200c\u200d",
    "Ethi": "\u1200-\u139f",
    "Guru": "\u0a00-\u0a7f\u200c\u200d",
    "Hans": "\u3400-\u9fff\u3000-\u303f\uff00-\uffef",
    "Taml": "\u0b80-\u0bff\u200c\u200d",
}
"""Code points of each script that is not Latin."""

LATIN_WORDS = """
    access Alt AltGr Argon2 assigned Caps chmod Chrome Chromium crashes CSS CSSDM Ctrl DNS docs
    doctor Edge Enter Entraînement Esc gmail hotmail HTML HTTP HTTPS install JavaScript JSON Jules
    laval Linux Lock mailto md montreal mozaik-tui Mozaïk NIP NTP PDF Pg PgDn PgUp PIN pip Portail
    QR RAMQ Shift SMTP Space support Tab TLS Tremblay URL web Wi-Fi Windows
"""
LATIN_IN_ANY = re.compile(
    r"\{[a-z_]+\}|«[^»]*»|[\w.+-]+@[\w.-]+|[\w-]*\.(?:ca|com)\b|--[a-z-]+|(?<![A-Za-z])[a-z]+\.(?:[a-z_]+|\*)|MOZAIK_[A-Z_]*\*?|E-[0-9]+"
    r"|9 mars 2014|[A-Z]\s?–\s?Z|a\s?–\s?z|[A-Z]{4} [0-9]{4} [0-9]{4}"
    rf"|\b(?:{'|'.join(sorted(LATIN_WORDS.split(), key=len, reverse=True))})\b",
    re.ASCII,
)
"""What stands in Latin letters in every language: fields, French labels, addresses, settings, names of keys and programs."""

BUDGETS: tuple[tuple[str, int], ...] = (
    (r"button\..*", 14),
    (r"key\..*\.press", 10),
    (r"key\..*\.does", 16),
    (r"picture\.here", 10),
    (r"screen\.place\..*", 42),
    (r"screen\.practice_word", 24),
    (r"screen\.practice_banner", 68),
    (r"screen\.password\.(done|todo|wrong)", 16),
    (r"screen\.password\.rule\..*", 36),
    (r"screen\.[a-z_]+\.title", 60),
    (r"screen\.field\..*\.hint", 76),
    (r"refusal\.child_no_match.*", 640),
    (r"refusal\..*", 400),
)
"""Cells that a text may take: the room of its widget on 80 columns."""

LABEL = re.compile(r"«\s?([^»]*?)\s?»")
PAPER_WORDS = {"numéro de fiche", "code permanent", "fiche", "Fiche", "secrétariat"}
"""French words that stand on the papers of the school, which a translation may show between « » anywhere."""

FRENCH_WORDS = r"votre|vous|l'école|adresse|numéro|veuillez|courriel|avec|pour|dans|enfant|c'est"
ENGLISH_WORDS = r"the|your|you|please|with|school|child|address|this|that|and|number"


def _stripped(text: str) -> str:
    return LATIN_IN_ANY.sub(" ", bare(text))


def wrong_script(text: str, entry: Language) -> str | None:
    """The words of ``text`` that are not in the script of the language, where that is not Latin."""
    rest = _stripped(text)
    if entry.script == "Latn":
        strange = re.findall(r"[^\W\d_\u0000-\u024f\u0250-\u02af\u0300-\u036f\u1e00-\u1eff]+", rest)
    else:
        strange = re.findall(r"[A-Za-zÀ-ɏ]{2,}", rest)
        own = SCRIPTS[entry.script]
        strange += [
            word for word in re.findall(r"[^\W\d_]+", rest) if not re.fullmatch(rf"[{own}A-Za-zÀ-ɏ]+", word)
        ]
    return " ".join(strange) or None


def left_over(text: str, french: str, english: str, entry: Language) -> str | None:
    """What was forgotten in French or English: the whole text, or its small words outside « »."""
    words = re.findall(r"[^\W\d_]+", _stripped(text))
    if len(words) >= 3 and bare(text) in (french, english):
        return "not translated"
    if entry.script == "Latn":
        small = re.findall(rf"\b(?:{FRENCH_WORDS}|{ENGLISH_WORDS})\b", _stripped(text), re.IGNORECASE)
        if len(small) >= 2:
            return " ".join(small)
    return None


def too_long(key: str, text: str, french: str, english: str) -> int | None:
    """The room that ``text`` should have kept to, when it did not."""
    room = next((cells for pattern, cells in BUDGETS if re.fullmatch(pattern, key)), None)
    if room is None:
        room = 20 + 2 * max(cell_len(french), cell_len(english))
    room = max(room, cell_len(french), cell_len(english))
    return room if cell_len(bare(re.sub(r"\{[a-z_]+\}", "00", text))) > room else None


def faults(tag: str) -> Iterator[str]:
    """Everything that the catalogues of ``tag`` do not keep to, a line each."""
    entry = language(tag)
    for domain in family_domains():
        models, english = entries(FRENCH, domain), entries("en", domain)
        for key, message in entries(tag, domain).items():
            model, second = texts_of(models[key])[-1], texts_of(english[key])[-1]
            printed = any("stays French" in comment for comment in models[key].auto_comments)
            for text in texts_of(message):
                if printed:
                    continue
                if strange := wrong_script(text, entry):
                    yield f"{key}: another script: {strange}"
                if rest := left_over(text, model, second, entry):
                    yield f"{key}: French or English is left: {rest}"
                if room := too_long(key, text, model, second):
                    yield f"{key}: more than {room} cells: {text}"
                if entry.direction == "rtl" and isolated(text) != text:
                    yield f"{key}: isolates are missing"
                own = set(LABEL.findall(bare(text))) - set(LABEL.findall(model + second)) - PAPER_WORDS
                if own and domain != "explain":
                    yield f"{key}: « » holds something else than in French: {', '.join(sorted(own))}"


def main(arguments: list[str]) -> int:
    """Print the faults of the languages that are named."""
    found = [f"{tag}: {fault}" for tag in arguments for fault in faults(tag)]
    print("\n".join([*found, f"{len(found)} to mend"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
