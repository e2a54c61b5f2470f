"""The rule files: `vocabulary.json`, `spelling.json` and one file a group; what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from inbox.domain import typed
from inbox.domain.red_flags.rules import MOST_RULES, Rule, Rules
from inbox.domain.red_flags.spelling import misspellings
from inbox.domain.red_flags.wording import Vocabulary, WordingError, checked
from inbox.domain.words import tr

VOCABULARY = "vocabulary.json"
SPELLING = "spelling.json"

_Group = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z-]{2,40}$")]


class RulesError(ValueError):
    """Rules that cannot be used. Each of `problems` names the file, the place in it and what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _GroupFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: _Group
    rules: tuple[Rule, ...]


class _VocabularyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, tuple[str, ...]]


class _SpellingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, tuple[str, ...]]
    """Each word with how it is mistyped, beyond one slip of a finger."""
    real: tuple[str, ...] = ()
    """Words that look like a slip in another and are not."""


_Parsed = TypeVar("_Parsed")


def decoded(file: str, text: bytes, kind: type[_Parsed]) -> _Parsed:
    """The content of a file. Raises RulesError."""
    try:
        return typed.decode(text, kind)
    except msgspec.DecodeError as error:
        raise RulesError([tr("{file}: {error}. Correct it.", file=file, error=error)]) from error


def read_folder(folder: Path) -> Rules:
    """The rules in a folder. Raises RulesError, and OSError where it cannot be read."""
    return read_rules({path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))})


def read_rules(files: Mapping[str, bytes]) -> Rules:
    """The rules in these files, by name. Raises RulesError with everything that is wrong."""
    missing = [name for name in (VOCABULARY, SPELLING) if name not in files]
    if missing:
        raise RulesError([tr("{file} is missing. Put it beside the rules.", file=name) for name in missing])
    words = decoded(VOCABULARY, files[VOCABULARY], _VocabularyFile).words
    spelling = decoded(SPELLING, files[SPELLING], _SpellingFile)
    rules: list[tuple[str, Rule]] = []
    problems: list[str] = []
    for name in sorted(files.keys() - {VOCABULARY, SPELLING}):
        try:
            read = decoded(name, files[name], _GroupFile)
        except RulesError as error:
            problems += error.problems
            continue
        problems += wrong_wording(name, read.rules, words)
        rules += [(read.group, rule) for rule in read.rules]
    problems += _twice(rule.id for _, rule in rules)
    if len(rules) > MOST_RULES:
        problems.append(tr("There are more than {n} rules. Remove some.", n=MOST_RULES))
    if problems:
        raise RulesError(problems)
    content = b"\0".join(files[name] for name in sorted(files))
    version = hashlib.sha256(content).hexdigest()[:12]
    return Rules(tuple(rules), words, misspellings(spelling.words, spelling.real), version)


def wrong_wording(file: str, rules: Iterable[Rule], vocabulary: Vocabulary) -> list[str]:
    """What is wrong with the patterns of these rules."""
    problems = []
    for rule in rules:
        for written in (*rule.patterns, *(each for near in rule.nearby for each in near), *rule.unless):
            try:
                checked(written, vocabulary)
            except WordingError as error:
                problems.append(
                    tr(
                        "{file}, rule {rule}: the pattern “{pattern}” {error}.",
                        file=file,
                        rule=rule.id,
                        pattern=written[:80],
                        error=error,
                    )
                )
    return problems


def _twice(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice = []
    for each in ids:
        if each in seen:
            twice.append(tr("Two rules are called {rule}. Give one another id.", rule=each))
        seen.add(each)
    return twice
