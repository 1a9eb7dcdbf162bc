"""Terminals: the table, who is recognised by what, and what is remembered."""

import os
import pty
import threading

import pytest

from mozaik_tui.language.languages import offered
from mozaik_tui.language.places import RIGHT_TO_LEFT
from mozaik_tui.language.terminals.asking import Asked, read_replies
from mozaik_tui.language.terminals.here import here
from mozaik_tui.language.terminals.memory import MOST, Memory
from mozaik_tui.language.terminals.profiles import PROFILES, showing, writing
from mozaik_tui.language.terminals.recognising import Replies, identity, recognise


@pytest.mark.parametrize(
    ("replies", "environ", "name"),
    [
        (Replies(version="XTerm(379)", secondary="41;379;0"), {"TERM": "xterm-256color"}, "xterm"),
        (Replies(secondary="65;7006;1", ordering=1), {"VTE_VERSION": "7006"}, "vte"),
        (Replies(ordering=2), {"TERM": "xterm"}, "vte"),
        (Replies(version="VTE(7600)"), {}, "vte"),
        (Replies(), {"VTE_VERSION": "7006"}, "vte"),
        (Replies(), {"VTE_VERSION": "5202"}, "unknown"),
        (Replies(version="kitty(0.26.5)"), {"VTE_VERSION": "7006"}, "kitty"),
        (Replies(version="Konsole 22.12.3"), {}, "konsole"),
        (Replies(), {"KONSOLE_VERSION": "221203"}, "konsole"),
        (Replies(secondary="24;279;0"), {}, "mlterm"),
        (Replies(), {"TERM": "xterm-kitty"}, "kitty"),
        (Replies(), {"TERM": "alacritty"}, "alacritty"),
        (Replies(), {"TERM": "linux"}, "linux-console"),
        (Replies(), {"WT_SESSION": "x"}, "windows-terminal"),
        (Replies(), {"TERM_PROGRAM": "Apple_Terminal"}, "apple-terminal"),
        (Replies(), {"TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        (Replies(), {"TERM_PROGRAM": "textual"}, "xterm.js"),
        (Replies(version="tmux 3.3a"), {}, "tmux"),
        (Replies(version="XTerm(379)"), {"TERM": "tmux-256color"}, "tmux"),
        (Replies(ordering=1), {"TMUX": "/run/x,1,0"}, "tmux"),
        (Replies(), {"TERM": "screen.xterm"}, "tmux"),
        (Replies(version="somebody 1.0"), {"TERM": "xterm"}, "unknown"),
    ],
)
def test_who_is_recognised(replies, environ, name):
    assert recognise(replies, environ) == name
    assert name in PROFILES


OFFER = {
    # terminal-text.md, 2.1
    "vte": ("well", "well", "odd", "well"),
    "xterm": ("well", "lines", "lines", "well"),
    "alacritty": ("well", "lines", "lines", "well"),
    "konsole": ("well", "lines", "odd", "well"),
    "mlterm": ("well", "lines", "lines", "well"),
    "windows-terminal": ("ask", "lines", "lines", "well"),
    "web": ("well", "well", "well", "well"),
    "kitty": ("ask", "lines", "lines", "well"),
    "kitty-ltr": ("well", "lines", "lines", "well"),
    "apple-terminal": ("lines", "lines", "lines", "well"),
    "tmux": ("lines", "lines", "lines", "well"),
    "linux-console": ("squares", "squares", "squares", "squares"),
    "unknown": ("ask", "lines", "lines", "well"),
}


@pytest.mark.parametrize("name", OFFER)
def test_the_offer_is_that_of_the_table(name):
    asked = (("ar", "Arab"), ("ps", "Arab"), ("bn", "Beng"), ("zh-Hans", "Hans"))
    assert tuple(showing(PROFILES[name], *each) for each in asked) == OFFER[name]
    assert showing(PROFILES[name], "vi", "Latn") == "well"


def test_every_profile_that_is_told_something_is_told_to_stop():
    for profile in PROFILES.values():
        assert bool(profile.prelude) == bool(profile.epilogue)
        assert not profile.prelude or profile.order == "visual"


def test_the_table_of_languages_and_the_short_list_of_right_to_left_agree():
    for each in offered():
        assert (each.tag in RIGHT_TO_LEFT) == (each.direction == "rtl"), each.tag
        assert writing(each.tag, each.script)


def test_what_is_told_goes_before_what_is_remembered_before_what_is_recognised(tmp_path):
    memory, environ = Memory(tmp_path), {"TERM": "foo", "TERM_PROGRAM": "bar 2"}
    assert here(None, Replies(), environ, memory)[:2] == (PROFILES["unknown"], "recognised")
    memory.keep(identity(Replies(), environ), "visual")
    assert here(None, Replies(), environ, memory)[:2] == (PROFILES["visual"], "remembered")
    assert here("vte", Replies(), environ, memory)[:2] == (PROFILES["vte"], "told")
    assert here(None, Replies(), {"TERM": "other"}, memory).source == "recognised"
    assert here("xterm", Replies(marks=0), {}).marks == 0
    assert here("kitty", Replies(), {}).marks == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"no tab", b"a\tno-profile\n"])
def test_a_damaged_memory_is_an_empty_one(tmp_path, content):
    (tmp_path / "terminals.tsv").write_bytes(content)
    memory = Memory(tmp_path)
    assert memory.recall("a") is None
    memory.keep("a", "vte")
    assert Memory(tmp_path).recall("a") == "vte"


def test_the_memory_stays_small_and_may_be_closed(tmp_path):
    memory = Memory(tmp_path)
    for n in range(MOST + 5):
        memory.keep(f"t{n}", "visual")
    assert len((tmp_path / "terminals.tsv").read_text().splitlines()) == MOST
    assert memory.recall("t0") is None
    Memory(tmp_path / "terminals.tsv").keep("x", "vte")  # a file where a folder should be


def test_answers_are_taken_out_of_what_was_typed():
    data = b"a\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0cb\x1b[8;1$y\x1b[3;3R\x1b[?64;1;2cc"
    assert read_replies(data) == Replies("XTerm(379)", "41;379;0", 1, 1, b"abc")
    assert read_replies(b"\x1b[3;2R\x1b[?1c").marks == 0
    assert read_replies(b"xyz") == Replies(typed=b"xyz")


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
class TestAsking:
    """Over a true pseudo-terminal, with a terminal that answers, one that does not, and one that is far."""

    @pytest.fixture
    def pair(self, monkeypatch):
        ours, theirs = pty.openpty()
        monkeypatch.setattr(
            os, "tcgetpgrp", lambda _file: os.getpgrp()
        )  # it is nobody's controlling terminal
        yield ours, theirs
        os.close(ours)
        os.close(theirs)

    def test_a_terminal_that_answers(self, pair):
        import termios

        ours, theirs = pair
        before = termios.tcgetattr(theirs)

        def answer():
            asked = b""
            while b"\x1b[c" not in asked:
                asked += os.read(ours, 4096)
            os.write(ours, b"q\x1bP>|kitty(0.3)\x1b\\\x1b[1;2R\x1b[?62c")

        terminal = threading.Thread(target=answer)
        terminal.start()
        replies = Asked(theirs, {"TERM": "xterm-kitty"}).replies()
        terminal.join()
        assert replies == Replies(version="kitty(0.3)", marks=0, typed=b"q")
        assert termios.tcgetattr(theirs) == before

    def test_a_terminal_that_is_silent_is_waited_for_a_little(self, pair, monkeypatch):
        monkeypatch.setattr("mozaik_tui.language.terminals.asking.PATIENCE", 0.01)
        assert not Asked(pair[1], {"TERM": "xterm"}).replies().answered

    @pytest.mark.parametrize("kind", ["linux", "dumb", ""])
    def test_a_terminal_that_would_draw_the_question_is_not_asked(self, pair, kind):
        import select

        assert Asked(pair[1], {"TERM": kind}).replies() == Replies()
        assert not select.select([pair[0]], [], [], 0)[0]
