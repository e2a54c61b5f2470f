"""The files of signs: `vocabulary.json`, `spelling.json` and one file a kind; what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from inbox.domain import typed
from inbox.domain.asks.signs import KindFile, Signs
from inbox.domain.errors import InboxError
from inbox.domain.red_flags.spelling import misspellings
from inbox.domain.red_flags.wording import Vocabulary, WordingError, checked
from inbox.domain.words import tr

VOCABULARY = "vocabulary.json"
SPELLING = "spelling.json"

_Parsed = TypeVar("_Parsed")


class AsksError(InboxError):
    """Signs that cannot be used. Each of `problems` names the file, the place in it and what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _VocabularyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, tuple[str, ...]]


class _SpellingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, tuple[str, ...]]
    """Each word with how it is mistyped, beyond one slip of a finger."""
    real: tuple[str, ...] = ()
    """Words that look like a slip in another and are not."""


def read_folder(folder: Path) -> Signs:
    """The signs in a folder. Raises AsksError, and OSError where it cannot be read."""
    return read_files({path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))})


def read_files(files: Mapping[str, bytes]) -> Signs:
    """The signs in these files, by name. Raises AsksError with everything that is wrong."""
    if missing := [name for name in (VOCABULARY, SPELLING) if name not in files]:
        raise AsksError(tr("{file} is missing. Put it beside the signs.", file=name) for name in missing)
    words = _decoded(VOCABULARY, files[VOCABULARY], _VocabularyFile).words
    spelling = _decoded(SPELLING, files[SPELLING], _SpellingFile)
    kinds: list[KindFile] = []
    problems: list[str] = []
    for name in sorted(files.keys() - {VOCABULARY, SPELLING}):
        try:
            read = _decoded(name, files[name], KindFile)
        except AsksError as error:
            problems += error.problems
            continue
        problems += _wrong_wording(name, read, words)
        if any(read.kind is other.kind for other in kinds):
            problems.append(
                tr("{file}: there are two files for {kind}. Make one.", file=name, kind=read.kind)
            )
        kinds.append(read)
    if problems or not kinds:
        raise AsksError(problems or [tr("There are no signs. Put a file for each kind of work there.")])
    content = b"\0".join(files[name] for name in sorted(files))
    version = hashlib.sha256(content).hexdigest()[:12]
    return Signs(tuple(kinds), words, misspellings(spelling.words, spelling.real), version)


def _decoded(file: str, text: bytes, kind: type[_Parsed]) -> _Parsed:
    try:
        return typed.decode(text, kind)
    except msgspec.DecodeError as error:
        raise AsksError([tr("{file}: {error}. Correct it.", file=file, error=error)]) from error


def _wrong_wording(file: str, read: KindFile, vocabulary: Vocabulary) -> list[str]:
    problems = []
    every = [(sign.id, written) for sign in read.signs for written in (*sign.patterns, *sign.unless)]
    for sign, written in (*every, *(("otherwise", each) for each in read.otherwise)):
        try:
            checked(written, vocabulary)
        except WordingError as error:
            problems.append(
                tr(
                    "{file}, sign {sign}: the pattern “{pattern}” {error}.",
                    file=file,
                    sign=sign,
                    pattern=written[:80],
                    error=error,
                )
            )
    return problems
