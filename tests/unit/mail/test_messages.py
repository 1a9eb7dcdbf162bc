"""What the mails say, part by part (account-service.md, Mail)."""

import datetime
import email
import email.policy
import re
import zoneinfo
from html.parser import HTMLParser

import pytest

from mozaik_tui.account.mail import messages
from mozaik_tui.account.mail.messages import NOTICES, code_letter, notice_letter
from mozaik_tui.account.mail.mime import with_a_label, written
from mozaik_tui.language import offered
from mozaik_tui.language.languages import language

AT = datetime.datetime(2026, 1, 15, 19, 7, 40, tzinfo=datetime.UTC).timestamp()  # 14:07:40 in Québec
TAGS = [entry.tag for entry in offered()]


def code(tag="en", number="048291"):
    return code_letter(token="abc", date=AT, language=tag, code=number, dies_at=AT + 1200)


class Reader(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("number", ["000000", "123456"])
def test_the_code_stands_once_and_nothing_else_looks_like_one(tag, number):
    letter = code(tag, number)
    assert letter.text.splitlines().count(number) == 1
    assert re.findall(r"\d{6}", letter.text) == [number]
    assert not re.search(r"\d{6}", letter.subject)
    page = Reader(letter.html)
    assert re.findall(r"\d{6}", page.text) == [number]


@pytest.mark.parametrize("tag", TAGS)
def test_the_raw_mail_holds_no_other_six_digits_either(tag):
    raw = written(code(tag), sender="a@ecole.example", recipient="b@exemple.example", domain="ecole.example")
    assert set(re.findall(rb"(?<!\d)\d{6}(?!\d)", raw)) == {b"048291"}


@pytest.mark.parametrize("tag", TAGS)
def test_the_parents_language_leads_and_french_follows_once(tag):
    letter = code(tag)
    assert letter.languages == (("fr",) if tag == "fr" else (tag, "fr"))
    assert letter.text.count("Votre code de vérification :") == 1
    assert letter.text.count("Personne ne vous le demandera jamais") == 1
    page = Reader(letter.html)
    divs = [attrs["lang"] for name, attrs in page.found if name == "div"]
    assert divs == list(letter.languages)
    assert ("html", {"lang": tag, "dir": language(tag).direction}) in page.found


def test_a_language_that_nobody_wrote_mails_in_gets_french():
    assert code("tlh").languages == ("fr",)


def test_a_language_whose_mails_are_not_written_yet_gets_french(monkeypatch):
    has = messages._speakers("en")[0].__class__.has
    monkeypatch.setattr(
        "mozaik_tui.language.Translator.has",
        lambda self, key: has(self, key) and not (self.tag == "en" and key.startswith("mail.")),
    )
    assert code("en").languages == ("fr",)


def test_the_life_is_told_as_a_time_that_never_promises_more():
    letter = code("en")
    # 14:27:40 is when it dies: cut to the minute, never rounded up.
    assert "before 14:27 (Québec time)" in letter.text
    assert "avant 14 h 27 (heure du Québec)" in letter.text
    assert "only once" in letter.text


def test_without_a_table_of_zones_the_machines_own_time_is_told(monkeypatch):
    def nowhere(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    messages._quebec.cache_clear()
    monkeypatch.setattr(zoneinfo, "ZoneInfo", nowhere)
    local = datetime.datetime.fromtimestamp(AT + 1200)
    assert f"before {local.hour}:{local.minute:02d}" in code("en").text
    messages._quebec.cache_clear()


def test_nothing_is_fetched_from_anywhere():
    for letter in (code("en"), notice_letter("password_changed", token="a", date=AT, language="en")):
        page = Reader(letter.html)
        assert {name for name, _ in page.found} <= {
            "html", "head", "meta", "title", "body", "p", "div", "strong", "hr",
        }  # fmt: skip
        assert "http" not in letter.html
        assert not any({"src", "href", "style"} & set(attrs) - {"style"} for _, attrs in page.found)


def test_texts_are_escaped(monkeypatch):
    text = messages._speakers("fr")[0].__class__.text
    monkeypatch.setattr(
        "mozaik_tui.language.Translator.text",
        lambda self, key, **more: text(self, key, **more) + " <script>&",
    )
    assert "<script>" not in code("en").html
    assert "&lt;script&gt;&amp;" in code("en").html


@pytest.fixture(autouse=True)
def _nothing_kept_of_another_test():
    """A mail's unchanging parts are kept by minute and language; here the words change within one."""
    messages._blank_letter.cache_clear()
    yield
    messages._blank_letter.cache_clear()


@pytest.mark.parametrize("kind", NOTICES)
@pytest.mark.parametrize("tag", TAGS)
def test_notices(kind, tag):
    letter = notice_letter(kind, token="abc", date=AT, language=tag)
    assert letter.languages[-1] == "fr"
    assert "15 janvier 2026 à 14 h 07" in letter.text
    assert not re.search(r"\d{6}", letter.text + letter.subject)


def test_an_unknown_notice_is_refused():
    with pytest.raises(ValueError, match="no such notice"):
        notice_letter("birthday", token="abc", date=AT, language="fr")


def test_the_message_on_the_wire():
    raw = written(
        code("en"),
        sender="École <codes@ecole.example>",
        recipient="ana@exemple.example",
        domain="ecole.example",
    )
    assert raw == written(
        code("en"),
        sender="École <codes@ecole.example>",
        recipient="ana@exemple.example",
        domain="ecole.example",
    )
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en, fr"
    assert mail["Message-ID"] == "<abc@ecole.example>"
    assert mail["Date"].datetime.timestamp() == int(AT)
    assert mail["Subject"] == "Your verification code / Votre code de vérification"
    assert mail["To"] == "ana@exemple.example"


def test_a_local_part_that_needs_quotes():
    raw = written(
        code(), sender="a@ecole.example", recipient="o'brien+x@exemple.example", domain="ecole.example"
    )
    assert b"To: o'brien+x@exemple.example\r\n" in raw


def test_a_labels():
    assert with_a_label("zoe@école.example") == "zoe@xn--cole-9oa.example"
    assert with_a_label("zoe@exemple.example") == "zoe@exemple.example"
