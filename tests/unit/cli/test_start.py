"""Which front end starts, and what is left when it ends."""

import io

import pytest

from mozaik_tui.commands import start
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.settings import load


class Stream(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.fixture
def streams(monkeypatch):
    def put(stdin=True, stdout=True, stderr=True):
        monkeypatch.setattr("sys.stdin", Stream(stdin))
        monkeypatch.setattr("sys.stdout", Stream(stdout))
        monkeypatch.setattr("sys.stderr", Stream(stderr))

    return put


@pytest.mark.parametrize(
    ("options", "environ", "closed", "plain"),
    [
        ({}, {"TERM": "xterm"}, (), False),
        ({}, {}, (), False),
        ({"plain": ""}, {"TERM": "xterm"}, (), True),
        ({}, {"TERM": "dumb"}, (), True),
        ({}, {"TERM": "xterm", "ACCESSIBLE": "1"}, (), True),
        ({}, {"TERM": "xterm", "ACCESSIBLE": "true"}, (), True),
        ({}, {"TERM": "xterm", "ACCESSIBLE": "0"}, (), False),
        ({}, {"TERM": "xterm", "ACCESSIBLE": "false"}, (), False),
        ({}, {"TERM": "xterm", "ACCESSIBLE": ""}, (), False),
        ({}, {"TERM": "xterm"}, ("stdout",), True),
        ({}, {"TERM": "xterm"}, ("stdin",), True),
        ({}, {"TERM": "xterm"}, ("stderr",), True),
    ],
)
def test_the_front_end(streams, options, environ, closed, plain):
    streams(**dict.fromkeys(closed, False))
    assert start.wants_plain(load({}, options), environ) is plain


def test_a_program_without_streams_is_plain(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    assert start.wants_plain(load({}), {"TERM": "xterm"})


@pytest.mark.parametrize(
    ("code", "told"), [(0, 0), (1, 1), (2, 2), (130, 130), (70, 1), (143, 130), (129, 130)]
)
def test_exit_codes_are_those_of_the_contract(code, told):
    assert start.exit_code(code) == told


def test_a_practice_directory_is_new_and_goes_with_the_run():
    one, other = (Invocation((), {"practice": ""}, {}) for _ in range(2))
    with one.stack, other.stack:
        assert one.settings.data_dir != other.settings.data_dir
        (one.settings.data_dir / "practice.sqlite").write_text("")
        assert one.settings is one.settings
        assert one.settings.practice
    assert not one.settings.data_dir.exists()
    assert not other.settings.data_dir.exists()
