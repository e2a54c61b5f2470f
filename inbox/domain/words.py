"""The translation function: the only way a sentence reaches a person.

A sentence is written in English where it is used; a catalogue replaces it when one is installed.
Values are filled in by name after translation, so a translator may reorder them.
"""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations

_catalogue: NullTranslations = NullTranslations()


def install(catalogue: GNUTranslations | NullTranslations) -> None:
    """Use `catalogue` for every sentence from now on (the app does this once, at start)."""
    global _catalogue
    _catalogue = catalogue


def mark(sentence: str) -> str:
    """Mark a sentence for translation where it is kept in a table and said later with `tr`."""
    return sentence


def tr(sentence: str, /, **values: object) -> str:
    """Translate `sentence` and fill in its `{named}` values."""
    text = _catalogue.gettext(sentence)
    return text.format(**values) if values else text


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """Translate by number: `trn("{n} item", "{n} items", 3)`; `n` is always among the values."""
    return _catalogue.ngettext(one, many, n).format(n=n, **values)
