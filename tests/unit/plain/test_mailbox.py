"""The practice mailbox reads out the mail of this very flow, never one from before."""

from mozaik_tui.account.contract import FlowState, PracticeMessage
from mozaik_tui.plain import views

from ...ui.app.standing import StandIn, plain_run, standing

OLD, NEW = (
    PracticeMessage("2026-11-24T14:00:00Z", "Code", f"Votre code : {code}") for code in (111111, 222222)
)


class Mailbox:
    """Holds the mail of an earlier flow; the new one lands with the service's word that it was sent."""

    def __init__(self, service, looks):
        self.mails = (OLD,)
        self.looks = looks
        service.answers["flow"] = self.fares

    def fares(self, *_asked):
        self.looks -= 1
        if self.looks > 0:
            return FlowState("code_sent", "queued", 60, 1200, None)
        self.mails = (NEW, OLD)
        return FlowState("code_sent", "sent", 60, 1200, None)

    def mailbox(self, _email):
        return self.mails


def heard(looks):
    service = StandIn()
    return plain_run(standing("code", "fr", service, practice=Mailbox(service, looks)))


def test_an_old_code_is_not_read_out():
    assert "222222" in heard(3)
    assert "111111" not in heard(3)


def test_nor_when_the_new_one_does_not_come(monkeypatch):
    monkeypatch.setattr(views, "MAIL_PATIENCE", 0.0)
    assert "111111" not in heard(9999)
