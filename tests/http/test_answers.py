"""Paths, statuses, headers and problem documents of version 1 (account-service.md, HTTP version 1)."""

import re

import pytest

from mozaik_tui.account.contract import STATUS
from mozaik_tui.account.http.operations import BASE, OPERATIONS
from mozaik_tui.account.http.problems import TITLES, language_of
from mozaik_tui.language import Translator

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
CHILD = {
    "school_body": "css-montreal",
    "last_name": "Benali",
    "first_name": "Zoé",
    "birth_date": "2014-03-09",
}


def signed_up(served, email=PARENT):
    flow = served.ask("POST", "/flows", {"email": email, "language": "fr"}).json()["flow_token"]
    code = served.world.codes(email)[0]
    assert served.ask("POST", "/flow/verify", {"code": code}, bearer=flow).status_code == 200
    body = {"password": PASSWORD, "confirmation": PASSWORD}
    return flow, served.ask("POST", "/flow/password", body, bearer=flow)


def test_the_whole_journey_in_the_contracts_words(serve):
    served = serve()
    served.world.load_registry()
    started = served.ask("POST", "/flows", {"email": PARENT, "language": "fr"})
    assert started.status_code == 202
    told = started.json()
    flow = told.pop("flow_token")
    waits = {"expires_in": 3600, "resend_in": 60, "code_expires_in": 1200, "delivery": "queued"}
    assert told == waits
    state = served.ask("GET", "/flow", bearer=flow)
    assert (state.status_code, state.json()) == (
        200,
        {
            "state": "code_sent",
            "delivery": "queued",
            "resend_in": 60,
            "code_expires_in": 1200,
            "account": None,
        },
    )
    served.world.advance(60)
    again = served.ask("POST", "/flow/resend", {}, bearer=flow)
    assert again.status_code == 202
    assert set(again.json()) == set(waits)
    verified = served.ask("POST", "/flow/verify", {"code": served.world.codes(PARENT)[0]}, bearer=flow)
    assert (verified.status_code, verified.json()) == (200, {"state": "email_verified", "account": "new"})
    assert served.ask("GET", "/flow", bearer=flow).json()["account"] == "new"
    body = {"password": PASSWORD, "confirmation": PASSWORD}
    opened = served.ask("POST", "/flow/password", body, bearer=flow)
    assert opened.status_code == 201
    assert set(opened.json()) == {"session_token", "expires_in"}
    session = opened.json()["session_token"]
    account = served.ask("GET", "/account", bearer=session).json()
    assert (account["email"], account["language"]) == (PARENT, "fr")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", account["created_at"])
    changed = served.ask("PATCH", "/account", {"language": "en-CA"}, bearer=session)
    assert (changed.status_code, changed.json()["language"]) == (200, "en")
    form = {**CHILD, "file_number": "0412357"}
    linked = served.ask("POST", "/children", form, bearer=session)
    assert linked.status_code == 201
    assert set(linked.json()) == {
        "id", "last_name", "first_name", "school_body", "identifier_kind", "identifier_hint", "linked_at"
    }  # fmt: skip
    assert set(linked.json()["school_body"]) == {"id", "name"}
    twice = served.ask("POST", "/children", form, bearer=session)
    assert (twice.status_code, twice.json()) == (200, linked.json())
    assert served.ask("GET", "/children", bearer=session).json() == {"children": [linked.json()]}
    place = f"/children/{linked.json()['id']}"
    gone = served.ask("DELETE", place, bearer=session)
    assert (gone.status_code, gone.content) == (204, b"")
    assert served.ask("DELETE", place, bearer=session).status_code == 404
    signed_in = served.ask("POST", "/sessions", {"email": PARENT, "password": PASSWORD})
    assert signed_in.status_code == 201
    assert served.ask("DELETE", "/session", bearer=signed_in.json()["session_token"]).status_code == 204
    wrong = served.ask("DELETE", "/account", {"password": "wrong"}, bearer=session)
    assert (wrong.status_code, wrong.json()["code"]) == (401, "sign_in_failed")
    assert served.ask("DELETE", "/account", {"password": PASSWORD}, bearer=session).status_code == 204
    assert served.ask("GET", "/account", bearer=session).json()["code"] == "unauthenticated"


def test_an_existing_accounts_new_password_is_200(serve):
    served = serve()
    assert signed_up(served)[1].status_code == 201
    assert signed_up(served)[1].status_code == 200


@pytest.mark.parametrize(
    "method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "LINK"]
)
def test_other_methods_are_told_which_there_are(served, method):
    paths = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path.replace("{id}", "x"), set()).add(operation.method)
    for path, methods in paths.items():
        if method in methods:
            continue
        answer = served.ask(method, path)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == methods
        if method != "HEAD":
            assert answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    "path", ["", "/", "/health/", "/Health", "/children/", "/children/a/b", "/children/" + "x" * 201, "/docs"]
)
def test_what_is_not_there(served, path):
    answer = served.ask("GET", path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert served.http.get(f"{served.front.url}/").status_code == 404


def test_every_answer_has_its_headers(served):
    answers = [
        served.ask("GET", "/health"),
        served.ask("GET", "/ready"),
        served.ask("GET", "/school-bodies"),
        served.ask("GET", "/openapi.json"),
        served.ask("GET", "/flow"),
        served.ask("GET", "/nowhere"),
        served.ask("POST", "/flows", b"{"),
        served.ask("POST", "/flows", {"email": "a@example.com", "language": "fr"}),
    ]
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        assert ("www-authenticate" in answer.headers) == (answer.status_code == 401)
    assert answers[4].headers["www-authenticate"] == "Bearer"


def test_a_problem_says_all_that_the_contract_names(served):
    answer = served.ask("GET", "/flow")
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem == {
        "type": "urn:mozaik:refusal:unauthenticated",
        "title": TITLES[401],
        "status": 401,
        "detail": Translator("fr").text("refusal.unauthenticated"),
        "code": "unauthenticated",
        "support_number": "E-112",
        "request_id": answer.headers["x-request-id"],
    }


def test_figures_of_problems(serve):
    served = serve()
    flow = served.ask("POST", "/flows", {"email": PARENT, "language": "fr"}).json()["flow_token"]
    soon = served.ask("POST", "/flow/resend", bearer=flow)
    assert (soon.status_code, soon.json()["code"], soon.json()["retry_after"]) == (429, "resend_too_soon", 60)
    assert soon.headers["retry-after"] == "60"
    malformed = served.ask("POST", "/flow/verify", {"code": "12"}, bearer=flow).json()
    assert malformed["code"] == "code_malformed"
    assert "6 chiffres" in malformed["detail"]
    code = served.world.codes(PARENT)[0]
    wrong = served.ask(
        "POST", "/flow/verify", {"code": "000001" if code != "000001" else "000002"}, bearer=flow
    )
    assert (wrong.status_code, wrong.json()["tries_left"]) == (422, 4)
    assert "4" in wrong.json()["detail"]
    early = served.ask(
        "POST", "/flow/password", {"password": PASSWORD, "confirmation": PASSWORD}, bearer=flow
    )
    assert (early.status_code, early.json()["code"]) == (409, "email_not_verified")
    served.ask("POST", "/flow/verify", {"code": code}, bearer=flow)
    bad = served.ask("POST", "/flow/password", {"password": " ab", "confirmation": " ab"}, bearer=flow).json()
    assert bad["code"] == "password_refused"
    assert {"too_short", "too_few_classes", "outer_space"} <= set(bad["unmet"])
    missing = served.ask("POST", "/flow/password", {"password": PASSWORD}, bearer=flow).json()
    assert (missing["code"], missing["field"]) == ("malformed", "confirmation")


def test_the_token_comes_before_what_is_wrong_with_the_body(served):
    for body in ({"unknown": 1}, {}, [], {"code": 7}):
        assert served.ask("POST", "/flow/verify", body, bearer="nobody").json()["code"] == "unauthenticated"
    assert served.ask("POST", "/flow/verify", b"{", bearer="nobody").json()["code"] == "malformed_json"


def test_unknown_keys_come_before_types(serve):
    served = serve()
    session = signed_up(served)[1].json()["session_token"]
    odd = served.ask("POST", "/children", {"school_body": 7, "surprise": 1}, bearer=session)
    assert (odd.status_code, odd.json()["code"]) == (422, "unknown_field")
    form = {**CHILD, "file_number": None}
    assert served.ask("POST", "/children", form, bearer=session).json()["field"] == "file_number"
    both = {**CHILD, "file_number": "0412357", "permanent_code": "BENZ71031404"}
    assert served.ask("POST", "/children", both, bearer=session).json()["field"] == "file_number"
    yes = {**CHILD, "file_number": "0412357", "first_enrolment": True}
    assert served.ask("POST", "/children", yes, bearer=session).json()["code"] == "handled_by_school"


def test_calls_without_a_body_take_none_or_an_empty_object(serve):
    served = serve(resend_wait=0)
    flow = served.ask("POST", "/flows", {"email": PARENT, "language": "fr"}).json()["flow_token"]
    assert served.ask("POST", "/flow/resend", bearer=flow).status_code == 202
    assert served.ask("POST", "/flow/resend", {}, bearer=flow).status_code == 202
    assert served.ask("POST", "/flow/resend", {"a": 1}, bearer=flow).json()["code"] == "unknown_field"
    assert served.ask("POST", "/flow/resend", [], bearer=flow).json()["code"] == "malformed"
    assert served.ask("GET", "/health", {"a": 1}).json()["code"] == "unknown_field"
    assert served.ask("DELETE", "/flow", {}, bearer=flow).status_code == 204


def test_idempotency_keys(served):
    body = {"email": "zoe@example.com", "language": "fr"}
    key = "k" * 16
    first = served.ask("POST", "/flows", body, Idempotency_Key=key)
    assert (
        served.ask("POST", "/flows", dict(reversed(body.items())), Idempotency_Key=key).json() == first.json()
    )
    other = served.ask("POST", "/flows", {**body, "language": "en"}, Idempotency_Key=key)
    assert other.json()["code"] == "idempotency_mismatch"
    for bad in ("short", "k" * 256, "with blank in it, yes"):
        refused = served.ask("POST", "/flows", body, Idempotency_Key=bad).json()
        assert (refused["code"], refused["field"]) == ("malformed", "idempotency_key")


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", "fr"),
        ("en", "en"),
        ("en-CA,fr;q=0.5", "en"),
        ("de, en;q=0.7, fr;q=0.2", "en"),
        ("de", "fr"),
        ("fr-CA, en", "fr"),
        ("en;q=0, fr", "fr"),
        ("en;q=geheim", "fr"),
        ("*", "fr"),
        ("\x00;;,,,", "fr"),
        ("x" * 5000, "fr"),
    ],
)
def test_the_language_of_details(served, header, tag):
    assert language_of(header) == tag
    if header.isprintable():
        answer = served.ask("GET", "/flow", Accept_Language=header)
        assert answer.json()["detail"] == Translator(tag).text("refusal.unauthenticated")
        assert answer.headers["content-language"] == tag


def test_every_status_has_a_title():
    assert set(STATUS.values()) <= set(TITLES)
    assert BASE == "/v1"


def test_known_and_unknown_addresses_get_the_same_answers(serve):
    served = serve(resend_wait=0)
    signed_up(served)
    known, unknown = PARENT, "nobody@example.com"

    def shape(answer):
        body = answer.json()
        tokens = ("flow_token", "session_token", "request_id")
        return answer.status_code, {name: value for name, value in body.items() if name not in tokens}

    for path, extra in (("/flows", {"language": "fr"}), ("/sessions", {"password": "Zz9$wrong"})):
        for _ in range(3):
            answers = [served.ask("POST", path, {"email": email, **extra}) for email in (known, unknown)]
            assert shape(answers[0]) == shape(answers[1])
            names = [sorted(set(answer.headers) - {"content-length"}) for answer in answers]
            assert names[0] == names[1]
            assert len({len(answer.content) for answer in answers}) == 1


def test_what_breaks_inside_is_503_and_says_nothing(serve, monkeypatch):
    served = serve()

    def broken(*_args, **_more):
        raise RuntimeError("geheim")

    monkeypatch.setattr(type(served.world.parts.service), "start_flow", broken)
    answer = served.ask("POST", "/flows", {"email": PARENT, "language": "fr"})
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert answer.headers["retry-after"]
    assert "geheim" not in answer.text
