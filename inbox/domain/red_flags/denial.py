"""Whether the words around a match deny it, or say that it is over.

After NegEx and ConText (Chapman 2001; Harkema 2009): a trigger before a finding reaches forward to it unless
a word ends its reach; some phrases only look like triggers ("won't stop", "not sure"). Theirs is hospital
English; the words here are patients'. A mere "not" reaches only what stands beside it, or what is had, felt
or noticed: "I haven't told anybody about the bleeding" denies no bleeding.
"""

from __future__ import annotations

import re2

from inbox.domain.red_flags.wording import OPTIONS

_REACH = 90
"""Characters a denial reaches forward ("no chest pain, shortness of breath, palpitations, …")."""
_BESIDE = 14
"""Characters a mere "not" reaches forward: two words."""

_NOT = (
    "(?:not|dont|doesnt|didnt|do not|does not|did not|havent|hasnt|hadnt|isnt|arent|wasnt|werent|never"
    "|nobody)"
)


def any_of(*alternatives: str) -> re2._Regexp:
    """Any of these, from the beginning of a word."""
    return re2.compile(rf"\b(?:{'|'.join(alternatives)})".encode("ascii"), OPTIONS)


_LOOKS_DENIED = any_of(
    r"not (?:sure|certain|only|just|to mention|helping|working|touching|going|better|getting|improving|know"
    r"|normal|like|at all|being able|able|feeling (?:well|right|good)|feel|want|think|right|well|good|myself"
    r"|herself|himself|enough|bearable|controlled|slept|sleeping|eating|eaten|drinking|peed|responding|too|so"
    r"|coming|bringing|breaking|settling|easing|budging|shifting|clearing|stopping|safe|be|used to|usually"
    r"|my usual|as|one to|a panic|anxiety|imagin\w+|due|what|how|the usual|until)\b",
    r"(?:dont|doesnt|didnt|do not|does not|did not|wouldnt|cant|cannot|couldnt|havent|hasnt|hadnt|wont|isnt"
    r"|arent|wasnt|werent) (?:really |even |usually |normally |often |want to )?"
    r"(?:know|think|want|like|understand|remember|recall|reali[sz]e|mind|care|believe|stop|stopped|help"
    r"|helping"
    r"|helped|work|working|feel (?:right|well|good|safe|like|myself)|look|get (?:up|out|any|enough|my|to"
    r"|through)"
    r"|let|go|going|able|been able|been well|been eating|been sleeping|slept|eaten|peed|matter|say|tell"
    r"|normal"
    r"|right|my usual|like|enough|improv\w+|better|getting|bring\w*|touch\w*|ease\w*|break|come|coming"
    r"|budge\w*"
    r"|shift\w*|trip|fall|hit|bump\w*|hurt it|injure\w*|do anything|done anything|bother\w*|complain|call\w*"
    r"|told|tell|waste|cause|explain|figure|wait|make|mean|scare|panic|keep|use|need|see (?:the|any|a|my)"
    r"|urinated?|move\w*|moving|breathe\w*|wake|waking|respond\w*|answer\w*|drink\w*|eat|sleep)\b",
    r"no (?:longer|relief|matter|idea|doubt|better|improvements?|reason|point|wonder|one|help|use|energy"
    r"|appetite|sleep|luck|gas|bm|bms|poop?|stools?|wet|tears|pulse|urine|pee|heartbeat|spleen|appointments?"
    r"|change|explanation|warning|obvious|answer|good|more than|feeling|sensation|control|plan|strength|rush"
    r"|history|injury|insurance|car|ride|period|movements?|kicks?|air|response|effect|cause|trauma)\b",
    r"never (?:ending|mind|used to|\w+ (?:\w+ ){0,3}(?:this|so|like|such|before|anything|experienced|known))",
    r"without (?:warning|reason|relief|stopping|help|any relief|success|doing|exertion|moving|being|my"
    r"|insurance|a|the|gasping|resting|hurting)\b",
    r"nothing (?:\w+ )?(?:helps?|works?|touches|seems|stops|is|stays|comes|eases|like|will)\b",
    r"rather not",
)
_REACHES = any_of(
    r"(?:no|without|denie[sd]|deny|denying|none|nor|neither|zero|free of|free from|negative for|rule[sd]? out"
    r"|ruling out|instead of|absence of|no signs? of|stopped (?:having|getting|being))\b",
    rf"{_NOT} (?:\w+ ){{0,3}}?(?:have|has|had|having|feel|felt|feeling|notice\w*|experienc\w*|get|gets|got"
    rf"|getting|see|seen|suffer\w*|any|been|show\w*|report\w*|complain\w*|need\w*|take|took|taken)\b",
)
_BESIDES = any_of(rf"(?:{_NOT}|stopped)\b")
_ANY = any_of(
    rf"(?:{_NOT}|stopped|no|without|denie[sd]|deny|denying|none|nor|neither|zero|free|negative|rul|instead|absence)\b"
)
"""What any of these begins with: looked for first, since most is not denied."""
_ENDS = any_of(
    r"(?:but|however|though|tho|although|except|yet|now|just|only|because|cause|since|until|unless|then|still"
    r"|despite|which|when|while|whenever|after|before|if|other than|besides|apart from|and then|also|today"
    r"|tonight|so|about|from|due to|with)\b",
    r"(?:and|,|or) ?(?:i|im|ive|my|he|she|hes|shes|his|her|it|its|the|this|there|theres|have|has|having|am"
    r"|feel"
    r"|felt|we|they|had)\b",
)
_ELLIPSIS = b".."
_OVER = re2.compile(
    rb"^\W{0,3}(?:(?:that |which |it |they |i (?:had|was having|felt)(?: \w+){0,3} |and |all |now |finally "
    rb"|completely )*(?:(?:is|are|was|were|has|have|had|s|its) )?(?:(?:all|now|completely|totally|been"
    rb"|finally"
    rb"|pretty much|nearly|almost|since|long|also|much|has|have) )*"
    rb"(?:gone(?:\W*$|[.,;!)]| away| now| since| today| completely| after| but| and| for)|stopped(?:\W*$"
    rb"|[.,;!)]"
    rb"| since| now| after| and| by| a| on| completely)|resolved\b|went away\b|gone away\b|cleared\b|healed\b"
    rb"|ruled out\b|(?:went|gone|going) down\b|no more\b|subsided\b|disappeared\b))"
    rb"|^\W{0,3}(?:[a-z]+ ){0,3}?(?:is|are|was|were|has been|have been|s|its) (?:\w+ ){0,2}?"
    rb"(?:fine|normal|negative|under control|ruled out|much better|all better|better|gone|over|clear)\b"
    rb"|^ ?[-:?=] ?no\b",
    OPTIONS,
)


def denied(before: bytes) -> bool:
    """Whether the words of a sentence before something deny it."""
    reach = before[max(len(before) - _REACH, before.rfind(_ELLIPSIS) + 1) :]
    if not _ANY.search(reach):
        return False
    plain = blanked(reach, _LOOKS_DENIED)
    ends = [found.end() for found in _REACHES.finditer(plain)]
    if ends and not _ENDS.search(reach, ends[-1]):
        return True
    beside = plain[-_BESIDE:]
    return bool(_BESIDES.search(beside)) and not _ENDS.search(beside)


def over(after: bytes) -> bool:
    """Whether what was found is said to be over by the words after it."""
    return bool(_OVER.search(after))


def blanked(text: bytes, what: re2._Regexp) -> bytes:
    """The same with the matches blanked out, so that places stay."""
    pieces, at = [], 0
    for found in what.finditer(text):
        start, end = found.span()
        pieces += [text[at:start], b" " * (end - start)]
        at = end
    return b"".join((*pieces, text[at:]))
