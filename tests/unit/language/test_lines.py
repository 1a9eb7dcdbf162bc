"""Lines as they are seen: what is inside them stays whole, and every cell knows where it is from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik_tui.language.breaking import cells, folded, wrap
from mozaik_tui.language.edited import EditedLine
from mozaik_tui.language.isolates import SOFT_BREAK, isolated, left_to_right, without_controls
from mozaik_tui.language.lines import line_cells, paragraph, visual
from mozaik_tui.language.ordering import needs_order

LETTERS = st.text("ابلا لأ abc 12(«»).@\u064e\u200c\u2066\u2068\u2069ع", max_size=40)


@pytest.mark.parametrize(
    ("text", "base", "seen"),
    [
        ("ab", 0, "ab"),
        ("اب", 0, "\ufe8f\ufe8d"),
        ("اب ab@c.d", 1, "ab@c.d \ufe8f\ufe8d"),
        # What a French sentence ends with stays at its end; what belongs to the screen turns.
        ("▶ Précédent ?  ", 1, "  Précédent ? ◀"),
        ("ا (a) ب", 1, "\ufe8f (a) \ufe8d"),
        ("514-555-0199 ا", 1, "\ufe8d 514-555-0199"),
        ("ا 514-555-0199", 1, "0199-555-514 \ufe8d"),
        (f"ا {left_to_right('514-555-0199')}", 1, "514-555-0199 \ufe8d"),
        (f"ا · {left_to_right('Quel courriel ?')}", 1, "Quel courriel ? · \ufe8d"),
        ("1. ا", 1, "\ufe8d .1"),
    ],
)
def test_what_is_seen(text, base, seen):
    assert visual(text, base) == seen


@given(LETTERS, st.sampled_from([0, 1]), st.booleans(), st.booleans())
def test_every_character_is_in_one_cell_and_no_control_is_drawn(text, base, forms, words):
    found = line_cells(paragraph(text, base), 0, len(text), forms=forms, words=words)
    assert sorted(place for cell in found for place in range(cell.start, cell.end)) == list(range(len(text)))
    drawn = "".join(cell.drawn for cell in found)
    assert drawn == without_controls(drawn, joiners=False)


@given(LETTERS, st.integers(4, 30))
def test_lines_hold_all_the_words_in_their_order(text, width):
    assert " ".join(" ".join(wrap(text, width, cells)).split()).replace("\u2069", "").replace(
        " ", ""
    ).replace("\u2066", "").replace("\u2068", "") == without_isolates(text)
    assert all(cells(line) <= width for line in wrap(text, width, cells))
    assert without_isolates(folded(text, width, cells)) == without_isolates(text)


def without_isolates(text):
    return "".join(each for each in text if each not in f" \n\u2066\u2068\u2069{SOFT_BREAK}")


def test_an_isolate_goes_on_in_the_next_line():
    lines = wrap(f"ا {left_to_right('Quel est votre courriel ?')} ب", 12, cells)
    assert visual(lines[0], 1).endswith("\ufe8d")
    assert all(line.count("\u2066") == line.count("\u2069") for line in lines)


def test_a_paragraph_orders_its_lines_together():
    # Alone the second line would begin with a full stop on its left; in its paragraph it goes on from the first.
    text = "اب abc, def."
    whole = paragraph(text, 1)
    start = text.index("def")
    drawn = [cell.drawn for cell in line_cells(whole, start, len(text), forms=True)]
    assert "".join(drawn) == ".def"
    comma = [cell.drawn for cell in line_cells(whole, 0, start, forms=True)]
    assert "".join(comma).strip().startswith("abc,")


def test_chinese_breaks_without_blanks_and_no_line_begins_with_a_stop():
    lines = wrap("请输入您的电子邮件地址。然后按回车键继续,谢谢。", 12, cells)
    assert all(cells(line) <= 12 for line in lines)
    assert not any(line[0] in "。,," for line in lines)


def test_an_address_stays_whole_where_that_is_asked():
    address = "a.very.long.address@an-even-longer-domain.example.com"
    assert wrap(address, 20, cells, whole_words=True) == [address]
    assert len(wrap(address, 20, cells)) == 3


def test_names_are_isolated_whichever_way_they_run():
    assert visual(f"a {isolated('اب 1')} b", 0) == "a 1 \ufe8f\ufe8d b"
    assert left_to_right("a\nb") == "\u2066a\u2069\n\u2066b\u2069"


@pytest.mark.parametrize(("text", "does"), [("abc é 学", False), ("ا", True), ("\u2066a", True), ("", False)])
def test_what_needs_an_order(text, does):
    assert needs_order(text) is does


class TestEditedLine:
    """A Latin address inside Arabic words, from right to left."""

    text = "اب ab@c لا"

    @pytest.fixture
    def line(self):
        return EditedLine(self.text, 1, len, forms=True)

    def test_it_is_seen_with_a_cell_for_the_cursor_on_its_left(self, line):
        assert "".join(cell.drawn for cell in line.cells) == " \ufefb ab@c \ufe8f\ufe8d"

    def test_arrows_go_to_what_is_seen_beside(self, line):
        position, visited = 0, []
        for _ in range(len(line.cells)):
            visited.append(position)
            position = line.beside(position, -1)
        places = [line.place_of(each) for each in visited]
        assert places == sorted(places, reverse=True)
        assert len(set(places)) == len(places)
        assert position == len(self.text)
        assert line.beside(position, -1) == position
        assert line.beside(0, 1) == 0

    def test_a_place_leads_back_to_its_character(self, line):
        for cell in line.cells:
            assert line.position_at(line.place_of(cell.start)) == cell.start
        assert line.position_at(99) == 0
        assert line.position_at(-1) == line.cells[0].start

    def test_left_to_right(self):
        line = EditedLine("ab", 0, len, forms=True)
        assert [line.place_of(each) for each in (0, 1, 2)] == [0, 1, 2]
        assert EditedLine("", 1, len, forms=True).place_of(0) == 0
