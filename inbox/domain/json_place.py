"""Where in a JSON file something is wrong: the line of what an error names."""

from __future__ import annotations

import re

import msgspec

from inbox.domain import typed
from inbox.domain.words import tr

_BYTE = re.compile(r" ?\(byte (\d+)\)")
_PATH = re.compile(r" - at (?:`?key`? in )?`\$(.*?)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_NAMED = re.compile(rb'"(?:id|rule|name|kind)"\s*:\s*"([^"\\]+)"')


def with_line(sentence: str, file: str, body: bytes) -> str:
    """A sentence about the file of that name, with the line that it is about where that can be told."""
    line = line_of(sentence, body)
    if line is None:
        return sentence
    return _BYTE.sub("", sentence).replace(file, tr("{file}, line {n}", file=file, n=line), 1)


def line_of(sentence: str, body: bytes) -> int | None:
    """The line, from 1: of the byte or the path that the sentence states, else of an entry that it names."""
    if byte := _BYTE.search(sentence):
        at: int | None = int(byte[1])
    elif path := _PATH.search(sentence):
        at = _at(body, path[1])
    else:
        at = next((one.start() for one in _NAMED.finditer(body) if _names(sentence, one[1])), None)
    return None if at is None else body.count(b"\n", 0, at) + 1


def _names(sentence: str, name: bytes) -> bool:
    word = re.escape(name.decode(errors="replace"))
    return re.search(rf"(?<![\w-]){word}(?![\w-])", sentence) is not None


def _at(body: bytes, path: str) -> int:
    """Where the value of a path begins; as deep as it can be followed."""
    found = 0
    for step in _STEP.finditer(path):
        try:
            found = _member(body, found, step[1]) if step[1] else _element(body, found, int(step[2]))
        except (msgspec.DecodeError, ValueError, IndexError):
            break
    return found


def _member(body: bytes, begin: int, name: str) -> int:
    at = begin
    for key, value in typed.decode(_value(body, begin), dict[str, msgspec.Raw]).items():
        at = body.index(b":", body.index(msgspec.json.encode(key), at)) + 1
        at = body.index(bytes(value), at)
        if key == name:
            return at
        at += len(bytes(value))
    raise ValueError(name)


def _element(body: bytes, begin: int, number: int) -> int:
    at = begin + 1
    for place, value in enumerate(typed.decode(_value(body, begin), list[msgspec.Raw])):
        at = body.index(bytes(value), at)
        if place == number:
            return at
        at += len(bytes(value))
    raise IndexError(number)


def _value(body: bytes, begin: int) -> bytes:
    """The value that begins there, whole."""
    depth, quoted, at = 0, False, begin
    while at < len(body):
        sign = body[at : at + 1]
        if quoted:
            at += sign == b"\\"
            quoted = sign != b'"'
        elif sign == b'"':
            quoted = True
        elif sign in b"[{":
            depth += 1
        elif sign in b"]}":
            depth -= 1
            if depth == 0:
                return body[begin : at + 1]
        at += 1
    return body[begin:]
