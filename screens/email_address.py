"""Screen 3, E-mail: the address that the school has in the child's file."""

from __future__ import annotations

from mozaik_tui.ui.form_screen import FormScreen


class EmailScreen(FormScreen):
    """One field. The button is the portal's « Obtenir un code de vérification »."""

    def paragraphs(self) -> list[str]:
        """For a forgotten password the reason is another one."""
        if self.session.journey.path != "reset":
            return super().paragraphs()
        return [self.words.lead.text("screen.email.reset")]
