"""Another system's signs in this program's grammar. What has no meaning here becomes a blank, and is told:
nothing can be sent while it is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from inbox.domain.words import tr
from inbox.shortcuts.phrases.grammar import NAME, PhraseError, parse
from inbox.shortcuts.phrases.links import LINKS
from inbox.shortcuts.phrases.tree import Blank, Choice, Link, Nested, Node, Words, unparse

_LINKS: Final = {
    "name": "full_name", "ptname": "full_name", "patientname": "full_name", "fullname": "full_name",
    "fname": "first_name", "firstname": "first_name", "prefname": "first_name", "preferredname": "first_name",
    "age": "age", "dob": "dob", "birthdate": "dob", "dateofbirth": "dob",
    "td": "today", "today": "today", "todaydate": "today", "todaysdate": "today", "date": "today",
    "me": "my_name", "mecred": "my_name", "myname": "my_name", "username": "my_name",
    "pcp": "pcp", "pcpname": "pcp", "provider": "pcp", "providername": "pcp",
    "med": "med_name", "medication": "med_name", "medicationname": "med_name", "medname": "med_name",
    "dose": "med_dose", "pharmacy": "pharmacy", "prefpharmacy": "pharmacy", "preferredpharmacy": "pharmacy",
    "nextappt": "next_visit", "nextappointment": "next_visit", "nextvisit": "next_visit",
    "lastvisit": "last_visit", "lastoffvisit": "last_visit", "lov": "last_visit",
    "clinicname": "clinic_name", "clinic": "clinic_name", "deptname": "pool_name", "department": "pool_name",
    "deptphone": "pool_phone", "clinicphone": "pool_phone", "phone": "pool_phone",
}  # fmt: skip
"""What common names of other systems, without their signs and spaces, are called here."""
_RESULTS: Final = {
    "a1c": "last_a1c", "hgba1c": "last_a1c", "hba1c": "last_a1c", "k": "last_potassium",
    "potassium": "last_potassium", "cr": "last_creatinine", "creatinine": "last_creatinine",
    "ldl": "last_ldl", "ldlcalc": "last_ldl", "tsh": "last_tsh", "inr": "last_inr",
}  # fmt: skip
"""Results as `@LASTLAB(A1C:1)@` names them."""

_SIGN: Final = re.compile(
    r"(?P<blank>\*{3,}|_{3,})"
    r"|(?P<at>@[A-Za-z][\w ]{0,40}(?:\((?P<of>[^()@\n]{0,60})\))?@)"
    r"|(?P<brace>\{[^{}\n]{1,2000}\})"
    r"|(?P<bracket>\[[A-Za-z][\w’' ]{1,40}\])"
    r"|(?:(?<=\s)|^)(?P<dot>\.[A-Za-z][\w-]{1,60})(?=[\s.,;:!?)]|$)",
    re.MULTILINE,
)
_CHOICES: Final = re.compile(r"[“\"]([^”\"]*)[”\"]")


class Foreign(NamedTuple):
    """A text in this program's grammar, and sentences about what has become of signs without a meaning."""

    text: str
    told: tuple[str, ...]


def translated(text: str, known: Collection[str] = ()) -> Foreign:
    """`text` in this program's grammar; `known` are the phrases there are, and those of the same list.

    A text that is written in this grammar stays as it is.
    """
    if _ours(text, known):
        return Foreign(text, ())
    told: list[str] = []
    nodes: list[Node] = []
    at = 0
    for found in _SIGN.finditer(text):
        node = _meant(found, known, told.append)
        if node is not None:
            nodes += [Words(0, 0, text[at : found.start()]), node]
            at = found.end()
    nodes.append(Words(0, 0, text[at:]))
    return Foreign(unparse(tuple(nodes)), tuple(dict.fromkeys(told)))


def _ours(text: str, known: Collection[str]) -> bool:
    """Whether `text` reads as this program's own, with nothing in it that only another system would write."""
    try:
        tree = parse(text)
    except PhraseError:
        return False
    if any(isinstance(node, Nested) and node.name not in known for node in tree):
        return False
    plain = (node.text for node in tree if isinstance(node, Words))
    return not any(_SIGN.search(words) for words in plain)


def _meant(found: re.Match[str], known: Collection[str], tell: Callable[[str], None]) -> Node | None:
    """What a sign is here; None: plain text."""
    sign = found[0]
    if found["blank"]:
        return Blank(0, 0)
    if found["at"]:
        link = _link(sign[1:-1].partition("(")[0], found["of"] or "")
        return Link(0, 0, link) if link else _unknown(sign, tell)
    if found["bracket"]:
        link = _link(sign[1:-1], "")
        return Link(0, 0, link) if link else _unknown(sign, tell)
    if found["brace"]:
        return _list(sign, tell)
    name = sign[1:].lower()
    if name in known and NAME.fullmatch(name):
        return Nested(0, 0, name)
    if sign[1:].isupper():
        return _unknown(sign, tell)
    return None


def _link(name: str, of: str) -> str:
    """The link that another system's name means; empty when it means none."""
    if name in LINKS:
        return name
    if of:
        return _RESULTS.get(re.split(r"[:,]", of)[0].strip().lower(), "")
    return _LINKS.get(re.sub(r"[^a-z0-9]", "", name.lower()), "")


def _list(sign: str, tell: Callable[[str], None]) -> Node:
    """A list of this program or of another system; a blank where the choices are elsewhere."""
    try:
        (node,) = parse(sign)
    except (PhraseError, ValueError):
        node = None
    if isinstance(node, Choice):
        return node
    label, _, rest = sign[1:-1].partition(":")
    choices = [_one_line(one) for one in _CHOICES.findall(rest)]
    if not choices and re.search(r"\w\s*[/|]\s*\w", label):
        choices = [_one_line(one) for one in re.split(r"[/|]", label)]
        label = tr("Choose")
    choices = list(dict.fromkeys(one for one in choices if one))
    if len(choices) < 2:
        if sign == "{***}":
            return Blank(0, 0)
        tell(
            tr("The choices of “{sign}” are not in the file: a blank stands in its place.", sign=_short(sign))
        )
        return Blank(0, 0)
    several = "multiple" in label.lower()
    label = re.sub(r"(?i)\bblank\b|\bsingle\b|\bmultiple\b|\d+", "", label).strip(" :") or tr("Choose")
    return Choice(0, 0, label, tuple(choices), several=several)


def _unknown(sign: str, tell: Callable[[str], None]) -> Blank:
    tell(tr("“{sign}” has no meaning here: a blank stands in its place.", sign=_short(sign)))
    return Blank(0, 0)


def _one_line(choice: str) -> str:
    return " ".join(choice.split()).lstrip("+").strip()


def _short(sign: str) -> str:
    return sign if len(sign) <= 40 else sign[:39] + "…"
