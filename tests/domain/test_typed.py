"""Many threads decode into shapes that nobody has decoded into before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from inbox.domain import typed

ROOT = Path(__file__).resolve().parents[2]
MANY_AT_ONCE = """
import sys, threading
import msgspec
from inbox.domain import typed

sys.setswitchinterval(1e-6)
BODY = b'{"first": [{"number": 1}], "second": {"of": {"number": 2}}}'


def shape():
    class Inner(msgspec.Struct):
        number: int = 0
        words: "tuple[str, ...]" = ()
    class Outer(msgspec.Struct):
        first: "list[Inner]" = []
        second: "dict[str, Inner]" = {}
    globals()["Inner"] = Inner
    return Outer


def decode(wanted, together, found):
    together.wait()
    found.append(DECODE(BODY, wanted))


total = 0
for _ in range(400):
    wanted, together, found = shape(), threading.Barrier(4), []
    threads = [threading.Thread(target=decode, args=(wanted, together, found)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total += len(found)
print(total)
"""


def _run(decode: str) -> subprocess.CompletedProcess[str]:
    script = MANY_AT_ONCE.replace("DECODE", decode)
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_threads_that_meet_a_new_shape_together_all_get_it() -> None:
    ran = _run("typed.decode")
    assert (ran.returncode, ran.stdout.strip()) == (0, "1600"), ran.stderr[-2000:]


def test_what_does_not_fit_is_said_and_forgotten() -> None:
    for _ in range(2):
        with pytest.raises(msgspec.ValidationError):
            typed.decode(b'"seven"', int)
    assert typed.decode(b"[7]", list[int]) == [7]
    assert typed.convert({"a": 1}, dict[str, int]) == {"a": 1}


@pytest.mark.parametrize("endless", [b"[" * 5000 + b"]" * 5000, b'{"a":' * 100_000, b'"\xff"'])
def test_what_python_stumbles_over_is_json_that_cannot_be_read(endless: bytes) -> None:
    for shape in (dict[str, msgspec.Raw], list[msgspec.Raw], str):
        with pytest.raises(msgspec.DecodeError):
            typed.decode(endless, shape)
