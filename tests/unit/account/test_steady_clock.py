"""A clock that never goes back by itself."""

from mozaik_tui.account.clock import SteadyClock


class Raw:
    now = 100.0

    def __call__(self):
        return self.now


def test_it_settles_once_outside_of_a_work():
    raw, settled, inside = Raw(), [], [False]
    clock = SteadyClock(raw, lambda high, now: settled.append((high, now)), lambda: inside[0])
    raw.now = 200.0
    assert clock() == 200
    raw.now = 199.5
    assert clock() == 200
    raw.now = 150.0
    inside[0] = True
    assert clock() == 200
    inside[0] = False
    assert clock() == 150
    assert clock() == 150
    assert settled == [(200, 150)]
    raw.now = 160.0
    assert clock() == 160


def test_it_begins_from_what_was_noted():
    raw, settled = Raw(), []
    clock = SteadyClock(raw, lambda high, now: settled.append((high, now)), lambda: False, 1000.0)
    assert clock() == 100
    assert settled == [(1000, 100)]


def test_it_is_noted_now_and_then():
    raw = Raw()
    clock = SteadyClock(raw, lambda _high, _now: None, lambda: False)
    assert [clock.due_note(at) for at in (100, 101, 104.9, 105, 106, 111)] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]
