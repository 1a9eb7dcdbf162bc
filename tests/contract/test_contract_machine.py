"""Any order of calls, any passing of time: the service answers what a small model of the contract answers, however
it is reached and wherever it stores (Hypothesis).

Each example has four parents of its own (two of them share a mailbox), who call from two addresses and link the
pupils of a registry that changes under their hands.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from mozaik_tui.account.contract import Child
from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.account.retention import purge

from .machine_calls import ADDRESSES, KEYS, TIMES, WHICH, WHO, emails_of
from .machine_sign_up import SigningUp
from .model_counts import DAY, LIMITS
from .model_families import FLAWS, SLIPS, SPELLINGS, link, pupils

PROVE = bool(os.environ.get("MOZAIK_PROVE"))
EXAMPLES = {("embedded", "sqlite"): 15}
"""The short form, by where it runs; 4 elsewhere, where every call goes to another process or over a socket."""
KINDS = st.sampled_from(["file_number", "permanent_code"])
WAITS = [1, 1, 1, 40, 59, 60, 60, 61, 120, 240, 299, 300, 349, 390, 699, 700, 900, 999, 3600, 40000]
WAITS += [86399, 86400]
"""Seconds: to the ends of what lasts, or just before, alone and added up."""
OTHER_LISTS = {
    "gone": {"guardians": ()},
    "by file alone": {"permanent_code": ""},
    "by code alone": {"file_number": ""},
    "fewer e-mails": {"guardians": ("nobody@example.com",)},
}
"""What a new list can say of the first pupil; each is followed by the full one."""


class ContractMachine(SigningUp):
    """And what becomes of children, time and the registry."""

    def __init__(self):
        super().__init__()
        self.ids: set[str] = set()
        """Of all links that ever were."""

    @initialize(accounts=st.sampled_from([0, 1, 2, 3, 4]), links=st.integers(0, 2))
    def begin(self, accounts, links):
        """Some have accounts and children."""
        for who in range(accounts):
            self.start(who)
            self.verify()
            self.set_password()
            for pupil in self.pupils[: links if who < 2 else 0]:
                self.add_child(0, pupil, "file_number")

    @rule(seconds=st.sampled_from(WAITS), purges=st.sampled_from([False, False, False, True]))
    def time_passes(self, seconds, purges):
        """And sometimes what is kept no longer goes: it is missed by nobody."""
        self.world.advance(seconds)
        if purges:
            purge(self.world.parts.ctx)

    def ends(self):
        """When something that is known now comes to its end, the next first."""
        lives = [*self.flows, *(session for _, session in self.sessions)]
        windows = [one for parent in self.parents for one in parent.misses]
        ends = [
            *(one.end() + more for one in lives for more in (0, DAY)),
            *(one.codes[-1].ends() for one in self.flows),
            *(one.since + one.length for one in windows if one.count),
            *(parent.failures.until for parent in self.parents),
        ]
        return sorted({one for one in ends if one > self.now + 1})

    @precondition(lambda self: self.ends())
    @rule(which=st.integers(0, 5), early=st.sampled_from([0, 0, 1]))
    def something_ends(self, which, early):
        """Or is a second from it."""
        ends = self.ends()
        self.world.advance(ends[which % len(ends)] - self.now - early)

    @rule(said=st.sampled_from(list(OTHER_LISTS)))
    def a_list_comes(self, said):
        """Another one than the full one, and then the full one again."""
        first, whole = self.pupils[0], pupils(self.number, emails_of(self.number))[0]
        self.pupils[0] = dataclasses.replace(whole, **OTHER_LISTS[said]) if first == whole else whole
        type(self).listed = range(0)
        self.world.load_registry([one.row() for one in self.pupils if one.guardians])

    def add_child(self, which, pupil, kind, changes=(), flaw=None, key=None):
        parent, session = self.session(which)
        form = dataclasses.replace(pupil.form(kind), **dict(changes))
        meant = []

        def effect():
            name, refused = link(parent, self.parents, form, flaw, self.pupils, self.now)
            meant.append(name)
            return refused

        child = self.post("add_child", (form,), effect, key=key, life=session)
        if child is not None and meant[0] in parent.account.family:
            assert child == dataclasses.replace(parent.account.family[meant[0]], created=False)
        elif child is not None:
            assert child == self.as_typed(form, child.id)
            assert child.id not in self.ids
            self.ids.add(child.id)
            parent.account.family[meant[0]] = child

    def as_typed(self, form, number):
        """The child that is linked now."""
        body = school_bodies().find(form.school_body.strip())
        kind = "file_number" if form.file_number else "permanent_code"
        typed = (form.last_name.strip(), form.first_name, body.id, body.name, kind, getattr(form, kind)[-2:])
        now = datetime.datetime.fromtimestamp(self.now, datetime.UTC)
        return Child(number, *typed, f"{now:%Y-%m-%dT%H:%M:%SZ}")

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH, number=WHO, kind=KINDS, spelling=st.sampled_from(SPELLINGS), key=KEYS)
    def a_child_is_meant(self, which, number, kind, spelling, key):
        pupil = self.pupils[number]
        if pupil.school_body == "css-montreal":
            spelling = {}
        self.add_child(which, pupil, kind, spelling, key=key)

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH, number=WHO, kind=KINDS, slip=st.sampled_from(list(SLIPS)), times=TIMES, key=KEYS)
    def slips_of_the_pen(self, which, number, kind, slip, times, key):
        for _ in range(times):
            self.add_child(which, self.pupils[number], kind, SLIPS[slip], key=key)

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH, flaw=st.sampled_from(list(FLAWS)), key=KEYS)
    def no_form_at_all(self, which, flaw, key):
        self.add_child(which, self.pupils[1], "file_number", FLAWS[flaw][0], flaw, key)

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH, whose=WHO, place=st.integers(0, 2))
    def remove_child(self, which, whose, place):
        """One's own child, another's, or one that never was."""
        parent, session = self.session(which)
        account = self.parents[whose].account
        ids = [child.id for child in account.family.values()] if account else []
        wanted = (*ids, *["0" * 32] * 3)[place]
        own = parent.account.family if parent.account else {}
        name = next((one for one, child in own.items() if child.id == wanted), None)
        expected = session.used(self.now) or ("not_found" if name is None else None)
        self.answer(expected, self.services[ADDRESSES[0]].remove_child, session.token, wanted)
        if expected is None:
            del own[name]

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH)
    def look_at_the_family(self, which):
        parent, session = self.session(which)
        listed = self.answer(session.used(self.now), self.services[ADDRESSES[0]].children, session.token)
        if listed is not None:
            assert listed == tuple(parent.account.family.values())


@pytest.fixture
def machine(open_world):
    """The machine at a world of this test."""
    world = open_world(**LIMITS)
    services = {address: world.at(address) for address in ADDRESSES}
    given = {"world": world, "numbers": itertools.count(), "services": services}
    return type("Machine", (ContractMachine,), given)


def test_the_service_answers_what_the_model_answers(machine, request):
    params = request.node.callspec.params
    short = EXAMPLES.get((params["reached"], params["new_database"]), 4)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=300 if PROVE else short,
            stateful_step_count=50 if PROVE else 40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
