"""Every word of the refusal table that a service or a rule gives on a step: told beside its field, numbered, nothing lost."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from mozaik_tui.account.contract import Refusal
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS, support_number
from mozaik_tui.journey.steps import BY_NAME
from mozaik_tui.outcome import Problem
from mozaik_tui.wording import sentence

from .standing import (
    EVERYTHING,
    StandIn,
    assistant,
    beside,
    plain_run,
    settled,
    standing,
    summary,
    told,
    words,
)

WAIT = 7260  # seconds: two hours and a minute, which no message holds by chance


class Case(NamedTuple):
    """``field``: beside which the message stands, ``None`` for the whole screen. ``leads_to``: the step that it is told on."""

    step: str
    call: str
    code: str
    field: str | None = None
    more: dict[str, object] = {}
    leads_to: str | None = None

    def refusal(self) -> Refusal:
        return Refusal(self.code, **self.more)  # type: ignore[arg-type]

    def problems(self) -> list[Problem]:
        unmet = self.more.get("unmet")
        if isinstance(unmet, tuple):
            return [Problem(rule, self.field) for rule in unmet]
        figures = {
            name: self.more[name] for name in ("retry_after", "tries_left", "reason") if name in self.more
        }
        return [Problem(self.code, self.field, **figures)]  # type: ignore[arg-type]


LOCKED: dict[str, object] = {"retry_after": WAIT}
UNMET = ("empty", "too_short", "too_long", "too_few_classes", "outer_space", "invisible_character", "too_common",
         "too_close_to_account")  # fmt: skip
MISFIT = ("malformed_json", "duplicate_key", "unknown_field", "unsupported_media_type", "body_too_large",
          "request_timeout", "method_not_allowed", "terminal_unknown", "idempotency_mismatch", "malformed")  # fmt: skip

CASES = [
    *(Case("email", "start_flow", code, "email") for code in ("email_invalid", "email_empty")),
    Case("email", "start_flow", "email_invalid", "email", {"reason": "wide_letters"}),
    *(Case("email", "start_flow", code, "email", LOCKED) for code in ("send_locked", "email_locked", "too_many_requests")),
    *(Case("email", "start_flow", code, "email") for code in MISFIT),
    *(Case("code", "verify", code, "code") for code in ("code_malformed", "code_expired", "code_superseded", "code_used")),
    Case("code", "verify", "code_malformed", "code", {"reason": "too_short"}),
    *(Case("code", "verify", "code_invalid", "code", {"tries_left": left}) for left in (4, 1, 0)),
    Case("code", "verify", "email_not_verified", "code"),
    *(Case("code", "verify", code, "code", LOCKED) for code in ("code_locked", "email_locked", "too_many_requests")),
    Case("code", "verify", "code_locked", "code", {"retry_after": 0}),
    Case("code", "verify", "flow_expired", None, {}, "email"),
    Case("code", "verify", "unauthenticated", None, {}, "email"),
    Case("code", "verify", "flow_complete", None, {}, "sign_in"),
    *(Case("code", "resend", code, "code", LOCKED) for code in ("resend_too_soon", "send_locked", "email_locked")),
    Case("code", "resend", "flow_expired", None, {}, "email"),
    Case("password", "set_password", "password_mismatch", "confirmation"),
    Case("password", "set_password", "password_refused", "password", {"unmet": UNMET}),
    Case("password", "set_password", "password_refused", "password"),
    Case("password", "set_password", "flow_expired", None, {}, "email"),
    Case("password", "set_password", "account_exists", None, {}, "sign_in"),
    Case("password", "set_password", "flow_complete", None, {}, "sign_in"),
    Case("password", "set_password", "email_not_verified", None, {}, "code"),
    Case("sign_in", "sign_in", "sign_in_failed", "email"),
    Case("sign_in", "sign_in", "sign_in_locked", "email", LOCKED),
    Case("sign_in", "sign_in", "email_invalid", "email"),
    *(Case("check", "add_child", code, None) for code in ("child_no_match", "child_guardian_limit", "too_many_children")),
    Case("check", "add_child", "child_locked", None, LOCKED),
    Case("check", "add_child", "handled_by_school", "first_enrolment"),
    Case("check", "add_child", "unknown_school_body", "school_body"),
    *(Case("check", "add_child", f"birth_date_{why}", "birth_date") for why in ("not_real", "future", "out_of_range")),
    Case("check", "add_child", "permanent_code_ten_characters", "identifier"),
    Case("check", "add_child", "malformed", "identifier", {"field": "file_number"}),
    Case("check", "add_child", "session_expired", None, {}, "sign_in"),
    Case("check", "add_child", "unauthenticated", None, {}, "sign_in"),
    Case("record", "remove_child", "not_found", None),
    Case("record", "remove_child", "session_expired", None, {}, "sign_in"),
]  # fmt: skip

TYPED_WRONG = [
    ("email", "email", "", "email_empty"),
    *(("email", "email", text, "email_invalid") for text in (
        "nom.exemple.com", "a@b@example.com", "@example.com", "nom@", "Nom <a@example.com>", "nom＠example.com",
        "no m@example.com", "но@example.com", "né@example.com", "nom@localhost", "nom@example", "nom@example,com",
        "nom@example..com", "n" * 80 + "@example.com", "ｎom@example.com", "a@-.com")),
    *(("code", "code", text, "code_malformed") for text in ("", "12a456", "123", "1234567")),
    ("password", "confirmation", "Autre-chose-9", "password_mismatch"),
    ("password", "password", "court", "too_short"),
    ("sign_in", "sign_in_password", "", "empty"),
    ("questions", "first_enrolment", "yes", "handled_by_school"),
    ("questions", "adult_learner", "yes", "handled_by_school"),
    ("school_body", "school_body", "", "school_body_missing"),
    ("child_name", "last_name", " ", "name_empty"),
    ("child_name", "last_name", "é" * 101, "name_too_long"),
    ("child_name", "first_name", "0123456", "name_has_digit"),
    ("child_name", "last_name", "Exem\x07ple", "name_has_control"),
    *(("birth_date", "birth_date", text, "birth_date_unreadable") for text in ("", "bientôt", "9/3/14")),
    *(("birth_date", "birth_date", text, "birth_date_not_real") for text in ("31/02/2014", "03/25/2014")),
    ("birth_date", "birth_date", "2126-01-01", "birth_date_future"),
    ("birth_date", "birth_date", "1850-01-01", "birth_date_out_of_range"),
    *(("identifier", "identifier", text, "file_number_malformed") for text in ("123456", "12345678")),
    *(("identifier", "identifier", text, "permanent_code_malformed") for text in (
        "TREJ7l031402", "TR3J71031402", "TREJ7103140", "TREJ710314021", "ТREJ71031402")),
    ("identifier", "identifier", "TREJ710314", "permanent_code_ten_characters"),
    ("identifier", "identifier", " ", "identifier_missing"),
]  # fmt: skip

DOUBTS = {
    "email_suggestion",
    "unusual_age",
    "permanent_code_letters",
    "permanent_code_date",
    "health_insurance_number",
}
NOTICES = {"mail_delayed", "mail_failed"}


def steps_of(cases: list[Case]) -> list[str]:
    return sorted({case.step for case in cases if case.leads_to is None})


async def ask(app, case: Case) -> None:
    session, screen = app.session, app.step_screen
    if case.call == "resend":
        screen.action_resend()
    elif case.call == "remove_child":
        app.perform(lambda: session.remove_child("1"))
    else:
        screen.submit()


def lines_of(case: Case) -> list[str]:
    """What one types in the plain lines so that the call is made: Enter keeps every answer."""
    if case.call == "resend":
        return ["+"]
    if case.call == "remove_child":
        return ["2", "2"]
    return ["" for _field in BY_NAME[case.step].fields] or [""]


def test_no_word_of_the_table_is_left_out() -> None:
    by_service = {case.code for case in CASES} | {
        rule for case in CASES for rule in case.more.get("unmet", ())
    }
    by_rules = {code for *_, code in TYPED_WRONG}
    faults = {code for code, number in SUPPORT_NUMBERS.items() if number >= 900}  # test_faults.py
    by_phone = {code for code, number in SUPPORT_NUMBERS.items() if 500 <= number < 600}  # tests/assist
    assert by_service | by_rules | DOUBTS | NOTICES | faults | by_phone == set(SUPPORT_NUMBERS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("step", steps_of(CASES))
async def test_full_screen_tells_it_where_it_happened(step: str, language: str) -> None:
    service, lead = StandIn(), words(language)
    app = assistant(standing(step, language, service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for case in (case for case in CASES if case.step == step and case.leads_to is None):
            typed = dict(app.session.journey.answers)
            service.troubles = {case.call: [case.refusal()]}
            await ask(app, case)
            await settled(pilot)
            tell = [sentence(problem, lead) for problem in case.problems()]
            shown = [(item.message, item.number) for item in summary(app).items]
            assert shown == [
                (text, support_number(problem.code))
                for text, problem in zip(tell, case.problems(), strict=True)
            ], case
            assert app.focused is not None
            assert summary(app) in app.focused.ancestors
            expected = {case.field: " ".join(tell)} if case.field in BY_NAME[step].fields else {}
            assert beside(app) == expected, case
            assert app.session.journey.answers == typed, case
            assert app.session.step.name == step


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.leads_to], ids=lambda c: f"{c.step}-{c.code}"
)
async def test_full_screen_leads_to_where_it_is_mended(case: Case, language: str) -> None:
    service = StandIn()
    app = assistant(standing(case.step, language, service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.troubles = {case.call: [case.refusal()]}
        await ask(app, case)
        await settled(pilot)
        assert app.session.step.name == case.leads_to
        assert [item.number for item in summary(app).items] == [support_number(case.code)]
        assert app.focused is not None
        assert summary(app) in app.focused.ancestors
        assert app.session.answer("email") == EVERYTHING["email"]
        assert app.session.answer("identifier") == EVERYTHING["identifier"]
        await pilot.press("enter")
        await pilot.pause()
        assert summary(app) not in app.focused.ancestors, "Enter leads on to what can be done here"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_plain_lines_tell_the_same(language: str) -> None:
    lead = words(language)
    for case in CASES:
        service = StandIn()
        session = standing(case.step, language, service)
        typed = dict(session.journey.answers)
        service.troubles = {case.call: [case.refusal()]}
        printed = plain_run(session, *lines_of(case))
        for problem in case.problems():
            message, label = sentence(problem, lead), f"screen.field.{problem.field}.label"
            if lead.has(label):
                message = f"{lead.text(label)} – {message}"
            line = lead.text("plain.error", number=problem.support_number, message=message)
            assert told(line) in printed, case
        if case.leads_to is None:
            assert session.journey.answers == typed, case
        assert session.step.name == (case.leads_to or case.step)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("step", sorted({step for step, *_ in TYPED_WRONG}))
async def test_a_rule_speaks_beside_its_field(step: str, language: str) -> None:
    service = StandIn()
    session = standing(step, language, service)
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _step, field, text, code in (each for each in TYPED_WRONG if each[0] == step):
            session.type(field, text)
            service.asked.clear()
            app.step_screen.submit()
            await settled(pilot)
            item = summary(app).items[0]
            assert (item.field, item.number) == (field, support_number(code)), text
            assert item.message
            assert step == "school_body" or item.message in beside(app)[field]
            assert app.focused is not None
            assert summary(app) in app.focused.ancestors
            assert session.answer(field) == text
            asked = [
                each for each in service.asked if each[0] != "flow"
            ]  # how the mail fares is asked by the clock
            assert not asked, "what a rule refuses never reaches the service"
            session.type(field, EVERYTHING[field])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_rule_speaks_in_the_plain_lines(language: str) -> None:
    for step, field, text, code in TYPED_WRONG:
        session = standing(step, language, StandIn())
        session.type(field, text)
        printed = plain_run(session, *("" if name != "school_body" else "." for name in BY_NAME[step].fields))
        if step in ("school_body", "questions"):
            continue  # a list is picked from: nothing that its rule refuses can be typed, and Yes has a test of its own
        assert support_number(code) in printed, (field, text)
        assert session.answer(field) == text


def test_a_wait_is_told_as_a_time_and_tries_as_a_number() -> None:
    waits = [case for case in CASES if case.more == LOCKED]
    for language, hours in (("fr", "2 heures"), ("en", "2 hours")):
        for case in waits:
            assert words(language).duration(WAIT) in sentence(case.problems()[0], words(language)), case
            assert hours in words(language).duration(WAIT)
        for left, figure in ((4, "4"), (1, "1"), (0, "0")):
            assert f" {figure} " in sentence(Problem("code_invalid", tries_left=left), words(language))
        no_wait = Problem("code_locked", retry_after=0)
        assert sentence(no_wait, words(language)) == words(language).text("refusal.code_locked")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_how_the_mail_fares_carries_its_number(language: str) -> None:
    session = standing("code", language, StandIn())
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        for delivery, sent_at, number in (("failed", 0.0, "E-232"), ("queued", -1e9, "E-231")):
            session.wire.delivery, session.wire.sent_at = delivery, sent_at
            app.step_screen._tick()
            await pilot.pause()
            assert number in str(app.step_screen.query_one("#delivery").content)
    service = StandIn()
    service.troubles = {"flow": [Refusal("unauthenticated")]}  # watching asks, and says nothing of its own
    session = standing("code", language, service)
    session.wire.delivery = "failed"
    assert "E-232" in plain_run(session)


CAUTIOUS = [
    ("email", "email", "amina@gmial.com", "email_suggestion"),
    ("birth_date", "birth_date", "1950-03-09", "unusual_age"),
    ("identifier", "identifier", "ABCD71031402", "permanent_code_letters"),
    ("identifier", "identifier", "EXEN01010102", "permanent_code_date"),
    ("identifier", "identifier", "EXEN14030912", "health_insurance_number"),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("step", "field", "text", "code"), CAUTIOUS)
async def test_a_doubt_is_asked_once_and_what_was_typed_can_be_kept(
    step: str, field: str, text: str, code: str, language: str
) -> None:
    session = standing(step, language, StandIn())
    session.type(field, text)
    printed = plain_run(standing_copy(step, language, field, text), "", "1")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        while not app.over_step():
            await pilot.pause()
        shown = str(app.screen.query_one("#paragraphs").content)
        assert support_number(code) in shown
        assert support_number(code) in printed
        await pilot.press("escape")
        await settled(pilot)
        assert (session.step.name, session.answer(field)) == (step, text), "correcting loses nothing"
        app.step_screen.submit()
        while session.step.name == step:
            await pilot.pause()
            if app.over_step():
                keep = "2" if code == "email_suggestion" else "1"
                await pilot.press(keep)
        assert session.answer(field) == text


def standing_copy(step: str, language: str, field: str, text: str):
    session = standing(step, language, StandIn())
    session.type(field, text)
    return session


async def test_enter_on_an_answer_that_the_service_refused_leads_to_its_part_of_the_form() -> None:
    service = StandIn()
    app = assistant(standing("check", "fr", service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.troubles = {"add_child": [Refusal("birth_date_future")]}
        app.step_screen.submit()
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert app.session.step.name == "birth_date"
        await pilot.press("enter")
        await settled(pilot)
        assert app.session.step.name == "check"


async def test_who_types_on_after_a_correction_goes_on_at_its_end() -> None:
    app = assistant(standing("email", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+u", *"nadia@gmail", "enter")
        await settled(pilot)
        app.step_screen.action_suggestion()
        await pilot.pause()
        assert app.session.answer("email") == "nadia@gmail.com"
        await pilot.press("x")
        assert app.session.answer("email") == "nadia@gmail.comx"
