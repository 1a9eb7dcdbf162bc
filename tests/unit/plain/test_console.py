"""Lines out and in: no control, no cut address, no line that is too wide, commands of every keyboard."""

import io

import pytest

from mozaik_tui.language.breaking import cells
from mozaik_tui.language.isolates import left_to_right
from mozaik_tui.plain.console import Console, EndOfInput
from mozaik_tui.plain.lines import COMMANDS


def said(text, *, isolates=False):
    sink = io.StringIO()
    Console(io.StringIO(), sink, isolates=isolates).say(text)
    return sink.getvalue()


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_no_line_is_wider_than_the_terminal(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    for text in (
        "Tapez le numéro de votre langue. " * 9,
        "请输入您的电子邮件地址。" * 9,
        "أدخل بريدك الإلكتروني " * 9,
    ):
        lines = said(text).splitlines()
        assert len(lines) > 1
        assert all(cells(line) < columns for line in lines)


def test_an_address_is_never_cut(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    address = "somebody.with.a.long.name@example.com"
    assert address in said(f"Votre adresse : {address}").splitlines()


def test_nothing_but_letters_and_marks_goes_out():
    text = f"a\x1b[31m\x07\u202e\u200f b {left_to_right('x')} می\u200cشود"
    assert said(text) == "a[31m b x می\u200cشود\n"
    assert left_to_right("x") in said(text, isolates=True)
    assert not {"\x1b", "\x07", "\u202e"} & set(said(text, isolates=True))


def test_the_order_stays_that_of_reading():
    assert said("رقم 12 abc") == "رقم 12 abc\n"


def test_a_terminal_that_has_to_be_told_hears_before_and_after_each_line_from_the_right(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    sink = io.StringIO()
    Console(io.StringIO(), sink, from_right=("<", ">")).say("« Non » في كلا السؤالين\nEn français")
    assert sink.getvalue() == "<« Non » في كلا\n><السؤالين\n>En français\n"


def test_the_end_of_the_input_is_told():
    with pytest.raises(EndOfInput):
        Console(io.StringIO(), io.StringIO()).ask()


@pytest.mark.parametrize(
    ("typed", "command"), [("？", "?"), ("؟", "?"), ("！", "!"), ("。", "."), ("۔", "."), ("＜", "<")]
)
def test_the_commands_of_other_keyboards(typed, command):
    assert typed.translate(COMMANDS) == command
