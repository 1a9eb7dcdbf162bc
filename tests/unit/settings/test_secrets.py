"""Secrets: a file that nobody else reads, then the variable, then the keyring; never told in an error."""

import os
import sys
import threading
import time
from types import ModuleType

import pytest

from mozaik_tui.settings import SettingsError, load
from mozaik_tui.settings.secrets import keyring_secret

SECRET = "Tr3s-geheim"
RELAY = {
    "MOZAIK_MAIL__TRANSPORT": "smtp",
    "MOZAIK_MAIL__HOST": "r.example",
    "MOZAIK_MAIL__FROM": "a@r.example",
}


def secret_file(folder, text=SECRET + "\n", mode=0o600, name="secret"):
    file = folder / name
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return str(file)


def test_a_file_goes_before_the_variable(tmp_path):
    environ = {**RELAY, "MOZAIK_MAIL__PASSWORD": "other", "MOZAIK_MAIL__PASSWORD_FILE": secret_file(tmp_path)}
    assert load(environ).mail.password == SECRET
    del environ["MOZAIK_MAIL__PASSWORD_FILE"]
    assert load(environ).mail.password == "other"


def test_every_secret_and_none_in_a_repr(tmp_path):
    url = f"postgresql://mozaik:{SECRET}@db/mozaik"
    environ = {
        **RELAY,
        "MOZAIK_MAIL__PASSWORD": SECRET,
        "MOZAIK_SERVICE__TOKEN_FILE": secret_file(tmp_path),
        "MOZAIK_SERVICE__DATABASE_FILE": secret_file(tmp_path, url, name="database"),
        "MOZAIK_SERVICE__DATABASE_DIRECT": url,
    }
    settings = load(environ)
    assert settings.mail.password == SECRET
    assert settings.service.token == SECRET
    assert settings.service.database == settings.service.database_direct == url
    assert SECRET not in repr(settings)


if os.name == "posix":  # elsewhere the rights of files are another matter

    @pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o602, 0o601])
    def test_a_file_that_others_may_read_is_refused_with_what_mends_it(tmp_path, mode):
        file = secret_file(tmp_path, mode=mode, name="my secret")
        with pytest.raises(SettingsError) as caught:
            load({"MOZAIK_MAIL__PASSWORD_FILE": file})
        assert str(caught.value).startswith("MOZAIK_MAIL__PASSWORD_FILE : ")
        assert f"chmod 600 '{file}'" in str(caught.value)
        assert SECRET not in str(caught.value)
        os.system(f"chmod 600 '{file}'")
        assert load({"MOZAIK_MAIL__PASSWORD_FILE": file}).mail.password == SECRET

    def test_a_credential_of_systemd_shows_its_access_list_as_a_group_right(tmp_path):
        environ = {
            "MOZAIK_MAIL__PASSWORD_FILE": secret_file(tmp_path, mode=0o440),
            "CREDENTIALS_DIRECTORY": str(tmp_path),
        }
        assert load(environ).mail.password == SECRET
        with pytest.raises(SettingsError):
            load({**environ, "CREDENTIALS_DIRECTORY": str(tmp_path / "other")})
        environ["MOZAIK_MAIL__PASSWORD_FILE"] = secret_file(tmp_path, mode=0o444, name="open")
        with pytest.raises(SettingsError):
            load(environ)


@pytest.mark.parametrize("text", ["", "\n", f"{SECRET}\n{SECRET}\n", f"\n{SECRET}"])
def test_a_file_without_one_secret_is_refused(tmp_path, text):
    with pytest.raises(SettingsError) as caught:
        load({"MOZAIK_MAIL__PASSWORD_FILE": secret_file(tmp_path, text)})
    assert SECRET not in str(caught.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    for place in (tmp_path / "gone", tmp_path):
        with pytest.raises(SettingsError, match="MOZAIK_SERVICE__TOKEN_FILE"):
            load({"MOZAIK_SERVICE__TOKEN_FILE": str(place)})
    raw = tmp_path / "raw"
    raw.write_bytes(b"\xff\xff")
    raw.chmod(0o600)
    with pytest.raises(SettingsError):
        load({"MOZAIK_SERVICE__TOKEN_FILE": str(raw)})


def test_lines_may_end_as_on_windows(tmp_path):
    assert (
        load({"MOZAIK_MAIL__PASSWORD_FILE": secret_file(tmp_path, f"{SECRET}\r\n")}).mail.password == SECRET
    )


class Keyring(ModuleType):
    """Stands in for the keyring library: which backend a machine has is not ours to choose."""

    def __init__(self, answer):
        super().__init__("keyring")
        self.asked = []
        self.answer = answer

    def get_password(self, service, entry):
        self.asked.append((service, entry))
        return self.answer()


def test_the_keyring_is_asked_under_our_name(monkeypatch):
    ring = Keyring(lambda: SECRET)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert keyring_secret("mail.password") == SECRET
    assert ring.asked == [("mozaik-tui", "mail.password")]


def test_a_keyring_that_fails_has_no_secret(monkeypatch):
    def fail():
        raise RuntimeError("no backend")

    monkeypatch.setitem(sys.modules, "keyring", Keyring(fail))
    assert keyring_secret("mail.password") is None


def test_a_keyring_that_never_answers_is_left_behind(monkeypatch):
    answer = threading.Event()
    monkeypatch.setitem(sys.modules, "keyring", Keyring(answer.wait))
    started = time.monotonic()
    assert keyring_secret("mail.password", seconds=0.05) is None
    assert time.monotonic() - started < 30
    answer.set()


@pytest.fixture
def ring(monkeypatch):
    """A keyring that has the same secret for all."""
    made = Keyring(lambda: SECRET)
    monkeypatch.setitem(sys.modules, "keyring", made)
    return made


def test_the_keyring_is_not_asked_for_what_is_not_needed(ring, tmp_path):
    for environ in ({}, RELAY, {**RELAY, "MOZAIK_MAIL__USER": "u", "MOZAIK_MAIL__PASSWORD": "p"}):
        load(environ)
    load({"MOZAIK_SERVICE__DATABASE": "postgresql://u:p@db/x"})
    load({"MOZAIK_SERVICE__DATABASE": f"sqlite:///{tmp_path}/x"})
    load({**RELAY, "MOZAIK_MAIL__USER": "u"}, practice=True)
    assert ring.asked == []


def test_the_keyring_comes_last(ring):
    assert load({**RELAY, "MOZAIK_MAIL__USER": "u"}).mail.password == SECRET
    assert load({"MOZAIK_SERVICE": "https://a.example"}).service.token == SECRET
    assert [entry for _, entry in ring.asked] == ["mail.password", "service.token https://a.example"]


def test_a_database_address_may_stand_in_the_keyring(ring):
    ring.answer = lambda: f"postgresql://u:{SECRET}@db/x"
    assert SECRET in load({"MOZAIK_SERVICE__DATABASE": "postgresql://db/x"}).database_url
    ring.answer = lambda: SECRET
    with pytest.raises(SettingsError) as caught:
        load({"MOZAIK_SERVICE__DATABASE": "postgresql://db/x"})
    assert SECRET not in str(caught.value)
    ring.answer = lambda: None
    assert load({"MOZAIK_SERVICE__DATABASE": "postgresql://db/x"}).database_url == "postgresql://db/x"
