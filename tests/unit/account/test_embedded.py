"""Opening and closing the service; keys and databases of a data directory."""

import re
import time

import pytest

from mozaik_tui.account.contract import ChildForm, Refusal, ServiceFault
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.key_files import new_line
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.passwords import Cost

PASSWORD = "Kx7$vold8rz"


def mailed_code(parts, email):
    """Waits for the worker, not for a time."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := parts.practice.mailbox(email):
            return re.search(r"(?<!\d)\d{6}(?!\d)", found[0].text).group()
        time.sleep(0.005)
    raise AssertionError("no mail came")


def test_the_whole_journey_in_practice(tmp_path):
    parts = open_embedded(data_dir=tmp_path, practice=True)
    service, card = parts.service, parts.practice.card()
    token = service.start_flow(card.email, "fr").flow_token
    assert service.verify(token, mailed_code(parts, card.email)).account == "new"
    session = service.set_password(token, PASSWORD, PASSWORD).session_token
    for pupil in card.children:
        form = ChildForm(
            pupil.school_body_id,
            pupil.last_name,
            pupil.first_name,
            pupil.birth_date,
            permanent_code=pupil.permanent_code,
        )
        assert service.add_child(session, form).created
    assert len(service.children(session)) == len(card.children)
    parts.close()
    again = open_embedded(data_dir=tmp_path, practice=True)
    assert len(again.service.children(session)) == len(card.children)
    again.close()
    names = {path.name for path in tmp_path.iterdir()}
    assert "practice.sqlite" in names
    assert not {"accounts.sqlite", "practice.sqlite-wal"} & names


def test_practice_never_opens_the_real_database(tmp_path, open_service):
    open_service(practice=True, database=f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    assert not (tmp_path / "elsewhere.sqlite").exists()
    open_service(database=f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    assert (tmp_path / "elsewhere.sqlite").exists()


def fault(call, **settings):
    with pytest.raises(ServiceFault) as caught:
        call(**settings)
    return caught.value.code


def test_missing_and_foreign_keys(tmp_path, open_service):
    open_service().close()
    key = tmp_path / "service.key"
    kept = key.read_text()
    key.unlink()
    assert fault(open_service) == "key_missing"
    assert not key.exists()
    key.touch(0o600)
    key.write_text(new_line())
    assert fault(open_service) == "key_mismatch"
    key.write_text(kept)
    key.chmod(0o644)
    assert fault(open_service) == "key_permissions"
    key.chmod(0o600)
    open_service()


def test_a_folder_that_cannot_be_made(tmp_path, open_service):
    (tmp_path / "file").touch()
    assert fault(open_service, data_dir=tmp_path / "file" / "data") == "data_directory"


def test_what_was_made_under_an_old_key_lives_on(tmp_path, open_service):
    secret = tmp_path / "secret"
    secret.touch(0o600)
    old, new = new_line(), new_line()
    secret.write_text(old)
    first = open_service(secret_file=secret, limits=Limits(sends_hour=3, code_tries=2))
    code_token = first.service.start_flow("b@example.com", "fr").flow_token
    token = first.service.start_flow("nadia@example.com", "fr", key="k" * 16).flow_token
    from mozaik_tui.account.mail.practice import PracticeTransport
    from mozaik_tui.account.mail.worker import Worker

    box = PracticeTransport(first.ctx)
    Worker(first.ctx, box).run_once()
    codes = {
        email: re.search(r"(?<!\d)\d{6}(?!\d)", box.mailbox(email)[0].text).group()
        for email in ("b@example.com", "nadia@example.com")
    }
    first.service.verify(token, codes["nadia@example.com"])
    session = first.service.set_password(token, PASSWORD, PASSWORD).session_token
    bad = next(c for c in ("000000", "000001") if c != codes["b@example.com"])
    with pytest.raises(Refusal):
        first.service.verify(code_token, bad)
    first.close()

    secret.write_text(f"{new}\n{old}")
    second = open_service(secret_file=secret, limits=Limits(sends_hour=3, code_tries=2))
    service = second.service
    assert service.account(session).email == "nadia@example.com"
    with pytest.raises(Refusal, match="code_invalid"):
        service.verify(code_token, bad)
    with pytest.raises(Refusal, match="code_locked"):
        service.verify(code_token, codes["b@example.com"])
    assert service.start_flow("nadia@example.com", "fr", key="k" * 16).flow_token == token
    for _ in range(2):
        service.start_flow("nadia@example.com", "fr")
    with pytest.raises(Refusal, match="send_locked"):
        service.start_flow("nadia@example.com", "fr")
    assert service.sign_in("nadia@example.com", PASSWORD).session_token
    service.set_language(session, "en")


def test_passwords_are_hashed_anew_when_the_parameters_change(tmp_path, open_service):
    first = open_service(cost=Cost(8, 1))
    phcs = lambda parts: parts.ctx.store.read(  # noqa: E731
        lambda tx: tx.exec_driver_sql("SELECT password FROM accounts").scalars().all()
    )
    from mozaik_tui.account.mail.practice import PracticeTransport
    from mozaik_tui.account.mail.worker import Worker

    token = first.service.start_flow("nadia@example.com", "fr").flow_token
    box = PracticeTransport(first.ctx)
    Worker(first.ctx, box).run_once()
    first.service.verify(token, re.search(r"\b\d{6}\b", box.mailbox("nadia@example.com")[0].text).group())
    first.service.set_password(token, PASSWORD, PASSWORD)
    assert "m=8,t=1" in phcs(first)[0]
    first.close()
    second = open_service(cost=Cost(16, 2))
    with pytest.raises(Refusal):
        second.service.sign_in("nadia@example.com", "wrong")
    assert "m=8,t=1" in phcs(second)[0]
    second.service.sign_in("nadia@example.com", PASSWORD)
    assert "m=16,t=2" in phcs(second)[0]
    assert second.service.sign_in("nadia@example.com", PASSWORD).session_token


def test_opening_with_a_relay_and_fewer_languages(tmp_path):
    parts = open_embedded(
        data_dir=tmp_path,
        practice=False,
        mail=MailSettings(
            transport="smtp", host="127.0.0.1", port=9, sender="school@example.com", tls="none"
        ),
        refuse_common=False,
        offered=("fr",),
    )
    assert parts.practice is None
    assert parts.ctx.nearest("en") == "fr"
    assert not parts.ctx.refuse_common
    parts.close()


def test_closing_does_not_mind_a_database_that_is_gone(open_service, monkeypatch):
    parts = open_service(helpers=True)
    parts.ctx.store.close()
    parts.close()
    parts.ctx.wake()


def test_a_failed_opening_lets_go_of_the_database(tmp_path, open_service):
    def failing(_ctx):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        open_service(transport=failing, helpers=True)
    assert not (tmp_path / "accounts.sqlite-wal").exists()


def test_nothing_personal_lies_in_the_files(tmp_path):
    parts = open_embedded(data_dir=tmp_path, practice=True)
    service, card = parts.service, parts.practice.card()
    token = service.start_flow(card.email, "fr", key="k" * 16).flow_token
    code = mailed_code(parts, card.email)
    service.verify(token, code)
    session = service.set_password(token, PASSWORD, PASSWORD, key="k" * 16).session_token
    pupil = card.children[0]
    form = ChildForm(
        pupil.school_body_id,
        pupil.last_name,
        pupil.first_name,
        pupil.birth_date,
        file_number=pupil.file_number,
    )
    service.add_child(session, form, key="k" * 16)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("practice"))
    local = card.email.partition("@")[0]
    for secret in (card.email, local, PASSWORD, token, session, pupil.last_name, pupil.file_number):
        assert secret.encode() not in raw, "found in the files"
    parts.close()


def test_reprs_show_no_secret(open_service):
    service = open_service().service
    started = service.start_flow("nadia@example.com", "fr")
    assert started.flow_token not in repr(started)
    assert "nadia" not in repr(service.flow(started.flow_token))
