"""The one table of refusals: stable word to support number (``E-nnn``), the same in every language.

The words are those of account-service.md ("Codes of refusal") and, for what only a screen can notice, our
own. Numbers are read out on the phone: one that was published is never given another meaning.
"""

from __future__ import annotations

SUPPORT_NUMBERS: dict[str, int] = {
    # 1xx – the request itself; a parent meets these only when a terminal and its service do not fit together
    "malformed_json": 101,
    "duplicate_key": 102,
    "malformed": 103,
    "unknown_field": 104,
    "unsupported_media_type": 105,
    "body_too_large": 106,
    "request_timeout": 107,
    "method_not_allowed": 108,
    "not_found": 109,
    "idempotency_mismatch": 110,
    "too_many_requests": 111,
    "unauthenticated": 112,
    "terminal_unknown": 113,
    # 2xx – the e-mail address and its code
    "email_empty": 201,
    "email_invalid": 202,
    "email_suggestion": 203,
    "code_malformed": 211,
    "code_expired": 212,
    "code_superseded": 213,
    "code_invalid": 214,
    "code_used": 215,
    "code_locked": 216,
    "resend_too_soon": 217,
    "send_locked": 218,
    "email_locked": 219,
    "email_not_verified": 220,
    "flow_expired": 221,
    "flow_complete": 222,
    "mail_delayed": 231,
    "mail_failed": 232,
    # 3xx – the password, the account, signing in
    "password_mismatch": 301,
    "password_refused": 302,
    "account_exists": 303,
    "sign_in_failed": 311,
    "sign_in_locked": 312,
    "session_expired": 313,
    "empty": 321,
    "too_short": 322,
    "too_long": 323,
    "too_few_classes": 324,
    "outer_space": 325,
    "invisible_character": 326,
    "too_common": 327,
    "too_close_to_account": 328,
    # 4xx – the child
    "school_body_missing": 401,
    "unknown_school_body": 402,
    "name_empty": 403,
    "name_too_long": 404,
    "name_has_digit": 405,
    "name_has_control": 406,
    "birth_date_unreadable": 411,
    "birth_date_not_real": 412,
    "birth_date_future": 413,
    "birth_date_out_of_range": 414,
    "file_number_malformed": 421,
    "permanent_code_malformed": 422,
    "permanent_code_ten_characters": 423,
    "identifier_missing": 424,
    "handled_by_school": 431,
    "child_no_match": 441,
    "child_locked": 442,
    "child_guardian_limit": 443,
    "too_many_children": 444,
    "unusual_age": 451,
    "permanent_code_letters": 452,
    "permanent_code_date": 453,
    "health_insurance_number": 454,
    # 5xx – help by phone; mostly read by the agent
    "assist_number_wrong": 501,
    "assist_locked": 502,
    "assist_taken": 503,
    "assist_over": 504,
    "assist_needs_service": 505,
    "nothing_to_lift": 506,
    # 9xx – the assistant, its service or its machine
    "service_unavailable": 901,
    "service_unreachable": 902,
    "storage_full": 903,
    "storage_busy": 904,
    "storage_unreadable": 905,
    "key_missing": 906,
    "key_mismatch": 907,
    "key_permissions": 908,
    "data_directory": 909,
    "unexpected": 999,
}


def support_number(code: str) -> str:
    """``E-214`` for a stable word; ``KeyError`` for a word that the table does not hold."""
    return f"E-{SUPPORT_NUMBERS[code]:03d}"


def code_for(number: str) -> str | None:
    """The stable word of ``E-214`` (also ``e214``, ``214``), or ``None`` when there is no such number."""
    digits = number.strip().upper().removeprefix("E").lstrip("-–— ")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 3):
        return None
    return next((code for code, known in SUPPORT_NUMBERS.items() if known == int(digits)), None)
