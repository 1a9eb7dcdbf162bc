"""The closed sets of the help by phone against the tables that they repeat; the tree; how a phrase is said."""

import pytest

from mozaik_tui.account.assist import totp, words
from mozaik_tui.account.assist.phrases import BY_NAME, NEWS, PHRASES, words_of
from mozaik_tui.account.assist.report import FieldState, Report, report_of
from mozaik_tui.journey.fields import FIELDS
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS
from mozaik_tui.journey.steps import STEPS
from mozaik_tui.language import Translator, offered
from mozaik_tui.support.book import TREE, TROUBLES, Ask
from mozaik_tui.support.sheet import sheet, steps_of
from mozaik_tui.support.transliteration import WAYS, limits, said


def test_steps_and_fields_are_those_of_the_journey():
    assert tuple(step.name for step in STEPS) == words.STEPS
    assert tuple(field.name for field in FIELDS) == words.FIELDS


def test_every_phrase_has_words_in_every_language():
    for language in offered():
        spoken = Translator(language.tag)
        for name in [*BY_NAME, *NEWS]:
            assert spoken.text(words_of(name)).strip()
        for word in words.ANSWERS:
            assert spoken.text(f"assist.answer.{word}")
        for why in words.ENDS:
            assert spoken.text(f"assist.over.{why}")


def test_what_asks_ends_with_a_question_mark_and_nothing_else_does():
    french = Translator("fr")
    for phrase in PHRASES:
        assert french.text(phrase.key).endswith("?") is (phrase.asks or phrase.name in NOT_YES_NO), (
            phrase.name
        )


NOT_YES_NO = {"question_child_name", "question_child_school"}


def test_the_tree_is_whole_and_every_path_ends():
    assert len(TROUBLES) == 13
    codes = [code for trouble in TROUBLES for code in trouble.codes]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(SUPPORT_NUMBERS)
    reached = set()

    def walk(name, path):
        assert name not in path
        reached.add(name)
        node = TREE[name]
        if isinstance(node, Ask):
            assert BY_NAME[node.phrase].asks
            for following in (node.yes, node.no):
                walk(following, (*path, name))
        else:
            assert all(not BY_NAME[phrase].asks for phrase in node.phrases)
            assert node.note is None or Translator("fr").has(f"support.note.{node.note}")

    for trouble in TROUBLES:
        assert Translator("fr").has(f"support.trouble.{trouble.name}")
        walk(trouble.begins, ())
    assert reached == set(TREE)


def test_every_screen_can_be_shown_in_two_languages_line_by_line():
    assert [step for number in range(1, 10) for step in steps_of(number)] == sorted(
        STEPS, key=lambda step: step.number
    )
    assert steps_of(0) == steps_of(10) == ()
    for step in STEPS:
        french = sheet(step, Translator("fr"))
        for language in offered():
            theirs = sheet(step, Translator(language.tag))
            assert [line.role for line in theirs] == [line.role for line in french], (step.name, language.tag)


@pytest.mark.parametrize(
    ("text", "script", "tag", "way"),
    [
        ("Нажмите клавишу", "Cyrl", "ru", "Najmite klavichou"),
        ("Головна", "Cyrl", "uk", "Holovna"),
        ("كتاب", "Arab", "ar", "ktab"),
        ("विद्यालय", "Deva", "ne", "vidyâlay"),
        ("বিদ্যালয়", "Beng", "bn", "bidyâlay"),
        ("ਪੰਜਾਬੀ", "Guru", "pa", "panjâbî"),
        ("தமிழ்", "Taml", "ta", "tamil"),
        ("ሰላም", "Ethi", "ti", "selam"),
        ("您好", "Hans", "zh-Hans", "nín hǎo"),
        ("Bonjour", "Latn", "fr", None),
    ],
)
def test_a_way_to_say_it(text, script, tag, way):
    if script == "Beng":
        assert said(text, script, tag).endswith("dyâlay")
    elif script == "Deva":
        assert said(text, script, tag) == "vidyâlay"
    else:
        found = said(text, script, tag)
        assert found is None if way is None else found.replace("djâ", "jâ") == way


def test_every_sign_of_the_chinese_phrases_has_a_reading():
    spoken = Translator("zh-Hans")
    for name in BY_NAME:
        way = said(spoken.text(words_of(name)), "Hans", "zh-Hans")
        assert not any("\u3400" <= char <= "\u9fff" for char in way), way
    assert said("请按 Tab 键。", "Hans") == "qǐng àn Tab jiàn."
    assert said("请选择« Non »（否）。", "Hans") == "qǐng xuǎn zé «Non» (fǒu)."


def test_every_language_that_is_not_latin_has_a_way_or_says_that_there_is_none():
    for language in offered():
        spoken = Translator(language.tag).text("assist.phrase.hello")
        way = said(spoken, language.script, language.tag)
        assert (way is None) is (language.script == "Latn" or language.script not in WAYS)
        assert (limits(language.script) is None) is (language.script == "Latn")
        if way is not None:
            letters = [char for char in way if char.isalpha()]
            assert sum(ord(char) < 0x250 for char in letters) / len(letters) > 0.98, way


@pytest.mark.parametrize(
    ("now", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_of_an_app_are_those_of_rfc_6238(now, code):
    secret = b"12345678901234567890"
    assert totp.code_at(secret, now // 30) == code
    assert totp.matching_step(secret, code, now + 29) is not None
    assert totp.matching_step(secret, code, now + 120) is None
    assert totp.matching_step(secret, "x" + code[1:], now) is None
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&" in totp.uri(secret, "lea")


BAD_REPORTS = [
    {"language": "fr", "step": "nadia@example.com"},
    {"language": "Nadia", "step": "email"},
    {"language": "fr", "step": "email", "focused": "0412357"},
    {"language": "fr", "step": "email", "refusal": "E-000"},
    {"language": "fr", "step": "email", "resend_in": 2014.0},
    {"language": "fr", "step": "email", "resend_in": -1},
    {"language": "fr", "step": "email", "resend_in": True},
    {"language": "fr", "step": "email", "locked_for": 10**9},
    {"language": "fr", "step": "email", "delivery": "nadia@example.com"},
    {"language": "fr", "step": "email", "value": "nadia@example.com"},
    {"language": "fr", "step": "email", "fields": [{"name": "email", "state": "nadia@example.com"}]},
    {"language": "fr", "step": "email", "fields": [{"name": "email", "state": "accepted", "length": 17}]},
    {
        "language": "fr",
        "step": "email",
        "fields": [{"name": "email", "state": "accepted", "number": "E-201"}],
    },
    {"language": "fr", "step": "email", "fields": [{"name": "email", "state": "refused"}]},
    {"language": "fr", "step": "email", "fields": [{"name": "email", "state": "empty"}] * 2},
    {"language": "fr", "step": "email", "fields": "email"},
    {"language": ["fr"], "step": {"a": 1}},
    None,
    [],
]


@pytest.mark.parametrize("body", BAD_REPORTS)
def test_nothing_but_words_of_the_sets_enters_a_report(body):
    with pytest.raises(ValueError, match=r"^(not|no|a) ") as caught:
        report_of(body)
    assert "nadia" not in str(caught.value)
    assert "0412357" not in str(caught.value)


def test_a_report_goes_over_the_wire_and_back():
    told = Report(
        "fr", "email", "email", (FieldState("email", "refused", "E-202"),), "E-202", 10, 0, "queued"
    )
    assert report_of(told.as_json()) == told
