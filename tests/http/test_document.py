"""The OpenAPI document is whole, and what the server does is what it says (schemathesis)."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from mozaik_tui.account.contract import STATUS
from mozaik_tui.account.http.openapi import codes_of
from mozaik_tui.account.http.operations import BASE, OPERATIONS

EXAMPLES = 200 if os.environ.get("MOZAIK_PROVE") else 8
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def document(served):
    return served.ask("GET", "/openapi.json").json()


def test_the_document_names_every_call_and_every_answer(document):
    assert document["openapi"].startswith("3.1")
    found = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    assert found == {(BASE + operation.path, operation.method) for operation in OPERATIONS}
    for operation in OPERATIONS:
        written = document["paths"][BASE + operation.path][operation.method.lower()]
        statuses = {*map(str, operation.answers), *(str(STATUS[code]) for code in codes_of(operation))}
        assert set(written["responses"]) == statuses
        for answer in written["responses"].values():
            assert {"X-Request-Id", "Cache-Control"} <= set(answer["headers"])


def test_every_code_belongs_to_a_call():
    written = {code for operation in OPERATIONS for code in codes_of(operation)}
    assert set(STATUS) - written == {"method_not_allowed"}


@pytest.fixture(scope="module")
def schema(served):
    return schemathesis.openapi.from_url(f"{served.front.url}/v1/openapi.json")


lazy = schemathesis.pytest.from_fixture("schema")


@lazy.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_call_does_what_the_document_says(case):
    case.call_and_validate(checks=CHECKS)


def test_sequences_of_calls_bring_no_server_error(schema):
    class Machine(schema.as_state_machine()):
        def validate_response(self, response, case, **_more):
            case.validate_response(
                response, checks=CHECKS
            )  # what is well-formed may still be refused by a rule

    Machine.run(
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
    )
