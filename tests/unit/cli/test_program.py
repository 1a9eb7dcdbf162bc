"""The program as a process: answers, exit codes, one line on stderr, French first."""

import base64
import os
import signal
import stat
import subprocess
import sys

import pytest

from mozaik_tui import __version__
from mozaik_tui.commands import serve, web
from mozaik_tui.commands.helptext import help_of
from mozaik_tui.commands.table import COMMANDS, GLOBAL
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS, support_number
from mozaik_tui.language import Translator


def test_version(program):
    done = program("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"mozaik-tui {__version__}\n", "")


def test_help_is_french_then_english_when_no_language_is_asked_for(program):
    done = program("--help")
    assert (done.returncode, done.stderr) == (0, "")
    french, english = (Translator(tag).text("command.help.commands") for tag in ("fr", "en"))
    assert done.stdout.index(french) < done.stdout.index(english)
    for command in COMMANDS:
        assert done.stdout.count(f"\n  {command.name} ") + done.stdout.count(f"\n  {command.name}\n") == 2
    for option in GLOBAL:
        assert f"--{option.name}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize(("asked", "count"), [("en", 2), ("fr", 1), ("fr-CA", 1), ("de", 1), ("fr_CA", 2)])
def test_help_in_the_language_asked_for(program, asked, count):
    for done in (program("--help", "--language", asked), program("-h", MOZAIK_LANGUAGE=asked)):
        assert done.returncode == 0
        assert done.stdout.startswith("mozaik-tui : aide")
        assert done.stdout.count("--practice") == count


def test_help_of_one_command(program):
    done = program("registry", "--help", "--language", "fr")
    assert "registry sample [--rows N] [--output FILE]" in done.stdout
    assert "purge" not in done.stdout


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_the_help_knows_the_port_of_each_server(tag):
    for name, command in (("serve", serve), ("web", web)):
        assert f"{command.PORT}" in help_of(Translator(tag), (name,))


@pytest.mark.parametrize("number", ["E-214", "e-214", "E214", "e214", "214", "E 214", " 214 ", "E–214"])
def test_explain_takes_the_number_as_people_say_it(program, number):
    done = program("explain", number)
    assert done.returncode == 0
    assert done.stdout.startswith("E-214 (code_invalid)\n")
    assert Translator("fr").text("explain.code_invalid.say") in done.stdout


def test_explain_in_french_and_in_the_language(program):
    done = program("explain", "E-214", "--language", "en")
    french, english = (Translator(tag).text("explain.code_invalid.meaning") for tag in ("fr", "en"))
    assert done.stdout.index(french) < done.stdout.index(english)
    assert program("explain", "E-214", "--language", "fr").stdout == program("explain", "E-214").stdout


def test_every_number_is_explained_in_both_languages():
    from mozaik_tui.commands.explain import explanation

    for code in SUPPORT_NUMBERS:
        for tag in ("fr", "en"):
            lines = explanation(code, Translator(tag))
            assert lines[0] == f"{support_number(code)} ({code})"
            assert len(lines) == 5


@pytest.mark.parametrize(
    ("number", "code"),
    [("E-000", 1), ("E-998", 1), ("1", 2), ("E-1", 2), ("E-2140", 2), ("geheim", 2), ("", 2), ("٢١٤", 2)],
)
def test_a_number_that_is_none(program, number, code):
    done = program("explain", number)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    assert "geheim" not in done.stderr


def test_secret_prints_a_fresh_key_each_time(program):
    keys = {program("secret").stdout for _ in range(3)}
    assert len(keys) == 3
    for key in keys:
        assert key.count("\n") == 1
        assert len(base64.b64decode(key.strip(), validate=True)) == 32


@pytest.mark.parametrize("arguments", [["geheim"], ["--geheim"], ["explain"], ["secret", "geheim"], ["sing"]])
def test_wrong_usage_is_one_line_and_2(program, arguments):
    done = program(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("mozaik-tui: ")
    assert done.stderr.endswith("Voyez : mozaik-tui --help\n")
    assert "geheim" not in done.stderr
    english = program(*arguments, "--language", "en")
    assert english.returncode == 2
    assert english.stderr.endswith("See: mozaik-tui --help\n")


def test_settings_that_are_not_understood(program, tmp_path):
    config = tmp_path / "mozaik.toml"
    config.write_text("[limits]\nresend_wait = 'geheim'\n", "utf-8")
    done = program("--config", str(config), "doctor")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr == f"mozaik-tui: {config}, ligne 2, limits.resend_wait : un nombre entier est attendu.\n"
    )
    done = program("doctor", MOZAIK_RESEND_WAIT="geheim")
    assert (done.returncode, done.stderr) == (
        1,
        "mozaik-tui: MOZAIK_RESEND_WAIT : cette variable n'existe pas.\n",
    )
    assert program("doctor", "--service", "geheim").returncode == 2
    assert program("doctor", "--language", "fr_CA").returncode == 2


def test_light_commands_do_not_read_the_settings(program):
    assert program("explain", "214", MOZAIK_NONSENSE="1").returncode == 0
    assert program("secret", MOZAIK_NONSENSE="1").returncode == 0


@pytest.mark.parametrize("arguments", [["explain", "214"], ["--help"], ["--version"]])
def test_a_reader_that_went_away_is_told_in_one_line(arguments):
    reader = subprocess.Popen([sys.executable, "-c", "pass"], stdin=subprocess.PIPE)
    reader.wait()
    command = [sys.executable, "-m", "mozaik_tui", *arguments]
    done = subprocess.run(command, stdout=reader.stdin, stderr=subprocess.PIPE, encoding="utf-8")
    reader.stdin.close()
    told = "mozaik-tui: la sortie s'est fermée avant la fin.\n"
    assert (done.returncode, done.stderr) == (1, told)


@pytest.mark.parametrize("arguments", [["explain", "214"], ["--help"], ["--version"]])
def test_a_full_disk_behind_the_output_is_told_in_one_line(arguments):
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w") as full:
            command = [sys.executable, "-m", "mozaik_tui", *arguments]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_without_our_letters_still_gets_an_answer(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "mozaik_tui", "explain", "214"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 0
    assert b"E-214" in done.stdout


def test_doctor_looks_and_changes_nothing(program, tmp_path):
    done = program("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    rows = dict(line.split("\t") for line in done.stdout.splitlines())
    machine = ["terminal", "profile", "shown", "fonts", "languages", "data_dir", "keyring", "service"]
    assert list(rows) == [*machine, "keys", "database", "practice", "mail"]
    assert all(value.startswith("ok – ") for value in rows.values())
    assert not (tmp_path / "data").exists()


def test_doctor_says_how_to_mend(program, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "practice.sqlite").write_bytes(b"no database at all, but long enough to look like one" * 100)
    key = data / "service.key"
    key.write_text(base64.b64encode(bytes(32)).decode())
    key.chmod(0o644)
    done = program("doctor", "--language", "en")
    rows = dict(line.split("\t") for line in done.stdout.splitlines())
    assert rows["keys"].startswith("to mend – ")
    assert f"chmod 600 {key}" in rows["keys"]
    assert rows["practice"].startswith("to mend – ")
    assert rows["database"].startswith("ok – ")
    assert (done.returncode, done.stderr) == (1, "mozaik-tui: things to mend: 2.\n")
    key.chmod(stat.S_IRUSR | stat.S_IWUSR)
    rows = dict(line.split("\t") for line in program("doctor").stdout.splitlines())
    assert rows["keys"].startswith("ok – ")


def test_a_password_in_an_argument_is_taken_with_a_warning(program):
    done = program("doctor", "--database", "postgresql://mozaik:geheim@db/mozaik")
    assert "MOZAIK_SERVICE__DATABASE_FILE" in done.stderr
    assert "geheim" not in done.stderr + done.stdout


def test_an_interrupt_is_130():
    probe = (
        "import os, signal, sys\n"
        "from mozaik_tui import cli\n"
        "from mozaik_tui.commands import secret\n"
        "secret.run = lambda call: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(cli.main(['secret']))\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_practice_run_that_is_ended_leaves_nothing_behind(tmp_path, name):
    """A closed window and an ordered end go the way of Ctrl+C: 130, and the throw-away directory is gone."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MOZAIK_")}
    running = subprocess.Popen(
        [sys.executable, "-m", "mozaik_tui", "--practice", "--plain", "--language", "fr"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**kept, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    shown = b""
    while b"\n> " not in shown:
        letter = running.stdout.read(1)
        assert letter, running.stderr.read()
        shown += letter
    assert [place.name[:16] for place in tmp_path.iterdir()] == ["mozaik-practice-"]
    running.send_signal(getattr(signal, name))
    _, told = running.communicate(timeout=60)
    assert (running.returncode, told) == (130, b"")
    assert not list(tmp_path.iterdir())


def test_a_thread_that_still_waits_is_not_ended_inside_of_a_library():
    """The process ends at once, after what is to be done at its end; without such a thread it ends as any."""
    waiting = "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
    for thread, after in ((waiting, []), ("", ["on"])):
        done = subprocess.run(
            [sys.executable, "-c", "import atexit, sys, threading, time\n"
             "atexit.register(lambda: print('last'))\n" + thread + "\n"
             "sys.argv = ['mozaik-tui', '--version']\n"
             "from mozaik_tui import cli\n"
             "cli.main()\n"
             "print('on')"],
            capture_output=True, encoding="utf-8", timeout=60, check=True,
        )  # fmt: skip
        assert done.stdout.split()[2:] == [*after, "last"]
