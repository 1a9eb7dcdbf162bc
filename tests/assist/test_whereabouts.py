"""What is told of a parent depends on verdicts alone: never on a value, nor on its length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik_tui.journey.steps import STEPS
from mozaik_tui.outcome import Outcome, Problem
from mozaik_tui.session import Session
from mozaik_tui.whereabouts import report

WITH_FIELDS = [step for step in STEPS if step.fields and step.name != "language"]
SOME = (
    "nadia@example.com",
    "marc.long.name@exemple.qc.ca",
    *("0412357", "BENZ71031404", "2014-03-09", "Zoé", "Kx7$vold8rz", "Ab1#Ab1#", "482913", "123456"),
    *("yes", "no", "Benali", "O'Neil-Tremblay"),
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(SOME),
)


class NoService:
    """Nothing is asked of it here."""


def told(step, answers, focused):
    session = Session(NoService(), language="fr")
    session.journey.go(step.name)
    for name, text in answers.items():
        session.type(name, text)
    return session, report(session, focused)


def verdicts(session, step, focused):
    """What an agent may know of each field: whether it is empty, being typed in, and the rule's answer if it is not."""
    known = []
    for name in step.fields:
        if not session.answer(name):
            known.append("empty")
        elif name == focused:
            known.append("typing")
        else:
            verdict = session.judge(name)
            unmet = getattr(verdict, "details", {}).get("unmet", ())[:1]
            known.append((type(verdict).__name__, getattr(verdict, "code", ""), tuple(unmet)))
    return known


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_two_values_with_the_same_verdicts_are_told_alike(data):
    step = data.draw(st.sampled_from(WITH_FIELDS))
    focused = data.draw(st.sampled_from([None, *step.fields]))
    first, second = ({name: data.draw(TEXTS) for name in step.fields} for _ in range(2))
    (one, its), (other, others) = told(step, first, focused), told(step, second, focused)
    if verdicts(one, step, focused) == verdicts(other, step, focused):
        assert its == others


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(WITH_FIELDS), st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_while_a_field_is_typed_in_nothing_is_told_of_it(step, first, second):
    name = step.fields[0]
    assert told(step, {name: first}, name)[1] == told(step, {name: second}, name)[1]


def test_what_was_refused_is_told_until_it_is_changed():
    session, _ = told(next(step for step in STEPS if step.name == "code"), {"code": "482913"}, None)
    assert report(session, None).fields[0].state == "accepted"
    session._told.note(
        Outcome(problems=(Problem("code_invalid", "code", retry_after=30),)), session.journey.answers
    )
    now = report(session, "code")
    assert (now.fields[0].state, now.fields[0].number, now.refusal, now.locked_for) == (
        "refused",
        "E-214",
        "E-214",
        30,
    )
    session.type("code", "482914")
    changed = report(session, "code")
    assert (changed.fields[0].state, changed.refusal) == ("typing", "E-214")
    assert "482913" not in repr(session._told)
