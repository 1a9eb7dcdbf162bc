"""The number of a page: each page has its own, and the number leads back to the page, whatever the language."""

from __future__ import annotations

import pytest

from mozaik_tui.guide import pages
from mozaik_tui.guide.marks import go_to
from mozaik_tui.guide.offers import FRONT_ENDS, follow, offers
from mozaik_tui.guide.words import GuideWords
from mozaik_tui.language import offered
from mozaik_tui.policy import BROWSER, HOME, KIOSK

from .test_steps_file import OWN


def every_mark(guide):
    """Each number that can be read out, with its page: what is pressed open from each step and from the end."""
    ahead, found = [f"G{number}" for number in range(guide.steps + 2)], {}
    while ahead:
        mark = ahead.pop()
        assert go_to(guide, mark), mark
        found[mark] = guide.page
        for digit, offer in enumerate(offers(guide), 1):
            assert go_to(guide, mark)
            if offer.deed not in FRONT_ENDS:
                follow(guide, offer)
                assert guide.mark == f"{mark}.{digit}" or "." not in guide.mark or guide.mark in found
                ahead += [guide.mark] if guide.mark not in found else []
    return found


@pytest.mark.parametrize("policy", [HOME, KIOSK], ids=["home", "kiosk"])
def test_every_page_that_is_pressed_open_has_a_number_that_leads_to_it(make_guide, policy):
    guide = make_guide(policy=policy)
    found = every_mark(guide)
    kinds = {"language", "step", "troubles", "trouble", "checks", "check", "papers", "sheet", "child", "end"}
    assert {page.kind for page in found.values()} - {"qr"} == kinds
    assert {page.name for page in found.values() if page.kind == "trouble"} == set(guide.procedure.troubles)
    assert not any(mark.isdigit() for mark in found)  # the assistant's numbers are digits alone


WAYS = [("download",), ("qr", "pdf"), ("pdf", "html", "printer", "qr")]
"""Where the sheet may go elsewhere, in other orders than ours."""


@pytest.mark.parametrize(
    "policy", [KIOSK, BROWSER, *(HOME._replace(sheet_to=ways) for ways in WAYS)], ids=str
)
def test_a_page_has_the_same_number_wherever_the_guide_runs(make_guide, policy):
    """The agent's guide runs as at home, the parent's in a browser or at a kiosk (decision 0021)."""
    agents, parents = every_mark(make_guide(policy=HOME)), every_mark(make_guide(policy=policy))
    shared = set(agents.values()) & set(parents.values())
    assert ("qr" in policy.sheet_to) is (("qr", "") in shared)
    assert set(parents.values()) <= shared
    assert parents == {mark: page for mark, page in agents.items() if page in shared}


@pytest.mark.parametrize("base", ["G1", "G17"])
@pytest.mark.parametrize("page", [("qr",), ("child",), ("check", "school_body")], ids=lambda page: page[0])
def test_a_number_read_out_in_the_browser_leads_the_agent_to_the_page_of_the_sheet(make_guide, base, page):
    parents, agents = make_guide("ar", policy=BROWSER), make_guide("fr")
    assert go_to(parents, base)
    parents.open("sheet")
    parents.open(*page)
    assert go_to(agents, parents.mark)
    assert agents.page == parents.page


@pytest.mark.parametrize("language", offered(), ids=lambda language: language.tag)
def test_the_number_is_read_on_every_page_in_every_language(make_guide, language):
    guide = make_guide(language.tag)
    words = GuideWords(language.tag, guide.procedure)
    for mark in ("G0", "G1", "G7", "G7.2", "G7.2.1.2", "G16", "G17"):
        assert go_to(guide, mark)
        assert mark in pages.place(guide, words).lead


def test_a_key_of_its_own_opens_what_the_step_lists_too(make_guide):
    guide = make_guide()
    assert go_to(guide, "G5.3.1")
    assert guide.page == ("check", "email")
    assert guide.mark == "G5.3.1"
    guide.open("troubles")  # the line mode's "+"
    assert guide.mark == "G5.2"


@pytest.mark.parametrize("typed", ["", "7", "G", "G18", "G07", "G7.1", "G7.2.99", "G1.5.4", "E-214", "G7."])
def test_what_is_no_number_of_a_page_leads_nowhere(make_guide, typed):
    assert not go_to(make_guide(), typed)


def test_small_letters_and_blanks_do_as_well(make_guide):
    guide = make_guide()
    assert go_to(guide, " g 7.2 ")
    assert guide.page.kind == "troubles"


def test_the_way_back_is_the_one_of_a_parent_who_came_step_by_step(make_guide):
    guide = make_guide()
    assert go_to(guide, "G7.2")
    guide.back()
    assert guide.mark == "G7"
    guide.back()
    assert guide.mark == "G6"


def test_the_numbers_follow_a_schools_own_steps(make_guide, tmp_path):
    file = tmp_path / "ecole.toml"
    file.write_text(OWN, encoding="utf-8")
    guide = make_guide(own=file)
    assert go_to(guide, "G2")
    assert guide.page == ("step", "phone")
    assert go_to(guide, "G4")
    assert guide.page.kind == "end"
    assert not go_to(guide, "G5")
