"""Which words of a text no dictionary knows: English and Spanish, offline, paragraph by paragraph.

The dictionaries are read by Hunspell in small parts: it holds the interpreter while it reads, and nobody's
key may wait for that. What it is asked once is remembered.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from inbox.domain import resources

if TYPE_CHECKING:
    import hunspell

_PART: Final = 4000
"""Lines of a dictionary read at a time: 10 to 25 ms. Smaller parts would make every question slower."""
_FOREIGN: Final = 0.5
"""Share of a paragraph's words unknown in English from which it is looked at as Spanish."""
_SHORTEST: Final = 3
_SUGGESTED: Final = 5

_WORD: Final = re.compile(r"(?<![\w@#/.’'])[^\W\d_]++(?:[’'][^\W\d_]++)*+(?![\w@]|\.\w|://)")
"""A word; no part of an address, a path, a number or a name with digits in it."""
_PARAGRAPH: Final = re.compile(r"[^\n]+")
_SENTENCE_ENDS: Final = re.compile(
    r"(?:^|(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSr)(?<!\bSra)[.!?…:¿¡])[\s“\"'(]*$"
)


class Span(NamedTuple):
    """A word that is not known: code points `start` up to `end`."""

    start: int
    end: int
    word: str


class Dictionary:
    """The words of one language. `load` is gone through once, step by step; then it knows them."""

    def __init__(self, name: str, folder: Path | None = None, also: Collection[str] = ()) -> None:
        """`folder` holds its two files; None: Hunspell brings them along."""
        self._name, self._folder = name, folder
        self._also = frozenset(also)
        self._words: hunspell.Hunspell | None = None
        self._asked: dict[str, bool] = {}
        self.ready = False

    def load(self) -> Iterator[None]:
        """Read it; between two steps others may work. Raises OSError."""
        import hunspell  # not on the way to the first picture

        source = (self._folder or Path(hunspell.__file__).parent / "dictionaries") / self._name
        lines = source.with_suffix(".dic").read_bytes().split(b"\n")[1:]
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            part = Path(folder) / "part.dic"
            (part.with_suffix(".aff")).write_bytes(source.with_suffix(".aff").read_bytes())
            part.write_bytes(b"0\n")
            yield
            words = hunspell.Hunspell("part", hunspell_data_dir=folder)
            for at in range(0, len(lines), _PART):
                some = [line for line in lines[at : at + _PART] if line]
                part.write_bytes(b"%d\n" % len(some) + b"\n".join(some) + b"\n")
                words.add_dic(str(part))
                yield
        self._words = words
        self.ready = True

    def has_met(self, word: str) -> bool:
        """Whether it was asked about `word` before."""
        return word in self._asked

    def knows(self, word: str) -> bool:
        """Whether it has `word`, in any form; everything until it is ready."""
        if self._words is None:
            return True
        if word not in self._asked:
            plain = word.replace("’", "'")
            known = plain.lower() in self._also or bool(self._words.spell(plain))
            self._asked[word] = known or bool(self._words.spell(plain.lower()))
        return self._asked[word]


class Spelling:
    """English, and Spanish from the first paragraph on that seems to be."""

    def __init__(self) -> None:
        clinic = resources.path("spelling", "clinic.txt").read_text("utf-8").split()
        self.english = Dictionary("en_US", also=clinic)
        self.spanish = Dictionary("es", resources.path("spelling"))
        self.wants_spanish = False
        """Whether something was written that calls for the Spanish dictionary."""

    def unknown(
        self, text: str, own: Collection[str] = (), settled: Sequence[tuple[int, int]] = ()
    ) -> list[Span]:
        """The words of `text` that nobody knows. `own`: words that count as known, in small letters;
        `settled`: places that are not looked at. Empty while English is not ready."""
        if not self.english.ready:
            return []
        return [
            span
            for paragraph in _PARAGRAPH.finditer(text)
            for span in self._in_paragraph(paragraph, own, settled)
        ]

    def unasked(self, text: str) -> Iterator[Callable[[], object]]:
        """Questions about words of `text` that are new: each answered in less than a millisecond, and known
        from then on, so that a long text can be gone through a little at a time."""
        books = [book for book in (self.english, self.spanish) if book.ready]
        for word in dict.fromkeys(found[0] for found in _WORD.finditer(text)):
            for book in books:
                if not book.has_met(word):
                    yield partial(book.knows, word)

    def suggestions(self, word: str) -> list[str]:
        """What may have been meant: known words one slip away, likelier slips first."""
        capital = word[:1].isupper()
        found: list[str] = []
        for one in _one_slip_away(word.lower()):
            if any(book.ready and book.knows(one) for book in (self.english, self.spanish)):
                found.append(one.capitalize() if capital else one)
            if len(found) == _SUGGESTED:
                break
        return found

    def _in_paragraph(
        self, paragraph: re.Match[str], own: Collection[str], settled: Sequence[tuple[int, int]]
    ) -> list[Span]:
        words = [one for one in _WORD.finditer(*_ends(paragraph)) if len(one[0]) >= _SHORTEST]

        def unknown_to(book: Dictionary) -> list[Span]:
            missed = [one for one in words if not book.knows(one[0]) and _counts(one)]
            spans = [Span(one.start(), one.end(), one[0]) for one in missed if one[0].lower() not in own]
            return [
                one for one in spans if not any(one.start < end and start < one.end for start, end in settled)
            ]

        wrong = unknown_to(self.english)
        if len(wrong) > 1 and len(wrong) >= _FOREIGN * len(words):
            self.wants_spanish = True
            if not self.spanish.ready:
                return []  # it is looked at again as soon as that can be told
            return min(wrong, unknown_to(self.spanish), key=len)
        return wrong


def _ends(paragraph: re.Match[str]) -> tuple[str, int, int]:
    return paragraph.string, paragraph.start(), paragraph.end()


def _counts(found: re.Match[str]) -> bool:
    """Whether a word is looked at: no abbreviation, no name; only a sentence's first word has a capital."""
    word = found[0]
    if not word[1:].islower():
        return False
    if word[0].isupper():
        line = found.string.rfind("\n", 0, found.start()) + 1
        return bool(_SENTENCE_ENDS.search(found.string[line : found.start()]))
    return True


_LETTERS: Final = "etaoinsrhldcumfpgwybvkxjqzáéíóúñü"


def _one_slip_away(word: str) -> Iterator[str]:
    """All words that one slip makes into `word`: letters exchanged, doubled, missing, wrong, too many."""
    seen = {word}
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    ways = (
        (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        (a + b[1:] for a, b in cuts if b),
        (a + letter + b for a, b in cuts for letter in _LETTERS),
        (a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS),
    )
    for way in ways:
        for made in way:
            if made not in seen and len(made) >= _SHORTEST - 1:
                seen.add(made)
                yield made
