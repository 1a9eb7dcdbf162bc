"""The practice mailbox over the code's screen: a mail that comes shows itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mozaik_tui.account.contract import FlowState, PracticeMessage
from mozaik_tui.ui.ask_screen import AskScreen, StopQuestion

from ...journeys.drivers import until
from ...snapshots.prepared import CardOnly
from .standing import StandIn, assistant, over, paragraphs, settled, standing, words

OLD = PracticeMessage(0.0, "Code", "Votre code : 111111")
NEW = PracticeMessage(1.0, "Code", "Votre code : 654321")


class Box(CardOnly):
    """An older flow's mail is there already."""

    mails = (OLD,)
    looks = 0

    def mailbox(self, email: str) -> tuple[PracticeMessage, ...]:
        self.looks += 1
        return self.mails


def queued() -> StandIn:
    service = StandIn()
    service.answers["flow"] = lambda *_: FlowState("code_sent", "queued", 60, 1200, None)
    return service


@asynccontextmanager
async def open_mailbox() -> AsyncIterator[tuple[Any, StandIn, Box]]:
    """The mailbox over the code's screen, while the mail is under way."""
    service, box = queued(), Box()
    app = assistant(standing("code", "fr", service, practice=box))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.step_screen.action_mailbox()
        await over(pilot)
        yield pilot, service, box


def arrives(service: StandIn) -> None:
    service.answers["flow"] = lambda *_: FlowState("code_sent", "sent", 60, 1200, None)


async def test_a_mail_that_comes_while_the_mailbox_is_open_shows_itself() -> None:
    async with open_mailbox() as (pilot, service, box):
        app = pilot.app
        assert words("fr").text("screen.mailbox.empty") in paragraphs(app)
        assert "111111" not in paragraphs(app), "the code of an older flow is dead"
        box.mails = (NEW, OLD)
        arrives(service)
        await until(
            pilot,
            lambda: isinstance(app.screen, AskScreen) and "654321" in paragraphs(app),
            "the mail that came",
        )
        await pilot.press("enter")
        await until(pilot, lambda: app.session.answer("code") == "654321", "the code in its field")


async def test_the_mailbox_leaves_a_question_above_it_alone_and_asks_nothing_once_it_is_closed() -> None:
    async with open_mailbox() as (pilot, service, box):
        app = pilot.app
        await pilot.press("ctrl+c")
        await until(pilot, lambda: isinstance(app.screen, StopQuestion), "the question whether to stop")
        arrives(service)
        await until(pilot, lambda: box.looks > 2, "some looks at a mail that has come")
        assert isinstance(app.screen, StopQuestion)
        await pilot.press("escape")
        await until(
            pilot,
            lambda: isinstance(app.screen, AskScreen) and "111111" in paragraphs(app),
            "the mailbox again, with what came",
        )
        await pilot.press("escape")
        await settled(pilot)
        tasks = {task.get_coro().__name__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]
        assert "_comes" not in tasks
