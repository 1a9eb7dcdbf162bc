"""A school body's own steps file: what it says goes before ours; what is wrong is refused with line and reason."""

import re

import pytest

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.words import GuideWords
from mozaik_tui.language import Translator
from mozaik_tui.settings.errors import SettingsError

HEAD = 'format = 1\nversion = "2026-12-01"\n'

OWN = (
    HEAD
    + """order = ["ready", "phone", "site"]

[portal]
address = "https://portail.exemple.ca/parents"

[labels]
sign_in = "Connexion"

[school_body]
id = "css-montreal"
contact = ["Secrétariat : 514-555-0199"]

[[step]]
name = "phone"
labels = ["sign_in"]
picture = [{ kind = "button", label = "sign_in", here = true }]
troubles = ["ours"]

[[trouble]]
name = "ours"
contact = true

[texts.fr]
"guide.step.phone.title" = "Appelez l'école"
"guide.step.phone.do" = "Appelez, puis choisissez {sign_in}."
"guide.step.phone.seen" = "Un rendez-vous."
"guide.trouble.ours.see" = "Personne ne répond."
"guide.trouble.ours.do" = "Rappelez demain."
"guide.trouble.school_differs.do" = "Notre école inscrit elle-même les parents."

[texts.en]
"guide.step.phone.title" = "Call the school"
"""
)


@pytest.fixture
def read(tmp_path):
    def put(text):
        file = tmp_path / "ecole.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_procedure(file)

    return put


def test_a_file_says_only_what_is_different(read):
    procedure = read(OWN)
    assert [step.name for step in procedure.steps] == ["ready", "phone", "site"]
    assert procedure.portal.typed == "portail.exemple.ca/parents"
    assert procedure.portal.host == load_procedure().portal.host
    assert procedure.labels["sign_in"] == "Connexion"
    assert procedure.labels["create"] == "Créez votre compte"
    assert procedure.contact == ("Secrétariat : 514-555-0199",)
    assert procedure.version == "2026-12-01"


def test_its_words_go_before_ours_and_french_stands_in_for_a_language_that_it_lacks(read):
    words = GuideWords("en", read(OWN))
    assert words.both("guide.step.phone.title") == ("Call the school", "Appelez l'école")
    assert words.text("guide.step.phone.do") == "Appelez, puis choisissez « Connexion »."
    assert words.text("guide.trouble.school_differs.do") == "Notre école inscrit elle-même les parents."


def test_its_contact_is_for_its_own_parents(make_guide, tmp_path):
    file = tmp_path / "ecole.toml"
    file.write_text(OWN, encoding="utf-8")
    guide = make_guide("fr", own=file, contacts={"css-laval": ("Laval",), "default": ("Tous",)})
    assert guide.contact() == ("Secrétariat : 514-555-0199",)
    guide.type("school_body", "css-laval")
    assert guide.contact() == ("Laval",)


BAD = [
    (HEAD + 'colour = "red"\n', 3, "unknown_key"),
    ('version = "x"\n', None, "missing_key"),
    ("format = 2\n" + 'version = "x"\n', 1, "bad_format"),
    ('format = "1"\nversion = "x"\n', 1, "wrong_type"),
    (HEAD + "version = \n", 3, None),
    (HEAD + "[portal]\naddress = 'http://portail.ca/'\n", 4, "bad_address"),
    (HEAD + "[portal]\naddress = 'https://user@portail.ca/'\n", 4, "bad_address"),
    (HEAD + "[portal]\nadress = 'https://portail.ca/'\n", 4, "unknown_key"),
    (HEAD + "portal = 3\n", 3, "wrong_type"),
    (HEAD + "[labels]\nsign_in = ''\n", 4, "bad_text"),
    (HEAD + "[labels]\nsign_in = 'a\\u202eb'\n".replace("'", '"'), 4, "bad_text"),
    (HEAD + "[labels]\nsign_in = 3\n", 4, "wrong_type"),
    (HEAD + "[labels]\nSign-In = 'x'\n", 4, "wrong_type"),
    (HEAD + "order = ['ready', 'nowhere']\n", 3, "unknown_name"),
    (HEAD + "everywhere = ['nowhere']\n", 3, "unknown_name"),
    (HEAD + "order = 'ready'\n", 3, "wrong_type"),
    (HEAD + "[[step]]\nlabels = []\n", 3, "missing_key"),
    (HEAD + "[[step]]\nname = 'site'\n\n[[step]]\nname = 'site'\n", 7, "twice"),
    (HEAD + "[[step]]\nname = 'site'\nlabel = ['sign_in']\n", 5, "unknown_key"),
    (HEAD + "[[step]]\nname = 'site'\nlabels = ['nothing']\n", 5, "unknown_name"),
    (HEAD + "[[step]]\nname = 'site'\nchecks = ['code']\n", 5, "unknown_name"),
    (HEAD + "[[step]]\nname = 'site'\nchecks = ['sign_in_password']\n", 5, "unknown_name"),
    (HEAD + "[[step]]\nname = 'site'\npapers = 'yes'\n", 5, "wrong_type"),
    (HEAD + "[[step]]\nname = 'site'\npicture = [{ kind = 'cloud' }]\n", 5, "wrong_type"),
    (HEAD + "[[step]]\nname = 'site'\npicture = [{ kind = 'tab', at = 1 }]\n", 5, "unknown_key"),
    (HEAD + "step = 3\n", 3, "wrong_type"),
    (HEAD + "[[trouble]]\nname = 'no_code'\ngo = 'moon'\n", 5, "unknown_name"),
    (HEAD + "[[trouble]]\nname = 'no_code'\nbranches = ['no_code']\n", 5, "branch_loop"),
    (HEAD + "[[trouble]]\nname = 'new_one'\n", None, "no_text"),
    (HEAD + "[school_body]\nid = 'css-moon'\n", 4, "unknown_body"),
    (HEAD + "[school_body]\ncontact = 'x'\n", 4, "wrong_type"),
    (HEAD + "[texts.xx]\n'guide.title' = 'x'\n", 3, "unknown_language"),
    (HEAD + "[texts.fr]\n'screen.title' = 'x'\n", 4, "unknown_key"),
    (HEAD + "[texts.fr]\n'guide.step.site.do' = 'Allez à {adresse}.'\n", 4, "bad_field"),
    (HEAD + "[texts.fr]\n'guide.step.site.do' = 'Allez à {'\n", 4, "bad_field"),
    (b"\xff\xfe", None, None),
]


@pytest.mark.parametrize(("text", "line", "reason"), BAD)
def test_a_bad_file_is_refused_with_its_line_and_the_reason(read, text, line, reason):
    with pytest.raises(SettingsError) as refused:
        read(text)
    error = refused.value
    assert error.place.line == line
    assert reason is None or error.reason == reason
    for tag in ("fr", "en"):
        told = error.line(Translator(tag))
        assert "ecole.toml" in told
        assert "\n" not in told
        assert line is None or re.search(rf"\b{line}\b", told)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SettingsError):
        load_procedure(tmp_path / "missing.toml")
