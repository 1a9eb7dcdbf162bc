"""What no mail could be sent with is told at once, by its key and without its value."""

import pytest

from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.smtp import SmtpTransport

GOOD = {"transport": "smtp", "host": "relay.example", "sender": "École <codes@ecole.example>"}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"host": ""}, "mail.host"),
        ({"port": 0}, "mail.port"),
        ({"port": 70000}, "mail.port"),
        ({"sender": "nobody"}, "mail.from"),
        ({"sender": "codes@école.example"}, "mail.from"),
        ({"user": "ecole"}, "mail.user"),
        ({"password": "ecole"}, "mail.password"),
        ({"lease": 0}, "mail.lease"),
        ({"retry_first": -1}, "mail.retry_first"),
    ],
)
def test_what_is_refused(changes, key):
    with pytest.raises(ValueError, match=key) as refused:
        SmtpTransport(MailSettings(**{**GOOD, **changes}))
    assert "ecole" not in str(refused.value)


def test_what_is_taken():
    settings = MailSettings(**GOOD, user="ecole", password="very-secret")
    settings.check()
    MailSettings().check()
    assert settings.sender_address == "codes@ecole.example"
    assert settings.domain == "ecole.example"
    assert MailSettings().domain == "localhost"
    assert "very-secret" not in repr(settings)
