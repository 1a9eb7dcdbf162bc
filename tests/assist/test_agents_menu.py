"""What may be typed at the console's menus, and what they offer."""

from __future__ import annotations

from .agents_console import ALONE, ENGLISH, run

MANY = "1" * 5000
"""More figures than Python reads as a number."""


def test_a_number_of_thousands_of_figures_is_none_of_a_list() -> None:
    script = run(None, MANY, "٤", "E-214")
    assert script.said.count(ENGLISH.text("plain.pick", of=7)) == 1
    assert ENGLISH.text("explain.code_invalid.meaning") in script.said


def test_nor_the_number_of_a_screen() -> None:
    script = run(None, "1", MANY)
    assert ENGLISH.text("support.screen.none", last=17) in script.said
    assert script.asked[-1] == ALONE


def test_nor_a_digit_below_a_page_of_the_guide() -> None:
    script = run(None, "1", "G7", MANY)
    (again,) = [
        text for text in script.said if text.startswith(ENGLISH.text("plain.pick", of=0).split("0")[0])
    ]
    assert script.said[-1] == again
    assert script.asked[-1] == ENGLISH.text("support.guide.pick")
