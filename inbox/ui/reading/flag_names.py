"""What a red flag is called on screen: in a nurse's words, never by the id of its rule."""

from __future__ import annotations

from inbox.domain.flag import Flag
from inbox.domain.inert import one_line
from inbox.domain.words import mark, tr

GROUPS = {
    "BLEED": mark("Bleeding"),
    "CARD": mark("Chest or heart"),
    "INFANT": mark("Fever in a young infant"),
    "MED": mark("Reaction to a medicine, or too much of it"),
    "MIND": mark("Suicide or self-harm"),
    "RESP": mark("Breathing"),
    "STROKE": mark("Signs of a stroke"),
    "VTE": mark("Clot in a leg or lung"),
    "WOUND": mark("Wound after an operation"),
}
"""What the rules of a group look for; the group stands in a rule's id, as in "RF-MIND-01"."""


def name_of(flag: Flag) -> str:
    """Its title, else what its group looks for, else that it is one."""
    group = GROUPS.get(flag.rule.removeprefix("RF-").partition("-")[0])
    return one_line(flag.title, 60) or (tr(group) if group else tr("Red flag"))
