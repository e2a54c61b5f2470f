"""What the commands of sorting do: re-class, and split into work for several pools."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.commands.declare import Case
from inbox.commands.sort import Piece, promise_as, promise_here
from inbox.domain.asked import UNSURE, Asked
from inbox.domain.errors import Refused
from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.operations import Reclass
from inbox.domain.operations.reclass import is_later
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage
from inbox.queries import thread as threads
from inbox.ui.aside_acts import Run
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.directions import Directions
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.reading.moments import when
from inbox.ui.worklist.words import KIND_ICONS

KINDS = (
    Kind.MEDICAL_QUESTION,
    Kind.REFILL,
    Kind.RESULT_QUESTION,
    Kind.SCHEDULING,
    Kind.REFERRAL,
    Kind.FORM,
    Kind.BILLING,
    Kind.FYI,
)
"""What a message can ask for, in the order of the list."""


class SortActs:
    """Proposes what the message asks for first; the rules name the pools."""

    def __init__(self, desk: Desk, conductor: Conductor, chooser: Chooser, run: Run) -> None:
        self._desk = desk
        self._conductor = conductor
        self._chooser = chooser
        self._run = run
        self._directions = Directions(desk)
        conductor.on("item.kind", self._kind)
        conductor.on("item.split", self._split)

    def _kind(self, press: Press) -> None:
        case = self._case(press)
        asks = self._asks(case)
        choices = [self._kind_choice(case, kind, asks.get(kind)) for kind in _asked_first(asks)]

        def chosen(kind: Kind, reason: str) -> None:
            work = self._run(press, kind=kind, reason=reason)
            self._conductor.follow(work, press.targets, self._chooser.reasons.ask_again)

        self._chooser.choose_kind([one for one in choices if one.value != case.item.kind], chosen)

    def _split(self, press: Press) -> None:
        if len(press.targets) > 1:
            raise Refused(tr("One conversation is split at a time."))
        case = self._case(press)
        asks = self._asks(case)
        there = {one.kind for one in case.thread.items if one.stage is not Stage.DONE}
        pieces = {
            kind: piece
            for kind in _asked_first(asks)
            if kind not in there and (piece := self._piece(case, kind))
        }
        if not pieces:
            raise Refused(tr("There is no other pool here that could do a part of it."))
        found = tuple(pieces[kind] for kind in pieces if kind in asks)
        choices = [_all_choice(found)] if len(found) > 1 else []
        choices += [_piece_choice(piece, asks.get(kind)) for kind, piece in pieces.items()]

        def chosen(split: tuple[Piece, ...]) -> None:
            work = self._run(press, pieces=split)
            self._conductor.follow(work, press.targets, self._chooser.pieces.ask_again)

        self._chooser.choose_pieces(choices, chosen)

    def _case(self, press: Press) -> Case:
        """The first item, as it is now; refused at once what would be refused anyway."""
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)
        desk, target = self._desk, press.targets[0]
        thread = threads.thread(desk.reader, desk.interpreter, target.thread)
        item = thread.item(target.item) if thread else None
        if thread is None or item is None:
            raise Refused(tr("This item is no longer here."))
        return Case(thread, item, desk.actor, desk.now(), desk.promises.of)

    def _asks(self, case: Case) -> dict[str, Asked]:
        found = self._desk.asking.of(case.thread, case.item)
        return {ask.kind: ask for ask in found if ask.score != UNSURE}

    def _kind_choice(self, case: Case, kind: Kind, ask: Asked | None) -> Choice:
        """ "Refill", "reply due Mon 09:30, later than now · “refill my metformin”"."""
        there = promise_as(case, Reclass(item=case.item.id, kind=kind, reason="…"))
        about = self._due_words(there.due if there else None)
        if is_later(there, promise_here(case)):
            about = tr("{due}, later than now", due=about)
        return Choice(kind_words(kind), kind, _with_words(about, ask), KIND_ICONS[kind])

    def _due_words(self, due: object) -> str:
        if due is None:
            return tr("no reply due")
        return tr("reply due {when}", when=when(due, self._desk.now(), self._desk.zone))  # type: ignore[arg-type]

    def _piece(self, case: Case, kind: str) -> Piece | None:
        """What would be split off, for whom the rules name, else in the pool it is in."""
        here = case.item.holding.pool
        place = self._directions.as_kind(case.thread, case.item, kind)
        if place is not None and (place.pool or here):
            return Piece(kind, place.to, place.said, place.pool or here)
        return Piece(kind, here) if here is not None else None


def _asked_first(asks: dict[str, Asked]) -> list[Kind]:
    return sorted(KINDS, key=lambda kind: kind not in asks)


def _all_choice(pieces: Sequence[Piece]) -> Choice:
    *others, last = (kind_words(piece.kind) for piece in pieces)
    names = tr("{first} and {rest}", first=", ".join(others), rest=last)
    return Choice(names, tuple(pieces), tr("all that was found"), "split")


def _piece_choice(piece: Piece, ask: Asked | None) -> Choice:
    about = tr("to {pool}", pool=piece.to.name)
    if piece.reason:
        about = tr("{to}, {rule}", to=about, rule=piece.reason)
    return Choice(kind_words(piece.kind), (piece,), _with_words(about, ask), KIND_ICONS[piece.kind])


def _with_words(about: str, ask: Asked | None) -> str:
    if ask is None or not ask.words:
        return about
    return tr("{about} · “{words}”", about=about, words=one_line(ask.words[0], 40))
