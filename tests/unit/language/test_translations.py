"""Every language beside French: right script, room enough, nothing left in French or English, isolates, plain labels."""

import pytest

from mozaik_tui.language import Translator, offered
from mozaik_tui.language.languages import language
from mozaik_tui.language.places import FRENCH, STAFF_DOMAINS
from tools.catalogues.checks import faults, left_over, too_long, wrong_script
from tools.catalogues.isolates import FSI, LRI, PDI, bare, isolated
from tools.catalogues.sheets import bring, family_domains, quoted, read_sheet
from tools.catalogues.table import lines

from . import scan

PAGE = scan.ROOT / "docs" / "languages.md"

TRANSLATED = [entry.tag for entry in offered() if entry.tag not in (FRENCH, "en")]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_keeps_to_script_room_and_labels(tag):
    assert list(faults(tag)) == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_what_only_staff_reads_is_said_in_french(tag):
    assert "command" in STAFF_DOMAINS - set(family_domains())
    assert Translator(tag).text("command.usage.see_help") == Translator(FRENCH).text("command.usage.see_help")


def test_the_page_of_languages_is_as_the_table_is():
    assert PAGE.read_text("utf-8") == "\n".join(lines()) + "\n"


def test_a_word_of_another_script_is_found():
    assert wrong_script("Введіть код на « Oui » · Tab", ENTRY["uk"]) is None
    assert wrong_script("Введіть password", ENTRY["uk"]) == "password"
    assert wrong_script("Tapez le кod", ENTRY["fr"]) == "к"


def test_a_forgotten_text_is_found():
    assert left_over("Choose a language", "Choisir une langue", "Choose a language", ENTRY["es"])
    assert left_over("Escriba the address of your escuela", "x", "y", ENTRY["es"]) == "the address your"
    assert left_over("Elija un idioma", "Choisir une langue", "Choose a language", ENTRY["es"]) is None


def test_a_text_without_room_is_found():
    assert too_long("button.back", "fünfzehn Zellen!", "Retour", "Back") == 14
    assert too_long("button.back", "返回上一页面的按钮", "Retour", "Back") == 14
    assert too_long("button.back", "返回", "Retour", "Back") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("اكتب « Oui » هنا", "اكتب [« Oui »] هنا"),
        ("رقم 514-555-0199.", "رقم [514-555-0199]."),
        ("من {name}: {n} أرقام", "من ~{name}]: {n} أرقام"),
        ("6 أرقام", "6 أرقام"),
        (
            "2014-03-09, 09/03/2014 أو portailparents.ca.",
            "[2014-03-09], [09/03/2014] أو [portailparents.ca].",
        ),
        (".com أو .ca و --data-dir", "[.com] أو [.ca] و [--data-dir]"),
        ("< رجوع، ? مساعدة", "[<] رجوع، ? مساعدة"),
        ("رمز # $ / % ? & *", "رمز [# $ / % ? & *]"),
        ("Élève : Tremblay, Jules", "[Élève : Tremblay, Jules]"),
        ("{label}: {value}", "~{label}]: ~{value}]"),
    ],
)
def test_what_could_turn_round_stands_in_isolates(text, wanted):
    made = isolated(text)
    assert made == wanted.translate({ord("["): LRI, ord("~"): FSI, ord("]"): PDI})
    assert isolated(made) == made
    assert bare(made) == text


def test_a_sheet_is_read_by_lines_and_forms():
    sheet = read_sheet(
        ["# a comment", "", "screen.start.needs = one\\ntwo", "screen.x.y[1] = b", "screen.x.y[0] = a"]
    )
    assert sheet == {"screen.start.needs": {0: "one\ntwo"}, "screen.x.y": {0: "a", 1: "b"}}
    with pytest.raises(ValueError, match="line 1"):
        read_sheet(["no key here"])
    assert quoted('"a"\n') == '\\"a\\"\\n'


def test_a_key_that_no_catalogue_has_is_told():
    with pytest.raises(KeyError, match="no such keys"):
        bring("en", {"screen.nothing": {0: "x"}})


ENTRY = {
    "fr": language("fr"),
    "es": language("fr")._replace(tag="es"),
    "uk": language("fr")._replace(tag="uk", script="Cyrl"),
}
