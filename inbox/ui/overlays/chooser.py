"""What a command still has to know: which pool, which reason, until when. Answers come as typed values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.commands.sort import Piece
from inbox.domain.calendar import Calendar
from inbox.domain.disposition import CallOutcome
from inbox.domain.people import Party
from inbox.domain.pool import Staff
from inbox.domain.routing import Place
from inbox.domain.words import tr, trn
from inbox.domain.work_item import Kind
from inbox.queries import tally
from inbox.ui.desk import Desk
from inbox.ui.overlays.call_pick import CallPick
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.pick import Pick
from inbox.ui.overlays.reasons import Reason, reasons, told
from inbox.ui.overlays.visit_pick import VisitPick
from inbox.ui.overlays.wake_pick import Snoozing, WakePick


class Chooser(QObject):
    """Asks over `window`. Esc means: leave it; then nothing is called."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self.window = window
        self.pools = Pick(desk.theme, window, filtered=True)
        self.people = Pick(desk.theme, window, filtered=True)
        self.reasons = Pick(desk.theme, window)
        self.kinds = Pick(desk.theme, window, filtered=True)
        self.pieces = Pick(desk.theme, window, filtered=True)
        self.wakes = WakePick(desk, window)
        self.calls = CallPick(desk.theme, window)
        self.visits = VisitPick(desk.theme, window)
        self.confirm = Confirm(desk.theme, window)

    def choose_pool(
        self, then: Callable[[Place | None, str], None], first: Choice | None = None, told: str = ""
    ) -> None:
        """Ask whom to hand on to; `then` gets the place, and the reason, which may be empty.

        `first` is what the routing rules want, a `Place` or several (then `then` gets None); `told`: why
        they want nothing else.
        """
        counts = tally.counts(self._desk.reader, self._desk.actor, self._desk.now()).pools
        choices = [first] if first else []
        named = first.value.to.ref if first and isinstance(first.value, Place) else ""
        for pool in self._desk.pools():
            if not pool.active or pool.id == named:
                continue
            count = counts.get(pool.id)
            about = trn("{n} open", "{n} open", count.open) if count else ""
            party = Party(pool.id, pool.name)
            choices.append(Choice(pool.name, Place(party, party), about, "users"))

        def taken(place: object, note: str) -> None:
            then(place if isinstance(place, Place) else None, note)

        self.pools.ask(
            tr("Route to whom?"),
            " ".join(filter(None, (told, tr("It is not due later there than here.")))),
            choices,
            tr("Reason, for your colleagues (optional)"),
            taken,
        )

    def choose_person(self, choices: Sequence[Choice], then: Callable[[Staff, str], None]) -> None:
        """Ask which colleague; `then` gets them, and the reason, which may be empty."""

        def taken(colleague: object, note: str) -> None:
            assert isinstance(colleague, Staff)
            then(colleague, note)

        self.people.ask(
            tr("Assign to whom?"),
            tr("It stays in its pool and keeps its due time. Its clock runs until they look."),
            choices,
            tr("Reason, for your colleagues (optional)"),
            taken,
        )

    def choose_release_reason(self, then: Callable[[str], None]) -> None:
        """Ask why an item is given back; `then` gets the reason's code, or one's own words with it."""
        self.choose_reason(
            tr("Why do you release it?"),
            tr("It goes back to its pool and keeps its due time."),
            reasons().release,
            then,
        )

    def choose_reason(
        self, title: str, about: str, offered: Sequence[Reason], then: Callable[[str], None]
    ) -> None:
        """Ask why; `then` gets the code of one of those `offered`, or one's own words with it."""
        choices = [Choice(reason.said, reason) for reason in offered]

        def taken(reason: object, note: str) -> None:
            assert isinstance(reason, Reason)
            then(told(reason, note))

        self.reasons.ask(title, about, choices, tr("In your words (optional)"), taken)

    def choose_kind(self, choices: Sequence[Choice], then: Callable[[Kind, str], None]) -> None:
        """Ask for a kind of work, then why; `then` gets the kind and the reason's code, or words with it."""

        def reasoned(kind: object, reason: object, note: str) -> None:
            assert isinstance(kind, Kind) and isinstance(reason, Reason)
            then(kind, told(reason, note))

        def taken(kind: object, _note: str) -> None:
            self.reasons.ask(
                tr("Why is it this kind of work?"),
                tr("What the patient chose is kept. A kind that is due later needs this reason."),
                [Choice(reason.said, reason) for reason in reasons().kind],
                tr("In your words (optional)"),
                partial(reasoned, kind),
            )

        self.kinds.ask(
            tr("Which kind of work is it?"),
            tr("Its due time follows: earlier by rule, later only with a reason."),
            choices,
            "",
            taken,
        )

    def choose_pieces(self, choices: Sequence[Choice], then: Callable[[tuple[Piece, ...]], None]) -> None:
        """Ask what is to be split off; `then` gets the pieces, each with its pool."""

        def taken(pieces: object, _note: str) -> None:
            assert isinstance(pieces, tuple)
            then(pieces)

        about = tr("Each becomes work of its own, in its own pool. The patient sees one conversation.")
        self.pieces.ask(tr("Split off what?"), about, choices, "", taken)

    def choose_wake(
        self,
        calendar: Calendar,
        then: Callable[[datetime, str], None],
        off: str = "",
        snoozing: Snoozing | None = None,
    ) -> None:
        """Ask until when to put aside; `then` gets the instant (UTC) to wait until and what is waited for.

        `off`: why it may not wait; `snoozing`: what may be done about a snooze.
        """
        self.wakes.ask_wake(calendar, then, off, snoozing)

    def choose_call_outcome(self, whom: str, then: Callable[[CallOutcome, str], None]) -> None:
        """Ask what came of the call `whom` speaks of; `then` gets the outcome and the note."""
        self.calls.ask_outcome(whom, self._desk.actor.role, then)
