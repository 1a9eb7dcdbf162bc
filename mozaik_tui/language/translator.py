"""Speaks one language: texts, plurals, dates, spoken durations and numbers.

The domain of a key is its first dotted part: ``screen.email.title`` stands in ``locales/<tag>/screen.po``.
"""

from __future__ import annotations

from mozaik_tui.language.catalogue import load
from mozaik_tui.language.places import FRENCH, PSEUDO, STAFF_DOMAINS, has_catalogues

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from gettext import GNUTranslations
    from typing import Literal

    from mozaik_tui.language.languages import Language


def _as_is(template: str) -> str:
    return template


class Translator:
    """The texts of one language. Immutable in effect and safe to share between threads.

    Raises ``KeyError`` when made for a tag that is not offered (see :func:`~mozaik_tui.language.nearest`).
    """

    __slots__ = ("_dress", "_source", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._source = FRENCH if tag == PSEUDO else tag
        self._dress: Callable[[str], str] = _as_is
        if not has_catalogues(self._source):
            raise KeyError(tag)
        if tag == PSEUDO:
            from mozaik_tui.language.pseudo import lengthened

            self._dress = lengthened

    def __repr__(self) -> str:
        return f"Translator({self.tag!r})"

    @property
    def language(self) -> Language:
        """The language's entry in the table of languages."""
        from mozaik_tui.language.languages import language

        return language(self.tag)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """``ltr`` or ``rtl``."""
        return self.language.direction

    def _catalogue(self, key: str) -> GNUTranslations:
        domain = key.partition(".")[0]
        catalogue = load(self._source, domain)
        if catalogue is None and domain in STAFF_DOMAINS:
            catalogue = load(FRENCH, domain)
        if catalogue is None:
            raise KeyError(key)
        return catalogue

    def _filled(self, key: str, template: str, params: dict[str, object]) -> str:
        try:
            return self._dress(template).format(**params)
        except KeyError as missing:
            raise KeyError(f"{key}: {{{missing.args[0]}}} was not given") from None

    def text(self, key: str, /, **params: object) -> str:
        """The text of ``key`` with its ``{name}`` fields filled; ``KeyError`` for an unknown key or a
        missing field.
        """
        return self._filled(key, self._catalogue(key).gettext(key), params)

    def plural(self, key: str, n: int, /, **params: object) -> str:
        """The text of ``key`` in the grammatical number of ``n``, which is the field ``{n}``."""
        template = self._catalogue(key).ngettext(key, key, n)
        return self._filled(key, template, {"n": self.number(n), **params})

    def has(self, key: str) -> bool:
        """Whether :meth:`text` or :meth:`plural` know ``key``."""
        try:
            catalogue = self._catalogue(key)
            try:
                catalogue.gettext(key)
            except KeyError:
                catalogue.ngettext(key, key, 1)
        except KeyError:
            return False
        return True

    def reviewed(self, domain: str) -> bool:
        """Whether the catalogue's header says that a native speaker has reviewed this domain."""
        catalogue = load(self._source, domain)
        return catalogue is not None and catalogue.info().get("x-review-status") == "reviewed"

    def date(self, day: datetime.date) -> str:
        """A date in words: ``9 mars 2014``, ``March 9, 2014``."""
        from mozaik_tui.language.figures import spoken_date

        return spoken_date(day, self.language)

    def duration(self, seconds: float) -> str:
        """A wait in words, rounded up so that nobody comes back too early: ``2 minutes``,
        ``1 heure 30 minutes``.
        """
        from mozaik_tui.language.figures import spoken_duration

        return spoken_duration(seconds, self.language)

    def number(self, n: int) -> str:
        """A whole number as this language writes it: ``1 000`` (digits stay 0–9, as on the papers of the
        school).
        """
        if -1000 < n < 1000:
            return str(n)
        from mozaik_tui.language.figures import written_number

        return written_number(n, self.language.cldr)
