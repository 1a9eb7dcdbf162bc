"""Random keys, pastes and sizes on the whole app over the real practice service: never a crash, always a known step."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events

from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.passwords import Cost
from mozaik_tui.journey.steps import BY_NAME, STEPS
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant

from ...journeys.drivers import send
from ...journeys.recording import codes_of
from .standing import EVERYTHING

LONG = bool(os.environ.get("MOZAIK_PROVE"))
EXAMPLES = 300 if LONG else 14

NAMED = ["enter", "tab", "shift+tab", "escape", "up", "down", "left", "right", "pageup", "pagedown", "home", "end",
         "backspace", "delete", "ctrl+c", "ctrl+u", "ctrl+q", "ctrl+p", "ctrl+z", "f1"]  # fmt: skip
KEY = st.one_of(
    st.sampled_from(NAMED),
    st.sampled_from(["enter", "tab", "down", "1", "2", "3"]),  # what leads on, more often
    st.sampled_from(list("0123456789?!. @aZé٣漢\u200d")),
)
ACT = st.one_of(
    st.tuples(st.just("keys"), st.lists(KEY, min_size=1, max_size=8)),
    st.tuples(st.just("burst"), st.lists(KEY, min_size=2, max_size=8)),
    st.tuples(st.just("paste"), st.text(max_size=40)),
    st.tuples(st.just("type"), st.sampled_from(sorted(EVERYTHING))),
    st.tuples(st.just("size"), st.tuples(st.integers(1, 140), st.integers(1, 50))),
    st.tuples(st.just("code"), st.none()),
    st.tuples(st.just("wait"), st.none()),
)


class Player:
    """One run of the app; ``play`` does the acts and looks after each whether all is well."""

    def __init__(self, parts: EmbeddedParts) -> None:
        self.parts = parts
        self.family = parts.practice.card()
        self.session = Session(parts.service, practice=parts.practice)
        self.app = Assistant(self.session, theme="mozaik-dark")

    def begin_at(self, step: str) -> None:
        if step == "language":
            return
        self.session.choose_language("en")
        child = self.family.children[0]
        typed = {**EVERYTHING, "email": self.family.email, "school_body": child.school_body_id, "last_name": child.last_name,
                 "first_name": child.first_name, "birth_date": child.birth_date, "identifier": child.file_number}  # fmt: skip
        for name, text in typed.items():
            self.session.type(name, text)
        self.session.school_bodies()
        journey = self.session.journey
        journey.at, journey.trail = step, ["language", "start"]

    async def play(self, step: str, acts: list[tuple[str, object]]) -> None:
        self.begin_at(step)
        async with self.app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for kind, what in acts:
                await getattr(self, f"_{kind}")(pilot, what)
                await pilot.pause()
                assert self.session.step.name in BY_NAME
                if not self.app.is_running or self.app._exit:
                    break
            if self.app.is_running and not self.app._exit:
                await self._come_to_rest(pilot)

    async def _come_to_rest(self, pilot) -> None:
        await pilot.resize_terminal(80, 24)
        end = time.monotonic() + 30
        app = self.app
        while app._performing or app.over_step() or app.step_screen.shown_step != self.session.step.name:
            if app._exit:
                return
            assert time.monotonic() < end, (self.session.step.name, app.screen_stack)
            if app.over_step():
                await pilot.press("escape")
            await asyncio.sleep(0.01)
            await pilot.pause()
        assert app.step_screen.query(".title")
        assert len(app.screen_stack) == 1, app.screen_stack

    async def _keys(self, pilot, keys) -> None:
        for key in keys:
            send(self.app, key)
            await asyncio.sleep(0)

    async def _burst(self, pilot, keys) -> None:
        send(self.app, *keys)

    async def _paste(self, pilot, text) -> None:
        self.app.post_message(events.Paste(text))

    async def _type(self, pilot, name) -> None:
        self.app.post_message(events.Paste(EVERYTHING[name]))

    async def _size(self, pilot, size) -> None:
        await pilot.resize_terminal(*size)

    async def _code(self, pilot, _nothing) -> None:
        codes = (
            codes_of(self.parts.practice, self.session.email_sent_to) if self.session.email_sent_to else []
        )
        if codes:
            self.app.post_message(events.Paste(codes[0]))

    async def _wait(self, pilot, _nothing) -> None:
        await asyncio.sleep(0.05)


def test_any_keys_end_on_a_known_step(tmp_path_factory) -> None:
    folder: Path = tmp_path_factory.mktemp("data")
    limits = Limits(
        sends_hour=10**6,
        sends_day=10**6,
        sends_day_all=10**6,
        sends_address_hour=10**6,
        requests_minute=10**6,
    )
    parts = open_embedded(data_dir=folder, practice=True, cost=Cost(memory=8, rounds=1), limits=limits)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not LONG,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.sampled_from([step.name for step in STEPS]), st.lists(ACT, min_size=3, max_size=25))
    def play(step: str, acts: list[tuple[str, object]]) -> None:
        asyncio.run(Player(parts).play(step, acts))

    try:
        play()
    finally:
        parts.close()


test_any_keys_end_on_a_known_step.patience = 3600  # type: ignore[attr-defined]
