"""The strip of a red flag: its level in words, the rules behind it, whom to call, and what came of it.

An aid, not a diagnosis.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.disposition import Disposition, nobody_reached
from inbox.domain.flag import LEAST_SERIOUS, Flag, Place, dismissal_of, not_to_dismiss
from inbox.domain.inert import one_line
from inbox.domain.patient import Contact, PatientCard
from inbox.domain.words import mark, tr, trn
from inbox.domain.work_item import WorkItem
from inbox.ui.desk import Desk
from inbox.ui.overlays.reasons import reasons
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Strong
from inbox.ui.reading.flag_names import name_of
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation

LEVELS = {
    1: mark("Level 1: emergency now"),
    2: mark("Level 2: call within 1 h, see within 4 h"),
    3: mark("Level 3: same or next day"),
}
"""Product levels that make a flag; a hit of level 4 is only marked in the text."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_RECORD = "item.disposition"
_DISMISS = "flag.dismiss"


class RedFlagStrip(Banner):
    """Hidden where there is no flag. `command` asks to record the call."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, BannerKind.FLAG, tr("Red flag"), parent=parent)
        command = COMMANDS[_RECORD]
        self.record = KeyButton(desk.theme, command.said, desk.keys_of(_RECORD), icon="phone-call")
        if desk.actor.role not in command.roles:
            self.record.set_off(tr("Only licensed staff can call about a red flag. Route it to them."))
        self.dismiss = KeyButton(desk.theme, tr("Dismiss…"), desk.keys_of(_DISMISS))
        self.dismiss.set_off(not_to_dismiss(desk.actor.role))
        for button, what in ((self.record, _RECORD), (self.dismiss, _DISMISS)):
            button.clicked.connect(partial(self.command.emit, what))
            self.add(button)

    def show_situation(self, situation: Situation) -> None:
        """Tell about the flags of this item, if it is still open; also about those that were dismissed."""
        item = situation.item if situation.open else None
        level = item.flag_level if item is not None else None
        dismissed = _dismissed(item, situation) if item is not None else []
        self.setVisible(level in LEVELS or bool(dismissed))
        if item is None or self.isHidden():
            return
        self.record.setVisible(situation.calls)
        self.dismiss.setVisible(level in LEVELS)
        lines: list[list[str]] = [[_rules(item)]] if level in LEVELS else []
        if situation.calls:
            lines.append(_phones(situation.card))
        lines += [[_recorded(call, situation)] for call in _told_of(item)]
        if item.tried_to_call:
            lines.append([nobody_reached()])
        lines += [[told] for told in dismissed]
        lines.append([tr("A flag is an aid, not a diagnosis.")])
        told = [run for line in lines for run in ("\n", *line)]
        self.set_words(tr(LEVELS[level]) if level in LEVELS else tr("Red flag dismissed"), told[1:])
        says_on_hover(self, _ids(item))
        self.setAccessibleDescription(_ids(item))

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the key on the button would be typed."""
        self.record.set_typing(typing)
        self.dismiss.set_typing(typing)


def phone_words(card: PatientCard | None) -> str:
    """The patient's own telephones, for whoever is to call."""
    phones = card.phones if card else ()
    known = [tr("{phone} ({what})", phone=one_line(p.phone, 40), what=one_line(p.what, 40)) for p in phones]
    return tr("Call {phones}", phones=", ".join(known)) if known else tr("No telephone is kept here")


def _phones(card: PatientCard | None) -> list[str]:
    """Whom to call: the patient's own numbers first, each kept in one piece: none is dialled by halves."""
    numbers = [_phone(tr("Call"), one) for one in (card.phones if card else ())]
    numbers = numbers or [[tr("No telephone is kept here")]]
    reachable = (one for one in (card.emergency if card else ()) if one.phone)
    numbers += [_phone(tr("Emergency contact"), one) for one in reachable]
    return [run for number in numbers for run in (" · ", *number)][1:]


def _phone(role: str, one: Contact) -> list[str]:
    number = one_line(one.phone, 40).replace(" ", _NO_BREAK)
    who = ", ".join(filter(None, (one_line(one.name, 40), one_line(one.what, 40))))
    return [role.replace(" ", _NO_BREAK), _NO_BREAK, Strong(number), f"{_NO_BREAK}({who})" if who else ""]


def _rules(item: WorkItem) -> str:
    """ "Possible: Chest pain or pressure, …": each once, the worst first."""
    return tr("Possible: {rules}", rules=", ".join(dict.fromkeys(map(_named, _serious(item)))))


def _ids(item: WorkItem) -> str:
    """ "By rule chest-pain": for whoever wants to know which rule to put right."""
    ids = dict.fromkeys(one_line(flag.rule, 40) for flag in _serious(item))
    return trn("By rule {rules}", "By rules {rules}", len(ids), rules=", ".join(ids)) if ids else ""


def _serious(item: WorkItem) -> list[Flag]:
    flags = (flag for flag in item.standing if flag.level <= LEAST_SERIOUS)
    return sorted(flags, key=lambda flag: flag.level)


def _named(flag: Flag) -> str:
    told = name_of(flag)
    if flag.place == Place.SUBJECT:
        return tr("{flag}, in the subject", flag=told)
    return tr("{flag}, in a file’s name", flag=told) if flag.place == Place.ATTACHMENT else told


def _dismissed(item: WorkItem, situation: Situation) -> list[str]:
    """ "Dismissed: Chest pain or pressure: the rule misread the words (Nadia Brand, RN, today 09:42)"."""
    lines = []
    for flag in item.flags:
        if (record := dismissal_of(flag, item.dismissals)) is not None:
            at = when(record.at, situation.desk.now(), situation.desk.zone)
            why = ": ".join(filter(None, (_reason(record.reason), one_line(record.note, 80))))
            name = one_line(record.by.name) or tr("a colleague")
            lines.append(
                tr(
                    "Dismissed: {flag}: {why} ({name}, {when})",
                    flag=_named(flag),
                    why=why,
                    name=name,
                    when=at,
                )
            )
    return lines


def _reason(code: str) -> str:
    known = next((reason.said for reason in reasons().dismiss if reason.code == code), "")
    return known or one_line(code, 40)


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
