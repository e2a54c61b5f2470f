"""What once got through a door, and a first look at every door: `make fuzz` looks for longer."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.doors import DOORS, SAYS, usual
from tests.fuzz.spoiling import spoilt

CASES = sorted((Path(__file__).parent / "cases").iterdir())
"""Each named after its door."""


def _through(door: str, body: bytes) -> str:
    """What became of it: "taken", or the kind of sentence it became."""
    try:
        DOORS[door](body)
    except SAYS as sentence:
        assert str(sentence)
        return type(sentence).__name__
    return "taken"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_once_got_through_is_a_sentence_now(case: Path) -> None:
    assert _through(case.stem.partition("-")[0].replace("_", " "), case.read_bytes())


@pytest.mark.parametrize("door", DOORS)
def test_spoilt_inputs_raise_nothing_that_nobody_would_catch(door: str) -> None:
    draw, inputs = Random(door), usual()
    became = {_through(door, spoilt(inputs, draw)) for _ in range(25)}
    became |= {_through(door, body) for body in inputs[:: 1 + len(inputs) // 25]}
    assert became
