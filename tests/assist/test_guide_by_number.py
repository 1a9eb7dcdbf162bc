"""The agent follows the guide by the numbers that the parent reads out: the same pages in two languages, the same digits."""

from __future__ import annotations

import asyncio
import io
import os
import re
import subprocess
import sys

import pytest

from mozaik_tui.guide import pages
from mozaik_tui.guide.drawing import drawn, told
from mozaik_tui.guide.marks import go_to
from mozaik_tui.guide.offers import offers
from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.guide.words import GuideWords
from mozaik_tui.language import Translator, offered
from mozaik_tui.language.isolates import without_controls
from mozaik_tui.plain.console import Console, EndOfInput
from mozaik_tui.support.app import ConsoleApp
from mozaik_tui.support.console import PlainConsole
from mozaik_tui.support.guided import read_first, read_last
from mozaik_tui.support.telling import Tongues
from mozaik_tui.support.transliteration import said as way_to_say

from ..guide.test_marks import every_mark
from ..guide.test_steps_file import HEAD, OWN
from ..snapshots.prepared import TODAY
from .agents_screen import asked, said

FRENCH = Translator("fr")
TAGS = [language.tag for language in offered()]
WHICH, MENU = FRENCH.text("support.screen.which"), FRENCH.text("support.menu.title")
PICK, OTHER = FRENCH.text("support.guide.pick"), FRENCH.text("support.guide.other")


def guide(own=None):
    return Guide(load_procedure(own), lambda: TODAY, language="fr")


def number(tag: str) -> str:
    return str(TAGS.index(tag) + 1)


def heard(*typed: str, staff: str = "fr", own=None) -> str:
    """What a console that works alone says, line by line, until there is nothing more to type."""
    source, sink = io.StringIO("".join(f"{line}\n" for line in typed)), io.StringIO()
    console = PlainConsole(Tongues(staff, "fr"), Console(source, sink), None, guide(own))
    with pytest.raises(EndOfInput):
        console.run()
    return sink.getvalue()


def flat(text: str) -> str:
    return " ".join(without_controls(text).split())


def to_read(parents: Guide, words: GuideWords) -> list[str]:
    """What stands on the parent's page, without its drawing and its choices."""
    texts = [pages.title(parents, words).lead, *pages.paragraphs(parents, words)]
    if parents.page.kind == "step":
        seen = words.text(f"guide.step.{parents.step.name}.seen")
        texts += [*pages.labels_told(parents, words), words.text("guide.heading.seen"), seen]
    return texts


@pytest.mark.parametrize("tag", ["uk", "ar"] if os.environ.get("MOZAIK_PROVE") else ["ar"])
async def test_from_the_first_page_to_the_last_by_number(tag: str, monkeypatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    app = ConsoleApp(Tongues("fr", "fr"), None, guide())
    parents = guide()
    theirs, ours = (GuideWords(each, parents.procedure) for each in (tag, "fr"))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, FRENCH.text("support.language.which"), f"{len(TAGS)}. ")
        await pilot.press(*number(tag), "enter")
        await asked(pilot, MENU, "7. ")
        await pilot.press("1", "enter")
        for place in range(parents.steps + 2):
            await asked(pilot, WHICH, "")
            before = len(said(app))
            await pilot.press(*f"G{place}", "enter")
            await asked(pilot, PICK, "")
            assert go_to(parents, f"G{place}")
            shown = [without_controls(text) for text in said(app)[before:]]
            spoken = to_read(parents, theirs)
            language = theirs.lead.language
            for text in spoken:
                assert without_controls(text) in shown
                way = way_to_say(text, language.script, language.tag)
                assert way == text or f"{FRENCH.text('support.say_it')} {way}" in shown
            for text in to_read(parents, ours):
                assert text in shown or text in spoken
            for digit, offer in enumerate(offers(parents), 1):
                assert without_controls(f"{digit}. {offer.words(theirs).lead}") in shown
                assert f"{digit}. {offer.words(ours).lead}" in shown
            if parents.page.kind == "step":
                picture = drawn(parents.step.picture, theirs, parents.procedure.portal.typed)
                lines = [without_controls(str(each.render())) for each in app.query("#said .row > Static")]
                assert not picture or without_controls("\n".join(picture)) in lines
            other = next(text for text in shown if text.endswith(OTHER))
            await pilot.press(*other.split(".")[0], "enter")
        await asked(pilot, WHICH, "")
        assert len(app.query_one("#said").children) < 150  # what is long past is let go
        await pilot.press("ctrl+c")


def test_on_back_and_something_else_as_the_parent_goes():
    parents = guide()
    text = heard(number("uk"), "1", "g7", "1", "4", "2", "1", "2", "1")
    places = [line for line in text.splitlines() if line.startswith("Étape")]
    assert [line.split("· ")[1] for line in places] == [
        "G7", "G8", "G7", "G7.2", "G7.2.1", "G7.2.1.2", "G5",
    ]  # fmt: skip
    for language in ("uk", "fr"):
        words = GuideWords(language, parents.procedure)
        assert flat(words.text("guide.trouble.code_closed.do")) in flat(text)
        assert flat(" ".join(told(parents.procedure.step("code").picture, words))[:20]) in flat(text)
    assert "┌" not in text  # no drawing line by line


def test_the_console_in_english_says_what_it_means_in_english():
    text = heard(number("fr"), "1", "G2", staff="en")
    english = GuideWords("en", load_procedure())
    assert flat(english.text("guide.step.site.do")) in flat(text)
    assert "What does the parent do?" in text


def test_a_number_of_the_assistant_still_shows_its_screen_and_one_of_neither_says_so():
    text = heard(number("en"), "1", "3", "1", "G99")
    assert FRENCH.text("screen.email.title") in text
    assert FRENCH.text("support.screen.none", last=17) in text


def test_another_number_is_asked_for_from_a_page_and_the_end_leads_to_the_menu():
    text = heard(number("en"), "1", "G2", "4", "G17", "3")
    assert text.count(WHICH) == 2
    assert "· G17" in text
    assert text.count(MENU) == 2


def test_a_schools_own_steps_are_followed(tmp_path):
    file = tmp_path / "ecole.toml"
    file.write_text(OWN, encoding="utf-8")
    text = heard(number("en"), "1", "G2", "2", "1", own=file)
    assert "Call the school" in text
    assert "Appelez, puis choisissez « Connexion »." in text
    assert "Secrétariat : 514-555-0199" in text


def run(home, steps, typed=""):
    file = home / "ecole.toml"
    file.write_text(steps, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "mozaik_tui", "support", "--plain"],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={
            "HOME": str(home),
            "MOZAIK_DATA_DIR": str(home),
            "MOZAIK_GUIDE__FILE": str(file),
            "PYTHONUTF8": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        },
        check=False,
    )


def test_the_program_takes_the_file_of_the_settings_as_the_guide_does(tmp_path):
    done = run(tmp_path, OWN, f"{number('en')}\n1\nG2\n7\n")
    assert "Call the school" in done.stdout
    broken = run(tmp_path, HEAD + 'order = ["nowhere"]\n')
    assert broken.returncode != 0
    assert "ecole.toml" in broken.stderr
    assert "nowhere" in broken.stderr


@pytest.mark.parametrize("language", offered(), ids=lambda language: language.tag)
def test_every_page_can_be_shown_in_every_language(language):
    followed = guide()
    words = GuideWords(language.tag, followed.procedure)
    for mark in MARKS:
        assert go_to(followed, mark)
        texts = [pages.title(followed, words).lead, *read_first(followed, words), *read_last(followed, words)]
        texts += [offer.words(words).lead for offer in offers(followed)]
        for text in texts:
            assert text.strip()
            way = way_to_say(text, language.script, language.tag)
            assert way is None or not any("\u3400" <= sign <= "\u9fff" for sign in way), way


MARKS = [mark for mark in every_mark(guide()) if mark.count(".") < 3]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_question_stays_in_sight_while_its_answers_scroll(size, monkeypatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    app = ConsoleApp(Tongues("fr", "fr"), None, guide())
    async with app.run_test(size=size) as pilot:
        await asked(pilot, FRENCH.text("support.language.which"), f"{len(TAGS)}. ")
        seen = set()
        for _ in TAGS:
            assert FRENCH.text("support.language.which") in screen_text(app)
            seen |= {n for n in range(1, len(TAGS) + 1) if shows(app, n)}
            more = app.query_one("#answer").border_title
            if not more:
                break
            await pilot.press("pagedown")
        assert seen == set(range(1, len(TAGS) + 1))
        await pilot.press("ctrl+c")


def screen_text(app) -> str:
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


def shows(app, n: int) -> bool:
    return re.search(rf"(?<!\d){n}\. ", screen_text(app)) is not None


@pytest.mark.parametrize("error", [ValueError("unexpected"), RuntimeError("unexpected")], ids=type)
async def test_an_error_in_the_questions_ends_the_console_with_a_reference(monkeypatch, error) -> None:
    def fails(*_about: object) -> None:
        raise error

    monkeypatch.setattr(PlainConsole, "run", fails)
    app = ConsoleApp(Tongues("fr", "fr"), None, guide())
    with pytest.raises(type(error), match="unexpected"):
        async with app.run_test(size=(80, 24)):
            await asyncio.wait_for(app._exception_event.wait(), 60)
    assert app.return_code
