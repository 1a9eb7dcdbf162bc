"""The guide's lines tell their keys before the first question, and the papers in words."""

import io
from contextlib import suppress

import pytest

from mozaik_tui.guide.plain import PlainGuide
from mozaik_tui.language import Translator, offered
from mozaik_tui.pictures import KINDS
from mozaik_tui.plain.console import Console, EndOfInput


def heard(guide, *lines, at=None):
    sink = io.StringIO()
    if at is not None:
        guide.open(at)
    with suppress(EndOfInput):
        PlainGuide(guide, Console(io.StringIO("".join(f"{line}\n" for line in lines)), sink), offered()).run()
    return " ".join(sink.getvalue().split())


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_the_keys_are_told_at_the_start(tag, make_guide):
    assert heard(make_guide(tag)).startswith(Translator(tag).text("guide.plain.keys"))


def test_and_in_a_language_once_it_is_chosen(make_guide):
    assert Translator("en").text("guide.plain.keys") in heard(make_guide("fr"), "!", "english")


def test_the_papers_are_told_in_words(make_guide):
    printed = heard(make_guide("en"), at="papers")
    for kind in KINDS:
        assert " ".join(Translator("en").text(f"picture.{kind}.caption").split()) in printed
    assert not set("─│┌┐└┘┬═║╔╗╚╝░◀") & set(printed)
