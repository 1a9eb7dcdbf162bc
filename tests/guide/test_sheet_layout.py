"""The page to take home as a browser lays it out: what stands where, and that nothing is cut."""

import pytest

from mozaik_tui.guide.run_of_guide import Child
from mozaik_tui.guide.sheet.content import sheet_of
from mozaik_tui.guide.sheet.page import sheet_page

CUT = """[...document.querySelectorAll('.label')].filter((label) => {
  const box = label.getBoundingClientRect(), cell = label.parentElement.closest('td, p, h1, h2').getBoundingClientRect();
  const two = box.height > 1.9 * parseFloat(getComputedStyle(label).lineHeight);
  return two || box.left < cell.left - 1 || box.right > cell.right + 1;
}).map((label) => label.textContent)"""
"""Labels that stand on two lines, or beyond what they are in."""

AT_THE_LEFT = """[...document.querySelectorAll('header > div > p, header h1')].filter((line) => {
  const words = document.createRange();
  words.selectNodeContents(line);
  return words.getBoundingClientRect().right < line.getBoundingClientRect().right - 1;
}).map((line) => line.textContent)"""
"""Lines of the head that do not begin at the right."""

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("tag", ["fr", "ar", "ur", "bn", "zh-Hans"])
def test_labels_stand_whole_and_all_begins_where_one_begins_to_read(make_guide, chromium, tmp_path, tag):
    guide = make_guide(tag)
    guide.type("school_body", "css-montreal")
    guide.children.append(Child("Noé", "0123456"))
    file = tmp_path / "page.html"
    file.write_text(sheet_page(sheet_of(guide)), encoding="utf-8")
    tab = chromium.open(file.as_uri())
    assert chromium.run(tab, CUT) == []
    assert not chromium.run(tab, TOO_WIDE)
    if tag in ("ar", "ur"):
        assert chromium.run(tab, AT_THE_LEFT) == []
        number = chromium.run(tab, "document.querySelector('th').getBoundingClientRect().left")
        french = chromium.run(tab, "document.querySelector('td[lang=fr]').getBoundingClientRect().left")
        assert number > french
