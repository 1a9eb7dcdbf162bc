"""Where the input ends, and the signs of the help by phone on other keyboards."""

from __future__ import annotations

import io

import pytest

from mozaik_tui.language.pair import Pair
from mozaik_tui.plain import run
from mozaik_tui.plain.console import Console
from mozaik_tui.plain.lines import Lines

from ...ui.app.standing import StandIn, standing


@pytest.mark.parametrize(("step", "code"), [("goodbye", 0), ("family", 1)])
def test_input_that_ends_at_the_goodbye_ends_nothing_early(monkeypatch, capsys, step, code):
    monkeypatch.setattr(run, "console_here", lambda _told: Console(io.StringIO(), io.StringIO()))
    assert run.converse(standing(step, "fr", StandIn())) == code
    assert bool(capsys.readouterr().err) == bool(code)


class Phone(Lines):
    def __init__(self, typed: str) -> None:
        super().__init__(Console(io.StringIO(f"{typed}\nan answer\n"), io.StringIO()), Pair("fr"))
        self.heard: list[str] = []

    def _nothing(self):
        """The four of every prompt are not asked here."""

    _back = _help = _change_language = _stop = _nothing

    def _commands(self):
        return {sign: lambda sign=sign: self.heard.append(sign) for sign in ("*", "*0", "*1")}


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("*", "*"),
        ("＊", "*"),
        ("*1", "*1"),
        ("*١", "*1"),
        ("*۱", "*1"),
        ("＊１", "*1"),
        ("*٠", "*0"),
        ("*०", "*0"),
    ],
)
def test_a_sign_of_the_phone_is_heard_in_the_digits_of_any_script(typed, sign):
    phone = Phone(typed)
    assert phone._prompt() == "an answer"
    assert phone.heard == [sign]
