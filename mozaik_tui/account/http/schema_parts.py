"""What the JSON Schemas of this service are made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    """A string."""
    return {"type": "string", "description": description, **more}


def seconds(description: str) -> Schema:
    """A wait."""
    return {"type": "integer", "minimum": 0, "description": description}


def closed(properties: dict[str, Schema], needed: tuple[str, ...] | None = None) -> Schema:
    """An object with these keys and no other; all are there unless ``needed`` says which."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties if needed is None else needed),
        "properties": properties,
    }


def of(name: str) -> Schema:
    """A reference to one of :data:`SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}
