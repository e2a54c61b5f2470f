"""Files inside messages: the cache holds the message without them, and still says where they are."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import msgspec
import pytest

from inbox.fhir.incoming.inline_files import inline_file, without_files

BODY = b"a picture of a rash, in full" * 50


def message(*payload: Any) -> bytes:
    return msgspec.json.encode({"resourceType": "Communication", "id": "m1", "payload": payload, "odd": 1.50})


def with_file(**more: Any) -> bytes:
    file = {"contentType": "image/png", "title": "rash.png", "data": b64encode(BODY).decode(), **more}
    return message({"contentString": "See."}, {"contentAttachment": file, "extension": [{"url": "x"}]})


def test_only_the_bytes_are_left_out() -> None:
    kept = msgspec.json.decode(without_files(with_file(language="en")))
    assert kept["payload"][1] == {
        "contentAttachment": {
            "contentType": "image/png",
            "title": "rash.png",
            "language": "en",
            "size": len(BODY),
            "url": "#1",
        },
        "extension": [{"url": "x"}],
    }
    assert kept["payload"][0] == {"contentString": "See."}
    assert kept["odd"] == 1.5


def test_the_size_that_was_said_stays() -> None:
    assert (
        msgspec.json.decode(without_files(with_file(size=7)))["payload"][1]["contentAttachment"]["size"] == 7
    )


@pytest.mark.parametrize(
    "body",
    [
        message({"contentString": 'the word "data" in a sentence'}),
        message({"contentAttachment": {"url": "Binary/1"}}),
        message({"data": "elsewhere"}),
        b'{"resourceType": "Communication", "payload": {"data": 1}}',
        b'{"resourceType": "Communication", "data": 1}',
        message({"contentAttachment": ["data"]}),
        b'{"data"',
    ],
)
def test_what_has_no_file_inside_stays_byte_for_byte(body: bytes) -> None:
    assert without_files(body) == body


def test_a_file_is_found_by_its_place() -> None:
    assert inline_file(with_file(), 1) == BODY
    assert inline_file(with_file(data=f"{b64encode(BODY[:3]).decode()}\n"), 1) == BODY[:3]
    for body, which in (
        (with_file(), 0),
        (with_file(), 7),
        (with_file(data="!!!!"), 1),
        (with_file(data=5), 1),
        (b"[]", 0),
        (b"{", 0),
    ):
        assert inline_file(body, which) is None
