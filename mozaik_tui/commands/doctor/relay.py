"""The mail relay: connection, TLS, signing in, sender. Nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.commands.doctor.finding import Finding, ill, well

if TYPE_CHECKING:
    from mozaik_tui.account.mail.transport import RelayFault
    from mozaik_tui.settings import Settings

_NAME = "mail"
RELAY_SECONDS = 10.0
"""The longest that one stage may take here; a mail would wait for as long as is configured."""

# Where a conversation with the relay ended, and what is to be said of it.
_STAGES = {
    "connect": "command.doctor.mail_closed",
    "greeting": "doctor.mail_no_relay",
    "ehlo": "doctor.mail_no_relay",
    "starttls": "doctor.mail_tls_broken",
    "auth": "doctor.mail_auth",
    "mail": "doctor.mail_sender",
}


def relay(settings: Settings) -> Finding:
    """Talk to the relay as far as a mail's sender, then leave."""
    options = settings.mail
    if settings.practice or options.transport == "practice":
        return well(_NAME, "command.doctor.mail_practice")
    from mozaik_tui.account.mail.smtp import SmtpTransport
    from mozaik_tui.account.mail.transport import RelayFault

    short = options._replace(
        connect_timeout=min(RELAY_SECONDS, options.connect_timeout),
        command_timeout=min(RELAY_SECONDS, options.command_timeout),
    )
    try:
        tls = SmtpTransport(short).probe()
    except ValueError as wrong:  # "mail.port: …": the key alone is told
        return ill(_NAME, "doctor.mail_settings", key=str(wrong).partition(":")[0])
    except RelayFault as fault:
        return _at_fault(fault, settings)
    key = "doctor.mail_tls" if tls else "doctor.mail_clear"
    return well(_NAME, key, host=options.host, port=options.port)


def _at_fault(fault: RelayFault, settings: Settings) -> Finding:
    host, port = settings.mail.host, settings.mail.port
    key = _reasons().get(fault.reason) or _STAGES[fault.stage]
    return ill(_NAME, key, host=host, port=port, reply=fault.reply or "–")


def _reasons() -> dict[str, str]:
    """What is to be said of a reason, whatever the stage."""
    from mozaik_tui.account.mail.transport import BAD_CERTIFICATE, IN_CLEAR, NOT_ANNOUNCED

    return {
        BAD_CERTIFICATE: "doctor.mail_certificate",
        IN_CLEAR: "doctor.mail_auth_clear",
        NOT_ANNOUNCED: "doctor.mail_no_starttls",
    }
