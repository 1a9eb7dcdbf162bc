"""The staff corner: how the machine fares, what happened today, and the two ways to end a front end."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...kiosk.tally import Tally
from ...language import Translator, offered
from ..ask_screen import Question
from ..threads import in_thread
from ..widgets.choices import Choice

if TYPE_CHECKING:
    from ...settings import Settings
    from .app import KioskAssistant

RELAY_SECONDS = 5.0
CHOICES = ("refresh", "restart", "leave", "close")
WORD_OF: Mapping[str, str] = {"restart": "restart", "leave": "leave", "close": ""}
"""What the screen answers: the word for the supervisor, none to go back."""
COUNTS = ("begun", "linked", "finished", "idle", "restarted", "pin")
_ERROR, _REFERENCE = re.compile(r"E-\d{3}"), re.compile(r"[A-Z2-7]{3}-[A-Z2-7]{3}")


class StaffScreen(Question[str], inherit_bindings=True):
    """Answers with the word of an end, or with the empty one."""

    def __init__(self, app: KioskAssistant) -> None:
        self._kiosk = app
        words = app.words
        choices = [Choice(name, *words.both(f"kiosk.staff.{name}")) for name in CHOICES]
        told = [words.lead.text("kiosk.staff.asking"), *self._counts()]
        super().__init__(words, "kiosk.staff.title", told, choices, escape="close")

    def on_mount(self) -> None:
        """Look at once."""
        self.run_worker(self._look(), name="look")

    async def _look(self) -> None:
        self.say([self.words.lead.text("kiosk.staff.asking"), *self._counts()])
        health = await in_thread(self._health)
        if self.is_current:
            self.say([*health, *self._counts()])

    def _health(self) -> list[str]:
        """Blocks for as long as the service and the relay take to answer."""
        text, app, settings = self.words.lead.text, self._kiosk, self._kiosk.settings
        tags = ", ".join(entry.tag for entry in offered(settings.languages.offered))
        trouble = app.service_trouble()
        service = (
            text("kiosk.staff.service.ill") + f" ({trouble})" if trouble else text("kiosk.staff.service.well")
        )
        terminal = {"columns": app.size.width, "lines": app.size.height, "name": os.environ.get("TERM", "?")}
        return [
            "\n".join(
                (
                    service,
                    text(f"kiosk.staff.mail.{_mail(settings)}", host=settings.mail.host),
                    text("kiosk.staff.terminal", **terminal),
                    text("kiosk.staff.languages", tags=tags),
                )
            )
        ]

    def _counts(self) -> list[str]:
        return ["\n".join(count_lines(self._kiosk.settings, self._kiosk.words.lead))]

    def answered(self, value: str) -> None:
        """Look again, or close with the word."""
        if value == "refresh":
            self.run_worker(self._look(), name="look")
        else:
            self.settle(WORD_OF[value])


def count_lines(settings: Settings, words: Translator) -> list[str]:
    """What was counted today: journeys, restarts, errors by their number."""
    today = Tally(settings.data_dir).of_today()
    lines = [words.text("kiosk.staff.today")]
    lines += [words.text(f"kiosk.staff.count.{word}", n=today[word]) for word in COUNTS]
    numbers = sorted(word for word in today if _ERROR.fullmatch(word))
    lines += [words.text("kiosk.staff.count.error", number=number, n=today[number]) for number in numbers]
    references = [word for word in today if _REFERENCE.fullmatch(word)]
    return lines + [words.text("kiosk.staff.crash", reference=word) for word in references[-1:]]


def _mail(settings: Settings) -> str:
    """How mails leave: not at all (``practice``), from the service (``elsewhere``), or by a relay, ``well`` or ``ill``."""
    if settings.practice:
        return "practice"
    if not settings.service.embedded or settings.mail.transport == "practice":
        return "elsewhere"
    try:
        socket.create_connection((settings.mail.host, settings.mail.port), timeout=RELAY_SECONDS).close()
    except OSError:
        return "ill"
    return "well"
