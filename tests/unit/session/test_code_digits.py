"""Codes of another length than six: the figure is a setting (account-service.md, Rules), in the rule and in every sentence."""

from __future__ import annotations

import re

import pytest

from mozaik_tui.assembly import assembled
from mozaik_tui.language import Translator
from mozaik_tui.plain.views import paragraphs
from mozaik_tui.settings import load


@pytest.mark.parametrize("digits", [4, 8])
def test_a_parent_gets_past_a_code_of_another_length(tmp_path, digits):
    settings = load(
        {"MOZAIK_LIMITS__CODE_DIGITS": str(digits)}, {"data-dir": str(tmp_path), "language": "en"}
    )
    with assembled(settings) as assembly:
        session = assembly.session
        assert session.submit("create").moved
        session.type("email", "amina@example.org")
        assert session.submit().moved
        while session.wire.delivery == "queued":
            session.watch_quietly()
        assert session.practice is not None
        (mail,) = session.practice.mailbox("amina@example.org")
        code = re.search(rf"(?<!\d)\d{{{digits}}}(?!\d)", mail.text)
        assert code is not None
        session.type("code", "123456")
        (problem,) = session.submit().problems
        assert problem.support_number == "E-211"
        assert f"{digits} digits" in " ".join(paragraphs(session, Translator("en")))
        session.type("code", code.group())
        assert session.submit().moved
        assert session.step.name == "password"
