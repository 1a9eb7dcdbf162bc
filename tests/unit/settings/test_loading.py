"""File, variables and options become one frozen Settings; what is not understood is refused by its place."""

from pathlib import Path

import pytest

from mozaik_tui.account.limits import Limits
from mozaik_tui.language import Translator
from mozaik_tui.settings import SettingsError, load
from mozaik_tui.settings.keys import KEYS
from mozaik_tui.settings.loading import ATTRIBUTES

EVERYTHING = """\
[service]
url = "https://comptes.exemple.qc.ca/"
database = "sqlite:////srv/mozaik/accounts.sqlite"
database_direct = "postgresql://mozaik@db/mozaik"
proxies = ["10.0.0.0/8", "::1"]
terminal_tokens = "required"

[mail]
transport = "smtp"
host = "relais.exemple.qc.ca"
port = 465
user = "mozaik"
from = "Mozaïk <mozaik@exemple.qc.ca>"
tls = "opportunistic"
retry_first = 1.5
retry_max = 60
lease = 30
connect_timeout = 2
command_timeout = 3
data_timeout = 4

[limits]
resend_wait = 0
children = 3

[password]
refuse_common = false

[languages]
offered = ["fr"]
default = "en"

[kiosk]
idle = 60
warning = 10
exit_pin_hash = "$argon2id$invented"
restart = false

[support]
default = "Secrétariat : 514 555-0100"
css-phares = ["Ligne 1", "Ligne 2"]

[interface]
theme = "high-contrast"
reduced_motion = true
"""


def write(folder: Path, text: str) -> str:
    file = folder / "mozaik.toml"
    file.write_text(text, "utf-8")
    return str(file)


def test_with_nothing_configured_it_is_practice_on_the_embedded_service():
    settings = load({})
    assert settings.service.embedded
    assert settings.practice
    assert not settings.throwaway
    assert settings.limits == Limits()
    assert settings.password.refuse_common
    assert settings.languages.offered is None
    assert settings.language is None
    assert settings.data_dir.is_absolute()
    assert settings.database_url == f"sqlite:///{settings.data_dir / 'accounts.sqlite'}"


def test_every_key_of_the_file(tmp_path):
    settings = load({}, {"config": write(tmp_path, EVERYTHING)})
    assert settings.service.url == "https://comptes.exemple.qc.ca"
    assert not settings.service.embedded
    assert settings.service.proxies == ("10.0.0.0/8", "::1/128")
    assert settings.service.terminal_tokens == "required"
    assert settings.database_url == "sqlite:////srv/mozaik/accounts.sqlite"
    assert (settings.mail.host, settings.mail.port, settings.mail.tls) == (
        "relais.exemple.qc.ca",
        465,
        "opportunistic",
    )
    assert settings.mail.sender == "Mozaïk <mozaik@exemple.qc.ca>"
    assert (settings.mail.retry_first, settings.mail.lease, settings.mail.data_timeout) == (1.5, 30, 4)
    assert (settings.limits.resend_wait, settings.limits.children, settings.limits.guardians) == (0, 3, 4)
    assert not settings.password.refuse_common
    assert settings.languages.offered == ("fr",)
    assert (settings.kiosk.idle, settings.kiosk.restart) == (60, False)
    assert settings.support.lines("css-phares") == ("Ligne 1", "Ligne 2")
    assert settings.support.lines("css-monts-et-marees") == ("Secrétariat : 514 555-0100",)
    assert settings.support.lines() == ("Secrétariat : 514 555-0100",)
    assert (settings.interface.theme, settings.interface.reduced_motion) == ("high-contrast", True)
    assert not settings.practice


def test_every_key_of_the_table_is_a_field_of_the_settings():
    for section, table in KEYS.items():
        names = getattr(load({}), section)._fields
        for key in table:
            assert ATTRIBUTES.get(f"{section}.{key}", key) in names


def test_variables_go_before_the_file_and_options_before_variables(tmp_path):
    config = write(
        tmp_path, '[service]\nurl = "https://a.example"\n[limits]\nresend_wait = 1\nchildren = 1\n'
    )
    environ = {
        "MOZAIK_CONFIG": config,
        "MOZAIK_LIMITS__RESEND_WAIT": "2",
        "MOZAIK_SERVICE__URL": "https://b.example",
        "MOZAIK_PASSWORD__REFUSE_COMMON": "false",
        "MOZAIK_LANGUAGES__OFFERED": "en, fr",
        "MOZAIK_MAIL__RETRY_FIRST": "0.5",
        "MOZAIK_SUPPORT__CSS_PHARES": "Ligne 1 ; Ligne 2",
        "MOZAIK_LANGUAGE": "en-CA",
        "MOZAIK_TERMINAL": "xterm",
        "MOZAIK_DATA_DIR": str(tmp_path / "data"),
        "MOZAIK_SECRET_FILE": "/run/key",
        "HOME": "/nowhere",
    }
    settings = load(environ)
    assert (settings.limits.resend_wait, settings.limits.children) == (2, 1)
    assert settings.service.url == "https://b.example"
    assert not settings.password.refuse_common
    assert settings.languages.offered == ("en", "fr")
    assert settings.mail.retry_first == 0.5
    assert settings.support.lines("css-phares") == ("Ligne 1", "Ligne 2")
    assert (settings.language, settings.terminal) == ("en", "xterm")
    assert settings.data_dir == tmp_path / "data"
    assert settings.secret_file == Path("/run/key")
    assert load({**environ, "MOZAIK_SERVICE": "https://c.example"}).service.url == "https://c.example"
    options = {"service": "embedded", "language": "fr", "data-dir": "here", "terminal": "vte", "plain": ""}
    settings = load({**environ, "MOZAIK_SERVICE": "https://c.example"}, options)
    assert settings.service.embedded
    assert (settings.language, settings.terminal, settings.plain) == ("fr", "vte", True)
    assert settings.data_dir == Path.cwd() / "here"


def test_practice_by_option_leaves_out_everything_real(tmp_path):
    config = write(tmp_path, EVERYTHING)
    settings = load(
        {"MOZAIK_SERVICE__DATABASE": "sqlite:////srv/real.sqlite"}, {"config": config}, practice=True
    )
    assert settings.practice
    assert settings.throwaway
    assert settings.service.embedded
    assert settings.service.database is None
    assert settings.mail.transport == "practice"
    assert settings.limits.resend_wait == 0


def test_practice_by_option_needs_no_file_of_the_real_service(tmp_path):
    """Whoever trains on a host that is set up may not read them."""
    away = str(tmp_path / "of-somebody-else")
    variables = {
        "MOZAIK_SECRET_FILE": away,
        "MOZAIK_MAIL__PASSWORD_FILE": away,
        "MOZAIK_SERVICE__TOKEN_FILE": away,
    }
    settings = load(variables, practice=True)
    assert settings.secret_file is None
    with pytest.raises(SettingsError):
        load(variables)


def test_a_service_elsewhere_or_a_relay_is_no_practice():
    assert not load({"MOZAIK_SERVICE": "https://a.example"}).practice
    real = {
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "r.example",
        "MOZAIK_MAIL__FROM": "a@r.example",
    }
    assert not load(real).practice


def test_an_empty_variable_is_an_unset_one():
    empty = {"MOZAIK_LANGUAGE": "", "MOZAIK_SERVICE": "", "MOZAIK_CONFIG": "", "MOZAIK_LIMITS__CHILDREN": ""}
    assert load(empty) == load({})


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        load({}).practice = False  # type: ignore[misc]
    with pytest.raises(TypeError):
        load({}).support.contacts["default"] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "line", "key", "reason"),
    [
        ("[limits]\nresend_wiat = 1\n", 2, "limits.resend_wiat", "unknown_key"),
        ("# a\n\n[limit]\nresend_wait = 1\n", 3, "limit", "unknown_key"),
        ("colour = 1\n", 1, "colour", "unknown_key"),
        ("limits = 3\n", 1, "limits", "section"),
        ('[limits]\n# x\nresend_wait = "60"\n', 3, "limits.resend_wait", "whole"),
        ("[limits]\nresend_wait = true\n", 2, "limits.resend_wait", "whole"),
        ("[limits]\nresend_wait = 1.5\n", 2, "limits.resend_wait", "whole"),
        ("[limits]\nresend_wait = -1\n", 2, "limits.resend_wait", "range"),
        ("[limits]\nresend_wait = 99999999999\n", 2, "limits.resend_wait", "range"),
        ("[limits]\ncode_digits = 3\n", 2, "limits.code_digits", "range"),
        ("limits.resend_wait = 1\nlimits.\"children\" = 'a'\n", 2, "limits.children", "whole"),
        ("limits = { children = 'a' }\n", 1, "limits.children", "whole"),
        ('[password]\nrefuse_common = "false"\n', 2, "password.refuse_common", "flag"),
        ("[password]\nrefuse_common = 0\n", 2, "password.refuse_common", "flag"),
        ("[mail]\ntransport = 'pigeon'\n", 2, "mail.transport", "word"),
        ("[mail]\ntls = true\n", 2, "mail.tls", "word"),
        ("[mail]\nport = 0\n", 2, "mail.port", "range"),
        ("[mail]\nretry_first = nan\n", 2, "mail.retry_first", "seconds"),
        ("[mail]\nretry_first = 0\n", 2, "mail.retry_first", "seconds"),
        ("[mail]\nhost = 5\n", 2, "mail.host", "text"),
        ('[mail]\nhost = "a\\nb"\n', 2, "mail.host", "one_line"),
        ("[mail]\n\ntransport = 'smtp'\n", 3, "mail.transport", "smtp_needs"),
        ("[mail]\ntransport = 'smtp'\nhost = 'a.example'\nfrom = 'nobody'\n", 4, "mail.from", "smtp_needs"),
        ("[service]\nurl = 'ftp://a'\n", 2, "service.url", "url"),
        ("[service]\nurl = 'https://user:geheim@a.example'\n", 2, "service.url", "url"),
        ("[service]\nurl = 'https://a.example:99999'\n", 2, "service.url", "url"),
        ("[service]\ndatabase = 'mysql://a'\n", 2, "service.database", "database"),
        ("[service]\ndatabase = 'postgresql://a:geheim@h/d'\n", 2, "service.database", "password_in_url"),
        (
            "[service]\ndatabase = 'postgresql://h/d?password=geheim'\n",
            2,
            "service.database",
            "password_in_url",
        ),
        ("[service]\nproxies = ['10.0.0.0/40']\n", 2, "service.proxies", "network"),
        ("[service]\nproxies = 3\n", 2, "service.proxies", "texts"),
        ("[service]\ntoken = 'geheim'\n", 2, "service.token", "secret_in_file"),
        ("[mail]\npassword = 'geheim'\n", 2, "mail.password", "secret_in_file"),
        ("[languages]\noffered = ['fr', 'xx']\n", 2, "languages.offered", "not_offered"),
        ("[languages]\ndefault = 'xx'\n", 2, "languages.default", "not_offered"),
        ("[support]\ncss-nowhere = 'a'\n", 2, "support.css-nowhere", "school_body"),
        ("[support]\ncss-phares = 1\n", 2, "support.css-phares", "texts"),
        ("[interface]\ntheme = 'pink'\n", 2, "interface.theme", "word"),
        ("[kiosk]\nidle = 0\n", 2, "kiosk.idle", "range"),
    ],
)
def test_what_is_not_understood_is_refused_with_file_line_and_key(tmp_path, text, line, key, reason):
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load({}, {"config": file})
    error = caught.value
    assert (error.place.line, error.place.name, error.reason) == (line, key, reason)
    for tag, number in (("fr", f"ligne {line}"), ("en", f"line {line}")):
        told = error.line(Translator(tag))
        assert "\n" not in told
        assert told.startswith(f"{file}, {number}, {key} : ")
        assert "geheim" not in told
    assert str(error) == error.line(Translator("fr"))
    assert "geheim" not in repr(error)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"[limits\n", 1, "no_toml"),
        (b"[limits]\nchildren = 3\nchildren = 4\n", 3, "no_toml"),
        (b"[mail]\nhost = geheim\n", 2, "no_toml"),
        (b"a = " + b"[" * 5000, None, "no_toml"),
        (b"\xff\xfe", None, "not_utf8"),
        (b"#" * 1_100_000, None, "too_large"),
    ],
)
def test_a_file_that_is_none(tmp_path, content, line, reason):
    file = tmp_path / "mozaik.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load({"MOZAIK_CONFIG": str(file)})
    assert caught.value.reason == reason
    assert line is None or caught.value.place.line == line
    assert "geheim" not in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match=r"gone\.toml.*FileNotFoundError"):
        load({}, {"config": str(tmp_path / "gone.toml")})
    with pytest.raises(SettingsError):
        load({}, {"config": str(tmp_path)})


def test_a_file_with_a_byte_order_mark_and_windows_lines(tmp_path):
    file = tmp_path / "mozaik.toml"
    file.write_bytes(b"\xef\xbb\xbf[limits]\r\nchildren = 2\r\n")
    assert load({}, {"config": str(file)}).limits.children == 2


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("MOZAIK_RESEND_WAIT", "1", "unknown_variable"),
        ("MOZAIK_LIMITS__RESEND_WIAT", "1", "unknown_variable"),
        ("MOZAIK_LIMITS__resend_wait", "1", "unknown_variable"),
        ("MOZAIK_", "", "unknown_variable"),
        ("MOZAIK_MAIL__HOST_FILE", "/x", "unknown_variable"),
        ("MOZAIK_SUPPORT__NOWHERE", "a", "school_body"),
        ("MOZAIK_LIMITS__RESEND_WAIT", "one", "whole"),
        ("MOZAIK_LIMITS__RESEND_WAIT", "٣", "whole"),
        ("MOZAIK_LIMITS__RESEND_WAIT", " 3", "whole"),
        ("MOZAIK_LIMITS__RESEND_WAIT", "9" * 5000, "whole"),
        ("MOZAIK_LIMITS__RESEND_WAIT", "-1", "range"),
        ("MOZAIK_PASSWORD__REFUSE_COMMON", "0", "flag"),
        ("MOZAIK_PASSWORD__REFUSE_COMMON", "True", "flag"),
        ("MOZAIK_MAIL__RETRY_MAX", "1e3", "seconds"),
        ("MOZAIK_MAIL__TRANSPORT", "smtp", "smtp_needs"),
        ("MOZAIK_MAIL__TRANSPORT", "geheim", "word"),
        ("MOZAIK_SERVICE", "geheim", "url"),
        ("MOZAIK_SERVICE__DATABASE", "geheim", "database"),
        ("MOZAIK_LANGUAGE", "fr_CA", "tag"),
    ],
)
def test_a_variable_that_is_not_understood_is_refused_by_its_name(name, value, reason):
    with pytest.raises(SettingsError) as caught:
        load({name: value})
    assert (caught.value.place.name, caught.value.reason) == (name, reason)
    assert str(caught.value).startswith(f"{name} : ")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(("option", "value"), [("service", "x"), ("database", "x"), ("language", "fr_CA")])
def test_an_option_that_is_not_understood_is_refused_by_its_name(option, value):
    with pytest.raises(SettingsError) as caught:
        load({}, {option: value})
    assert str(caught.value).startswith(f"--{option} : ")


def test_a_language_is_taken_to_the_nearest_of_the_offered_ones():
    assert load({"MOZAIK_LANGUAGE": "en-GB"}).language == "en"
    assert load({"MOZAIK_LANGUAGE": "de"}).language == "fr"
    assert load({"MOZAIK_LANGUAGE": "en", "MOZAIK_LANGUAGES__OFFERED": "fr"}).language == "fr"
    assert load({}, {"language": "qps-ploc"}).language == "qps-ploc"


def test_the_check_of_the_project_may_be_asked_for_by_its_variable():
    assert load({"MOZAIK_PROVE": "1"}) == load({})
