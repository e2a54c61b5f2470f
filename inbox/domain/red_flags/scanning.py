"""Reading a message with the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inbox.domain.red_flags.context import Surroundings
from inbox.domain.red_flags.folding import Folded, fold
from inbox.domain.red_flags.hit import Hit, Place
from inbox.domain.red_flags.lexicon import Passage
from inbox.domain.red_flags.matching import Found, Match, Pattern
from inbox.domain.red_flags.rules import LONGEST_TEXT, Ready, Rules

MOST_HITS = 8
"""Of one pattern in one text: enough to find one that is not denied."""


@dataclass(frozen=True, slots=True)
class _Text:
    folded: Folded
    place: Place
    which: int
    found: Found
    above: Found | None
    """What is in the subject, which stands close to all that is written below it."""


def scan(
    rules: Rules, subject: str, text: str, attachments: Sequence[str] = (), age: float | None = None
) -> list[Hit]:
    """Every hit in a message, flags first, the most serious first.

    Takes the subject, the body and the names of attachments; `age` is the patient's in years, a fraction for
    an infant, None where nobody knows it. Takes time in proportion to the text. Of one rule's hits that
    overlap the one that counts most is kept.
    """
    texts: list[tuple[Place, int, str]] = [("subject", 0, subject), ("body", 0, text)]
    texts += [("attachment", at, name) for at, name in enumerate(attachments)]
    hits: list[Hit] = []
    above: Found | None = None
    for place, which, each in texts:
        if each:
            folded = fold(each[:LONGEST_TEXT], rules.spelling)
            found = Found(rules.ready.parts, folded.words)
            hits += _hits(rules, _Text(folded, place, which, found, above), age)
            above = found if place == "subject" else above
    return _apart(sorted(hits, key=_weight))


def _weight(hit: Hit) -> tuple[bool, int, str, int, int]:
    return not hit.is_flag, hit.level, hit.place, hit.start, -hit.end


def _apart(hits: list[Hit]) -> list[Hit]:
    """Without those that overlap a weightier hit of the same rule."""
    kept: dict[tuple[str, Place, int], list[Hit]] = {}
    return [hit for hit in hits if _is_apart(hit, kept.setdefault((hit.rule, hit.place, hit.which), []))]


def _is_apart(hit: Hit, kept: list[Hit]) -> bool:
    if any(hit.start < other.end and other.start < hit.end for other in kept):
        return False
    kept.append(hit)
    return True


def _hits(rules: Rules, text: _Text, age: float | None) -> Iterator[Hit]:
    found = text.found
    surroundings = Surroundings(found)
    flags: dict[str, list[tuple[int, int]]] = defaultdict(list)
    looked_at: dict[Pattern, int] = defaultdict(int)
    for ready, pattern, passage in rules.ready.in_text(found):
        if ready.rule.age is not None and not ready.rule.age.fits(age):
            continue
        flagged = flags[ready.rule.id]
        for match in found.tried(pattern, passage)[: MOST_HITS - looked_at[pattern]]:
            looked_at[pattern] += 1
            first, last, _ = match
            if any(first < end and start < last for start, end in flagged):
                continue
            if _in_place(ready, text, match, passage):
                hit = _hit(ready, text, match, surroundings)
                if not hit.set_aside:
                    flagged.append((first, last))
                yield hit


def _in_place(ready: Ready, text: _Text, match: Match, passage: Passage | None) -> bool:
    """Whether what has to stand nearby does, and what must not does not."""
    found, (start, end, _) = text.found, match
    low, high = found.sentences.around(start, end) if ready.unless else (start, end)
    if any(low <= at and last <= high for each in ready.unless for at, last, _ in found.of(each, passage)):
        return False
    low, high = start - ready.rule.within, end + ready.rule.within
    return all(
        any(True for each in needed for _ in found.near(each, low, high))
        or (text.above is not None and any(map(text.above.of, needed)))
        for needed in ready.nearby
    )


def _hit(ready: Ready, text: _Text, match: Match, surroundings: Surroundings) -> Hit:
    rule, folded = ready.rule, text.folded
    reading = surroundings.read(match, rule.denied_is_danger, rule.asked_is_danger)
    first, last = folded.span(match[0], match[1])
    return Hit(
        rule=rule.id,
        version=rule.version,
        group=ready.group,
        title=rule.title,
        level=rule.level,
        place=text.place,
        which=text.which,
        start=first,
        end=last,
        words=folded.original[first:last],
        **reading._asdict(),
    )
