"""How the state machine asks: the model first, then the service, by any of two addresses."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from mozaik_tui.account.contract import Refusal

from .model_counts import Life, Refused
from .model_families import pupils
from .model_parents import Flow, Mailbox, Parent
from .model_repeats import Kept, Repeats

ADDRESSES = ("192.0.2.1", "2001:db8:0:7::1")
PLACES = st.sampled_from(ADDRESSES)
WHO = st.integers(0, 3)
"""Which parent or pupil."""
WHICH = st.sampled_from([0, 0, 0, 1, 1, 2, 5])
"""Which flow or session: those of use first, from the newest on."""
TIMES = st.integers(1, 4)
"""The same, so often at a stretch: enough for every limit."""
KEYS = st.sampled_from([None, None, "first-of-the-keys", "second-of-the-keys"])


NAMES = ("amelie{}", "bruno{}", "amelie{}+ecole", "chen{}")
AT_A_TIME = 20
"""Examples whose pupils are put into the registry together."""


def emails_of(number: int) -> list[str]:
    return [name.format(number) + "@example.com" for name in NAMES]


class Calling(RuleBasedStateMachine):
    """One example: parents of its own at a service that all examples share. ``world``, ``numbers`` (of examples)
    and ``services`` (one an address) come from the test; ``listed`` are the examples in the registry.
    """

    world, numbers, services = None, None, None
    listed: range = range(0)

    def __init__(self):
        super().__init__()
        self.number = next(self.numbers)
        emails, shared = emails_of(self.number), Mailbox()
        boxes = (shared, Mailbox(), shared, Mailbox())
        self.parents = [Parent(email, box) for email, box in zip(emails, boxes, strict=True)]
        self.pupils = pupils(self.number, emails)
        # The newest first.
        self.flows: list[Flow] = []
        self.sessions: list[tuple[Parent, Life]] = []
        self.repeats, self.kept = Repeats(), Kept(None, None, 0)
        if self.number not in self.listed:
            type(self).listed = range(self.number, self.number + AT_A_TIME)
            self.world.load_registry(one.row() for n in self.listed for one in pupils(n, emails_of(n)))

    @property
    def now(self):
        return self.world.now

    def flow(self, which):
        useful = sorted(self.flows, key=lambda one: (one.over(self.now) is not None, one.state == "complete"))
        return useful[which % len(useful)]

    def session(self, which):
        """And whose."""
        useful = sorted(self.sessions, key=lambda one: one[1].over(self.now) is not None)
        return useful[which % len(useful)]

    def answer(self, expected, call, *arguments, **more):
        """The service's answer, where the model expects one; else its refusal is the model's, with the same
        figures, and the answer is ``None``.
        """
        given, refusal = None, None
        try:
            given = call(*arguments, **more)
        except Refusal as caught:
            refusal = caught
        word = expected.code if isinstance(expected, Refused) else expected
        assert (refusal and refusal.code) == word
        for name, value in expected.figures.items() if isinstance(expected, Refused) else ():
            assert getattr(refusal, name) == value, name
        return given

    def post(self, name, arguments, effect, *, key, at=ADDRESSES[0], life=None):
        """A call that may be repeated: token, then what is kept of the key, then its effect. Gives the answer
        of what was done now, and nothing for what was refused or is only told again.
        """
        call, space = getattr(self.services[at], name), life.token if life else at
        given = (*((life.token,) if life else ()), *arguments)
        key = key and f"{key}-{self.number}"
        wish = (name, space, key)
        if life and (word := life.used(self.now)):
            return self.answer(word, call, *given, key=key)
        if kept := self.repeats.find(wish, self.now):
            expected = kept.again(arguments, self.now)
            if isinstance(expected, Refused):
                return self.answer(expected, call, *given, key=key)
            assert self.answer(None, call, *given, key=key) == expected
            return None
        expected = effect()
        answer = self.answer(expected, call, *given, key=key)
        self.kept = self.repeats.keep(wish, arguments, expected or answer, self.now)
        return answer
