"""A full screen on which a language is chosen: what the assistant's and the guide's have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from ..journey.rules.refusals import support_number
from ..language.isolates import without_controls
from ..language.pair import Pair
from ..language.places import FRENCH
from ..language.terminals.here import Here
from ..language.terminals.profiles import Profile
from ..policy import Policy
from .hardening import Reference, SafeApp
from .keys import bindings
from .right_to_left import install, run_from
from .styles import RIGHT_TO_LEFT


class SpeakingApp(SafeApp):
    """Speaks :attr:`spoken`. ``remember``: where the name of the terminal's kind is kept once it was asked for."""

    TITLE = "mozaik-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "ask_to_stop", show=False, priority=True, system=True),
        *bindings(("next_field",)),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    wants_lines = False
    """Whether the full screen ended because the reader goes on line by line."""

    def __init__(
        self,
        policy: Policy,
        *,
        theme: str = "",
        reference: Reference | None = None,
        terminal: Here | None = None,
        remember: Callable[[str], None] = lambda _profile: None,
    ) -> None:
        self._remember = remember
        super().__init__(
            theme=theme,
            may_copy=policy.may_copy,
            reference=reference,
            tell_crash=self._tell_of_crash,
            terminal=terminal,
        )
        self.policy = policy
        self.speaks_now()

    def _tell_of_crash(self, reference: str) -> str:
        told = self.spoken.both("screen.crash", number=support_number("unexpected"), reference=reference)
        return without_controls(told.joined("\n"))

    # -- what each says for itself ----------------------------------------------------------------------------------
    @property
    def spoken(self) -> Pair:
        """The language that is on, and French."""
        raise NotImplementedError  # the assistant's session knows it, or the guide

    def choose_language(self, tag: str) -> None:
        """Note that ``tag`` is to be spoken; the next screen does."""
        raise NotImplementedError  # each keeps it with what it shows

    def change_language(self, tag: str) -> None:
        """Speak another language from the next frame on; nothing that was typed is lost."""
        raise NotImplementedError  # each has its own screen to show anew

    # -- languages --------------------------------------------------------------------------------------------------
    def speaks_now(self) -> None:
        """The screen speaks :attr:`spoken` from here on."""
        run_from(self.spoken.right_to_left)
        sheet = str(RIGHT_TO_LEFT)
        if self.spoken.right_to_left and not self.stylesheet.has_source(sheet):
            self.stylesheet.add_source(RIGHT_TO_LEFT.read_text("utf-8"), (sheet, ""))

    def speak(self, tag: str, then: Callable[[], None] | None = None) -> None:
        """Speak ``tag`` if this terminal can show it, after asking what there is to ask; ``then`` go on."""
        from .limits import nothing_to_ask

        if not nothing_to_ask(self, tag):
            self.run_worker(self._speak(tag, then), name="speak", exclusive=True, group="language")
        elif then is not None or tag != self.spoken.tag:
            self._take_language(tag, then)

    async def _speak(self, tag: str, then: Callable[[], None] | None) -> None:
        from .limits import settled

        wanted = await settled(self, tag)
        if wanted is None and tag == self.spoken.tag and not self.wants_lines:
            wanted = FRENCH
        if wanted is not None:
            self._take_language(wanted, then)

    def _take_language(self, tag: str, then: Callable[[], None] | None) -> None:
        if then is None:
            self.change_language(tag)
        else:
            self.choose_language(tag)
            then()

    def take_profile(self, profile: Profile) -> None:
        """Draw for another kind of terminal from here on."""
        self.terminal = self.terminal._replace(profile=profile, source="remembered")
        install(profile)
        self._remember(profile.name)

    def go_on_in_lines(self, tag: str) -> None:
        """End the full screen; whoever started it goes on line by line from the same place."""
        self.choose_language(tag)
        self.wants_lines = True
        self.exit(0)
