r"""``python -m tools.catalogues.sheets``: the sheet that a translator fills, and back from it.

    python -m tools.catalogues.sheets show [TAG]        every text in French and English; with TAG, only what it lacks
    python -m tools.catalogues.sheets bring TAG FILE    FILE holds lines ``key = text``; writes ``locales/TAG/*.po``

A line break is ``\n``; a text with plural forms has one line a form, ``key[0] = …``, in the order of the language's rule.
What the sheet does not name stays as it is in the catalogue. Isolates are put in for right-to-left languages, and blanks at
the beginning of a text are taken from the French one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.plurals import get_plural

from mozaik_tui.language.checking import key_of, texts_of
from mozaik_tui.language.compile import checked_source
from mozaik_tui.language.languages import Language, language
from mozaik_tui.language.places import FRENCH, STAFF_DOMAINS, locales_folder

from .isolates import bare, isolated

LINE = re.compile(r"([a-z]+(?:\.[A-Za-z0-9_-]+)+)(?:\[([0-9])\])?\s*=\s?(.*)")

HEAD = """# {name} texts of mozaik-tui: {domain}.
msgid ""
msgstr ""
"Project-Id-Version: mozaik-tui\\n"
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={plural.num_plurals}; plural={plural.plural_expr};\\n"
"X-Review-Status: draft\\n"
"""


def family_domains() -> list[str]:
    """The domains that every language has, in the order of the alphabet."""
    found = {source.stem for source in (locales_folder() / FRENCH).glob("*.po")}
    return sorted(found - STAFF_DOMAINS)


def entries(tag: str, domain: str) -> dict[str, Message]:
    """Key → entry of one catalogue, in its order; empty when there is none yet."""
    source = locales_folder() / tag / f"{domain}.po"
    if not source.exists():
        return {}
    return {key_of(message): message for message in checked_source(source) if key_of(message)}


def read_sheet(lines: Iterable[str]) -> dict[str, dict[int, str]]:
    """Key → form → text. Raises ``ValueError`` with the line's number for what is no line of a sheet."""
    found: dict[str, dict[int, str]] = {}
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\n")
        if not text.strip() or text.startswith("#"):
            continue
        match = LINE.fullmatch(text)
        if match is None:
            raise ValueError(f"line {number}: not “key = text”: {text[:60]}")
        found.setdefault(match[1], {})[int(match[2] or 0)] = match[3].rstrip().replace("\\n", "\n")
    return found


def quoted(text: str) -> str:
    """As it stands between the quotation marks of a catalogue."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _dressed(text: str, french: str, entry: Language) -> str:
    """With the blanks that the French text begins with, and with isolates where the language needs them."""
    text = " " * (len(french) - len(french.lstrip(" "))) + text.strip()
    return isolated(bare(text)) if entry.direction == "rtl" else text


def _lines(key: str, model: Message, forms: Mapping[int, str], count: int) -> Iterable[str]:
    yield ""
    yield from (f"#. {comment}" for comment in model.auto_comments)
    yield f'msgid "{key}"'
    if not model.pluralizable:
        yield f'msgstr "{quoted(forms[0])}"'
        return
    yield f'msgid_plural "{key}"'
    for form in range(count):
        yield f'msgstr[{form}] "{quoted(forms[form])}"'


def bring(tag: str, sheet: Mapping[str, Mapping[int, str]]) -> list[str]:
    """Write the catalogues of ``tag`` from ``sheet`` over what they hold; the keys that no text was given for.

    A domain is written only when it is whole. Raises ``KeyError`` for a key that no catalogue has.
    """
    entry, missing = language(tag), []
    plural = get_plural(entry.cldr)
    known = {key for domain in family_domains() for key in entries(FRENCH, domain)}
    if strange := sorted(set(sheet) - known):
        raise KeyError(f"no such keys: {', '.join(strange)}")
    for domain in family_domains():
        french, held = entries(FRENCH, domain), entries(tag, domain)
        lines, whole = (
            [HEAD.format(name=entry.name, domain=domain, tag=tag, plural=plural).rstrip("\n")],
            True,
        )
        for key, model in french.items():
            forms = dict(sheet.get(key, {}))
            if not forms and key in held:
                forms = dict(enumerate(texts_of(held[key])))
            wanted = plural.num_plurals if model.pluralizable else 1
            if not set(range(wanted)) <= set(forms):
                missing.append(key)
                whole = False
                continue
            first = texts_of(model)[0]
            lines += _lines(
                key, model, {form: _dressed(text, first, entry) for form, text in forms.items()}, wanted
            )
        if whole:
            folder = locales_folder() / tag
            folder.mkdir(exist_ok=True)
            (folder / f"{domain}.po").write_text("\n".join(lines) + "\n", "utf-8")
    return missing


def show(tag: str | None = None) -> Iterable[str]:
    """The lines of the sheet to fill: comment, French, English, and the key to copy."""
    for domain in family_domains():
        english, held = entries("en", domain), entries(tag, domain) if tag else {}
        for key, message in entries(FRENCH, domain).items():
            if key in held:
                continue
            yield from (f"# {comment}" for comment in message.auto_comments)
            forms = "[0]" if message.pluralizable else ""
            yield f"# fr: {quoted(texts_of(message)[-1])}"
            yield f"{key}{forms} = {quoted(texts_of(english[key])[-1])}"


def main(arguments: list[str]) -> int:
    """The command; 1 when a sheet lacks texts or is none."""
    if arguments[:1] == ["show"] and len(arguments) <= 2:
        print("\n".join(show(*arguments[1:])))
        return 0
    if arguments[:1] == ["bring"] and len(arguments) == 3:
        try:
            missing = bring(arguments[1], read_sheet(Path(arguments[2]).read_text("utf-8").splitlines()))
        except (ValueError, KeyError) as error:
            print(error.args[0], file=sys.stderr)
            return 1
        print(f"{len(missing)} without a text" + "".join(f"\n  {key}" for key in missing))
        return 1 if missing else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
