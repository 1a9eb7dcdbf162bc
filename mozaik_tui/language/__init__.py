"""The languages of the assistant: catalogues, plurals, dates, and two translators at once (French is always
on the screen).

``Translator("en").text("screen.email.title")`` is the way in; :class:`Pair` speaks the reader's language and
French. Importing this loads nothing: each name is fetched when it is first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    from mozaik_tui.language.languages import Language, language, offered
    from mozaik_tui.language.negotiation import nearest
    from mozaik_tui.language.pair import Both, Pair
    from mozaik_tui.language.places import FRENCH
    from mozaik_tui.language.translator import Translator

__all__ = ["FRENCH", "Both", "Language", "Pair", "Translator", "language", "nearest", "offered"]

_HOMES = {
    "FRENCH": "places",
    "Both": "pair",
    "Language": "languages",
    "Pair": "pair",
    "Translator": "translator",
    "language": "languages",
    "nearest": "negotiation",
    "offered": "languages",
}


def __getattr__(name: str) -> object:
    """One of the names above, from the module that holds it; kept, so that this is asked once a name."""
    if name not in _HOMES:
        raise AttributeError(name)
    module = __import__(f"{__name__}.{_HOMES[name]}", fromlist=[name])
    globals()[name] = found = getattr(module, name)
    return found
