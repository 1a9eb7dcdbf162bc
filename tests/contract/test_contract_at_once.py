"""The same things at the same moment (account-service.md: Atomic; every budget is taken before the work)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from mozaik_tui.account.contract import Refusal

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
WRONG = "Wq4%lune9to"
KEY = "0123456789abcdef"


def at_once(count, call, *args, **kwargs):
    """What so many calls at the same moment answer: refusals by their word, others by their type."""

    def one(_):
        try:
            return call(*args, **kwargs)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def words(answers):
    return Counter(answer if isinstance(answer, str) else "done" for answer in answers)


def test_the_right_code_eight_times_at_once_succeeds_once(world):
    token = world.service.start_flow(PARENT, "fr").flow_token
    (code,) = world.codes(PARENT)
    assert words(at_once(8, world.service.verify, token, code)) == {"done": 1, "code_used": 7}


def test_fifty_wrong_codes_at_once_are_evaluated_five_times(world, wrong):
    token = world.service.start_flow(PARENT, "fr").flow_token
    bad = wrong(world.codes(PARENT)[0])
    found = words(at_once(50, world.service.verify, token, bad))
    assert found == {"code_invalid": 5, "code_locked": 45}


def test_fifty_wrong_passwords_at_once_are_evaluated_ten_times(world, signed_up):
    signed_up()
    found = words(at_once(50, world.service.sign_in, PARENT, WRONG))
    assert found == {"sign_in_failed": 10, "sign_in_locked": 40}


def test_sends_at_once_stay_within_the_budget(world):
    found = words(at_once(20, world.service.start_flow, PARENT, "fr"))
    assert found == {"done": 5, "send_locked": 15}
    assert len(world.codes(PARENT)) == 5


def test_two_sign_ups_of_one_email_make_one_account(world, verified):
    flows = [verified() for _ in range(4)]

    def finish(flow):
        try:
            return world.service.set_password(flow, PASSWORD, PASSWORD).created
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        answers = Counter(pool.map(finish, flows))
    assert answers == {True: 1, "account_exists": 3}
    assert world.count("accounts") == 1


def test_one_flow_sets_one_password(world, verified):
    found = words(at_once(6, world.service.set_password, verified(), PASSWORD, PASSWORD))
    assert found == {"done": 1, "flow_complete": 5}


def test_idempotent_twins_have_one_effect_and_one_answer(world, verified):
    started = at_once(8, world.service.start_flow, PARENT, "fr", key=KEY)
    assert len(set(started)) == 1
    assert world.count("flows") == 1 == len(world.codes(PARENT))
    flow = verified()
    opened = at_once(8, world.service.set_password, flow, PASSWORD, PASSWORD, key=KEY)
    assert len(set(opened)) == 1
    signed = at_once(8, world.service.sign_in, PARENT, PASSWORD, key=KEY)
    assert len(set(signed)) == 1
    assert world.count("sessions") == 2
    failed = at_once(30, world.service.sign_in, PARENT, WRONG, key=KEY + "w")
    assert set(failed) == {"sign_in_failed"}
    assert world.service.sign_in(PARENT, PASSWORD).session_token


def test_child_forms_at_once_stay_within_the_budget(world, signed_up):
    from mozaik_tui.account.contract import ChildForm

    world.load_registry()
    session = signed_up().session_token
    wrong = ChildForm("css-montreal", "Benali", "Zoa", "2014-03-09", file_number="0412357")
    right = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")
    assert words(at_once(30, world.service.add_child, session, wrong)) == {
        "child_no_match": 5,
        "child_locked": 25,
    }
    world.advance(3600)
    session = world.service.sign_in(PARENT, PASSWORD).session_token
    linked = at_once(8, world.service.add_child, session, right)
    assert len({child.id for child in linked}) == 1
    assert sum(child.created for child in linked) == 1
