"""Where the reader is: on, back, something else, and back to the procedure without a loop."""

import pytest

from mozaik_tui.guide import offers
from mozaik_tui.guide.checking import looked_at, ticks
from mozaik_tui.guide.run_of_guide import Child, Page
from mozaik_tui.guide.words import GuideWords
from mozaik_tui.policy import KIOSK


def at(guide, step):
    while guide.page != ("step", step):
        guide.go_on()
    return guide


def test_on_to_the_end_and_back_to_the_beginning(make_guide):
    guide = make_guide()
    names = [step.name for step in guide.procedure.steps]
    for name in names:
        assert guide.page == ("step", name)
        guide.go_on()
    assert guide.page.kind == "end"
    for name in reversed(names):
        guide.back()
        assert guide.page == ("step", name)
    assert not guide.can_go_back()


def test_without_a_language_the_first_page_asks_for_it(make_guide):
    guide = make_guide(None)
    assert guide.page.kind == "language"
    guide.choose_language("en")
    guide.go_on()
    assert guide.page == ("step", "ready")


def test_every_step_offers_something_else_and_every_trouble_leads_back(make_guide):
    guide = make_guide()
    for step in guide.procedure.steps:
        at(guide, step.name)
        assert any(offer.deed == "troubles" for offer in offers.offers(guide))
        for trouble in guide.procedure.troubles:
            guide.open("troubles")
            guide.open("trouble", trouble)
            offered = offers.offers(guide)
            assert offered[-1] == offers.STAY
            for offer in offered:
                assert offer.words(GuideWords("en", guide.procedure)).lead
            offers.follow(guide, offers.STAY)
            assert guide.page == ("step", step.name)
    assert len(guide.trail) == len(guide.procedure.steps) - 1


def test_an_advice_takes_up_an_earlier_step_and_the_trail_is_cut_there(make_guide):
    guide = at(make_guide(), "code")
    guide.open("troubles")
    guide.open("trouble", "code_refused")
    guide.open("trouble", "code_closed")
    go = offers.offers(guide)[0]
    assert (go.deed, go.name) == ("take_up", "email")
    offers.follow(guide, go)
    assert guide.page == ("step", "email")
    guide.back()
    assert guide.page == ("step", "create")


def test_what_was_typed_is_gone_after_a_restart_and_never_in_a_repr(make_guide):
    guide = make_guide()
    guide.type("email", "canari@example.com")
    guide.children.append(Child("Canari", "7654321"))
    assert "canari" not in repr(guide).lower()
    assert "7654321" not in repr(guide.children)
    guide.restart()
    assert not guide.typed
    assert not guide.children


@pytest.mark.parametrize("secret", ["password", "confirmation", "sign_in_password"])
def test_no_password_enters_the_guide(make_guide, secret):
    with pytest.raises(ValueError, match=secret):
        make_guide().type(secret, "Secret-1234")


def test_a_number_is_compared_with_the_birth_date_that_was_checked_before(make_guide):
    guide = make_guide()
    words = GuideWords("en", guide.procedure)
    guide.type("birth_date", "2014-03-09")
    health_card = looked_at(guide, words, "identifier", "TREJ 1403 0912")
    assert health_card.doubts
    ten = looked_at(guide, words, "identifier", "TREJ140309")
    assert ten.problems[0].code == "permanent_code_ten_characters"
    assert looked_at(guide, words, "identifier", "0123456").good


def test_only_what_is_known_of_the_portal_is_ticked():
    assert [tick.name for tick in ticks("Password1")] == [
        "at_least_8", "at_most_16", "three_classes", "lower", "upper", "digit", "symbol", "plain_characters",
    ]  # fmt: skip


def test_at_a_kiosk_the_sheet_goes_to_the_printer_alone_and_nobody_closes_the_guide(make_guide):
    guide = make_guide(policy=KIOSK)
    guide.open("sheet")
    ways = [offer.name for offer in offers.offers(guide) if offer.deed in ("deliver", "qr")]
    assert ways == ["printer"]
    guide.open("end")
    assert "quit" not in [offer.deed for offer in offers.offers(guide)]


def test_a_page_is_a_plain_pair():
    assert Page("step", "site") == ("step", "site")
