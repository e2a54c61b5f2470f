"""The vault opens with the right key only, and survives what happens to files and keyrings."""

from __future__ import annotations

import os
from pathlib import Path

import keyring.errors
import msgspec
import pytest
from keyring.backends import fail, null

from inbox.domain.errors import Refused
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Actor, Role
from inbox.session import durable
from inbox.session.keyring_lock import KeyLost, KeyringIsLocked, KeyringLock, NoKeyring
from inbox.session.passphrase_lock import PassphraseLock, WrongPassphrase
from inbox.session.vault import Damaged, Lock, Secrets, Vault, lock_kind
from tests.session.keychain import Keychain, PlainKeychain, using

PLACE = "portal/person"
ACTOR = Actor(
    PersonId("Practitioner/n"),
    "Nadia Brand, RN",
    Role.RN,
    frozenset({"PractitionerRole/n"}),
    (PoolId("HealthcareService/f"),),
)
SECRETS = Secrets(
    portal="http://127.0.0.1:1/fhir",
    client_id="inbox",
    token_endpoint="http://127.0.0.1:1/token",
    revocation_endpoint="",
    actor=ACTOR,
    cache_key=bytes(range(32)),
    refresh_token="rotating-refresh-token",
)


@pytest.fixture(params=["keyring", "passphrase"])
def lock(request: pytest.FixtureRequest, keychain: Keychain) -> Lock:
    return KeyringLock() if request.param == "keyring" else PassphraseLock("correct horse battery", cost=15)


def test_what_is_kept_comes_back(tmp_path: Path, lock: Lock) -> None:
    path = tmp_path / "a" / "vault"
    assert lock_kind(path) == ""
    Vault.create(path, PLACE, lock, SECRETS)
    again = Vault.open(path, PLACE, lock)
    assert again.secrets == SECRETS
    fresh = msgspec.structs.replace(SECRETS, refresh_token="next" * 2000)
    assert again.change(refresh_token=fresh.refresh_token) == SECRETS
    assert Vault.open(path, PLACE, lock).secrets == fresh
    assert lock_kind(path) == lock.kind


def test_nothing_lies_open_on_the_disk(tmp_path: Path, lock: Lock) -> None:
    Vault.create(tmp_path / "vault", PLACE, lock, SECRETS)
    content = (tmp_path / "vault").read_bytes()
    for secret in (b"rotating", b"Nadia", b"Practitioner", b"horse", SECRETS.cache_key):
        assert secret not in content
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    assert "rotating" not in repr(SECRETS)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_only_its_owner_may_read_it(tmp_path: Path, lock: Lock) -> None:
    Vault.create(tmp_path / "new" / "vault", PLACE, lock, SECRETS)
    assert (tmp_path / "new" / "vault").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_changed_file_does_not_open(tmp_path: Path, lock: Lock) -> None:
    path = tmp_path / "vault"
    Vault.create(path, PLACE, lock, SECRETS)
    file = msgspec.json.decode(path.read_bytes())
    sealed = file["sealed"]
    file["sealed"] = ("A" if sealed[0] != "A" else "B") + sealed[1:]
    path.write_bytes(msgspec.json.encode(file))
    with pytest.raises(Refused):
        Vault.open(path, PLACE, lock)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00", b'{"format":99}'])
def test_a_damaged_file_is_told(tmp_path: Path, lock: Lock, content: bytes) -> None:
    (tmp_path / "vault").write_bytes(content)
    with pytest.raises(Damaged):
        Vault.open(tmp_path / "vault", PLACE, lock)


def test_a_file_of_a_later_version_is_told(tmp_path: Path, lock: Lock) -> None:
    path = tmp_path / "vault"
    Vault.create(path, PLACE, lock, SECRETS)
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":2'))
    with pytest.raises(Damaged, match="another version"):
        Vault.open(path, PLACE, lock)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    durable.replace(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_wrong_passphrase_opens_nothing_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vault"
    Vault.create(path, PLACE, PassphraseLock("correct horse battery", cost=15), SECRETS)
    with pytest.raises(WrongPassphrase):
        Vault.open(path, PLACE, PassphraseLock("correct horse batterY"))
    assert Vault.open(path, PLACE, PassphraseLock("correct horse battery")).secrets == SECRETS


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at least 10"):
        Vault.create(tmp_path / "vault", PLACE, PassphraseLock("too short"), SECRETS)
    assert not (tmp_path / "vault").exists()


@pytest.mark.parametrize("cost", [4, 14, 21, 40])
def test_a_file_cannot_make_the_key_cheap_or_hang_the_computer(tmp_path: Path, cost: int) -> None:
    hint = msgspec.json.encode({"salt": b"0" * 16, "cost": cost, "r": 8, "p": 1})
    with pytest.raises(Damaged):
        PassphraseLock("correct horse battery").key(PLACE, hint)


def test_the_usual_passphrase_key_is_memory_hard() -> None:
    _, hint = PassphraseLock("correct horse battery").new_key(PLACE)
    kept = msgspec.json.decode(hint)
    assert 128 * kept["r"] * 2 ** kept["cost"] >= 64 * 2**20


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring, PlainKeychain])
def test_keyrings_that_keep_nothing_secret_are_refused(backend: type) -> None:
    with using(backend()), pytest.raises(NoKeyring):
        KeyringLock()


def test_a_keyring_that_drops_what_it_is_given_is_refused(keychain: Keychain, tmp_path: Path) -> None:
    keychain.forgetful = True
    with pytest.raises(NoKeyring, match="does not keep"):
        Vault.create(tmp_path / "vault", PLACE, KeyringLock(), SECRETS)
    assert not (tmp_path / "vault").exists()


class LockedException(Exception):
    """By this name the Secret Service says that somebody has to unlock it."""


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (keyring.errors.KeyringLocked("secret text"), KeyringIsLocked),
        (LockedException("secret text"), KeyringIsLocked),
        (keyring.errors.InitError("secret text"), NoKeyring),
        (keyring.errors.NoKeyringError("secret text"), NoKeyring),
        (RuntimeError("secret text"), NoKeyring),
    ],
)
def test_trouble_of_the_keyring_is_told_in_our_words(
    keychain: Keychain, tmp_path: Path, trouble: Exception, told: type[Refused]
) -> None:
    path = tmp_path / "vault"
    Vault.create(path, PLACE, KeyringLock(), SECRETS)
    keychain.trouble = trouble
    with pytest.raises(told) as caught:
        Vault.open(path, PLACE, KeyringLock())
    assert "secret text" not in str(caught.value)
    keychain.trouble = None
    assert Vault.open(path, PLACE, KeyringLock()).secrets == SECRETS


def test_a_key_that_the_keyring_lost_is_told(keychain: Keychain, tmp_path: Path) -> None:
    path = tmp_path / "vault"
    Vault.create(path, PLACE, KeyringLock(), SECRETS)
    keychain.kept.clear()
    with pytest.raises(KeyLost):
        Vault.open(path, PLACE, KeyringLock())


def test_a_vault_is_opened_by_its_own_kind_of_lock_only(keychain: Keychain, tmp_path: Path) -> None:
    path = tmp_path / "vault"
    Vault.create(path, PLACE, KeyringLock(), SECRETS)
    with pytest.raises(Refused, match="another way"):
        Vault.open(path, PLACE, PassphraseLock("correct horse battery"))
