"""The JSON Schemas of the help by phone, from the closed sets of words that may cross it."""

from __future__ import annotations

from mozaik_tui.account.assist.phrases import NEWS, PHRASES
from mozaik_tui.account.assist.words import (
    ANSWERS,
    DELIVERIES,
    ENDS,
    FIELDS,
    LOCKS,
    LONGEST_TEXT,
    LONGEST_WAIT,
    NUMBERS,
    ROLES,
    SCRIPT,
    STATES,
    STEPS,
)
from mozaik_tui.account.http.schema_parts import Schema, closed, of, seconds, text

_TOKEN: Schema = {"type": "string", "minLength": 22, "pattern": "^[A-Za-z0-9_-]+$"}
_NUMBER: Schema = {"type": ["string", "null"], "enum": [*sorted(NUMBERS), None]}
_WAIT: Schema = {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT}
_STATE: Schema = {"type": "string", "enum": ["waiting", "followed", "over"]}
_OVER: Schema = {"type": ["string", "null"], "enum": [*ENDS, None]}
_NAME = text("Opaque; stands in the audit trail", pattern="^[0-9a-f]{16}$")


def _word(known: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(known)}


def _word_or_none(known: tuple[str, ...]) -> Schema:
    return {"type": ["string", "null"], "enum": [*known, None]}


def _or_null(name: str) -> Schema:
    return {"anyOf": [of(name), {"type": "null"}]}


HELP: dict[str, Schema] = {
    "Token": {
        "type": "string",
        "description": "Of a flow or a session; the agent never gets it",
        "writeOnly": True,
    },
    "Answer": _word(ANSWERS),
    "MessageNumber": {
        "type": "integer",
        "minimum": 1,
        "description": "Of the message that is answered; an answer to any but the latest changes nothing",
    },
    "StaffName": text("Of a staff account"),
    "AppCode": text("Six digits of an app (RFC 6238), empty where none is asked for", writeOnly=True),
    "AssistNumber": text("The six digits that the parent reads out", examples=["482913"]),
    "Phrase": _word(tuple(phrase.name for phrase in PHRASES)),
    "FreeText": text("One line; nobody translates it", minLength=1, maxLength=LONGEST_TEXT),
    "FieldName": _word(FIELDS),
    "Lock": _word(LOCKS),
    "Script": {
        "type": "array",
        "const": list(SCRIPT),
        "description": "Each line of the fixed script was answered yes",
    },
    "FieldState": closed(
        {"name": of("FieldName"), "state": _word(STATES), "number": _NUMBER}, ("name", "state")
    ),
    "Report": {
        **closed(
            {
                "language": text("An offered language"),
                "step": _word(STEPS),
                "focused": _word_or_none(FIELDS),
                "fields": {"type": "array", "items": of("FieldState"), "maxItems": len(FIELDS)},
                "refusal": _NUMBER,
                "resend_in": _WAIT,
                "locked_for": _WAIT,
                "delivery": _word_or_none(DELIVERIES),
            },
            ("language", "step"),
        ),
        "description": "Where the parent is: closed words and waits. No value has a place in it",
    },
    "AssistOffered": closed(
        {
            "assist_token": _TOKEN,
            "number": text("Six digits to read out", pattern="^[0-9]{6}$"),
            "expires_in": seconds("At the latest"),
        }
    ),
    "Message": closed(
        {
            "number": {"type": "integer", "minimum": 1},
            "phrase": _word_or_none((*(phrase.name for phrase in PHRASES), *NEWS)),
            "text": {"type": ["string", "null"]},
            "field": _word_or_none(FIELDS),
        }
    ),
    "ParentView": closed(
        {
            "assist": _NAME,
            "state": _STATE,
            "over": _OVER,
            "message": _or_null("Message"),
            "expires_in": seconds("At the latest"),
        }
    ),
    "AgentView": closed(
        {
            "assist": _NAME,
            "state": _STATE,
            "over": _OVER,
            "report": _or_null("Report"),
            "answer": _word_or_none(ANSWERS),
            "answers": {"type": "integer", "minimum": 0},
            "expires_in": seconds("At the latest"),
        }
    ),
    "ParentEvents": text("Server-sent events, each a ParentView; the stream ends after the one that is over"),
    "AgentEvents": text("Server-sent events, each an AgentView; the stream ends after the one that is over"),
    "StaffSignedIn": closed(
        {"staff_token": _TOKEN, "role": _word(ROLES), "expires_in": seconds("At the latest")}
    ),
    "MailTrouble": closed(
        {
            "word": _word(("none", "waiting", "relay", "sent", "refused", "dead")),
            "attempts": {"type": "integer", "minimum": 0},
        }
    ),
    "OpenAssists": closed(
        {
            "assists": {
                "type": "array",
                "items": closed(
                    {
                        "assist": _NAME,
                        "staff": {"type": ["string", "null"]},
                        "since": seconds("How long it lasts"),
                    }
                ),
            }
        }
    ),
}
