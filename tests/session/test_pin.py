"""A PIN opens what its owner kept, a few times wrong ends it, and nothing else in the keyring opens it."""

from __future__ import annotations

import json
import logging
from base64 import b64decode
from pathlib import Path

import pytest

from inbox.domain.errors import Refused
from inbox.session import stretch
from inbox.session.keyring_lock import SERVICE, KeyringLock, PinNeeded
from inbox.session.pin import LONGEST, SHORTEST, TRIES, Pin, PinGone, PinLock, PinRests, WrongPin, too_easy
from inbox.session.place import Place
from inbox.session.session import Session
from inbox.session.stretch import COST
from inbox.session.vault import Vault
from portal.running import Running
from tests.session.clock import TurnedClock
from tests.session.keychain import Keychain
from tests.session.test_session import start
from tests.session.test_vault import PLACE, SECRETS

PIN, WRONG = "483920", "483921"
KEY = bytes(range(100, 132))


CHEAP = 4
"""log2 of scrypt's n where only the counting is looked at."""


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "CHEAPEST", CHEAP)


@pytest.fixture
def pin(keychain: Keychain, clock: TurnedClock, cheap: None) -> Pin:
    pin = Pin(PLACE, clock, cost=CHEAP, monotonic=lambda: clock.now().timestamp())
    pin.choose(PIN, KEY)
    return pin


def fail(pin: Pin, clock: TurnedClock, times: int, *, vouched: bool = False) -> None:
    for _ in range(times):
        with pytest.raises(Refused):
            pin.key(WRONG, vouched=vouched)
        clock.turn(minutes=5)


def again(clock: TurnedClock) -> Pin:
    """As after a restart."""
    return Pin(PLACE, clock)


def test_the_pin_unwraps_the_key_and_another_does_not(pin: Pin, clock: TurnedClock) -> None:
    assert pin.key(PIN) == KEY
    with pytest.raises(WrongPin, match="4 more tries"):
        pin.key(WRONG)
    clock.turn(minutes=1)
    assert again(clock).key(PIN) == KEY


def test_the_keyring_has_the_key_only_wrapped(pin: Pin, keychain: Keychain) -> None:
    [kept] = keychain.kept.values()
    fields = json.loads(kept)
    assert PIN not in kept
    assert all(KEY not in b64decode(fields[name]) for name in ("salt", "nonce", "sealed"))
    assert len(kept) < 1280, "what Windows takes"


def test_the_pin_is_stretched_as_much_as_a_passphrase(keychain: Keychain, clock: TurnedClock) -> None:
    Pin(PLACE, clock).choose(PIN, KEY)
    [kept] = keychain.kept.values()
    assert json.loads(kept)["cost"] == COST
    assert 128 * 8 * 2**COST >= 64 * 2**20


@pytest.mark.parametrize("cost", [1, 40])
def test_a_keyring_entry_cannot_make_the_pin_cheap_or_hang_the_computer(
    pin: Pin, keychain: Keychain, cost: int
) -> None:
    [(name, kept)] = keychain.kept.items()
    keychain.kept[name] = json.dumps(json.loads(kept) | {"cost": cost})
    with pytest.raises(Refused, match="damaged"):
        pin.key(PIN)


def test_after_five_wrong_ones_the_right_one_opens_nothing_either(pin: Pin, clock: TurnedClock) -> None:
    fail(pin, clock, TRIES - 1)
    with pytest.raises(PinGone):
        pin.key(WRONG)
    clock.turn(days=1)
    with pytest.raises(PinGone):
        pin.key(PIN)
    with pytest.raises(PinGone):
        again(clock).key(PIN)


def test_a_right_one_begins_the_count_anew(pin: Pin, clock: TurnedClock) -> None:
    for _ in range(2):
        fail(pin, clock, TRIES - 1)
        assert pin.key(PIN) == KEY


def test_whom_the_portal_has_just_named_may_try_on(pin: Pin, clock: TurnedClock) -> None:
    fail(pin, clock, TRIES + 2, vouched=True)
    assert again(clock).key(PIN, vouched=True) == KEY


def test_each_wrong_one_makes_the_wait_longer_and_nothing_is_tried_meanwhile(
    pin: Pin, clock: TurnedClock
) -> None:
    waits: list[float] = []
    for _ in range(TRIES - 1):
        with pytest.raises(WrongPin):
            pin.key(WRONG)
        with pytest.raises(PinRests) as rests:
            pin.key(PIN)
        waits.append(rests.value.seconds)
        clock.turn(minutes=5)
    assert waits == sorted(set(waits))
    assert pin.key(PIN) == KEY


def test_the_wait_survives_a_restart(pin: Pin, clock: TurnedClock) -> None:
    fail(pin, clock, 2)
    with pytest.raises(WrongPin):
        pin.key(WRONG)
    with pytest.raises(PinRests):
        again(clock).key(PIN)


def test_a_clock_put_back_makes_the_wait_begin_anew_and_not_last_for_ever(
    pin: Pin, clock: TurnedClock
) -> None:
    with pytest.raises(WrongPin):
        pin.key(WRONG)
    clock.turn(days=-300)
    with pytest.raises(PinRests):
        again(clock).key(PIN)
    clock.turn(minutes=2)
    assert again(clock).key(PIN) == KEY


def test_a_clock_put_forward_shortens_no_wait(keychain: Keychain, clock: TurnedClock, cheap: None) -> None:
    ticks = [0.0]
    pin = Pin(PLACE, clock, cost=CHEAP, monotonic=lambda: ticks[0])
    pin.choose(PIN, KEY)
    with pytest.raises(WrongPin):
        pin.key(WRONG)
    clock.turn(days=300)
    with pytest.raises(PinRests):
        pin.key(PIN)
    ticks[0] += 60
    assert pin.key(PIN) == KEY


class Killed(BaseException):
    """The program is ended from outside."""


def test_a_try_is_counted_though_the_program_is_killed_in_it(
    pin: Pin, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(secret: str, salt: bytes, cost: int) -> bytes:
        raise Killed

    with monkeypatch.context() as computer:
        computer.setattr("inbox.session.pin.stretched", killed)
        for _ in range(TRIES):
            with pytest.raises(Killed):
                pin.key(WRONG)
            clock.turn(minutes=5)
    with pytest.raises(PinGone):
        again(clock).key(PIN)


@pytest.mark.parametrize(
    "pin",
    [
        *("", "12345", "1" * (LONGEST + 1), "12a456", "٣٤٥٦٧٩"),
        *("123456", "654321", "890123", "222222", "121212", "123123", "112211", "147258", "112233", "123321"),
    ],
)
def test_a_pin_that_is_too_easy_is_refused(keychain: Keychain, clock: TurnedClock, pin: str) -> None:
    with pytest.raises(Refused):
        Pin(PLACE, clock).choose(pin, KEY)
    assert not keychain.kept


@pytest.mark.parametrize("pin", [PIN, "7" + "04918263554"[: SHORTEST - 1], "904817263550"])
def test_a_pin_like_any_other_will_do(pin: str) -> None:
    assert too_easy(pin) == ""


def test_a_vault_with_a_pin_opens_by_the_pin_only(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock
) -> None:
    vault = Vault.create(tmp_path / "vault", PLACE, KeyringLock(), SECRETS)
    pin = Pin(PLACE, clock, cost=15)
    pin.choose(PIN, vault.key)
    with pytest.raises(PinNeeded):
        Vault.open(tmp_path / "vault", PLACE, KeyringLock())
    assert Vault.open(tmp_path / "vault", PLACE, PinLock(clock).given(PIN)).secrets == SECRETS
    pin.drop(vault.key)
    assert Vault.open(tmp_path / "vault", PLACE, KeyringLock()).secrets == SECRETS


def test_a_clock_put_forward_shortens_no_wait_of_whom_the_vault_is_closed_to(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, cheap: None
) -> None:
    ticks = [0.0]
    vault = Vault.create(tmp_path / "vault", PLACE, KeyringLock(), SECRETS)
    Pin(PLACE, clock, cost=CHEAP).choose(PIN, vault.key)
    lock = PinLock(clock, monotonic=lambda: ticks[0])
    with pytest.raises(WrongPin):
        Vault.open(tmp_path / "vault", PLACE, lock.given(WRONG))
    clock.turn(days=300)
    with pytest.raises(PinRests):
        Vault.open(tmp_path / "vault", PLACE, lock.given(PIN))
    ticks[0] += 60
    assert Vault.open(tmp_path / "vault", PLACE, lock.given(PIN)).secrets == SECRETS


@pytest.fixture
def session(tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running, cheap: None) -> Session:
    session = start(tmp_path, portal, clock)
    assert session.pin is not None
    session.pin._cost = CHEAP
    session.pin._monotonic = lambda: clock.now().timestamp()
    return session


def test_a_session_is_opened_by_its_pin_until_that_is_gone(
    session: Session, keychain: Keychain, clock: TurnedClock
) -> None:
    session.choose_pin(PIN)
    session.check_pin(PIN)
    for _ in range(TRIES - 1):
        with pytest.raises(WrongPin):
            session.check_pin(WRONG)
        clock.turn(minutes=5)
    with pytest.raises(PinGone):
        session.check_pin(WRONG)
    with pytest.raises(PinGone, match="There is no PIN"):
        session.check_pin(PIN)


def test_once_the_pin_is_gone_a_new_start_resumes_with_nobody(
    session: Session, tmp_path: Path, clock: TurnedClock
) -> None:
    session.choose_pin(PIN)
    for _ in range(TRIES):
        with pytest.raises(Refused):
            session.check_pin(WRONG)
        clock.turn(minutes=5)
    assert Place.last(tmp_path, session.portal) is None
    assert Session.reopen(session.place, KeyringLock(), clock).cache_key == session.cache_key


def test_a_locked_program_that_is_killed_starts_with_nobody(
    session: Session, tmp_path: Path, clock: TurnedClock
) -> None:
    session.lock_up()
    assert Session.resume(tmp_path, session.portal, KeyringLock(), clock) is None
    session.unlock()
    assert Session.resume(tmp_path, session.portal, KeyringLock(), clock) is not None


def test_a_locked_program_with_a_pin_starts_with_the_pin(
    session: Session, tmp_path: Path, clock: TurnedClock
) -> None:
    session.choose_pin(PIN)
    session.lock_up()
    with pytest.raises(PinNeeded):
        Session.resume(tmp_path, session.portal, KeyringLock(), clock)
    again = Session.resume(tmp_path, session.portal, PinLock(clock).given(PIN), clock)
    assert again is not None
    assert again.online, "no network is needed"


def test_no_pin_reaches_the_log(
    session: Session, tmp_path: Path, clock: TurnedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session.choose_pin(PIN)
    with pytest.raises(WrongPin) as wrong:
        session.check_pin(WRONG)
    clock.turn(minutes=5)
    session.check_pin(PIN)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for secret in (PIN, WRONG):
        assert secret not in caplog.text + str(wrong.value) + repr(wrong.value)
        assert all(secret.encode() not in content for content in written)


def test_the_pin_is_only_in_the_entry_of_its_place(session: Session, keychain: Keychain) -> None:
    session.choose_pin(PIN)
    assert list(keychain.kept) == [(SERVICE, session.place.name)]
