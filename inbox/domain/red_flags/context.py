"""How the words around a match read: denied, over, long ago, somebody else's, asked about in general.

After ConText (Harkema 2009), in patients' English. All of it is over folded text, in linear time.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import re2

from inbox.domain.red_flags.denial import any_of as _any
from inbox.domain.red_flags.denial import blanked, denied, over
from inbox.domain.red_flags.lexicon import Span
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

_FURTHER = (
    "(?:grand|step)(?:mother|mom|mum|father|dad|parents?)|(?:mother|father|sister|brother)-?in-?law|grandm?p?a"
    "|mother|mom|mum|mama|father|dad|papa|brother|sister|parents?|uncle|aunt|cousin|nephew|niece|friend"
    "|neighbou?rs?|co-?worker|boss|buddy|family|family history|somebody|someone|ex"
)
"""Of whom the past is told as family history; what befell a husband, a wife or a child is told as news."""
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
    rf"(?:had|was|were|got|went|did|happened|broke|fell|started|in last)\b[^.!?]{{0,60}}\b(?:in"
    rf"|last) (?:{_MONTH})\b",
)
_PRESENT = _any(
    r"never used to\b",
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
    rf"(?:{_FURTHER})s? (?:\w+ ){{0,4}}?(?:died|passed|had|has had|was|were|got|suffered|lost|ended|went"
    rf"|killed"
    r"|ran|took|coughed|bled|is allergic|has (?:\w+ )?(?:cancer|epilepsy|diabetes|asthma|copd)|ate|faints"
    r"|outgrew|might)\b",
    rf"(?:{_RELATIVE})s? (?:\w+ ){{0,6}}?(?:died|passed away|killed (?:him|her)self|committed suicide"
    rf"|is allergic"
    r"|has (?:\w+ )?(?:cancer|epilepsy|diabetes|asthma|copd)|faints|outgrew)\b",
    rf"(?:{_RELATIVE})s? (?:\w+ ){{0,12}}?(?:years? ago|when (?:he|she) was|at (?:age )?[0-9]+"
    rf"|at (?:thirty|forty"
    r"|fifty|sixty|seventy|eighty)|as an? (?:child|kid|boy|girl|baby|teen\w*)|before (?:he|she) died"
    r"|before i was born|years back|last year)\b",
    rf"(?:{_RELATIVE})s (?:\w+ ){{0,3}}(?:got|had|died|was|were|suicide|cancer|heart attack|stroke)\b",
    r"(?:runs in (?:my|the|our) family|family history)\b",
)
_ANIMAL = _any(
    r"(?:dog|cat|puppy|kitten|horse|hamster|rabbit)s? (?:\w+ )?(?:had|has|is|was|got|passed|threw|vomit\w*"
    r"|ate"
    r"|died|faint\w*|collaps\w*|keeps?)\b"
)
_OTHERS_PRESENT = _any(
    r"(?:days?|hours?|weeks?) history\b",
    r"(?:said|says|told|tells|saying|keeps|just|now|today|tonight|right now|this morning|last night"
    r"|yesterday|is (?:\w+ )?(?:sitting"
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


class _Clause(NamedTuple):
    """What a clause says of all that is found in it: where its first such words end, None without any."""

    span: Span
    past: bool
    present: bool
    others_past: int | None
    animal: int | None
    asked: int | None
    figurative: bool


class Surroundings:
    """How what is found in one text is meant. What a clause says is looked for once."""

    def __init__(self, found: Found) -> None:
        self._text = found.text
        self._sentences = found.sentences
        self._clauses: dict[Span, _Clause] = {}
        self._denials: dict[Span, bool] = {}
        self._afters: dict[int, tuple[bool, bool]] = {}

    @cached_property
    def _told(self) -> _Told:
        return _Told.by(self._text)

    def read(self, match: Match, denied_is_danger: bool) -> Reading:
        """How a match is meant."""
        start, end, gaps = match
        clause = self._clause(start, end)
        first = clause.span[0]
        is_over, asked_after = self._after(end)
        negated = not denied_is_danger and (
            is_over or self._denied(first, start) or any(self._denied(low, high) for low, high in gaps)
        )
        further = self._text[first : end + _AROUND]
        third = _before(clause.animal, start) or (
            _before(clause.others_past, end) and not _OTHERS_PRESENT.search(further)
        )
        asked = (asked_after or _before(clause.asked, end)) and not _IS_SO.search(further)
        return Reading(negated, clause.past and not clause.present, third, asked, clause.figurative)

    def _denied(self, low: int, high: int) -> bool:
        """Whether what comes after this stretch is denied by it."""
        found = self._denials.get((low, high))
        if found is None:
            found = self._denials[low, high] = denied(self._text[low:high])
        return found

    def _after(self, end: int) -> tuple[bool, bool]:
        """Whether what ends here is said to be over, and whether it is asked about."""
        found = self._afters.get(end)
        if found is None:
            after = self._text[end : end + 60]
            found = self._afters[end] = (over(after), bool(_ASKED_AFTER.search(after)))
        return found

    def _clause(self, start: int, end: int) -> _Clause:
        span = self._sentences.around(start, end)
        clause = self._clauses.get(span)
        if clause is None:
            clause = self._clauses[span] = self._said(span)
        return clause

    def _said(self, span: Span) -> _Clause:
        first, last = span
        whole = self._text[first:last]
        past = self._told.past and bool(_PAST.search(whole))
        others = _OTHERS_PAST.search(whole) if self._told.others else None
        animal = _ANIMAL.search(whole) if self._told.animals else None
        asked = None
        if self._told.asked:
            question = self._text[last : last + 1] == b"?" or bool(_QUESTION.search(whole))
            asked = _questioned(whole, question)
        return _Clause(
            span,
            past,
            past and bool(_PRESENT.search(self._text[first : last + _AROUND])),
            first + others.end() if others else None,
            first + animal.start() if animal else None,
            None if asked is None else first + asked,
            self._told.figurative and bool(_FIGURATIVE.search(whole)),
        )


class _Told(NamedTuple):
    """Whether a text has such words at all: most has not."""

    past: bool
    others: bool
    animals: bool
    asked: bool
    figurative: bool

    @classmethod
    def by(cls, text: bytes) -> _Told:
        return cls(
            bool(_PAST.search(text)),
            bool(_OTHERS_PAST.search(text)),
            bool(_ANIMAL.search(text)),
            bool(_ASKED.search(text) or _ASKED_IF_A_QUESTION.search(text)),
            bool(_FIGURATIVE.search(text)),
        )


def _before(words: int | None, end: int) -> bool:
    return words is not None and words <= end


def _questioned(whole: bytes, question: bool) -> int | None:
    """Where the first words end that ask, if there are any; "not sure if" does not ask."""
    kinds = (_ASKED, _ASKED_IF_A_QUESTION) if question else (_ASKED,)
    if not any(kind.search(whole) for kind in kinds):
        return None
    plain = blanked(whole, _HEDGED)
    return min((found.end() for kind in kinds if (found := kind.search(plain))), default=None)
