"""Compiled catalogues are used when they are of their source, and the source is read when they are not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mozaik_tui.language.catalogue import load, read_catalogue
from mozaik_tui.language.compile import CatalogueError, compile_folder, main
from mozaik_tui.language.places import locales_folder

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)


def write(folder: Path, text: str, name: str = "thing") -> Path:
    source = folder / "fr" / f"{name}.po"
    source.parent.mkdir(exist_ok=True)
    source.write_text(f'{HEADER}msgid "{name}.word"\nmsgstr "{text}"\n', "utf-8")
    return source


def test_without_a_compiled_one_the_source_is_read(tmp_path):
    assert read_catalogue(write(tmp_path, "un")).gettext("thing.word") == "un"


def test_a_changed_source_is_seen_whatever_the_times_say(tmp_path):
    source = write(tmp_path, "un")
    (compiled,) = compile_folder(tmp_path)
    source = write(tmp_path, "deux")
    os.utime(compiled, (2_000_000_000, 2_000_000_000))
    assert read_catalogue(source).gettext("thing.word") == "deux"


def test_an_untouched_source_is_not_read_again_though_it_looks_newer(tmp_path):
    source = write(tmp_path, "un")
    (compiled,) = compile_folder(tmp_path)
    before = compiled.stat().st_mtime_ns
    os.utime(source, (2_000_000_000, 2_000_000_000))
    probe = (
        "import sys; from pathlib import Path; from mozaik_tui.language.catalogue import read_catalogue;"
        f"assert read_catalogue(Path({str(source)!r})).gettext('thing.word') == 'un';"
        "assert not [name for name in sys.modules if name.startswith('babel')]"
    )
    subprocess.run([sys.executable, "-c", probe], check=True)
    compile_folder(tmp_path)
    assert compiled.stat().st_mtime_ns == before


def test_a_catalogue_of_another_compiler_goes_by_the_times(tmp_path):
    source = write(tmp_path, "un")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "compile",
            "-i",
            source,
            "-o",
            source.with_suffix(".mo"),
            "-l",
            "fr",
        ],
        check=True,
        capture_output=True,
    )
    source.write_text(source.read_text("utf-8").replace('"un"', '"deux"'), "utf-8")
    os.utime(source, (1_000_000_000, 1_000_000_000))
    assert read_catalogue(source).gettext("thing.word") == "un"
    os.utime(source, (2_000_000_000, 2_000_000_000))
    assert read_catalogue(source).gettext("thing.word") == "deux"


def test_a_compiled_catalogue_alone_is_enough(tmp_path):
    source = write(tmp_path, "un")
    compile_folder(tmp_path)
    source.unlink()
    assert read_catalogue(source).gettext("thing.word") == "un"


@pytest.mark.parametrize("rubbish", [b"", b"\xde\x12\x04\x95", b"rubbish" * 50, bytes(range(200))])
def test_a_damaged_compiled_catalogue_is_passed_over(tmp_path, rubbish):
    source = write(tmp_path, "un")
    source.with_suffix(".mo").write_bytes(rubbish)
    assert read_catalogue(source).gettext("thing.word") == "un"


def test_the_plural_forms_of_a_language_that_babel_does_not_know_are_kept(tmp_path):
    source = tmp_path / "prs" / "screen.po"
    source.parent.mkdir()
    header = HEADER.replace("Language: fr", "Language: prs").replace(
        "nplurals=2; plural=(n > 1)", "nplurals=1; plural=0"
    )
    source.write_text(
        header + 'msgid "screen.n"\nmsgid_plural "screen.n"\nmsgstr[0] "{n}"\n', encoding="utf-8"
    )
    assert [read_catalogue(source).ngettext("screen.n", "screen.n", n) for n in (0, 1, 2)] == ["{n}"] * 3


def test_a_missing_key_of_a_catalogue_is_a_key_error(tmp_path):
    catalogue = read_catalogue(write(tmp_path, ""))
    for ask in (
        lambda: catalogue.gettext("thing.word"),
        lambda: catalogue.ngettext("thing.word", "thing.word", 1),
    ):
        with pytest.raises(KeyError, match=r"thing\.word"):
            ask()


def test_no_catalogue_at_all(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_catalogue(tmp_path / "fr" / "thing.po")
    assert load("fr", "no_such_domain") is None
    assert load("fr", "../fr/command") is None


def test_compiling_takes_away_what_has_no_source(tmp_path):
    write(tmp_path, "un")
    gone = write(tmp_path, "deux", "other")
    assert len(compile_folder(tmp_path)) == 2
    gone.unlink()
    (left,) = compile_folder(tmp_path)
    assert [left] == list(tmp_path.glob("*/*.mo"))
    assert not list(tmp_path.glob("*/.*"))


def test_a_source_that_is_none_is_told_by_file(tmp_path, capsys):
    source = write(tmp_path, "un")
    source.write_text(HEADER + 'msgid "thing.word"\nmsgstr un"\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"thing\.po"):
        compile_folder(tmp_path)
    assert main([str(tmp_path)]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "thing.po" in line
    assert not list(tmp_path.glob("*/*.mo"))


def test_compiling_the_real_catalogues_into_another_folder(tmp_path):
    copy = tmp_path / "locales"
    shutil.copytree(locales_folder(), copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    made = compile_folder(copy, tmp_path / "built")
    assert {path.parent.name for path in made} >= {"fr", "en"}
    assert not list(copy.glob("*/*.mo"))
    assert all(path.stat().st_size > 0 for path in made)
