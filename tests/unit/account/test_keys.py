"""Keys and their file (account-service.md, Keys)."""

import base64
import copy
import os
import pickle
import threading

import pytest

from mozaik_tui.account import key_files
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys

A, B = b"a" * 32, b"b" * 32


def fault(call, *args, **kwargs):
    with pytest.raises(ServiceFault) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_sub_keys_are_hkdf():
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    expected = HKDF(SHA256(), 32, b"mozaik-tui", b"email").derive(A)
    assert Keys([A]).subkey("email") == expected
    assert Keys([A, B]).subkeys("email") == (expected, Keys([B]).subkey("email"))


def test_the_first_key_makes_and_all_read():
    old, both, new = Keys([A]), Keys([B, A]), Keys([B])
    sealed = old.seal("email", b"nadia", bound=b"row")
    assert both.open("email", sealed, bound=b"row") == b"nadia"
    assert not both.made_under_first(sealed)
    assert both.made_under_first(both.seal("email", b""))
    assert both.macs("email", "x") == (new.mac("email", "x"), old.mac("email", "x"))
    assert both.ids == (*new.ids, *old.ids)
    assert fault(new.open, "email", sealed, bound=b"row") == "key_mismatch"


def test_purposes_parts_and_places_are_kept_apart():
    keys = Keys([A])
    assert keys.mac("code", "ab", "c") != keys.mac("code", "a", "bc") != keys.mac("token", "a", "bc")
    assert keys.mac("code", "é") == keys.mac("code", "é".encode())
    sealed = keys.seal("email", b"nadia", bound=b"row 1")
    assert keys.seal("email", b"nadia", bound=b"row 1") != sealed
    for purpose, changed, bound in (
        ("outbox", sealed, b"row 1"),
        ("email", sealed, b"row 2"),
        ("email", sealed[:-1] + bytes([sealed[-1] ^ 1]), b"row 1"),
        ("email", b"", b"row 1"),
    ):
        assert fault(keys.open, purpose, changed, bound=bound) == "key_mismatch"


def test_keys_show_and_leave_nothing():
    keys = Keys([A])
    assert repr(keys) == str(keys) == "Keys(…)"
    for escape in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            escape(keys)
    assert Keys([A, A]).ids == keys.ids


@pytest.mark.parametrize("bad", [[], [b""], [b"a" * 31], [A, b"b" * 33]])
def test_a_key_is_32_bytes(bad):
    with pytest.raises(ValueError, match="key"):
        Keys(bad)


def test_the_file_is_made_once_and_only_for_its_owner(tmp_path):
    keys = key_files.load_keys(tmp_path, secret_file=None, existing=False)
    file = tmp_path / "service.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(file.read_bytes())) == 32
    assert key_files.load_keys(tmp_path, secret_file=None, existing=True).ids == keys.ids
    assert [path.name for path in tmp_path.iterdir()] == ["service.key"]


def test_many_first_starts_make_one_key(tmp_path):
    found = []
    gate = threading.Barrier(8)

    def start():
        gate.wait()
        found.append(key_files.load_keys(tmp_path, secret_file=None, existing=False).ids)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_missing_key_of_an_existing_database_is_not_made_anew(tmp_path):
    assert fault(key_files.load_keys, tmp_path, secret_file=None, existing=True) == "key_missing"
    named = tmp_path / "named"
    assert fault(key_files.load_keys, tmp_path, secret_file=named, existing=False) == "key_missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_that_others_may_read_is_refused(tmp_path, mode):
    file = tmp_path / "service.key"
    file.write_text(key_files.new_line())
    file.chmod(mode)
    assert fault(key_files.read_keys, file) == "key_permissions"
    file.chmod(0o400)
    assert key_files.read_keys(file)


def test_a_credential_of_systemd_shows_its_access_list_as_a_right_of_the_group(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text(key_files.new_line())
    file.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert key_files.read_keys(file)
    file.chmod(0o444)
    assert fault(key_files.read_keys, file) == "key_permissions"


def test_one_line_a_key(tmp_path):
    file = tmp_path / "secret"
    lines = [base64.b64encode(key).decode() for key in (A, B)]
    file.touch(0o600)
    for text in ("\n".join(lines), "\r\n".join([*lines, ""]), "\n" + "\n\n".join(lines)):
        file.write_text(text)
        assert key_files.load_keys(tmp_path, secret_file=file, existing=True).ids == Keys([A, B]).ids


@pytest.mark.parametrize("text", ["", "\n", "short", "YWJj", "é" * 44, "A" * 42 + "!!"])
def test_what_is_no_key_does_not_fit(tmp_path, text):
    file = tmp_path / "secret"
    file.touch(0o600)
    file.write_text(text)
    assert fault(key_files.read_keys, file) == "key_mismatch"


def test_a_folder_that_cannot_be_written(tmp_path):
    assert fault(key_files.make_keys, tmp_path / "nowhere" / "service.key") == "data_directory"


def test_where_links_are_not_known_a_rename_does(tmp_path, monkeypatch):
    monkeypatch.setattr(key_files.os, "name", "nt")
    file = tmp_path / "service.key"
    key_files.make_keys(file)
    monkeypatch.setattr(key_files.os, "name", os.name)
    assert len(base64.b64decode(file.read_bytes())) == 32
