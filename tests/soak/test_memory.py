"""What counts as flat, and what does not."""

from __future__ import annotations

from random import Random

import pytest

from tests.soak.memory import course

MINUTES = [minute / 60 for minute in range(8 * 60)]


def test_a_program_that_warms_up_and_stays_is_flat() -> None:
    noise = Random(1)
    measured = [(at, 90 + min(at, 1) * 30 + noise.uniform(-3, 3)) for at in MINUTES]
    assert course(measured).is_flat
    assert course(measured).most >= 120


@pytest.mark.parametrize("leak", [4.0, 40.0])
def test_a_leak_is_found_out(leak: float) -> None:
    measured = [(at, 90 + leak * at) for at in MINUTES]
    assert not course(measured).is_flat
    assert course(measured).an_hour == pytest.approx(leak)


def test_a_short_run_finds_a_coarse_leak_only() -> None:
    hour = [at for at in MINUTES if at <= 1]
    assert course([(at, 90 + 4 * at) for at in hour]).is_flat
    assert not course([(at, 90 + 40 * at) for at in hour]).is_flat
