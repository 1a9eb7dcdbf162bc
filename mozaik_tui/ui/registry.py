"""Step to screen: the one lazy joint between the core and ``screens/`` (architecture.md, Arrows).

A screen's module is imported when its step is first shown, so that the first frame pays for the first
screen alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..session import Session
    from .step_screen import StepScreen

SCREENS: Mapping[str, str] = {
    "language": "language:LanguageScreen",
    "start": "before_you_start:StartScreen",
    "no_papers": "reading:ReadingScreen",
    "papers": "papers:PapersScreen",
    "sign_in": "sign_in:SignInScreen",
    "email": "email_address:EmailScreen",
    "code": "verification_code:CodeScreen",
    "existing": "existing_account:ExistingScreen",
    "password": "new_password:PasswordScreen",
    "questions": "child_form:ChildFormScreen",
    "school_body": "school_body:SchoolBodyScreen",
    "not_listed": "reading:ReadingScreen",
    "child_name": "child_form:ChildFormScreen",
    "birth_date": "child_form:ChildFormScreen",
    "identifier": "child_form:ChildFormScreen",
    "check": "check_answers:CheckScreen",
    "another": "another_child:AnotherScreen",
    "family": "family:FamilyScreen",
    "record": "child_record:RecordScreen",
    "goodbye": "goodbye:GoodbyeScreen",
}


def screen_for(session: Session) -> StepScreen:
    """A fresh screen for the step that is on."""
    step = session.step.name
    module, _, name = SCREENS[step].partition(":")
    made: StepScreen = getattr(import_module(f"mozaik_tui.screens.{module}"), name)()
    made.shown_step = step
    return made
