"""What only meets where transactions overlap, and figures that nobody would set."""

import pytest

from mozaik_tui.account.budgets import EmailTries
from mozaik_tui.account.clock import SteadyClock
from mozaik_tui.account.context import Caller, Context
from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.store import counter_rows


@pytest.fixture
def ctx(store, keys):
    return Context(store, keys, Limits(email_tries=2, email_tries_all=3), lambda: 1000.0)


def test_tries_that_another_transaction_took_meanwhile_are_refused(ctx):
    def take(address):
        return ctx.store.write(
            lambda tx: EmailTries(tx, ctx, Caller(address), "nadia@example.com", 1000.0).take()
        )

    assert [take("a"), take("a")] == [None, None]
    refusal = take("a")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.retry_after) == ("email_locked", 86400)
    assert take("b") is None  # what was refused gave back what it had taken of the budget of all
    assert isinstance(take("b"), Refusal)


def test_a_terminal_is_never_an_address():
    assert Caller("x", "lobby").counted != Caller("lobby").counted
    assert Caller("x", "lobby").counted == Caller("y", "lobby").counted


def test_the_context_finds_languages_and_wakes_nobody(ctx):
    assert ctx.nearest("fr-CA") == "fr"
    ctx.wake()
    assert not isinstance(ctx.clock, SteadyClock)


def test_a_flow_that_had_every_code_gets_no_other(open_service):
    parts = open_service(
        limits=Limits(code_digits=1, resend_wait=0, sends_hour=99, sends_day=99, sends_day_all=99)
    )
    token = parts.service.start_flow("nadia@example.com", "fr").flow_token
    resends = [parts.service.resend] * 10  # ten digits are ten codes at most; two hundred draws may miss one

    def spend_all():
        for resend in resends:
            resend(token)

    with pytest.raises(ServiceFault):
        spend_all()


def test_a_limit_that_is_lowered_locks_at_once(store):
    """Also an e-mail that had more failures by then, whose lock would have been twice nothing."""

    def strike(tries, now):
        figures = {"length": 60.0, "longest": 900.0, "memory": 86400.0, "now": now}
        return store.write(lambda tx: counter_rows.strike(tx, "sign_in", b"k" * 32, tries=tries, **figures))

    assert [strike(10, now) for now in range(7)] == [1, 2, 3, 4, 5, 6, 7]
    assert [strike(5, 7), strike(5, 8), strike(5, 66), strike(5, 67)] == [8, None, None, 9]
    assert [strike(5, 67 + 119), strike(5, 67 + 120)] == [None, 10]
