"""What a resource says in signs that turn or control the writing beside it is read without them."""

from __future__ import annotations

import pytest

from inbox.fhir.incoming.shapes import Telecom
from inbox.fhir.incoming.tolerant import decode


@pytest.mark.parametrize("sign", ["\u202e", r"\u202e", r"\u2067", r"\u0008", r"\b", r"\f", r"\u001B"])
def test_a_sign_that_turns_or_controls_the_writing_goes(sign: str) -> None:
    assert decode(f'{{"value": "5{sign}5"}}'.encode(), Telecom).value == "55"


@pytest.mark.parametrize("kept", [r"C:\\bin", r"\\u202e", r"a\nb", r"\u00e9", "é"])
def test_what_only_looks_like_one_stays(kept: str) -> None:
    said = kept.replace(r"\\", "\\").replace(r"\n", "\n").replace(r"\u00e9", "é")
    assert decode(f'{{"value": "{kept}"}}'.encode(), Telecom).value == said
