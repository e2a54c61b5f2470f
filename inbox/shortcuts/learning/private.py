"""What in a reply is the patient's own: it becomes a link where a phrase can say it, else a blank.

Done before a reply is remembered for longer than a moment, with the chart of the patient it went to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from inbox.domain.deed import Private
from inbox.domain.patient import Chart, PatientCard
from inbox.domain.thread import Thread
from inbox.shortcuts.learning.tokens import Token, text_of, tokens, words
from inbox.shortcuts.phrases.links import LINKS, Lookup
from inbox.shortcuts.phrases.prose import value_in_words
from inbox.shortcuts.phrases.tree import BLANK

_SAID: Final = tuple(name for name in LINKS if name not in ("age", "my_role", "pool_name", "today"))
"""The links that are recognised by their values. The others are small numbers and everyday words."""
_FIRST_WORD: Final = frozenset({"first_name", "full_name", "med_name"})
"""Links whose value people write by its first word: "lisinopril" for "Lisinopril 10 mg tablet"."""
_SHORTEST: Final = 2
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE: Final = re.compile(
    rf"\b(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)\b",
    re.IGNORECASE,
)
"""A day, in the ways people write it. It is past by the next time: never part of a habit."""
_FORMS: Final = words(
    "tablet tablets capsule capsules oral solution extended release inhaler cream ointment injection patch"
    " drops spray suspension delayed chewable film coated powder metered dose pack hour"
)
"""How medicines come: words of every pharmacy, nobody's own."""
_PLACES: Final = words("street road avenue lane drive court place apartment north south east west")


def masked(text: str, lookup: Lookup, private: frozenset[str]) -> str:
    """`text` without what is the patient's: `@link@` for what the chart says, `***` for days and for every
    word that is `private`."""
    for value, link in _values(lookup):
        pattern = rf"(?<![\w@]){re.escape(value)}(?![\w@])"
        text = re.sub(pattern, f"@{link}@", text, flags=re.IGNORECASE)
    text = _DATE.sub(BLANK, text)
    return text_of(_hidden(tokens(text), private))


def _hidden(pieces: Iterable[Token], private: frozenset[str]) -> Iterable[Token]:
    """`pieces`, of which each run of private ones is one blank."""
    after_blank = False
    for piece in pieces:
        hide = piece.blank or is_private(piece, private)
        if not hide:
            yield piece
        elif not after_blank:
            yield Token(piece.gap, BLANK)
        after_blank = hide


def is_private(piece: Token, private: frozenset[str]) -> bool:
    """Whether `piece` is, or holds, one of these words."""
    return not piece.link and not piece.blank and not private.isdisjoint(words(piece.word))


def _values(lookup: Lookup) -> list[tuple[str, str]]:
    """The wordings by which links are recognised, the longest first."""
    found: dict[str, str] = {}
    for link in _SAID:
        value = lookup(link)
        if value is None or not value.text.strip():
            continue
        wordings = [value_in_words(link, value), value.text]
        if link in _FIRST_WORD:
            wordings.append(value.text.split()[0])
        for wording in wordings:
            if len(wording) >= _SHORTEST:
                found.setdefault(wording, link)
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


def private_of(card: PatientCard | None, chart: Chart, thread: Thread) -> Private:
    """The names, dates, numbers and medicines of one patient and of those who write for them.

    What is everybody's (forms of medicines, kinds of streets) is left out.
    """
    senders = [thread.sender, *(message.sender for message in thread.messages if message.from_patient)]
    proxies = (*chart.proxies, *chart.other_proxies)
    contacts = (*card.phones, *card.emergency) if card is not None else ()
    names = [party.name for party in senders if party is not None]
    names += [one.name for one in (*proxies, *contacts)]
    facts = [one.phone for one in (*proxies, *contacts)]
    facts += [f"{_figures(one.dose)} {_figures(one.quantity)}" for one in chart.medicines]
    for series in (*chart.results, *chart.home_readings):
        facts += [f"{value:g}" for value in (series.last.value, series.last.second) if value is not None]
    if card is not None:
        names += [card.name, card.given, card.family]
        facts += [card.mrn, card.portal_email]
        facts += (
            [str(card.birth_date.year)] if card.birth_date else []
        )  # days are hidden as such, by `masked`
    medicines = _all_words(
        [*(one.name for one in chart.medicines), *(one.substance for one in chart.allergies)]
    )
    places = _all_words([card.address]) - _PLACES if card is not None else frozenset()
    places = frozenset(word for word in places if len(word) > 3 or word[0].isdigit())
    return Private(_all_words(names), _all_words(facts) | (medicines - _FORMS) | places)


def _figures(text: str) -> str:
    return " ".join(re.findall(r"\d[\d.,]*", text))


def _all_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of `texts` that stand for something: single letters do not."""
    found = frozenset().union(*(words(text) for text in texts))
    return frozenset(word for word in found if len(word) >= _SHORTEST or word.isdigit())
