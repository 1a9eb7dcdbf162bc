"""The nearest offered language in the same script, else French (account-service.md, Input)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik_tui.language import nearest, offered

# What the language screen will offer one day (domain.md, Languages).
MANY = [
    "fr",
    "en",
    "es-419",
    "ar",
    "ht",
    "pt-BR",
    "uk",
    "zh-Hans",
    "prs",
    "fa",
    "sw",
    "vi",
    "ta",
    "bn",
    "fil",
    "pa",
    "ur",
]


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("fr-Latn-CA", "fr"),
        ("en-US", "en"),
        ("EN-us", "en"),
        ("en-gb-oed", "en"),
        ("en-CA-x-home", "en"),
        ("en-u-ca-gregory", "en"),
        ("es", "es-419"),
        ("es-MX", "es-419"),
        ("es-ES", "es-419"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "fr"),
        ("zh-Hant", "fr"),
        ("zh-Hans-TW", "zh-Hans"),
        ("cmn", "zh-Hans"),
        ("zh-cmn", "zh-Hans"),
        ("zh-yue", "fr"),
        ("fa", "fa"),
        ("fa-IR", "fa"),
        ("fa-AF", "prs"),
        ("prs", "prs"),
        ("pes", "fa"),
        ("tl", "fil"),
        ("swh", "sw"),
        ("ar-EG", "ar"),
        ("pa-IN", "pa"),
        ("pa-PK", "fr"),
        ("pa-Arab", "fr"),
        ("ur-PK", "ur"),
        ("hat", "ht"),
        ("uk-Latn", "fr"),
        ("en-Shaw", "fr"),
        ("de", "fr"),
        ("iw", "fr"),
        ("und", "fr"),
        ("x-private", "fr"),
        ("i-klingon", "fr"),
        ("sgn-BE-FR", "fr"),
        ("qaa", "fr"),
        ("qps-ploc", "fr"),  # nobody offers the pseudo-language, and no mail is written in it
    ],
)
def test_the_nearest_in_the_same_script(tag, found):
    assert nearest(tag, MANY) == found


@pytest.mark.parametrize(
    "tag",
    ["", " ", "f", "fr_CA", "fr-", "-fr", "fr--CA", "français", "fr CA", "123", "fr-CA-", "a" * 9,
     "en-" + "a" * 300, "fr\n", "fr\x00", "x", "x-", "en-x", "en-a", "٣٣", "../fr", "*"],
)  # fmt: skip
def test_what_is_no_tag_is_refused(tag):
    with pytest.raises(ValueError, match="not a language tag"):
        nearest(tag, MANY)


def test_the_offered_ones_are_the_default():
    assert nearest("en-AU") == "en"
    assert nearest("es") == "es"
    assert nearest("is") == "fr"
    assert nearest("en", offered(["fr"])) == "fr"
    assert nearest("en", []) == "fr"


@given(st.text(max_size=30))
def test_any_text_gives_an_offered_tag_or_a_value_error(text):
    with suppress(ValueError):
        assert nearest(text, MANY) in MANY


@given(st.from_regex(r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z"))
def test_every_ordinary_tag_is_one(tag):
    assert nearest(tag, MANY) in MANY
