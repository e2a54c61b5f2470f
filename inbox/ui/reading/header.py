"""The head of the reading pane: subject, clock, who has it, when the reply is due, and what one may do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.disposition import call_first
from inbox.domain.given import given_to
from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.policy_sheet import class_words
from inbox.domain.rows import InboxRow
from inbox.domain.sla import Standing, standing
from inbox.domain.sorting import in_force
from inbox.domain.time_words import words_left, words_to_call
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Stage
from inbox.ui.desk import Desk
from inbox.ui.look.sla import Sla
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.reasons import reason_words, reasons
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import PADDING, KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.pill import Pill
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Strong, Words
from inbox.ui.reading.cover_words import covering_words
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.taken_words import taken_words
from inbox.ui.worklist.who import UNSETTLED

_COMMANDS = {
    "item.claim": mark("Claim"),
    "item.release": mark("Release"),
    "item.route": mark("Route"),
    "item.hold": mark("Wait"),
    "item.comment": mark("Comment"),
    "item.done": mark("Done"),
}
"""In the order shown, with the short names that fit a button."""


_AFTER_THE_CALL = ("item.hold", "item.done")

_DOT = "\N{NO-BREAK SPACE}· "


class Header(QWidget):
    """`command` says which command a button asked for."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offers: set[str] = set()
        self._room = True
        theme = desk.theme
        self._subject = ElidedLabel(theme, tr("Subject"), SUBJECT)
        self._pill = Pill(theme, Sla.ON_TRACK, tr("Clock"))
        self._told = Words(theme, "", SMALL, "text_2", wrap=True)
        self._buttons = {command: self._button(command) for command in _COMMANDS}
        self._title = QHBoxLayout()
        self._title.addWidget(self._subject, 1)
        self._title.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._flow = Flow()
        for button in self._buttons.values():
            self._flow.add(button)
        self._column = QVBoxLayout(self)
        nest(self._title, self._column)
        self._column.addWidget(self._told)
        self._column.addWidget(self._flow)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self._title.setSpacing(px(8))
        self._flow.set_gap(px(2))
        self._column.setContentsMargins(px(16) - px(PADDING), px(8), px(16), px(4))
        self._column.setSpacing(px(2))
        self._title.setContentsMargins(px(PADDING), 0, 0, 0)
        self._told.setContentsMargins(px(PADDING), 0, 0, 0)

    def show_situation(self, situation: Situation) -> None:
        """Tell about another item, or about the same as it is now."""
        self._subject.set_text(one_line(situation.thread.subject) or tr("No subject"))
        self.tell_time(situation)
        self._offers = self._offered(situation)
        self.show_buttons(self._room)
        for command, button in self._buttons.items():
            button.set_off(call_first() if situation.calls and command in _AFTER_THE_CALL else "")

    def show_buttons(self, room: bool) -> None:
        """Show what is offered, if there is room for it."""
        self._room = room
        for command, button in self._buttons.items():
            button.setVisible(room and command in self._offers)
        self._flow.setVisible(room)
        self._flow.arrange()
        self._column.activate()

    def tell_time(self, situation: Situation) -> None:
        """Say again how the clock stands: it has moved on."""
        row, now, zone = situation.row, self._desk.now(), self._desk.promises.zone
        clock = _clock(row, now, zone, situation.calls) if row else ""
        self._pill.setVisible(bool(clock))
        promised = _promised(situation, row) if row and row.policy else ""
        says_on_hover(self._pill, promised)
        self._pill.setAccessibleDescription(promised)
        if row is not None and clock:
            self._pill.set_promise(_sla(row, now, situation.calls), clock)
        self._told.set_words(_told(situation))
        told_them = situation.counted_on and self._desk.messaging.promised
        says_on_hover(self._told, tr("Patients are told: {words}", words=told_them) if told_them else "")

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the letters on the buttons would be typed."""
        for button in self._buttons.values():
            button.set_typing(typing)

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self._desk.theme.roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), roles.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, roles.line)

    def _button(self, command: str) -> KeyButton:
        theme, keys = self._desk.theme, self._desk.keys_of(command)
        button = KeyButton(theme, tr(_COMMANDS[command]), keys, Variant.QUIET)
        says_on_hover(button, COMMANDS[command].explained)
        button.clicked.connect(lambda: self.command.emit(command))
        return button

    def _offered(self, situation: Situation) -> set[str]:
        """The commands that mean something for the item as it is held now."""
        if situation.item is None or not situation.open:
            return {"item.comment"} if situation.item else set()
        offered = {"item.route", "item.hold", "item.comment", "item.done"}
        if situation.item.stage is Stage.UNCLAIMED:
            return offered | {"item.claim"}
        return offered | {"item.release"} if situation.mine else {"item.comment"}


def _sla(row: InboxRow, now: datetime, calls: bool) -> Sla:
    if row.stage == Stage.HELD:
        return Sla.WAITING
    if calls:
        return Sla.RED_FLAG
    stands = standing(row.due, row.soon_from, now)
    if stands is Standing.OVERDUE and row.stage != Stage.DONE:
        return Sla.OVERDUE
    return Sla.DUE_SOON if stands is Standing.DUE_SOON else Sla.ON_TRACK


def _clock(row: InboxRow, now: datetime, zone: str, calls: bool) -> str:
    if row.stage == Stage.DONE:
        return ""
    if calls and row.due is not None and row.stage != Stage.HELD:
        return words_to_call(row.due, now)
    held = row.stage == Stage.HELD
    return words_left(row.due, row.soon_from, now, zone, on_hold=held, wake=row.wake, counting=True)


def _promised(situation: Situation, row: InboxRow) -> str:
    """Which promise it is: the class that is stored with it, else the one that counts here."""
    item, desk = situation.item, situation.desk
    stored = item.holding.promise if item else None
    said = tr("Promised by {policy}.", policy=row.policy)
    name = stored.sla_class if stored and stored.due else ""
    if item is not None and not name:
        name = desk.promises.of(situation.thread, item).sla_class
    return tr("{promised} Class: {name}.", promised=said, name=class_words(name)) if name else said


def _sorted_by(situation: Situation) -> list[str]:
    """ " · re-classed by you: The message asks for this": whoever decided it, and why."""
    item = situation.item
    found = in_force(item.sortings, item.kind) if item else None
    if found is None:
        return []
    me = situation.desk.actor.is_me(found.by.ref)
    name = one_line(found.by.name) or tr("a colleague")
    said = tr("re-classed by you") if me else tr("re-classed by {name}", name=name)
    if found.reason:
        why = reason_words(found.reason, reasons().kind)
        said = tr("{said}: {reason}", said=said, reason=one_line(why, 80))
    return [_DOT, said]


def _told(situation: Situation) -> list[str]:
    """ "Refill · claimed by you · reply due **today 15:30**"."""
    desk, row, item = situation.desk, situation.row, situation.item
    if row is None or item is None:
        return [tr("This conversation owes nothing.")]
    now, zone = desk.now(), desk.zone
    told: list[str] = [kind_words(row.kind), *_sorted_by(situation), _DOT, _who(situation)]
    if covering := covering_words(situation):
        told += [_DOT, Strong(covering) if situation.mine else covering]
    if item.stage is Stage.DONE:
        if row.closed_at is not None:
            told += [_DOT, tr("closed {when}", when=when(row.closed_at, now, zone))]
        return told
    if item.stage is Stage.HELD and row.wake is not None:
        return [*told, _DOT, tr("comes back "), _moment(row.wake, now, zone)]
    if row.due is not None:
        told += [_DOT, tr("call due ") if situation.calls else tr("reply due ")]
        told.append(_moment(row.due, now, zone))
        if row.computed_here:
            told += [_DOT, tr("computed here")]
    counted = situation.counted_on
    if counted is not None and (counted <= now or (row.due is not None and counted < row.due)):
        told += [_DOT, tr("the patient was told by "), _moment(counted, now, zone)]
    return told


def _moment(at: datetime, now: datetime, zone: ZoneInfo) -> Strong:
    """Day and time on one line."""
    return Strong(when(at, now, zone).replace(" ", "\N{NO-BREAK SPACE}"))


def _who(situation: Situation) -> str:
    item, row = situation.item, situation.row
    assert item is not None
    owner = item.holding.owner
    if item.stage is Stage.UNCLAIMED and situation.mine:
        return tr("for you")
    if given_to(item.holding) is not None and owner is not None:
        return tr("given to {name}, not begun", name=one_line(owner.name) or tr("a colleague"))
    if item.stage is Stage.UNCLAIMED:
        pool = one_line(item.holding.pool.name) if item.holding.pool else ""
        unclaimed = tr("unclaimed in {pool}", pool=pool) if pool else tr("unclaimed")
        return ", ".join(filter(None, (unclaimed, taken_words(item, situation.desk.actor))))
    name = one_line(owner.name) if owner else ""
    if item.stage is Stage.DONE:
        return (
            tr("closed by you") if situation.mine else tr("closed by {name}", name=name or tr("a colleague"))
        )
    if situation.mine:
        if row is not None and row.mark in UNSETTLED and row.mark_verb == "claim":
            return tr("your claim is not confirmed yet")
        since = item.holding.first_action
        if since is None:
            return tr("claimed by you")
        at = when(since, situation.desk.now(), situation.desk.zone)
        return tr("claimed by you, first look {when}", when=at)
    return tr("{name} is on it", name=name or tr("A colleague"))
