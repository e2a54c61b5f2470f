"""The phrases in force: read from files, checked, the narrower owner before the wider."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from inbox.domain.words import tr
from inbox.shortcuts.kit_file import Readable, read_kit
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.grammar import PhraseError, parse
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.problems import FileProblem


class Library(NamedTuple):
    """Phrases by name as they are in force."""

    phrases: dict[str, Phrase]
    problems: list[FileProblem]
    hidden: list[Phrase]
    """Those of a wider owner whose name a narrower one has."""


def load_phrases(*files: Readable) -> tuple[dict[str, Phrase], list[FileProblem]]:
    """The phrases of all `files`, by name, and what is wrong in them: see `load_library`."""
    return load_library(*files)[:2]


def load_library(*files: Readable) -> Library:
    """The phrases of all `files`, what is wrong in them, and which of them are hidden.

    Of two phrases with one name the one with the narrower owner counts (person over pool over
    organisation); with owners of the same type the later file.
    """
    problems: list[FileProblem] = []
    found: dict[str, Phrase] = {}
    every: list[Phrase] = []
    home: dict[str, str] = {}
    for path in files:
        entries, wrong = read_kit(path, "phrases", Phrase)
        problems += wrong
        for phrase in _readable(entries, path.name, problems):
            every.append(phrase)
            other = found.get(phrase.name)
            if other is None or other.owner.type.precedence <= phrase.owner.type.precedence:
                found[phrase.name] = phrase
                home[phrase.name] = path.name
    for name, phrase in list(found.items()):
        try:
            expand(phrase, lambda _link: None, found)
        except PhraseError as error:
            problems.append(_report(home[name], found[error.inside or name], error, name))
    hidden = [one for one in every if one.owner.type.precedence < found[one.name].owner.type.precedence]
    return Library(found, problems, hidden)


def _readable(entries: Iterable[Phrase], file: str, problems: list[FileProblem]) -> Iterable[Phrase]:
    """The entries of one file that parse and do not repeat an earlier one; the others are reported."""
    seen: set[tuple[str, Owner]] = set()
    for phrase in entries:
        try:
            parse(phrase.text)
        except PhraseError as error:
            problems.append(_report(file, phrase, error, phrase.name))
            continue
        if (phrase.name, phrase.owner) in seen:
            problems.append(FileProblem(file, tr("This name is used twice. Rename one."), entry=phrase.name))
            continue
        seen.add((phrase.name, phrase.owner))
        yield phrase


def _report(file: str, home: Phrase, error: PhraseError, name: str) -> FileProblem:
    """What is wrong with the phrase `name`; the mistake stands in the text of `home`."""
    return FileProblem(file, error.told(home.text), entry=f".{name}", field="text")
