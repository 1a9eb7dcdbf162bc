"""The language of the command line: ``--language``, else ``MOZAIK_LANGUAGE``, else French."""

from __future__ import annotations

from mozaik_tui.language.places import FRENCH, has_catalogues

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping


def asked_tag(options: Mapping[str, str], environ: Mapping[str, str]) -> str | None:
    """The offered tag nearest to the one asked for; ``None`` when none was, or when it is no tag.

    Whether a malformed tag is refused is for the settings to say: an error message must come out in some
    language.
    """
    tag = options.get("language") or environ.get("MOZAIK_LANGUAGE")
    if not tag:
        return None
    if has_catalogues(tag):
        return tag
    from mozaik_tui.language.negotiation import nearest

    try:
        return nearest(tag)
    except ValueError:
        return None


def lead_tag(options: Mapping[str, str], environ: Mapping[str, str]) -> str:
    """The tag that a command speaks."""
    return asked_tag(options, environ) or FRENCH
