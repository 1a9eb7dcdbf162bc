"""How long tokens live, to the second (account-service.md: `flow_…`, `session_…`, Tokens, Idempotency)."""

import pytest

from .conftest import PARENT, PASSWORD

DAY = 86400
KEY = "0123456789abcdef"
LIMITS = {"flow_ttl": 100, "flow_idle": 60, "session_ttl": 100, "session_idle": 60}


class Token:
    """One token: how it is looked at, how it is used, and what it is answered after its time."""

    def __init__(self, kind, world, signed_up, refused):
        service, self.over = world.service, f"{kind}_expired"
        if kind == "flow":
            token = service.start_flow(PARENT, "fr").flow_token
            self.look = lambda: service.flow(token)
            self.use = lambda: refused("code_malformed", service.verify, token, "short")
        else:
            token = signed_up(at=world).session_token
            self.look = self.use = lambda: service.account(token)


@pytest.fixture(params=["flow", "session"])
def kind(request):
    return request.param


@pytest.mark.parametrize("used", [(), (50,), (59, 99)])
def test_a_token_ends_to_the_second_and_is_told_so_for_a_day(open_world, signed_up, refused, kind, used):
    world = open_world(**LIMITS)
    token, start = Token(kind, world, signed_up, refused), world.now
    for at in used:
        world.advance(start + at - world.now)
        token.use()
    end = start + min(100, max(used, default=0) + 60)
    for at, word in ((end, token.over), (end + DAY - 1, token.over), (end + DAY, "unauthenticated")):
        world.advance(at - world.now)
        refused(word, token.look)


def test_a_look_at_a_flow_does_not_keep_it(open_world, refused, signed_up):
    world = open_world(**LIMITS)
    token = Token("flow", world, signed_up, refused)
    world.advance(59)
    token.look()
    world.advance(1)
    refused("flow_expired", token.look)


def test_telling_a_token_again_does_not_keep_it(open_world, refused, signed_up):
    world = open_world(**LIMITS)
    signed_up(at=world)
    calls = (
        ("flow_expired", lambda: world.service.start_flow(PARENT, "fr", key=KEY)),
        ("session_expired", lambda: world.service.sign_in(PARENT, PASSWORD, key=KEY)),
    )
    for word, call in calls:
        first = call()
        world.advance(59)
        assert call() == first
        world.advance(1)
        refused(word, call)
