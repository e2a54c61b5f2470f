"""The strip of a red flag: its level in words, the rules behind it, whom to call, and what came of it.

An aid, not a diagnosis.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.disposition import Disposition
from inbox.domain.patient import PatientCard
from inbox.domain.words import mark, tr
from inbox.domain.work_item import WorkItem
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.words import Strong
from inbox.ui.reading.inert import one_line
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation

LEVELS = {
    1: mark("Level 1: emergency now"),
    2: mark("Level 2: call within 1 h, see within 4 h"),
    3: mark("Level 3: same or next day"),
}
"""Product levels that make a flag; a hit of level 4 is only marked in the text."""
GROUPS = {
    "BLEED": mark("bleeding"),
    "CARD": mark("chest or heart"),
    "INFANT": mark("fever in a young infant"),
    "MED": mark("reaction to a medicine, or too much of it"),
    "MIND": mark("suicide or self-harm"),
    "RESP": mark("breathing"),
    "STROKE": mark("signs of a stroke"),
    "VTE": mark("clot in a leg or lung"),
    "WOUND": mark("wound after an operation"),
}
"""What the rules of a group look for; the group stands in a rule's id, as in "RF-MIND-01"."""
_RECORD = "item.disposition"


class RedFlagStrip(Banner):
    """Hidden where there is no flag. `command` asks to record the call."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, BannerKind.FLAG, tr("Red flag"), parent=parent)
        command = COMMANDS[_RECORD]
        self.record = KeyButton(desk.theme, command.said, desk.keys_of(_RECORD), icon="phone-call")
        if desk.actor.role not in command.roles:
            self.record.set_off(tr("Only licensed staff can call about a red flag. Route it to them."))
        self.record.clicked.connect(lambda: self.command.emit(_RECORD))
        self.add(self.record)

    def show_situation(self, situation: Situation) -> None:
        """Tell about the flags of this item, if it is still open."""
        item = situation.item
        level = item.flag_level if item is not None and situation.open else None
        self.setVisible(level in LEVELS)
        if item is None or level not in LEVELS:
            return
        self.record.setVisible(situation.calls)
        lines: list[list[str]] = [[_rules(item)]]
        if situation.calls:
            lines += _phones(situation.card)
        lines += [[_recorded(call, situation)] for call in _told_of(item)]
        lines.append([tr("A flag is an aid, not a diagnosis.")])
        told = [run for line in lines for run in ("\n", *line)]
        self.set_words(tr(LEVELS[level]), told[1:])

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the key on the button would be typed."""
        self.record.set_typing(typing)


def phone_words(card: PatientCard | None) -> str:
    """The patient's own telephones, for whoever is to call."""
    phones = card.phones if card else ()
    known = [tr("{phone} ({what})", phone=one_line(p.phone, 40), what=one_line(p.what, 40)) for p in phones]
    return tr("Call {phones}", phones=", ".join(known)) if known else tr("No telephone is kept here")


def _phones(card: PatientCard | None) -> list[list[str]]:
    """A line for each number, kept in one piece: none is dialled by halves."""
    space = "\N{NO-BREAK SPACE}"
    lines: list[list[str]] = []
    for one in card.phones if card else ():
        number, what = one_line(one.phone, 40).replace(" ", space), one_line(one.what, 40)
        lines.append([tr("Call"), space, Strong(number), f"{space}({what})" if what else ""])
    return lines or [[tr("No telephone is kept here")]]


def _rules(item: WorkItem) -> str:
    """ "Suicide or self-harm (RF-MIND-01)"; a rule of a group that has no name here by its id alone."""
    told = []
    for rule in dict.fromkeys(one_line(flag.rule, 40) for flag in item.flags if flag.level <= 3):
        group = GROUPS.get(rule.removeprefix("RF-").partition("-")[0])
        shown = rule.replace("-", "\N{NON-BREAKING HYPHEN}")
        told.append(tr("{group} (rule {rule})", group=tr(group), rule=shown) if group else shown)
    return tr("Possible: {rules}", rules=", ".join(told))


def _told_of(item: WorkItem) -> list[Disposition]:
    """What settled it, else the attempts so far."""
    settled = [call for call in item.dispositions if call.outcome.settles]
    return settled or list(item.dispositions)


def _recorded(call: Disposition, situation: Situation) -> str:
    """ "Reached the patient: going to the ED (Nadia Brand, RN, today 09:42)"."""
    at = when(call.at, situation.desk.now(), situation.desk.zone)
    said = call.outcome.said
    if call.note:
        said = tr("{outcome}: {note}", outcome=said, note=one_line(call.note, 80))
    return tr("{said} ({name}, {when})", said=said, name=one_line(call.by.name) or tr("a colleague"), when=at)
