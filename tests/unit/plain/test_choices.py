"""What is chosen between: as on the full screen, with the French beside another language."""

import pytest

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.language.pair import Pair

from ...snapshots.prepared import TYPED
from ...ui.app.standing import StandIn, plain_run, standing, told


def heard(step, *lines, language="es", away=None, **typed):
    service = StandIn()
    if away is not None:
        service.troubles = {away: [ServiceFault("storage_busy") for _ in range(9)]}
    session = standing(step, language, service)
    session.journey.trail = ["start", "email"]
    for name, text in typed.items():
        session.type(name, text)
    return plain_run(session, *lines), session


@pytest.mark.parametrize(
    ("keys", "step", "lines", "more"),
    [
        ("screen.leave.stay screen.leave.stop", "email", ["."], {}),
        ("button.back screen.record.remove", "record", [], {}),
        ("screen.field.yes screen.field.no", "questions", [], {}),
        ("button.close screen.record.remove", "record", ["2"], {}),
        ("screen.loss.go_on screen.loss.stay", "code", ["<", "autre@example.com"], {}),
        ("screen.doubt.continue screen.doubt.correct", "birth_date", ["1950-03-09"], {}),
        ("screen.down.retry screen.down.back", "email", [""], {"away": "start_flow"}),
    ],
)
def test_the_french_stands_beside_every_choice(keys, step, lines, more):
    printed, _session = heard(step, *lines, **more)
    for n, key in enumerate(keys.split(), 1):
        assert told(f"{n}. {Pair('es').both(key).joined()}") in printed


TYPED_ADDRESS, LIKELY = "amina@gmial.com", "amina@gmail.com"


@pytest.mark.parametrize(
    ("answer", "step", "address"),
    [("1", "code", LIKELY), ("2", "code", TYPED_ADDRESS), ("3", "email", TYPED_ADDRESS)],
)
def test_a_likely_address_can_be_taken_kept_or_corrected(answer, step, address):
    printed, session = heard("email", TYPED_ADDRESS, answer, language="en")
    assert "3. Change it" in printed
    assert (session.step.name, session.answer("email")) == (step, address)


def test_a_number_can_be_corrected_too():
    _printed, session = heard("identifier", "ABCD71031402", "2")
    assert session.step.name == "identifier"
    assert TYPED["identifier"] != session.answer("identifier")


@pytest.mark.parametrize(
    ("step", "field", "text", "right", "to"),
    [
        ("identifier", "identifier", "EXEN7I031402", "EXEN71031402", "check"),
        ("email", "email", "amina@gmail", "amina@gmail.com", "code"),
        ("birth_date", "birth_date", "03/25/2014", "2014-03-25", "identifier"),
    ],
)
def test_a_likely_correction_of_what_was_refused_is_offered(step, field, text, right, to):
    offered = f"1. {Pair('en').both('screen.suggestion.use', suggestion=right).joined()}"
    printed, session = heard(step, text, "1", language="en")
    assert told(offered) in printed
    assert (session.step.name, session.answer(field)) == (to, right)
    printed, session = heard(step, text, "2", language="en")
    assert (session.step.name, session.answer(field)) == (step, text)
    assert f"[Enter: {text}]" in printed


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("esp", "es"), ("ESP", "es"), ("tur", "tr"), ("türk", "tr"), ("turk", "tr"), ("العر", "ar"), ("русск", "ru"),
     ("arabe", "ar"), ("中", None), ("简", "zh-Hans"), ("e", None), ("xyz", None), ("-", None), ("99", None)],
)  # fmt: skip
def test_a_language_is_found_by_its_first_letters(typed, tag):
    _printed, session = heard("language", typed, language="fr")
    assert session.language == (tag or "fr")
    assert (session.step.name == "start") is (tag is not None)


def test_letters_pick_a_language_while_another_one_is_spoken():
    _printed, session = heard("birth_date", "!", "port", language="es")
    assert session.language == "pt-BR"


def test_a_number_of_any_length_is_only_one_out_of_the_list():
    printed, _session = heard("start", "9" * 5000, language="en")
    assert told(Pair("en").lead.text("plain.pick", of=4)) in printed
