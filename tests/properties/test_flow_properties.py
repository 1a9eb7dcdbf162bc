"""Whatever a parent does, in any order, the journey stays on a step, keeps what was typed, and never loops."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mozaik_tui.journey import fields, steps
from mozaik_tui.journey.flow import Journey

TODAY = date(2026, 11, 24)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("forward"), st.integers(0, 5)),
        st.tuples(st.just("back"), st.just(0)),
        st.tuples(st.just("type"), st.integers(0, len(fields.FIELDS) - 1)),
        st.tuples(st.just("edit"), st.integers(0, 4)),
        st.tuples(st.just("interrupt"), st.just(0)),
    ),
    max_size=60,
)


@given(MOVES, st.text(max_size=20))
def test_no_way_leads_out_of_the_table(moves: list[tuple[str, int]], text: str):
    journey = Journey()
    typed: dict[str, str] = {}
    for move, n in moves:
        if move == "forward" and journey.step.leads:
            leads = list(journey.step.leads)
            journey.forward(leads[n % len(leads)])
        elif move == "back":
            journey.back()
        elif move == "type":
            name = fields.FIELDS[n].name
            journey.type(name, text)
            typed[name] = text
        elif move == "edit" and journey.at == "check":
            journey.edit(steps.CHILD_FORM[n])
        elif move == "interrupt":
            journey.interrupt("sign_in")
        assert journey.at in steps.BY_NAME
        assert len(journey.trail) == len(set(journey.trail))
        assert journey.at not in journey.trail
    assert journey.answers == typed


@given(st.sampled_from(list(steps.BY_NAME)), MOVES)
def test_what_is_come_back_to_is_behind_and_holds_nobody_up(at: str, moves: list[tuple[str, int]]):
    """A lead is followed, or leads back to what was interrupted; never to where one is, nor from the way to a code."""
    journey = Journey(at=at)
    for move, n in moves:
        if move == "forward" and journey.step.leads:
            before, resumed = journey.at, journey.return_to
            lead, target = list(journey.step.leads.items())[n % len(journey.step.leads)]
            journey.forward(lead)
            assert journey.at == target or (journey.at == resumed and before not in ("email", "code"))
            assert journey.at != before
        elif move == "back":
            journey.back()
        elif move == "edit" and journey.at == "check":
            journey.edit(steps.CHILD_FORM[n])
        elif move == "interrupt" and journey.step.number >= steps.FIRST_OF_ACCOUNT:
            journey.interrupt("sign_in")
        assert journey.return_to is None or journey.return_to in journey.trail


@given(MOVES)
def test_back_always_ends_where_nothing_is_before(moves: list[tuple[str, int]]):
    journey = Journey()
    for move, n in moves:
        if move == "forward" and journey.step.leads:
            journey.forward(list(journey.step.leads)[n % len(journey.step.leads)])
    for _ in range(len(steps.STEPS)):
        journey.back()
    assert not journey.can_go_back()
