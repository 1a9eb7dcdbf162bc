"""Languages that only tests speak: French in Arabic letters, so that every screen can be looked at from right to
left whatever the state of a true translation; and a table of all the languages that are to be offered.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mozaik_tui.locales

from mozaik_tui.language import catalogue, languages, places
from mozaik_tui.language.compile import compile_folder
from tools.catalogues.isolates import isolated

LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابسديفغهيجكلمنوبقرستعفوكىز", strict=True))
KEPT = re.compile(r"(\{[a-z_]+\}|«[^»]*»|\\n|\\\")")

TABLE = (
    ("fr", "Français", "français", "Latn"), ("en", "English", "anglais", "Latn"),
    ("es", "Español", "espagnol", "Latn"), ("ar", "العربية", "arabe", "Arab"),
    ("ht", "Kreyòl ayisyen", "créole haïtien", "Latn"), ("pt-BR", "Português", "portugais", "Latn"),
    ("uk", "Українська", "ukrainien", "Cyrl"), ("zh-Hans", "简体中文", "chinois simplifié", "Hans"),
    ("prs", "دری", "dari", "Arab"), ("fa", "فارسی", "persan", "Arab"), ("sw", "Kiswahili", "swahili", "Latn"),
    ("vi", "Tiếng Việt", "vietnamien", "Latn"), ("ta", "தமிழ்", "tamoul", "Taml"),
    ("bn", "বাংলা", "bengali", "Beng"), ("fil", "Filipino", "filipino", "Latn"),
    ("pa", "ਪੰਜਾਬੀ", "pendjabi", "Guru"), ("ur", "اردو", "ourdou", "Arab"), ("ne", "नेपाली", "népalais", "Deva"),
    ("ru", "Русский", "russe", "Cyrl"), ("ti", "ትግርኛ", "tigrigna", "Ethi"), ("ro", "Română", "roumain", "Latn"),
    ("rn", "Ikirundi", "kirundi", "Latn"), ("rw", "Ikinyarwanda", "kinyarwanda", "Latn"),
    ("ln", "Lingála", "lingala", "Latn"), ("ps", "پښتو", "pachto", "Arab"), ("tr", "Türkçe", "turc", "Latn"),
    ("so", "Soomaali", "somali", "Latn"),
)  # fmt: skip


def in_arabic_letters(text: str) -> str:
    """``text`` with Arabic letters for the Latin ones, and the isolates that every such catalogue has."""
    parts = KEPT.split(text)
    turned = [
        part if place % 2 else "".join(LETTERS.get(letter, letter) for letter in plain(part))
        for place, part in enumerate(parts)
    ]
    return isolated("".join(turned))


def plain(text: str) -> str:
    """Small letters without accents."""
    import unicodedata

    return "".join(
        each for each in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(each)
    )


def write_locales(folder: Path, spoken: tuple[str, ...] = ("ar",)) -> None:
    """A folder of catalogues: French and English as they are, ``spoken`` in Arabic letters, all in the table."""
    source = places.locales_folder()
    for tag in ("fr", "en"):
        shutil.copytree(source / tag, folder / tag)
    for tag in spoken:
        (folder / tag).mkdir()
        for french in (source / "fr").glob("*.po"):
            lines = french.read_text("utf-8").replace("Language: fr", f"Language: {tag}").split("\n")
            turned = [
                re.sub(
                    r'^(msgstr(?:\[\d\])? ")(.+)(")$', lambda m: m[1] + in_arabic_letters(m[2]) + m[3], line
                )
                for line in lines
            ]
            (folder / tag / french.name).write_text("\n".join(turned), "utf-8")
    rows = [
        f'[[language]]\ntag = "{tag}"\nname = "{name}"\nfrench = "{french}"\nscript = "{script}"\n'
        f'direction = "{"rtl" if script == "Arab" else "ltr"}"\ncldr = "{tag.replace("-", "_")}"\nneeds = []\n'
        for tag, name, french, script in TABLE
    ]
    (folder / "languages.toml").write_text("\n".join(rows), "utf-8")
    compile_folder(folder)


@contextmanager
def speaking(folder: Path) -> Iterator[None]:
    """The catalogues of ``folder`` in place of the true ones."""
    before = mozaik_tui.locales.__path__
    mozaik_tui.locales.__path__ = [str(folder)]
    _forget()
    try:
        yield
    finally:
        mozaik_tui.locales.__path__ = before
        _forget()


def _forget() -> None:
    places.locales_path.cache_clear()
    languages._table.cache_clear()
    catalogue.load.cache_clear()
