"""Textual's live switches never reach Textual."""

from __future__ import annotations

import subprocess
import sys

from mozaik_tui.ui.environment import WEB_DRIVER, remove_switches


def test_live_switches_go_and_the_rest_stays() -> None:
    environ = {
        "TEXTUAL": "debug",
        "TEXTUAL_PRESS": "q",
        "TEXTUAL_LOG": "/tmp/log",
        "TEXTUAL_DRIVER": "any.module:Driver",
        "TEXTUAL_ANIMATIONS": "none",
        "NO_COLOR": "1",
        "ESCDELAY": "25",
    }
    assert remove_switches(environ) == ("TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_LOG", "TEXTUAL_PRESS")
    assert set(environ) == {"TEXTUAL_ANIMATIONS", "NO_COLOR", "ESCDELAY"}


def test_only_the_driver_of_the_web_front_end_may_be_asked_for() -> None:
    environ = {"TEXTUAL_DRIVER": WEB_DRIVER}
    assert remove_switches(environ) == ()
    assert environ == {"TEXTUAL_DRIVER": WEB_DRIVER}


def test_the_switches_can_go_before_textual_is_imported() -> None:
    code = "import sys, mozaik_tui.ui.environment; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
