"""The catalogues against each other and against the code: nothing missing, over, or said elsewhere."""

import re

import pytest

from mozaik_tui.commands.table import COMMANDS
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS
from mozaik_tui.language import Translator, offered
from mozaik_tui.language.checking import fields_of, key_of, texts_of
from mozaik_tui.language.compile import checked_source
from mozaik_tui.language.languages import language
from mozaik_tui.language.places import FRENCH, STAFF_DOMAINS, locales_folder
from mozaik_tui.settings.keys import KEYS, SECRETS

from . import scan

LOCALES = locales_folder()
DOMAINS = {source.stem for source in (LOCALES / FRENCH).glob("*.po")}
OTHERS = [entry.tag for entry in offered() if entry.tag != FRENCH]
STAFF_TAGS = {"fr", "en"}
CATALOGUES = [
    (entry.tag, domain)
    for entry in offered()
    for domain in sorted(DOMAINS)
    if entry.tag in STAFF_TAGS or domain not in STAFF_DOMAINS
]
SETTINGS_KEYS = {f"{section}.{key}" for section, table in KEYS.items() for key in table} | set(SECRETS)


def entries(tag, domain):
    """Key → message."""
    catalog = checked_source(LOCALES / tag / f"{domain}.po")
    return {key_of(message): message for message in catalog if key_of(message)}


ALL_KEYS = {key for domain in DOMAINS for key in entries(FRENCH, domain)}


@pytest.mark.parametrize("tag", OTHERS)
def test_every_language_has_the_same_domains(tag):
    wanted = DOMAINS if tag in STAFF_TAGS else DOMAINS - STAFF_DOMAINS
    assert {source.stem for source in (LOCALES / tag).glob("*.po")} == wanted


@pytest.mark.parametrize(("tag", "domain"), [each for each in CATALOGUES if each[0] != FRENCH])
def test_every_language_has_the_same_keys_and_fields(tag, domain):
    french, other = entries(FRENCH, domain), entries(tag, domain)
    assert other.keys() == french.keys()
    for key, message in french.items():
        assert bool(other[key].pluralizable) == bool(message.pluralizable), key
        wanted = frozenset().union(*map(fields_of, texts_of(message)))
        for text in texts_of(other[key]):
            # A form that means exactly one may leave the figure out.
            assert fields_of(text) | {"n"} == wanted | {"n"}, key


@pytest.mark.parametrize(("tag", "domain"), CATALOGUES)
def test_nothing_is_untranslated_or_uncertain(tag, domain):
    catalog = checked_source(LOCALES / tag / f"{domain}.po")
    assert not catalog.obsolete
    for message in catalog:
        assert not message.fuzzy, key_of(message)
        if key_of(message):
            assert all(text.strip() for text in texts_of(message)), key_of(message)


@pytest.mark.parametrize(("tag", "domain"), CATALOGUES)
def test_headers_say_language_plurals_and_review(tag, domain):
    from babel.messages.plurals import get_plural

    source = LOCALES / tag / f"{domain}.po"
    head = source.read_text("utf-8").partition("\n\n")[0]
    assert f'"Language: {tag}\\n"' in head
    assert re.search(r'"X-Review-Status: (draft|reviewed)\\n"', head)
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in head
    catalog = checked_source(source)
    rule = get_plural(language(tag).cldr)
    assert catalog.num_plurals == rule.num_plurals
    assert catalog.plural_expr.strip("()") == rule.plural_expr.strip("()")


@pytest.mark.parametrize("domain", ["command", "explain", "refusal"])
@pytest.mark.parametrize("tag", sorted(STAFF_TAGS))
def test_every_entry_tells_the_translator_where_it_stands(tag, domain):
    for key, message in entries(tag, domain).items():
        assert message.auto_comments, key


def test_every_key_of_the_code_is_in_the_catalogues():
    missing = []
    for file in scan.sources():
        for line, pattern, whole in scan.key_patterns(file, DOMAINS):
            known = any(re.fullmatch(pattern, key) for key in ALL_KEYS)
            is_setting = whole and pattern.replace("\\", "") in SETTINGS_KEYS
            is_module = whole and (scan.ROOT / "mozaik_tui" / pattern.replace("\\.", "/")).exists()
            if not known and not is_setting and not is_module and pattern.replace("\\", "") not in NO_KEYS:
                missing.append(f"{file.relative_to(scan.ROOT)}:{line}: {pattern}")
    assert not missing


def test_every_key_of_the_catalogues_is_in_the_code():
    patterns = {pattern for file in scan.sources() for _, pattern, _ in scan.key_patterns(file, DOMAINS)}
    # `refusal.{code}` and its finer forms: whose codes are those of the table, which the next test looks at.
    patterns |= {rf"refusal\.{code}(\..+)?" for code in SUPPORT_NUMBERS}
    whole = re.compile("|".join(sorted(patterns)))
    assert not [key for key in sorted(ALL_KEYS) if not whole.fullmatch(key)]


def test_every_refusal_has_its_texts_and_no_other_has():
    for domain in ("refusal", "explain"):
        codes = {key.split(".")[1] for key in entries(FRENCH, domain)} - {"heading"}
        assert codes == set(SUPPORT_NUMBERS)
    for code in SUPPORT_NUMBERS:
        assert {f"refusal.{code}", f"explain.{code}.meaning", f"explain.{code}.say"} <= ALL_KEYS


EMAIL_REASONS = """missing_at two_at nothing_before_at nothing_after_at display_name wide_at inner_blank dots
    hidden_character other_keyboard accent internal_host no_ending comma too_long other"""


@pytest.mark.parametrize("reason", EMAIL_REASONS.split())
def test_every_reason_of_an_address_has_its_own_words(reason):
    assert f"refusal.email_invalid.{reason}" in ALL_KEYS


def test_a_code_of_another_shape_is_told_in_digits():
    # account-service.md: the French detail of `code_malformed` holds « 6 chiffres ».
    assert "6 chiffres" in Translator("fr").text("refusal.code_malformed")
    assert "6 chiffres" in Translator("fr").text("refusal.code_malformed.too_short", digits=6)


BLAME = {
    "fr": r"\binvalid|\berron|\bfautif|vous avez mal|incorrect",
    "en": r"\binvalid|\bwrong\b|\bincorrect|your mistake|\bbad\b|\billegal",
}


@pytest.mark.parametrize("tag", sorted(BLAME))
def test_nobody_is_blamed(tag):
    for key, message in entries(tag, "refusal").items():
        for text in texts_of(message):
            assert not re.search(BLAME[tag], text, re.IGNORECASE), f"{key}: {text}"


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_no_parent_is_told_that_the_school_sees_accounts(tag):
    """No command shows them, and the database names nobody."""
    words = Translator(tag)
    for code in SUPPORT_NUMBERS:
        told = words.text(f"explain.{code}.say")
        assert not re.search(r"école (?:peut )?voi[rt]|school (?:can )?sees?", told), told


def test_a_message_fits_a_small_screen():
    # 80 columns and a summary of a few lines beside the field; the longest lists what to compare.
    for tag in ("fr", "en"):
        for key, message in entries(tag, "refusal").items():
            for text in texts_of(message):
                assert len(text) <= (400 if key == "refusal.child_no_match" else 240), key


# What reads like a sentence or a key in the code and is none, with the reason.
ALLOWED = {
    "Une erreur de notre programme a arrêté l'assistant. Référence : ": "the catalogues may be the cause",
    "\nAn error in our program stopped the assistant. Reference: ": "the catalogues may be the cause",
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table'": "SQL",
    "bold reverse": "a style",
    "mozaik-tui explain ": "a command to type",
} | {command.name: "a command to type" for command in COMMANDS}
NO_KEYS = {
    "screen.back": "an action of Textual",
    "screen.menu": "an action of Textual",
    "screen.help": "an action of Textual",
    "screen.language": "an action of Textual",
    "screen.phone": "an action of Textual",
    "mail.com": "a provider",
}

SPOKEN = (
    "screens",
    "mozaik_tui/ui",
    "mozaik_tui/plain",
    "mozaik_tui/commands",
    "mozaik_tui/guide/checking.py",
    "mozaik_tui/guide/offers.py",
    "mozaik_tui/guide/pages.py",
    "mozaik_tui/guide/plain.py",
    "mozaik_tui/guide/plain_lines.py",
    "mozaik_tui/guide/ui",
    "mozaik_tui/cli.py",
    "mozaik_tui/session.py",
    "mozaik_tui/wording.py",
    "mozaik_tui/views.py",
    "mozaik_tui/choices.py",
)


def test_no_sentence_stands_outside_of_the_catalogues():
    files = [file for name in SPOKEN if (scan.ROOT / name).exists() for file in scan.sources(name)]
    found = [
        f"{file.relative_to(scan.ROOT)}:{line}: {text[:70]!r}"
        for file in files
        for line, text in scan.prose(file)
        if text not in ALLOWED
    ]
    assert not found
