"""The days and times of day that a patient names, as a suggestion to whoever looks for a time.

A guess from words, never an order: it is shown with the words themselves and can be corrected. English and
Spanish.
"""

from __future__ import annotations

import re

from inbox.domain.words import mark, tr

_DAYS = (
    (mark("Monday"), r"mondays?|mon|lunes"),
    (mark("Tuesday"), r"tuesdays?|tues?|martes"),
    (mark("Wednesday"), r"wednesdays?|wed|mi[eé]rcoles"),
    (mark("Thursday"), r"thursdays?|thurs?|jueves"),
    (mark("Friday"), r"fridays?|fri|viernes"),
    (mark("Saturday"), r"saturdays?|s[aá]bados?"),
)
_PARTS = (
    (mark("in the morning"), r"mornings?|en la ma[nñ]ana|por las? ma[nñ]anas?"),
    (mark("in the afternoon"), r"afternoons?|en la tarde|por las? tardes?"),
    (mark("after school"), r"after school|despu[eé]s de la escuela"),
    (mark("after work"), r"after work|despu[eé]s del trabajo"),
    (mark("this week"), r"this week|esta semana"),
    (mark("next week"), r"next week|pr[oó]xima semana"),
    (mark("any day"), r"any ?day|any time|cualquier d[ií]a"),
)
_AFTER = re.compile(
    r"\b(?:after|despu[eé]s de las?) (\d{1,2}(?::\d\d)?)(?: ?(am|pm|p\.m\.|a\.m\.))?\b(?! (?:day|week|month))"
)
_NOT = re.compile(
    r"\b(?:but|except|not?|can['’]?t|cannot|work(?:ing)?|never|menos|salvo|excepto)\b[^.;!?,]{0,24}$"
)
"""What stands before a day that does not suit."""


def preferred(text: str) -> str:
    """ "Thursday, in the afternoon, not Monday"; empty where nothing of it is named."""
    text = text.lower()
    suits: list[str] = []
    not_those: list[str] = []
    for day, pattern in _DAYS:
        for found in re.finditer(rf"\b(?:{pattern})\b", text):
            (not_those if _NOT.search(text[: found.start()]) else suits).append(tr(day))
    suits += [tr(said) for said, pattern in _PARTS if re.search(rf"\b(?:{pattern})\b", text)]
    if after := _AFTER.search(text):
        hour = " ".join(part for part in after.groups() if part)
        suits.append(tr("after {hour}", hour=hour))
    named = list(dict.fromkeys(suits))
    left_out = [tr("not {day}", day=day) for day in dict.fromkeys(not_those) if day not in named]
    return ", ".join([*named, *left_out])
