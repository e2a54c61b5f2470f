"""Numbers that name something and measure nothing: no rule may read them as a pressure, a sugar or a fever.

A telephone number, a day of a month, a sum of money, a room, a claim. What is left are the numbers patients
give as readings, doses and times.
"""

from __future__ import annotations

import re

import re2

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_NAMED = "ext(?:ension)?|suite|apt|room|claim|account|acct|invoice|confirmation|ticket|policy|rx|po box"
_MAYBE = re2.compile(
    rf"[0-9]{{3}}[ .-]{{1,3}}[0-9]{{4}}|[0-9]{{10}}|\$ ?[0-9]|(?:{_MONTHS})\.? [0-9]"
    rf"|(?:{_NAMED})\.? (?:(?:number|no|id)\.? )?#? ?[0-9]"
)
"""What each of them has in it, found in a twentieth of the time: most texts have none."""
_NAMES = re.compile(
    r"(?<![0-9a-z.])(?:"
    r"(?:\+?1[ .-]{1,3})?\(?[2-9][0-9]{2}\)?[ .-]{1,3}[0-9]{3}[ .-]{1,3}[0-9]{4}"
    r"|[0-9]{10}|[2-9][0-9]{2}-[0-9]{4}"
    r"|\$ ?[0-9][0-9,]{0,9}(?:\.[0-9]{2})?"
    rf"|(?:{_MONTHS})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?(?!\.[0-9]|[/:][0-9]| ?(?:mg|mcg|ml|units))"
    rf"|(?:{_NAMED})\.? (?:(?:number|no|id)\.? )?#? ?([0-9][0-9 -]{{0,18}})"
    r")(?![0-9])"
)


def naming(folded: str) -> list[tuple[int, int]]:
    """Where such numbers stand in a folded text, as `[start, end)`, in order; the word before them stays."""
    if not _MAYBE.search(folded):
        return []
    return [found.span(found.lastindex or 0) for found in _NAMES.finditer(folded)]
