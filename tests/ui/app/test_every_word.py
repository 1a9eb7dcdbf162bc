"""Every visible word comes from the catalogue, and none is cut: each step, question and help, in the pseudo-language too."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from mozaik_tui.journey.steps import STEPS
from mozaik_tui.language.languages import offered
from mozaik_tui.language.places import PSEUDO
from mozaik_tui.outcome import Doubt, Outcome
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.choice_list import ChoiceList

from ...snapshots.prepared import CHILDREN, REFUSED, TYPED, prepared, school_bodies
from .pieces import cut_pieces, told_by
from .standing import settled

STEP_NAMES = [step.name for step in STEPS]
SIZES = [(80, 24), (40, 12)]
SIGNS = re.compile(r"[\s\d▶●○✓✗•▏│─┌┐└┘├┤┬┴═║╔╗╚╝◀░…·/:,.()\[\]=+E~↑↓←→|-]*")
MARKED = re.compile(r"⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧")
LABEL = re.compile(r"«[^»]*»")


async def at(step: str, language: str, size: tuple[int, int]) -> Iterator[Assistant]:
    app = Assistant(prepared(step, language), theme="mozaik-dark")
    async with app.run_test(size=size) as pilot:
        await ready(pilot, step)
        yield app


async def ready(pilot, step: str) -> None:
    await settled(pilot)
    while step == "school_body" and not pilot.app.screen.query("#bodies"):
        await pilot.pause()
    await pilot.pause()


DATA = sorted(
    {*(each.name for each in offered()), *(each.french for each in offered()),
     *TYPED.values(), *(body.name for body in school_bodies()), *(f"{c.first_name} {c.last_name}" for c in CHILDREN),
     "•••••56", "9 mars 2014", "24 novembre 2026", "mozaik", "Français", "English", "EXEN71031402", "2014-03-09"},
    key=len, reverse=True,
)  # fmt: skip


def rest_of(text: str) -> str:
    """What is left of a text once what the catalogue marks, the portal's labels, data and signs are taken away."""
    for known in DATA:
        text = text.replace(known, "")
    text = MARKED.sub("", text)
    return SIGNS.sub("", LABEL.sub("", text))


def untranslated(app: Assistant) -> list[str]:
    """Visible texts that are neither the pseudo-language's nor French beside it, nor data."""
    texts = [
        text for widget in app.screen.walk_children() if widget.display for text in told_by(widget) if text
    ]
    french = french_texts()
    return [text for text in texts if rest_of(text) and not known_french(text, french)]


def french_texts() -> list[re.Pattern[str]]:
    """The catalogue's French, which stands beside the reader's language, with any figures."""
    from mozaik_tui.language.catalogue import load

    patterns = []
    for domain in ("screen", "button", "key"):
        catalogue = load("fr", domain)
        assert catalogue is not None
        for text in set(filter(None, catalogue._catalog.values())):  # type: ignore[attr-defined]
            if isinstance(text, str) and "Project-Id" not in text:
                patterns.append(re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))))
    return patterns


def known_french(text: str, french: list[re.Pattern[str]]) -> bool:
    if any(pattern.fullmatch(text) for pattern in french):
        return True
    lines = [line for line in re.split(r"\n| · | / ", text) if rest_of(line)]
    return all(any(pattern.fullmatch(line.strip()) for pattern in french) for line in lines)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("step", STEP_NAMES)
async def test_every_word_of_a_step_comes_from_the_catalogue(step: str, size: tuple[int, int]) -> None:
    async for app in at(step, PSEUDO, size):
        assert not untranslated(app)
        assert not cut_pieces(app) or size == (40, 12), "two fifths longer still has room"
        app.step_screen.action_help()
        await settle_over(app)
        assert not untranslated(app)


async def settle_over(app: Assistant) -> None:
    while not app.over_step() or not app.screen.is_mounted:
        await asyncio.sleep(0.01)
    await drawn(app)


async def drawn(app: Assistant) -> None:
    """Until all has heard what was said to it, and what it said to others by that."""
    for _ in range(2):
        await Pilot(app).pause()


QUESTIONS = ["leave", "loss", "doubt", "suggestion", "language", "menu", "card", "mailbox", "down", "remove"]


async def ask(app: Assistant, question: str) -> None:
    screen = app.step_screen
    if question == "leave":
        app.action_ask_to_stop()
    elif question == "loss":
        app.run_worker(app._show_outcome(Outcome(loss="code")))
    elif question == "doubt":
        app.run_worker(app._show_outcome(Outcome(doubts=(Doubt("permanent_code_letters", "identifier"),))))
    elif question == "suggestion":
        doubt = Doubt("email_suggestion", "email", "amina.exemple@example.com")
        app.run_worker(app._show_outcome(Outcome(doubts=(doubt,))))
    elif question == "down":
        from mozaik_tui.ui.down_screen import DownScreen

        async def away() -> Outcome:
            return Outcome(fault="storage_busy")

        app.push_screen(DownScreen(app.words, Outcome(fault="storage_busy"), (), away))
    else:
        getattr(screen, f"action_{question}")()
    await settle_over(app)


@pytest.mark.parametrize("language", [PSEUDO, "fr", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("question", QUESTIONS)
async def test_questions_over_a_step(question: str, size: tuple[int, int], language: str) -> None:
    step = {"mailbox": "code", "remove": "record", "loss": "email"}.get(question, "identifier")
    async for app in at(step, language, size):
        await ask(app, question)
        if language == PSEUDO:
            assert not untranslated(app)
        else:
            assert not cut_pieces(app)
            body = app.screen.query_one("#body")
            listed = app.screen.query_one(ChoiceList)
            if question not in ("card", "mailbox"):
                marked = listed.cursor_screen_offset.y
                assert body.region.y <= marked < body.region.bottom, (
                    "what is about to be answered is in sight"
                )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [*SIZES, (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("step", STEP_NAMES)
async def test_nothing_is_cut(step: str, size: tuple[int, int], language: str) -> None:
    async for app in at(step, language, size):
        assert not cut_pieces(app)
        if step in REFUSED:
            app.step_screen.came_back(REFUSED[step])
            await drawn(app)
            assert not cut_pieces(app)
            assert not untranslated(app) or language != PSEUDO


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("step", STEP_NAMES)
async def test_french_is_always_on_the_screen(step: str, language: str) -> None:
    from mozaik_tui.language.translator import Translator

    async for app in at(step, language, (80, 24)):
        title = Translator("fr").text(f"screen.{step}.title")
        assert title in str(app.screen.query(".title").first(Static).content)
        for button in app.screen.query(ActionButton):
            if button.display and button.id == "back":
                assert (button.french or button.lead) == Translator("fr").text("button.back")


@pytest.mark.parametrize("step", sorted(REFUSED))
async def test_refusals_come_from_the_catalogue(step: str) -> None:
    async for app in at(step, PSEUDO, (80, 24)):
        app.step_screen.came_back(REFUSED[step])
        await drawn(app)
        assert not untranslated(app)


async def test_the_search_finds_what_it_looks_for() -> None:
    async for app in at("email", "en", (40, 12)):
        assert untranslated(app), "English is no pseudo-language"
        app.step_screen.query_one("#main", ActionButton).styles.width = 9
        app.step_screen.query_one("#main", ActionButton).styles.height = 1
        await drawn(app)
        assert cut_pieces(app), "a button too small for its words is found"
