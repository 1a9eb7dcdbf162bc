"""The terminal that this run is on: what was told, remembered or recognised, in this order."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from .memory import Memory
from .profiles import PROFILES, Profile
from .recognising import Replies, identity, recognise

Source = Literal["told", "remembered", "recognised"]


class Here(NamedTuple):
    """``profile`` and where it is from; ``marks`` as in the profile, asked where that was possible.

    ``identity`` is what the terminal is remembered by; ``typed`` are keys that were pressed before the first frame.
    """

    profile: Profile = PROFILES["visual"]
    source: Source = "recognised"
    identity: str = ""
    marks: int = 1
    typed: bytes = b""


def here(
    told: str | None, replies: Replies, environ: Mapping[str, str], memory: Memory | None = None
) -> Here:
    """Put together what is known. ``told`` is the option or variable, a name of :data:`PROFILES`."""
    known = identity(replies, environ)
    remembered = memory.recall(known) if memory is not None and told is None else None
    name = told or remembered or recognise(replies, environ)
    source: Source = "told" if told else "remembered" if remembered else "recognised"
    profile = PROFILES[name]
    marks = profile.marks if replies.marks is None else replies.marks
    return Here(profile, source, known, marks, replies.typed)
