"""The page to take home: two languages side by side, whom to ask, no secret; where it may go and where not."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

import pytest

from mozaik_tui.guide.run_of_guide import Child
from mozaik_tui.guide.sheet.content import sheet_of
from mozaik_tui.guide.sheet.delivery import deliver
from mozaik_tui.guide.sheet.page import sheet_page
from mozaik_tui.guide.sheet.pdf import browser, pdf_of
from mozaik_tui.guide.sheet.qr import qr_lines
from mozaik_tui.language import offered
from mozaik_tui.language.catalogue import load

TRANSLATED = [entry.tag for entry in offered() if load(entry.tag, "guide") and load(entry.tag, "sheet")]

needs_browser = pytest.mark.skipif(browser() is None, reason="no browser here that prints a page into a file")


class Outline(HTMLParser):
    """Languages, tags, addresses, and tags that were left open."""

    VOID = {"meta", "br", "path"}

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("tag", TRANSLATED)
def test_the_page_is_whole_in_both_languages_and_loads_nothing(make_guide, tag):
    guide = make_guide(tag)
    page = sheet_page(sheet_of(guide))
    outline = Outline(page)
    assert outline.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(outline.tags)
    assert not [value for name, value in outline.attributes if name in ("src", "href") and value]
    assert "url(" not in page
    assert "@import" not in page
    direction = next(entry.direction for entry in offered() if entry.tag == tag)
    assert f'<html lang="{tag}" dir="{direction}">' in page
    for number in range(1, guide.steps + 1):
        assert f">G{number}<" in page
    assert page.count("<tr>") == guide.steps
    side = page.count('<td lang="fr" dir="ltr">')
    assert side == guide.steps
    assert page.count(f'<td lang="{tag}" dir="{direction}">') == guide.steps
    assert "portailparents.ca" in page
    assert page.count('class="box"') == 4
    assert "<svg" in page


def test_school_body_and_contact_stand_on_it_and_lines_to_write_on_where_they_are_not_known(make_guide):
    guide = make_guide("en", contacts={"css-montreal": ("514-555-0199 <office>",)})
    assert "____" in sheet_page(sheet_of(guide))
    guide.type("school_body", "css-montreal")
    page = sheet_page(sheet_of(guide))
    assert "Centre de services scolaire de Montréal" in page
    assert "514-555-0199 &lt;office&gt;" in page


def test_a_number_stands_on_it_only_when_it_was_asked_for_and_nothing_else_that_was_typed(make_guide):
    guide = make_guide("en")
    for field, text in (("email", "canari@example.com"), ("identifier", "7654321"), ("last_name", "Canari")):
        guide.type(field, text)
    page = sheet_page(sheet_of(guide))
    assert not re.search("canari|7654321", page, re.IGNORECASE)
    assert "personal number" not in page
    guide.children.append(Child("<Noé>", "0123456"))
    asked = sheet_page(sheet_of(guide))
    assert "&lt;Noé&gt;" in asked
    assert "0123456" in asked
    assert "personal number" in asked


def test_a_translation_that_nobody_reviewed_says_so(make_guide):
    assert "Cette traduction n'est pas encore relue" not in sheet_page(sheet_of(make_guide("fr"))).replace(
        "&#x27;", "'"
    )
    assert "not been reviewed yet" in sheet_page(sheet_of(make_guide("en")))


def decoded(lines):
    """The modules again, without the quiet zone: a row of half blocks is two rows of modules."""
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows = []
    for line in lines:
        pairs = [halves[sign] for sign in line]
        rows += [[top for top, _ in pairs], [low for _, low in pairs]]
    return rows


def test_the_square_on_the_screen_is_the_code_of_the_address(make_guide):
    import segno

    address = make_guide().procedure.portal.address
    matrix = [list(map(int, row)) for row in segno.make(address, error="m", micro=False).matrix]
    size = len(matrix)
    rows = decoded(qr_lines(address))
    assert [row[2 : 2 + size] for row in rows[2 : 2 + size]] == matrix
    assert all(len(line) <= 40 for line in qr_lines(address))


@needs_browser
@pytest.mark.parametrize("tag", ["en"] if not os.environ.get("MOZAIK_PROVE") else TRANSLATED)
def test_the_pdf_has_pages_and_fonts_and_leaves_nothing_behind(make_guide, tag, monkeypatch):
    with tempfile.TemporaryDirectory() as folder:  # a short name: browsers put a socket into it
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        pdf = pdf_of(sheet_page(sheet_of(make_guide(tag))))
        assert os.listdir(folder) == []
    assert pdf.startswith(b"%PDF-")
    assert b"FontFile" in pdf


def fake_printer(folder, code=0):
    """A program named lp that keeps what it is given."""
    program = folder / "lp"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"open({str(folder / 'printed')!r}, 'wb').write(sys.stdin.buffer.read())\nsys.exit({code})\n"
    )
    program.chmod(0o755)


@needs_browser
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no lp: the sheet goes to a file there")
@pytest.mark.parametrize(("code", "key"), [(0, "sheet.done.printer"), (1, "sheet.failed.no_printer")])
def test_the_printer_gets_the_pdf_and_a_refusal_is_told(make_guide, tmp_path, monkeypatch, code, key):
    fake_printer(tmp_path, code)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert deliver(sheet_of(make_guide()), "printer").key == key
    assert (tmp_path / "printed").read_bytes().startswith(b"%PDF-")


def test_without_printer_or_browser_that_is_told(make_guide, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert deliver(sheet_of(make_guide()), "printer").key == "sheet.failed.no_printer"
    if not any(map(os.path.exists, ("/Applications", "C:\\"))):
        assert deliver(sheet_of(make_guide()), "pdf").key == "sheet.failed.no_browser"


def test_a_file_is_new_and_only_its_owner_s(make_guide, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    first = deliver(sheet_of(make_guide()), "html")
    second = deliver(sheet_of(make_guide()), "html")
    assert first.well
    assert first.file != second.file
    assert len(list(tmp_path.iterdir())) == 2
    if os.name == "posix":
        assert (tmp_path / "mozaik-etapes.html").stat().st_mode & 0o777 == 0o600


@needs_browser
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not here")
def test_the_pdf_can_be_read_as_text(make_guide):
    pdf = pdf_of(sheet_page(sheet_of(make_guide("fr"))))
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "portailparents.ca" in text
    assert "Créez votre compte" in text
