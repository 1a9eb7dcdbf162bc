"""Following only what the guide says, every step of the seed procedure is passed in a real browser, in order.

The reader knows nothing of the portal: where to act, on what, and with which label comes from the lines of the guide in
the reader's language. The portal is a page of the tests with the same labels.
"""

import functools
import http.server
import os
import re
import threading
from pathlib import Path

import pytest

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.words import GuideWords
from mozaik_tui.language import offered

from .program import PlainProgram, bare

PROCEDURE = load_procedure()
FAMILY = {
    "email": ["amina@example.com"],
    "password": ["Exemple7#", "Exemple7#"],
    "school_body": ["Centre de services scolaire de Montréal"],
    "names": ["Exemple", "Noé", "2014-03-09"],
    "number": ["0123456"],
}
"""What the family types at each step that has boxes to fill in."""

PASSED = [
    "Se connecter", "Créez votre compte", "Obtenir un code de vérification", "Vérifiez le code", "Enregistrer",
    "Enregistrer", "Répéter pour un autre enfant", "Enregistrer", "En", "(o o)",
]  # fmt: skip
"""What was pressed, in the order of the seed procedure, for two children."""


WALKED = [entry.tag for entry in offered()] if os.environ.get("MOZAIK_PROVE") else ["fr", "uk", "ar"]
"""The languages in which the procedure is walked; all that are offered in the long proofs."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    handler = functools.partial(Quiet, directory=Path(__file__).with_name("portal"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Reader:
    """Does in the browser what the guide's lines say, and nothing else."""

    def __init__(self, chromium, site, words):
        self.chromium, self.site, self.words = chromium, site, words
        self.kinds = {
            words.text(f"guide.part.{kind}"): kind
            for kind in ("address", "button", "field", "choice", "tab", "icon", "title")
        }
        self.here = words.text("picture.here")
        self.tab = None
        self.code = ""

    def acts(self, said):
        """Kind, label and count of each thing on the page where the guide says that one acts."""
        for line in said.splitlines():
            match = re.fullmatch(rf"(?:(\d+) × )?(.*?)(?: « (.*?) »)? \({re.escape(self.here)}\)", line)
            if match and match[2] in self.kinds:
                yield self.kinds[match[2]], match[3], int(match[1] or 1)

    def obey(self, step, said):
        typed = list(FAMILY.get(step, ()))
        for kind, label, count in self.acts(said):
            if kind == "address":
                assert PROCEDURE.portal.typed in said  # the test's own site stands in for that address
                self.tab = self.chromium.open(f"{self.site}/portal.html")
            elif kind == "tab":
                mailbox = self.chromium.open(f"{self.site}/mail.html")
                self.code = self.chromium.run(mailbox, "document.querySelector('#code').textContent")
            elif kind == "field":
                for _ in range(count):
                    self.fill(typed.pop(0) if typed else self.code)
            elif kind == "button":
                self.press(f"button.textContent === {label!r}", "button")
            elif kind == "icon":
                self.press("button.getAttribute('aria-label') === 'famille'", "button")
            elif kind == "choice":
                assert (
                    self.chromium.run(
                        self.tab, f"document.querySelectorAll('input[value={label}]:checked').length"
                    )
                    == count
                )
        assert not typed

    def press(self, which, tag):
        found = self.chromium.run(
            self.tab,
            f"(() => {{ const found = [...document.querySelectorAll({tag!r})].filter((button) => {which});"
            f" if (found.length === 1) found[0].click(); return found.length; }})()",
        )
        assert found == 1, which

    def fill(self, text):
        """The next box that is still empty."""
        assert self.chromium.run(
            self.tab,
            "(() => { const box = [...document.querySelectorAll('input:not([type=radio])')].find((one) => !one.value);"
            f" if (box) box.value = {text!r}; return Boolean(box); }})()",
        )


@pytest.mark.parametrize("tag", WALKED)
def test_the_whole_procedure_is_passed_by_the_guide_alone(tag, chromium, site, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    program = PlainProgram(tag, home)
    reader = Reader(chromium, site, GuideWords(tag, PROCEDURE))
    heard, answer = (lambda: bare(program.heard())), (lambda line: bare(program.answer(line)))
    said, steps, children = heard(), [step.name for step in PROCEDURE.steps], 1
    place = 0
    while place < len(steps):
        name = steps[place]
        assert f"G{place + 1}" in said
        if name == "again" and children == 2:
            said, place = answer(""), place + 1
            continue
        reader.obey(name, said)
        if name == "again":  # « Répéter »: back to the form, as the guide says
            children += 1
            while steps[place] != "questions":
                said, place = answer("<"), place - 1
            continue
        said, place = answer(""), place + 1
    assert chromium.run(reader.tab, "window.done") == PASSED
    assert chromium.run(reader.tab, "document.querySelectorAll('li').length") == 2
    program.end()
