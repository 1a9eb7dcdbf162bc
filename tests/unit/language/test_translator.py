"""Texts, plurals, dates, durations: in one language and in two at once."""

import datetime
import string
import threading

import pytest

from mozaik_tui.language import Pair, Translator, offered
from mozaik_tui.language.places import locales_folder


def test_french_and_english_texts():
    assert (
        Translator("fr").text("refusal.too_short")
        == "Le mot de passe est trop court. Il faut au moins 8 caractères."
    )
    assert (
        Translator("en").text("refusal.too_short")
        == "The password is too short. It needs at least 8 characters."
    )


def test_fields_are_filled_and_missing_ones_are_named():
    words = Translator("fr")
    assert "caractère 5 " in words.text("refusal.permanent_code_malformed.letter_expected", position=5)
    with pytest.raises(KeyError, match=r"refusal\.permanent_code_malformed\.letter_expected.*position"):
        words.text("refusal.permanent_code_malformed.letter_expected")


@pytest.mark.parametrize(
    "key", ["refusal.no_such_word", "nowhere.at.all", "../fr/refusal.too_short", "", "refusal", "refusal."]
)
def test_an_unknown_key_is_a_key_error_that_names_it(key):
    words = Translator("en")
    assert not words.has(key)
    for ask in (lambda: words.text(key), lambda: words.plural(key, 2)):
        with pytest.raises(KeyError) as caught:
            ask()
        assert key in str(caught.value)


@pytest.mark.parametrize("tag", ["xx", "", "../fr", "fr/../en", "FR", "en_CA", "fr "])
def test_a_tag_without_catalogues_is_refused(tag):
    with pytest.raises(KeyError):
        Translator(tag)


def test_plurals_follow_each_language():
    key = "refusal.code_invalid.tries_left"
    french, english = Translator("fr"), Translator("en")
    assert "0 essai " in french.plural(key, 0)
    assert "1 essai " in french.plural(key, 1)
    assert "2 essais " in french.plural(key, 2)
    assert "0 tries " in english.plural(key, 0)
    assert "1 try " in english.plural(key, 1)
    assert "2 tries " in english.plural(key, 2)


def test_has_knows_texts_and_plurals():
    words = Translator("fr")
    assert words.has("refusal.too_short")
    assert words.has("refusal.code_invalid.tries_left")
    assert not words.has("refusal.code_invalid.nothing")


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (datetime.date(2014, 3, 9), "9 mars 2014", "March 9, 2014"),
        (datetime.date(2014, 3, 1), "1er mars 2014", "March 1, 2014"),
        (datetime.date(2015, 8, 11), "11 août 2015", "August 11, 2015"),
        (datetime.date(2011, 12, 31), "31 décembre 2011", "December 31, 2011"),
    ],
)
def test_dates_in_words(day, french, english):
    assert Translator("fr").date(day) == french
    assert Translator("en").date(day) == english


@pytest.mark.parametrize(
    ("seconds", "french"),
    [
        (0, "0 seconde"),
        (-3, "0 seconde"),
        (0.2, "1 seconde"),
        (45, "45 secondes"),
        (59.5, "1 minute"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (900, "15 minutes"),
        (3541, "1 heure"),
        (3600, "1 heure"),
        (5400, "1 heure 30 minutes"),
        (86400, "24 heures"),
        (86401, "1 jour 1 heure"),
        (2 * 86400, "2 jours"),
    ],
)
def test_a_wait_is_spoken_and_rounded_up(seconds, french):
    assert Translator("fr").duration(seconds) == french


def test_waits_in_english():
    assert Translator("en").duration(60) == "1 minute"
    assert Translator("en").duration(5400) == "1 hour 30 minutes"


def test_numbers_keep_the_digits_of_the_papers():
    assert Translator("fr").number(7) == "7"
    assert Translator("fr").number(-12) == "-12"
    assert Translator("fr").number(1234567).replace("\xa0", " ").replace("\u202f", " ") == "1 234 567"
    assert Translator("en").number(1234567) == "1,234,567"


def test_a_pair_says_french_once():
    french, english = Pair("fr"), Pair("en")
    assert french.lead is french.french
    assert french.both("refusal.too_short") == (french.lead.text("refusal.too_short"), None)
    lead, beside = english.both("refusal.too_short")
    assert (lead, beside) == (english.lead.text("refusal.too_short"), french.lead.text("refusal.too_short"))
    assert english.both("refusal.too_short").joined(" | ") == f"{lead} | {beside}"
    assert (
        french.both("refusal.too_short").joined() == lead or french.both("refusal.too_short").french is None
    )
    assert english.both_plural("refusal.code_invalid.tries_left", 2).french is not None
    assert english.tag == "en"
    # A text that is the same in both languages stands once.
    assert english.both("command.doctor.well").french is None


def test_the_offered_languages():
    french, english = offered()[:2]
    assert (french.tag, french.name, french.direction, french.script) == ("fr", "Français", "ltr", "Latn")
    assert (english.tag, english.name, english.french) == ("en", "English", "anglais")
    assert [entry.tag for entry in offered(["en"])] == ["fr", "en"]
    assert [entry.tag for entry in offered([])] == ["fr"]
    for entry in offered():
        assert (locales_folder() / entry.tag / "screen.po").exists()
        assert Translator(entry.tag).direction == entry.direction
        assert {*entry.needs} <= {"bidi", "shaping", "wide", "indic"}


def test_the_pseudo_language_is_longer_marked_and_keeps_fields_and_labels():
    pseudo, french = Translator("qps-ploc"), Translator("fr")
    assert "qps-ploc" not in [entry.tag for entry in offered()]
    for key in (
        "refusal.too_short",
        "refusal.child_no_match",
        "refusal.code_malformed",
        "explain.heading.say",
    ):
        long, plain = pseudo.text(key), french.text(key)
        assert (long[0], long[-1]) == ("⟦", "⟧")
        assert len(long) >= round(len(plain) * 1.4) - 1
    assert "« Se connecter »" in pseudo.text("refusal.account_exists")
    assert "caractère 5 " not in pseudo.text("refusal.permanent_code_malformed.letter_expected", position=5)
    assert " 5 " in pseudo.text("refusal.permanent_code_malformed.letter_expected", position=5)
    assert "3 " in pseudo.plural("refusal.code_invalid.tries_left", 3)
    assert pseudo.date(datetime.date(2014, 3, 9)) == "9 mars 2014"
    assert pseudo.direction == "ltr"


def test_texts_take_only_names_of_fields():
    class Trap:
        def __getattr__(self, name):
            raise AssertionError(name)

        def __str__(self):
            return "trap"

    text = Translator("fr").text("refusal.send_locked.wait", wait=Trap())
    assert "trap" in text
    assert [name for _, name, _, _ in string.Formatter().parse(text) if name] == []


def test_two_languages_in_many_threads_at_once():
    results: list[set[str]] = [set() for _ in range(8)]

    def speak(at: int) -> None:
        tag = ("fr", "en")[at % 2]
        for _ in range(200):
            results[at].add(Translator(tag).text("refusal.too_short"))

    threads = [threading.Thread(target=speak, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(found) for found in results] == [1] * 8
    assert results[0] != results[1]


def test_nothing_of_a_translator_is_in_its_repr():
    assert repr(Translator("fr")) == "Translator('fr')"
    assert repr(Pair("en")) == "Pair('en')"
