"""The hashing threads and their queue (account-service.md, Passwords)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.passwords import Cost, Hashing

CHEAP = Cost(8, 1)


@pytest.fixture
def hashing():
    made = Hashing(CHEAP, threads=1)
    yield made
    made.close()


def test_the_real_parameters_are_the_contracts(hashing):
    real = Hashing(threads=1)
    with real.place("flow") as place:
        phc = place.make("Kx7$vold8rz")
        assert phc.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert len(phc.split("$")[4]) == 22  # 16 bytes
        assert place.check(phc, "Kx7$vold8rz")
        assert not place.check(phc, "Kx7$vold8rZ")
        assert not place.outdated(phc)
    real.close()
    with hashing.place("flow") as place:
        assert place.outdated(phc)


def test_passwords_are_compared_as_nfc(hashing):
    with hashing.place("flow") as place:
        assert place.check(place.make("e\u0301t\u00e9"), "\u00e9te\u0301")


def test_no_account_costs_a_hash_and_answers_no(hashing):
    with hashing.place("sign_in") as place:
        real = place.make("Kx7$vold8rz")
        assert not place.check(None, "Kx7$vold8rz")
        assert not place.check("no PHC string", "Kx7$vold8rz")
    nobodys = hashing._nobodys()
    assert nobodys.split("$")[:4] == real.split("$")[:4]
    assert [len(part) for part in nobodys.split("$")] == [len(part) for part in real.split("$")]


def test_an_unknown_email_takes_as_long_as_a_known_one():
    real = Hashing(threads=1)
    with real.place("sign_in") as place:
        phc = place.make("Kx7$vold8rz")
        times = {}
        for name, stored in (("known", phc), ("unknown", None)) * 5:
            began = time.perf_counter()
            place.check(stored, "wrong")
            times[name] = min(times.get(name, 9.0), time.perf_counter() - began)
    real.close()
    assert 0.5 < times["known"] / times["unknown"] < 2


def test_the_queue_is_bounded_and_sign_ins_hold_at_most_half(hashing):
    hashing._seconds = 0.5  # two seconds are four hashes, and one is being made
    held = [hashing.place("sign_in") for _ in range(2)]
    for place in held:
        place.__enter__()
    with pytest.raises(ServiceFault) as caught, hashing.place("sign_in"):
        pass
    assert (caught.value.code, caught.value.retry_after) == ("service_unavailable", 2)
    more = [hashing.place("flow") for _ in range(3)]
    for place in more:
        place.__enter__()
    with pytest.raises(ServiceFault), hashing.place("flow"):
        pass
    held[0].__exit__(None, None, None)
    with hashing.place("flow"):
        pass
    for place in (held[1], *more):
        place.__exit__(None, None, None)
    with hashing.place("sign_in"), hashing.place("sign_in"):
        pass


def test_verified_flows_go_first(hashing):
    order, go, busy = [], threading.Event(), threading.Event()

    def hold():
        busy.set()
        go.wait()

    with ThreadPoolExecutor(8) as pool:
        pool.submit(hashing.run, "sign_in", hold)
        busy.wait()
        for number in range(3):
            pool.submit(hashing.run, "sign_in", lambda n=number: order.append(f"sign_in {n}"))
        while len(hashing._lanes.works["sign_in"]) < 3:
            pass
        pool.submit(hashing.run, "flow", lambda: order.append("flow"))
        while not hashing._lanes.works["flow"]:
            pass
        go.set()
    assert order[0] == "flow"
    assert len(order) == 4


def test_an_error_is_the_callers(hashing):
    with pytest.raises(ZeroDivisionError):
        hashing.run("flow", lambda: 1 // 0)
    assert hashing.run("flow", lambda: 7) == 7


def test_a_closed_queue_takes_nothing():
    closed = Hashing(CHEAP, threads=1)
    assert closed.run("flow", lambda: 1) == 1
    closed.close()
    with pytest.raises(ServiceFault), closed.place("flow"):
        pass
    with pytest.raises(ServiceFault):
        closed.run("flow", lambda: 1)


def test_a_thread_that_cannot_be_started_is_not_waited_for_at_the_end(monkeypatch):
    hashing = Hashing(CHEAP, threads=1)

    def cannot(_thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as lacking:
        lacking.setattr(threading.Thread, "start", cannot)
        with pytest.raises(RuntimeError, match="start new thread"):
            hashing.run("flow", lambda: 1)
    assert hashing.run("flow", lambda: 2) == 2
    hashing.close()
