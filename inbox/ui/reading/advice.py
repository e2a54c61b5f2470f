"""What one has to know before answering: whose message it is, who may read, whether a visit comes first.

Each is a strip of its own, hidden where there is nothing to say.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.inert import one_line
from inbox.domain.messaging.minutes import Minutes
from inbox.domain.people import Role
from inbox.domain.review import reviews_of
from inbox.domain.visit import Asked
from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.reading.moments import clock, when
from inbox.ui.reading.situation import Situation
from inbox.ui.running_minutes import Running


class Advice(QWidget):
    """`command` says which command one of its buttons asked for."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._stop = Banner(theme, BannerKind.REFUSED, tr("Stop"))
        self._confidence = Banner(theme, BannerKind.NOTE, tr("Confidential"), icon="lock")
        self._visit = Banner(theme, BannerKind.NOTE, tr("Visit"), icon="calendar")
        self._order = Banner(theme, BannerKind.NOTE, tr("Ordered"), icon="pill")
        self._time = Banner(theme, BannerKind.NOTE, tr("E-visit"), icon="timer")
        self._keys: list[KeyButton] = []
        self._there: Situation | None = None
        self._running: Running | None = None
        self._readers = self._button("item.recipients", tr("Choose who reads it"), self._stop)
        self._first = self._button("item.visit_first", tr("Offer a visit"), self._visit)
        self._yes = self._button("item.consent", tr("Record the yes"), self._time)
        self._clock = self._button("item.minutes", tr("My minutes"), self._time)
        self._banners = (self._stop, self._confidence, self._visit, self._order, self._time)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in self._banners:
            column.addWidget(banner)
            banner.hide()
        self.hide()

    def show_situation(self, situation: Situation) -> None:
        """Tell what is to be known of this item, if it is still open."""
        self._there = situation
        _say(self._stop, _stop(situation) if situation.open else None)
        _say(self._confidence, _confidence(situation) if situation.open else None)
        _say(self._visit, _visits(situation) if situation.open else None)
        _say(self._order, _ordered(situation) if situation.open else None)
        self._readers.setVisible(bool(situation.no_reply))
        self._first.setVisible(situation.eligibility.turned_away)
        counted = situation.minutes if situation.open else None
        runs = self._running if self._running and self._running.target == situation.target else None
        _say(self._time, _minutes(counted, situation, runs) if counted or runs else None)
        self._clock.set_label(tr("Stop my minutes") if runs else tr("My minutes"))
        self._yes.setVisible(situation.item is not None and situation.item.consent is None)
        self._clock.setVisible(self._desk.actor.role is Role.PRESCRIBER)
        self.setVisible(any(not banner.isHidden() for banner in self._banners))

    def show_clock(self, running: Running | None) -> None:
        """The person's own minutes run, or run no more."""
        self._running = running
        if self._there is not None:
            self.show_situation(self._there)

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the keys on the buttons would be typed."""
        for button in self._keys:
            button.set_typing(typing)

    def heightForWidth(self, width: int) -> int:
        return sum(banner.heightForWidth(width) for banner in self._banners if not banner.isHidden())

    def _button(self, command: str, label: str, banner: Banner) -> KeyButton:
        button = KeyButton(self._desk.theme, label, self._desk.keys_of(command))
        button.clicked.connect(lambda: self.command.emit(command))
        banner.add(button)
        self._keys.append(button)
        return button


def _say(banner: Banner, told: tuple[str, str] | None) -> None:
    banner.setVisible(told is not None)
    if told is not None:
        banner.set_words(*told)


def _stop(there: Situation) -> tuple[str, str] | None:
    """Somebody else's message, or a writer who may not be answered."""
    mark = there.item.wrong_patient if there.item else None
    if mark is not None:
        name = one_line(mark.by.name) or tr("A colleague")
        at = when(mark.at, there.desk.now(), there.desk.zone)
        said = tr("{name}, {when}: {reason}", name=name, when=at, reason=one_line(mark.reason))
        rest = tr("Find whose account it belongs to. Copy nothing of it into a chart.")
        return tr("This message is about somebody else"), f"{said}. {rest}"
    return (tr("A reply cannot go to who wrote"), there.no_reply) if there.no_reply else None


def _confidence(there: Situation) -> tuple[str, str] | None:
    if not there.in_confidence:
        return None
    ages = there.desk.messaging.confidential
    if not ages.covers(there.readers.age):
        return tr("Restricted"), tr("You confirm who reads a reply each time.")
    told = tr("Age {first} to {last}: you confirm who reads a reply each time.", first=ages.from_age,
              last=ages.to_age)  # fmt: skip
    by_themselves = any(m.sender.ref == there.thread.patient for m in there.thread.messages)
    alone = tr("The patient wrote alone: nothing goes to a proxy.") if by_themselves else ""
    return tr("Confidential"), f"{told} {alone}".strip()


def _visits(there: Situation) -> tuple[str, str] | None:
    """What was asked for already, and whether a visit has to come first."""
    if there.eligibility.turned_away:
        return tr("Not answered here before a visit"), there.eligibility.why
    asked = there.item.visits[-1] if there.item and there.item.visits else None
    return (asked.how.said, _asked(asked, there)) if asked else None


def _ordered(there: Situation) -> tuple[str, str] | None:
    """What a prescriber has ordered because of it: whoever asked tells the patient no other thing."""
    reviews = reviews_of(there.thread, there.item) if there.item else []
    made = [one for review in reviews for one in review.prescribed]
    if not made:
        return None
    last = made[-1]
    at = when(last.at, there.desk.now(), there.desk.zone)
    return tr("Ordered by {name}, {when}", name=one_line(last.by.name), when=at), last.said


def _asked(asked: Asked, there: Situation) -> str:
    at = when(asked.at, there.desk.now(), there.desk.zone)
    said = tr("asked for by {name}, {when}.", name=one_line(asked.by.name) or tr("a colleague"), when=at)
    days = tr("Suits: {days}.", days=one_line(asked.when)) if asked.when else ""
    return " ".join(filter(None, (said, days, asked.draft.said if asked.draft else "")))


def _minutes(counted: Minutes | None, there: Situation, runs: Running | None) -> tuple[str, str]:
    since = tr("yours run since {at}", at=clock(runs.start, there.desk.zone)) if runs else ""
    if counted is None:
        return tr("E-visit"), tr("{since}.", since=since)
    consent = there.item.consent if there.item else None
    told = trn("{n} minute counts", "{n} minutes count", counted.counted)
    if counted.spent != counted.counted:
        told = tr("{told} of {spent}", told=told, spent=counted.spent)
    agreed = (
        tr("agreed {when}", when=when(consent.given, there.desk.now(), there.desk.zone)) if consent else ""
    )
    said = " · ".join(filter(None, (since, told, counted.band, agreed)))
    return tr("E-visit"), f"{said}. {' '.join(counted.blocks)}".strip()
