"""The words that tell of the past, of others, of questions and of figures of speech, in patients' English.

After ConText (Harkema 2009). All of it is over folded text, in linear time. `context` says what they mean
for what stands near them.
"""

from __future__ import annotations

import re2

from inbox.domain.red_flags.denial import any_of as _any
from inbox.domain.red_flags.wording import OPTIONS

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
PAST = _any(
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
    r"when (?:i|he|she|we|my \w+) (?:was|were|got) (?:first )?(?:diagnosed|stationed|deployed"
    r"|in the (?:army|navy|service|military|marines|air force|peace corps|war))\b",
    r"(?:history of|hx of|used to|in (?:high school|college|childhood|my (?:teens|twenties|thirties"
    r"|20s|30s))|previous\w*"
    r"|long gone|years later|outgrew|ever since my \w+ in)\b",
    rf"(?:had|was|were|got|went|did|happened|broke|fell|started|in last)\b[^.!?]{{0,60}}\b(?:in"
    rf"|last) (?:{_MONTH})\b",
)
NOT_PRESENT = _any(
    r"back (?:in (?:the|my|high|college|[0-9])|when|then|home|to (?:work|school|normal|you))",
    r"still (?:on|taking|take|takes|using|avoid|need|have (?:the|my) (?:card|letter|paper))\b",
)
"""What only looks as if it were so now: "back in 2009", "still on the medicine"."""
IN_THE_NEXT = _any(
    r"(?:again|is back|came back|come back|returned|same (?:pain|thing|feeling|symptoms?)"
    r"|still (?:there|hurts?|have it|bleeding|happening)|today|tonight"
    r"|this (?:morning|week|afternoon|evening)|last night|yesterday|right now|worse|worsening|getting"
    r"|starting|started|woke|keeps?|now (?:i|its|it|the|my|she|he)|just like|reminds)\b",
)
"""What the sentence after one about the past has to say for it to be about the present."""
PRESENT = _any(
    r"(?:never used to|menopaus\w+|the change)\b",
    r"(?:days?|hours?|weeks?) history\b",
    r"(?:again|back|returned|returning|same|still|today|tonight|this (?:feels|is|pain|one|time|morning|week"
    r"|afternoon|evening)|last night|yesterday|right now|currently|worse|worsening|starting|started|starts"
    r"|noticed|woke|keeps?|im|i am|ive been|has been|have been|hes|shes|feels|hurts|cant|cannot|wont|getting"
    r"|having|just like|reminds)\b",
    r"(?:an?|two|three|few|[0-9]+) (?:hours?|minutes?|mins?|days?) ago\b",
    r"(?:just now|since (?:breakfast|lunch|dinner|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|easter)|now (?:my|i|ive|its|it|the|she|he|have|has|two))\b",
)
OTHERS_PAST = _any(
    rf"(?:{_FURTHER})s? (?:\w+ ){{0,4}}?(?:died|passed|had|has had|was|were|got|suffered|lost|ended|went"
    rf"|killed"
    r"|ran|coughed|bled|is allergic|has (?:\w+ )?(?:cancer|epilepsy|diabetes|asthma|copd)|faints"
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
ANIMAL = _any(
    r"(?:dog|cat|puppy|kitten|horse|hamster|rabbit)s? (?:\w+ )?(?:had|has|is|was|got|passed|threw|vomit\w*"
    r"|ate"
    r"|died|faint\w*|collaps\w*|keeps?)\b"
)
OTHERS_PRESENT = _any(
    r"(?:days?|hours?|weeks?) history\b",
    r"(?:said|says|told|tells|saying|keeps|just|now|today|tonight|right now|this morning|last night"
    r"|yesterday|is (?:\w+ )?(?:sitting"
    r"|here|having|in|on)"
    r"|minutes ago|hour ago|hours ago|lives with|sitting with|since|says|what do (?:we"
    r"|i) do|he is|shes|hes|has"
    r" (?:a |awful|severe|terrible|bad)|(?:is|are) \w+ing|wont|cant|please)\b",
)
HEDGED = _any(
    r"just in case\b",
    r"(?:sure|know|wonder\w*|tell|see|say|unsure|doubt|idk|asking|as|even|care|remember|recall|help"
    r"|matters?) if\b",
    r"(?:dont|do not|not|cant|cannot|idk|no idea|tell you|know|sure|thats|guess|wish i knew|matter"
    r"|see|this is|is) "
    r"(?:what|how|why|when|which)\b",
)
ASKED = _any(
    r"(?:what if|in case|in the event|if (?:i|he|she|we) (?:ever|should|were to)|if (?:somebody|someone"
    r"|anyone"
    r"|a|an|you)\b)",
    r"(?:can|could|does|do|will|would) (?:\w+ ){1,5}?(?:cause|causes|make|give|lead|trigger|push|raise|turn"
    r"|increase)\b",
    r"(?:is|are) (?:\w+ ){1,5}?(?:an? )?(?:side effects?|symptoms?|signs?)\b",
    r"(?:what|which|any|the|about|early|warning|common|possible) (?:\w+ ){0,2}?(?:signs?|symptoms?|risks?"
    r"|chances?|causes?|cure|prevention|stages?|types) (?:of|for)\b",
    r"(?:what (?:are|causes|does|is|happens)|how common|who do i call|leaflet|label|side effects?|prevent\w*"
    r"|screen\w*|watch for|look out for|worried about getting|read that|pamphlet|article|handout|brochure"
    r"|poster|magnet|flyer|(?:instructions|paperwork|website|insert|sheet|app) (?:says?|said|lists?))\b",
)
"""Asked in general, whatever the form of the sentence."""
ASKED_IF_A_QUESTION = _any(
    r"(?:if (?:i|he|she|it|my|the|we)|when (?:is|should|do|does)|at (?:what|which)|what (?:should|do|would"
    r"|temp\w*|number|blood|oxygen|kind)|how (?:much|many|long|low|high|does|do|is|are|to|can|serious)|which"
    r"|why (?:do|does|is|are|would)|(?:can|could|do|does|will|is it possible) (?:\w+ ){0,4}?(?:have|get"
    r"|to))\b",
)
"""Such words ask only in a question: "it hurts if I press on it" tells."""
QUESTION = re2.compile(
    rb"^\W*(?:(?:so|and|but|also|hi|hello|doctor|please|tell me) )*(?:what|when|how|which|who|why|can"
    rb"|could|does"
    rb"|do|is|are|should|will|would|at what|if)\b|\b(?:what should|should (?:i|we|he|she)|what do"
    rb"|do i (?:need|call))\b",
    OPTIONS,
)
ASKED_AFTER = re2.compile(
    rb"^(?:[^.!?\n]|\.[0-9]){0,40}?\b(?:a side effect of|side effects? of|listed|the leaflet|the label"
    rb"|what should|what do i)\b",
    OPTIONS,
)
IS_SO = _any(
    r"(?:mine|mines|i have been|ive (?:had|got|been|changed)|i did|he did|she did|it does"
    r"|does it now|i do now|right now"
    r"|just now|today|this morning"
    r"|last night|yesterday|changed|in a row|thats what (?:he|she|i)|im (?:having|bleeding|bursting"
    r"|at|now|\w+ing)|hes|shes"
    r"|its been|it has been|hours and|i havent|she hasnt|he hasnt|i cant|she cant|he cant"
    r"|all of a sudden|again)\b",
)
IS_SO_NEXT = _any(
    r"(?:mine|i have been|ive (?:had|got|been|changed|used|taken|gone|passed)|it does it now"
    r"|right now|just now|today|tonight|this morning|last night|yesterday|in a row|thats what (?:he|she|i)"
    r"|i cant|she cant|he cant|all of a sudden|again|its been|it has been|hours and"
    r"|im (?:having|bleeding|bursting|at)|hes|shes|i havent|she hasnt|he hasnt)\b",
)
"""The sentence after a question tells that it is so: "how much blood is too much? I've changed six pads"."""
_NEARLY = (
    r"(?:nearly|almost|practically|about|could have|couldve|makes? me|making me|giving me|gave me|gives me"
    r"|going to)"
)
_CAUSE = (
    r"(?:bill|bills|invoice|price|cost|copay|charges?|wait time|on hold|website|paperwork|forms|parking"
    r"|insurance)"
)
FIGURATIVE = _any(rf"{_NEARLY}\b[^.!?\n]{{0,70}}\b{_CAUSE}\b", rf"{_CAUSE}\b[^.!?\n]{{0,50}}\b{_NEARLY}\b")
"""Nobody faints of a bill: "I nearly had a heart attack when I saw the price"."""
