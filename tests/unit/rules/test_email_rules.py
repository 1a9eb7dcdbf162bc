"""The e-mail rule of journey.md, row by row of the samples and beyond."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mozaik_tui.journey.rules.email_address import EmailAddress, clean_email, judge_email
from mozaik_tui.journey.rules.email_domains import BARE, PAIRS, PROVIDERS, REAL_LOOK_ALIKES, likely_domain
from mozaik_tui.journey.rules.verdict import Accepted, Refused

SAMPLES = Path(__file__).parents[2] / "data" / "email_cases.tsv"
ROWS = [line.split("\t") for line in SAMPLES.read_text(encoding="utf-8").splitlines()[1:]]


def accepted(text: str, *, allow_smtputf8: bool = False) -> EmailAddress:
    verdict = judge_email(text, allow_smtputf8=allow_smtputf8)
    assert isinstance(verdict, Accepted)
    return verdict.value


def refused(text: str) -> Refused:
    verdict = judge_email(text)
    assert isinstance(verdict, Refused)
    return verdict


def offered(text: str) -> str | None:
    verdict = judge_email(text)
    assert isinstance(verdict, Accepted)
    return verdict.cautions[0].suggestion if verdict.cautions else None


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_every_sample_is_judged_as_the_table_says(row: list[str]) -> None:
    typed, expected, normalised, identity_key, suggestion, _why = row
    verdict = judge_email(json.loads(typed))
    if expected.startswith("reject"):
        assert isinstance(verdict, Refused)
        assert verdict.code == "email_invalid"
        assert (verdict.suggestion or "") == suggestion
        return
    assert isinstance(verdict, Accepted)
    assert verdict.value.normalised == json.loads(normalised)
    assert verdict.value.identity_key == identity_key
    assert [(caution.code, caution.suggestion) for caution in verdict.cautions] == (
        [("email_suggestion", suggestion)] if suggestion else []
    )


@pytest.mark.parametrize("nothing", ["", "   ", "\ufeff\u200b", "<>", "mailto:", " < mailto: > "])
def test_nothing_left_is_an_empty_address(nothing: str) -> None:
    assert refused(nothing) == Refused("email_empty")


@pytest.mark.parametrize(
    "typed",
    [
        "mailto:parent@example.com",
        "MAILTO: parent@example.com",
        "<mailto:parent@example.com>",
        "mailto:<parent@example.com>",
        "\u00a0< parent@example.com >\r\n",
    ],
)
def test_artefacts_of_a_paste_are_taken_off(typed: str) -> None:
    assert clean_email(typed) == "parent@example.com"
    assert accepted(typed).normalised == "parent@example.com"


def test_one_pair_of_brackets_is_taken_off_not_two() -> None:
    assert refused("<<parent@example.com>>").reason == "display_name"


@pytest.mark.parametrize(
    ("typed", "reason", "suggestion"),
    [
        ("parent", "missing_at", None),
        ("parent gmail.com", "missing_at", None),
        ("parent@@example.com", "two_at", None),
        ("a@b.com c@d.com", "inner_blank", None),
        ("@example.com", "nothing_before_at", None),
        ("parent@", "nothing_after_at", None),
        ("Ana <parent@example.com>", "display_name", "parent@example.com"),
        ("Ana <parent.example.com>", "missing_at", None),
        ("Ana <not@an@address>", "display_name", None),
        ("par ent@example.com", "inner_blank", "parent@example.com"),
        ("parent@exa mple.com", "inner_blank", "parent@example.com"),
        ("parent@example.c om", "inner_blank", "parent@example.com"),
        ("parent@example.com Marie", "inner_blank", "parent@example.com"),
        ("parent@globetrotter.n et", "inner_blank", "parent@globetrotter.net"),
        ("parent@gmail com", "inner_blank", "parent@gmail.com"),
        ("par\tent@example.com", "inner_blank", "parent@example.com"),
        ("parent@example.com\nBcc: x", "hidden_character", None),
        ("x <a@example.com>\r\nBcc: <b@example.com>", "hidden_character", None),
        ("par\x00ent@example.com", "hidden_character", None),
        ("par\ud800ent@example.com", "hidden_character", None),
        ("par\u200bent@example.com", "hidden_character", None),
        ("иван@example.com", "other_keyboard", None),
        ("ولی@example.com", "other_keyboard", None),
        ('фмина"пьфшдюсщь', "other_keyboard", None),
        ("شىهىشلاقئشهمز.ؤخة", "other_keyboard", None),
        ("josé@example.com", "accent", None),
        ("ｐａｒｅｎｔ@example.com", "wide_letters", "parent@example.com"),
        ("parent﹫example.com", "wide_at", "parent@example.com"),
        ("😀@example.com", "other", None),
        ("parent@localhost", "internal_host", None),
        ("parent@portail.test", "internal_host", None),
        ("parent@192.168.0.1", "internal_host", None),
        ("parent@[10.0.0.1]", "internal_host", None),
        ("parent@gmail,com", "comma", "parent@gmail.com"),
        ("parent@gmail.com,", "comma", "parent@gmail.com"),
        ("parent@gmail.com;", "comma", "parent@gmail.com"),
        ("parent@gmail", "no_ending", "parent@gmail.com"),
        ("parent@Videotron", "no_ending", "parent@videotron.ca"),
        ("parent@gmial", "no_ending", "parent@gmail.com"),
        ("parent@ecole", "no_ending", None),
        ("parent@lve", "no_ending", None),
        ("parent.@example.com", "dots", None),
        ("parent@.example.com", "dots", None),
        ("parent@example.com.", "dots", None),
        ('"parent"@example.com', "other", None),
        ("a" * 65 + "@example.com", "too_long", None),
        (
            "a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 60 + ".ca",
            "too_long",
            None,
        ),
        ("a" * 20_000, "too_long", None),
    ],
)
def test_a_refusal_says_why_and_offers_what_was_meant(
    typed: str, reason: str, suggestion: str | None
) -> None:
    verdict = refused(typed)
    assert (verdict.code, verdict.reason, verdict.suggestion) == ("email_invalid", reason, suggestion)


def test_the_local_part_stays_as_given_and_the_keys_do_not_depend_on_capitals() -> None:
    address = accepted("Info+École@EXAMPLE.com".replace("É", "E"))
    assert address.normalised == "Info+Ecole@example.com"
    assert address.recipient == "Info+Ecole@example.com"
    assert address.identity_key == "info+ecole@example.com"
    assert address.mailbox_key == "info@example.com"
    assert address.local_part == "Info+Ecole"


@pytest.mark.parametrize(
    ("typed", "mailbox"),
    [
        ("P.a.rent+x@gmail.com", "parent@gmail.com"),
        ("parent@googlemail.com", "parent@gmail.com"),
        ("p.arent+x+y@example.com", "p.arent@example.com"),
        ("+x@example.com", "+x@example.com"),
    ],
)
def test_the_mailbox_key_drops_tags_and_at_gmail_dots(typed: str, mailbox: str) -> None:
    assert accepted(typed).mailbox_key == mailbox


def test_an_international_domain_is_written_to_by_its_a_label() -> None:
    address = accepted("parent@Montréal.ca")
    assert address.normalised == "parent@montréal.ca"
    assert address.recipient == address.identity_key == "parent@xn--montral-fya.ca"


def test_letters_beyond_ascii_are_taken_only_when_the_relay_can() -> None:
    assert refused("jose\u0301@example.com").reason == "accent"
    address = accepted("Jose\u0301@example.com", allow_smtputf8=True)
    assert address.normalised == "Jos\u00e9@example.com"
    assert address.identity_key == "jos\u00e9@example.com"


def test_an_address_does_not_show_itself_in_a_log() -> None:
    verdict = judge_email("parent@gmial.com")
    assert "parent" not in repr(verdict)
    assert "parent" not in repr(accepted("parent@gmial.com"))
    assert "parent" not in repr(judge_email("par ent@gmial.com"))


@pytest.mark.parametrize("known", [*PROVIDERS, *sorted(REAL_LOOK_ALIKES)])
def test_nothing_is_offered_for_a_domain_that_is_itself_known(known: str) -> None:
    assert likely_domain(known) is None
    assert offered(f"parent@{known}") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.cm", "hotmail.com"),
        ("otulook.com", "outlook.com"),
        ("yaho.ca", "yahoo.ca"),
        ("yahoo.co", "yahoo.com"),
        ("vidéotron.ca", "videotron.ca"),
        ("sympatco.ca", "sympatico.ca"),
        ("iclod.com", "icloud.com"),
        ("gmаil.com", "gmail.com"),
    ],
)
def test_a_slip_of_one_key_is_noticed(typed: str, meant: str) -> None:
    assert offered(f"Parent.X@{typed}") == f"Parent.X@{meant}"


@pytest.mark.parametrize(
    "domain", ["example.com", "ecole.qc.ca", "gouv.qc.ca", "csmb.qc.ca", "gmxxl.com", "amgil.com"]
)
def test_other_domains_are_left_alone(domain: str) -> None:
    assert offered(f"parent@{domain}") is None


def test_what_is_offered_is_on_the_list_and_the_mix_ups_are_not() -> None:
    assert set(PAIRS.values()) | set(BARE.values()) <= set(PROVIDERS)
    assert not set(PAIRS) & (set(PROVIDERS) | REAL_LOOK_ALIKES)


def test_the_library_is_imported_at_the_first_judgement_only() -> None:
    asked = "import sys, mozaik_tui.journey.rules.email_address as e; print('email_validator' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == "False"
