"""The languages of the assistant: catalogues, plurals, dates, and two translators at once (French is always
on the screen).

``Translator("en").text("screen.email.title")`` is the way in; :class:`Pair` speaks the reader's language and
French. Importing this loads neither Babel nor tomllib: the first screen must not wait for them.
"""

from __future__ import annotations

from mozaik_tui.language.languages import Language, language, offered
from mozaik_tui.language.negotiation import nearest
from mozaik_tui.language.pair import Both, Pair
from mozaik_tui.language.places import FRENCH
from mozaik_tui.language.translator import Translator

__all__ = ["FRENCH", "Both", "Language", "Pair", "Translator", "language", "nearest", "offered"]
