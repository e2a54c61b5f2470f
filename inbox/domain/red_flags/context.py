"""How the words around a match read: denied, over, long ago, somebody else's, asked about in general.

After NegEx and ConText (Chapman 2001; Harkema 2009): a trigger before a finding reaches forward to it unless
a word ends its reach; some phrases only look like triggers ("won't stop", "not sure"). Theirs is hospital
English; the words here are patients'. All of it is over folded text, in linear time.
"""

from __future__ import annotations

from typing import NamedTuple

import re2

from inbox.domain.red_flags.matching import Found
from inbox.domain.red_flags.wording import OPTIONS

_REACH = 90
"""Characters a denial reaches forward ("no chest pain, shortness of breath, palpitations, …")."""
_AROUND = 160
"""Characters after a match in which it may be said to be so now, whatever the sentence asks."""


class Reading(NamedTuple):
    """What the surroundings of a match say about it."""

    negated: bool
    history: bool
    third_person: bool
    asked: bool
    figurative: bool


def _any(*alternatives: str) -> re2._Regexp:
    return re2.compile(rf"\b(?:{'|'.join(alternatives)})".encode("ascii"), OPTIONS)


_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_RELATIVE = (
    "(?:grand|step)?(?:mother|mom|mum|mama|father|dad|papa|brother|sister|son|daughter|parents?)(?:-?in-?law)?"
    "|grandm?p?a|husband|wife|uncle|aunt|cousin|nephew|niece|friend|neighbou?rs?|co-?worker|roommate|boyfriend"
    "|girlfriend|partner|boss|buddy|kids?|family|family history|somebody|someone|ex"
)

_LOOKS_DENIED = _any(
    r"not (?:sure|certain|only|just|to mention|helping|working|touching|going|better|getting"
    r"|improving|know|normal"
    r"|like|at all|being able|able|feeling (?:well|right|good)|feel|want|think|right|well|good|myself"
    r"|herself|himself"
    r"|enough|bearable|controlled|slept|sleeping|eating|eaten|drinking|peed|responding|too|so)\b",
    r"(?:dont|doesnt|didnt|do not|does not|did not|wouldnt|cant|cannot|couldnt|havent|hasnt|hadnt"
    r"|wont|isnt|arent"
    r"|wasnt) (?:really |even )?"
    r"(?:know|think|want|like|understand|remember|recall|reali[sz]e|mind|care|believe|stop|stopped"
    r"|help|helping|helped"
    r"|work|working|feel|look|get|let|go|going|able|been able|been well|been eating|been sleeping"
    r"|slept|eaten|peed"
    r"|matter|say|tell|normal|right|my usual|like|enough|improv\w+|better|getting)\b",
    r"no (?:longer|relief|matter|idea|doubt|better|improvements?|reason|point|wonder|one|help|use"
    r"|energy|appetite|sleep"
    r"|luck|gas|bm|bms|poop?|stools?|wet|tears|pulse|urine|pee|heartbeat|spleen|appointments?"
    r"|change|explanation|warning|obvious|answer|good|more than|feeling|sensation"
    r"|control)\b",
    r"never (?:ending|mind|\w+ (?:\w+ ){0,3}(?:this|so|like|such|before))",
    r"without (?:warning|reason|relief|stopping|help|any relief|success|doing|exertion|moving|being|my)\b",
    r"nothing (?:helps?|works?|touches|seems|stops|is)\b",
    r"rather not",
)
_DENIES = _any(
    r"(?:no|not|never|without|denie[sd]|deny|denying|dont|doesnt|didnt|havent|hasnt|hadnt|isnt|arent"
    r"|wasnt|werent|none"
    r"|nor|neither|nobody|zero|free of|free from|negative for|rule[sd]? out|ruling out|instead of"
    r"|absence of|stopped)\b"
)
_ENDS_DENIAL = _any(
    r"(?:but|however|though|tho|although|except|yet|now|just|only|because|cause|since|until|unless"
    r"|then|still|despite"
    r"|which|when|while|whenever|after|before|if|other than|besides|apart from|and then|also|today"
    r"|tonight)\b",
    r"(?:and|,|or) ?(?:i|im|ive|my|he|she|hes|shes|his|her|it|its|the|this|there|theres|have|has"
    r"|having|am|feel|felt)\b",
)
_OVER = re2.compile(
    rb"^[a-z ]{0,18}?\W{0,3}(?:\b(?:is|are|was|were|has|have|had|s|its) )?(?:(?:all|now|completely"
    rb"|totally|been|finally"
    rb"|pretty much|nearly|almost|since|long|also) )*"
    rb"(?:gone\b|stopped\b|resolved\b|went away\b|gone away\b|cleared\b|fine\b|healed\b|normal\b|negative\b"
    rb"|under control\b|ruled out\b|much better\b|all better\b|is better\b|no more\b)|^ ?[-:?=] ?no\b",
    OPTIONS,
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
    r"(?:again|is back|are back|its back|came back|come back|coming back|has returned|here again"
    r"|back again|back since|same"
    r"(?: \w+)? (?:pain|way|thing|feeling|spot|symptoms?|now|as)|just as with|its the same"
    r"|the same (?:now|stabbing|boring)"
    r"|today|tonight|this (?:morning|week|afternoon|evening|time)|last night|yesterday|right now"
    r"|currently|getting worse"
    r"|(?:an?|two|three|[0-9]+) (?:hours?|minutes?|mins?) ago|just now|starting|since (?:breakfast"
    r"|lunch|dinner|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|easter)|now (?:my|i|im|ive|its|it|having|the"
    r"|she|he|hes|shes|have"
    r"|has|two))\b",
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
    r"(?:sure|know|wonder\w*|tell|see|say|unsure|doubt|idk|asking|as|even|care|remember|recall|help"
    r"|matters?) if\b",
    r"(?:dont|do not|not|cant|cannot|idk|no idea|tell you|know|sure|thats|guess|wish i knew|matter"
    r"|see|this is|is) "
    r"(?:what|how|why|when|which)\b",
)
_ASKED = _any(
    r"(?:what if|in case|in the event|if (?:i|he|she|it|my|the|we|you|somebody|someone|a|anyone)\b)",
    r"(?:can|could|does|do|will|would) (?:\w+ ){1,5}?(?:cause|causes|make|give|lead|trigger|push"
    r"|raise|turn|increase|have)\b",
    r"(?:is|are) (?:\w+ ){1,5}?(?:an? )?(?:side effects?|symptoms?|signs?)\b",
    r"(?:what|which|any|the|about|early|warning|common|possible|my) (?:\w+ ){0,2}?(?:signs?"
    r"|symptoms?|risks?|chances?"
    r"|causes?|cure|prevention|stages?|types) (?:of|for)\b",
    r"(?:when (?:is|should|do|does)|at (?:what|which)|what (?:should|do|would|temp\w*|number|does"
    r"|are|causes|blood|oxygen)"
    r"|how (?:much|many|long|low|high|does|do|is|are|to|common|can|serious)|which|who do i call"
    r"|why (?:do|does|is|are|would))\b",
    r"(?:leaflet|label|side effects?|prevent\w*|avoid\w*|screen\w*|watch for|look out for"
    r"|worried about getting|read that)\b",
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


def read_around(found: Found, start: int, end: int, denied_is_danger: bool) -> Reading:
    """How the match `[start, end)` of a folded text is meant."""
    text = found.text
    first, last = found.sentences.around(start, end)
    whole, until, after = text[first:last], text[first:end], text[end : end + 60]
    further = text[first : end + _AROUND]
    negated = not denied_is_danger and (
        _denied(text[first:start]) or _denied_within(text[start:end]) or bool(_OVER.search(after))
    )
    history = bool(_PAST.search(whole) and not _PRESENT.search(whole))
    third = bool(_OTHERS_PAST.search(until) and not _OTHERS_PRESENT.search(further))
    asked = (_questioned(until) or bool(_ASKED_AFTER.search(after))) and not _IS_SO.search(further)
    return Reading(negated, history, third, asked, bool(_FIGURATIVE.search(whole)))


def _denied(before: bytes) -> bool:
    """Whether the words of the sentence before a match deny it."""
    reach = before[-_REACH:]
    if not _DENIES.search(reach):
        return False
    denials = [m.end() for m in _DENIES.finditer(_without(reach))]
    return bool(denials) and not _ENDS_DENIAL.search(reach, denials[-1])


def _denied_within(match: bytes) -> bool:
    """Whether the second thing a match speaks of is denied ("the stomach is fine, no pain")."""
    return b" no " in match and b" no " in _without(match)


def _questioned(until: bytes) -> bool:
    """Whether a match, or what leads to it, is a question; "not sure if" is none."""
    return bool(_ASKED.search(until) and _ASKED.search(_blanked(until, _HEDGED)))


def _without(before: bytes) -> bytes:
    """The same without what only looks like a denial."""
    return _blanked(before, _LOOKS_DENIED)


def _blanked(text: bytes, what: re2._Regexp) -> bytes:
    """The same with the matches blanked out, so that places stay."""
    pieces, at = [], 0
    for found in what.finditer(text):
        start, end = found.span()
        pieces += [text[at:start], b" " * (end - start)]
        at = end
    return b"".join((*pieces, text[at:]))
