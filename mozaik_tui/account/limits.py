"""Every figure of the service's rules with its default (account-service.md, Rules); seconds or counts."""

from typing import NamedTuple


class Limits(NamedTuple):
    """The section ``[limits]`` of the settings. All are whole numbers, seconds where they are times."""

    code_digits: int = 6
    code_ttl: int = 1200
    code_ttl_cap: int = 3600
    code_after_handover: int = 600
    code_tries: int = 5
    email_tries: int = 15
    email_tries_all: int = 50
    resend_wait: int = 60
    sends_hour: int = 5
    sends_day: int = 10
    sends_day_all: int = 30
    send_lock: int = 900
    sends_address_hour: int = 300
    mail_minute: int = 300
    flow_ttl: int = 3600
    flow_idle: int = 1800
    session_ttl: int = 14400
    session_idle: int = 1800
    sign_in_tries: int = 10
    sign_in_lock: int = 60
    sign_in_lock_max: int = 3600
    child_fails_hour: int = 5
    child_fails_day: int = 10
    child_target_alert: int = 10
    guardians: int = 4
    children: int = 12
    body_cap: int = 16384
    request_timeout: int = 20
    requests_minute: int = 600
    assist_ttl: int = 1800
    assist_idle: int = 600
    assist_lost: int = 20
    assist_tries: int = 5
    staff_ttl: int = 28800
    staff_idle: int = 3600
