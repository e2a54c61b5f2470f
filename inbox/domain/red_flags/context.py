"""How the words around a match read: denied, over, long ago, somebody else's, asked about in general.

After ConText (Harkema 2009), in patients' English. All of it is over folded text, in linear time.
"""

from __future__ import annotations

from typing import NamedTuple

import re2

from inbox.domain.red_flags.denial import any_of as _any
from inbox.domain.red_flags.denial import blanked, denied, denied_between, over
from inbox.domain.red_flags.matching import Found, Match
from inbox.domain.red_flags.wording import OPTIONS

_AROUND = 160
"""Characters after a match in which it may be said to be so now, whatever the sentence asks."""


class Reading(NamedTuple):
    """What the surroundings of a match say about it."""

    negated: bool
    history: bool
    third_person: bool
    asked: bool
    figurative: bool


_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_RELATIVE = (
    "(?:grand|step)?(?:mother|mom|mum|mama|father|dad|papa|brother|sister|son|daughter|parents?)(?:-?in-?law)?"
    "|grandm?p?a|husband|wife|uncle|aunt|cousin|nephew|niece|friend|neighbou?rs?|co-?worker|roommate|boyfriend"
    "|girlfriend|partner|boss|buddy|kids?|family|family history|somebody|someone|ex"
)

_PAST = _any(
    r"(?:19|20)\d\ds?\b",
    r"(?:years?|yrs?|decades?) (?:ago|back|before|earlier)\b",
    r"(?:last year|last (?:spring|summer|fall|autumn|winter)|winters? ago|years back|in the past"
    r"|at age|as an? (?:\w+ )?"
    r"(?:kid|child|baby|newborn|infant|teen\w*|youngster|girl|boy|student))\b",
    r"when (?:i|he|she|we|my \w+) (?:was|were) (?:\w+ )?(?:[0-9]+|little|young|small|kids?|born"
    r"|pregnant|an? (?:kid|child|baby"
    r"|teen\w*|boy|girl|toddler)|in (?:high |middle |grade )?(?:school|college)|three|four|five|six"
    r"|seven|eight|nine|ten"
    r"|twelve)\b",
    r"when i had (?:covid|my first|it)\b",
    r"(?:history of|hx of|used to|in (?:high school|college|childhood|my (?:teens|twenties|thirties"
    r"|20s|30s))|previous\w*"
    r"|long gone|years later|outgrew|ever since my \w+ in)\b",
    rf"(?:in|last) (?:{_MONTH})\b",
)
_PRESENT = _any(
    r"(?:days?|hours?|weeks?) history\b",
    r"(?:again|back|returned|returning|same|still|today|tonight|this (?:feels|is|pain|one|time|morning|week"
    r"|afternoon|evening)|last night|yesterday|right now|currently|worse|worsening|starting|started|starts"
    r"|noticed|woke|keeps?|im|i am|ive been|has been|have been|hes|shes|feels|hurts|cant|cannot|wont|getting"
    r"|having|just like|reminds)\b",
    r"(?:an?|two|three|few|[0-9]+) (?:hours?|minutes?|mins?|days?) ago\b",
    r"(?:just now|since (?:breakfast|lunch|dinner|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|easter)|now (?:my|i|ive|its|it|the|she|he|have|has|two))\b",
)
_OTHERS_PAST = _any(
    rf"(?:{_RELATIVE})s? (?:\w+ ){{0,4}}?(?:died|passed|had|has had|was|were|got|suffered|lost|ended"
    rf"|went|killed|ran"
    r"|took|coughed|bled|is allergic|has (?:\w+ )?(?:cancer|epilepsy|diabetes|asthma|copd)|ate|faints"
    r"|outgrew|might)\b",
    rf"(?:{_RELATIVE})s (?:\w+ ){{0,3}}(?:got|had|died|was|were|suicide|cancer|heart attack|stroke)\b",
    r"(?:runs in (?:my|the|our) family|family history)\b",
)
_OTHERS_PRESENT = _any(
    r"(?:days?|hours?|weeks?) history\b",
    r"(?:just|now|today|tonight|right now|this morning|last night|yesterday|is (?:\w+ )?(?:sitting"
    r"|here|having|in|on)"
    r"|minutes ago|hour ago|hours ago|lives with|sitting with|since|says|what do (?:we"
    r"|i) do|he is|shes|hes|has"
    r" (?:a |awful|severe|terrible|bad)|(?:is|are) \w+ing|wont|cant|please)\b",
)
_HEDGED = _any(
    r"just in case\b",
    r"(?:sure|know|wonder\w*|tell|see|say|unsure|doubt|idk|asking|as|even|care|remember|recall|help"
    r"|matters?) if\b",
    r"(?:dont|do not|not|cant|cannot|idk|no idea|tell you|know|sure|thats|guess|wish i knew|matter"
    r"|see|this is|is) "
    r"(?:what|how|why|when|which)\b",
)
_ASKED = _any(
    r"(?:what if|in case|in the event|if (?:i|he|she|we) (?:ever|should|were to)|if (?:somebody|someone"
    r"|anyone"
    r"|a|an|you)\b)",
    r"(?:can|could|does|do|will|would) (?:\w+ ){1,5}?(?:cause|causes|make|give|lead|trigger|push|raise|turn"
    r"|increase)\b",
    r"(?:is|are) (?:\w+ ){1,5}?(?:an? )?(?:side effects?|symptoms?|signs?)\b",
    r"(?:what|which|any|the|about|early|warning|common|possible) (?:\w+ ){0,2}?(?:signs?|symptoms?|risks?"
    r"|chances?|causes?|cure|prevention|stages?|types) (?:of|for)\b",
    r"(?:what (?:are|causes|does|is|happens)|how common|who do i call|leaflet|label|side effects?|prevent\w*"
    r"|screen\w*|watch for|look out for|worried about getting|read that|pamphlet|article)\b",
)
"""Asked in general, whatever the form of the sentence."""
_ASKED_IF_A_QUESTION = _any(
    r"(?:if (?:i|he|she|it|my|the|we)|when (?:is|should|do|does)|at (?:what|which)|what (?:should|do|would"
    r"|temp\w*|number|blood|oxygen|kind)|how (?:much|many|long|low|high|does|do|is|are|to|can|serious)|which"
    r"|why (?:do|does|is|are|would)|(?:can|could|do|does|will|is it possible) (?:\w+ ){0,4}?(?:have|get"
    r"|to))\b",
)
"""Such words ask only in a question: "it hurts if I press on it" tells."""
_QUESTION = re2.compile(
    rb"^\W*(?:(?:so|and|but|also|hi|hello|doctor|please|tell me) )*(?:what|when|how|which|who|why|can"
    rb"|could|does"
    rb"|do|is|are|should|will|would|at what|if)\b|\b(?:what should|should (?:i|we|he|she)|what do"
    rb"|do i (?:need|call))\b",
    OPTIONS,
)
_ASKED_AFTER = re2.compile(
    rb"^(?:[^.!?\n]|\.[0-9]){0,40}?\b(?:a side effect of|side effects? of|listed|the leaflet|the label"
    rb"|what should|what do i)\b",
    OPTIONS,
)
_IS_SO = _any(
    r"(?:mine|mines|i have been|ive (?:had|got|been|changed)|i did|he did|she did|it does"
    r"|does it now|i do now|right now"
    r"|just now|today|this morning"
    r"|last night|yesterday|changed|in a row|thats what (?:he|she|i)|im (?:having|bleeding|bursting"
    r"|at|now|\w+ing)|hes|shes"
    r"|its been|it has been|hours and|i havent|she hasnt|he hasnt|i cant|she cant|he cant"
    r"|all of a sudden|again)\b",
)
_NEARLY = (
    r"(?:nearly|almost|practically|about|could have|couldve|makes? me|making me|giving me|gave me|gives me"
    r"|going to)"
)
_CAUSE = (
    r"(?:bill|bills|invoice|price|cost|copay|charges?|wait time|on hold|website|paperwork|forms|parking"
    r"|insurance)"
)
_FIGURATIVE = _any(rf"{_NEARLY}\b[^.!?\n]{{0,70}}\b{_CAUSE}\b", rf"{_CAUSE}\b[^.!?\n]{{0,50}}\b{_NEARLY}\b")
"""Nobody faints of a bill: "I nearly had a heart attack when I saw the price"."""


def read_around(found: Found, match: Match, denied_is_danger: bool) -> Reading:
    """How a match is meant."""
    text, start, end = found.text, match.start, match.end
    first, last = found.sentences.around(start, end)
    whole, until, after = text[first:last], text[first:end], text[end : end + 60]
    further = text[first : end + _AROUND]
    negated = not denied_is_danger and (
        denied(text[first:start])
        or any(denied_between(text[low:high]) for low, high in match.gaps)
        or over(after)
    )
    history = bool(_PAST.search(whole) and not _PRESENT.search(further))
    third = bool(_OTHERS_PAST.search(until) and not _OTHERS_PRESENT.search(further))
    question = text[last : last + 1] == b"?" or bool(_QUESTION.search(whole))
    asked = (_questioned(until, question) or bool(_ASKED_AFTER.search(after))) and not _IS_SO.search(further)
    return Reading(negated, history, third, asked, bool(_FIGURATIVE.search(whole)))


def _questioned(until: bytes, question: bool) -> bool:
    """Whether a match, or what leads to it, is asked about; "not sure if" does not ask."""
    kinds = (_ASKED, _ASKED_IF_A_QUESTION) if question else (_ASKED,)
    if not any(kind.search(until) for kind in kinds):
        return False
    plain = blanked(until, _HEDGED)
    return any(kind.search(plain) for kind in kinds)
