"""A supervisor decides, once for the clinic, that messages without work become work."""

from __future__ import annotations

from inbox.domain.errors import Refused
from inbox.domain.words import tr, trn
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.reading.moments import day


class GoingLive:
    """Asks with number and day before anything is made of them."""

    def __init__(self, desk: Desk, conductor: Conductor, confirm: Confirm) -> None:
        self._desk = desk
        self._confirm = confirm
        conductor.on("app.go_live", self._ask, off=self._nothing_to_decide)

    def _nothing_to_decide(self) -> str:
        intake = self._desk.status.intake if self._desk.status else None
        if intake is None or intake.confirmed or not intake.waiting:
            return tr("Every message is on a list.")
        return "" if intake.possible else tr("The server does not let you make work of messages.")

    def _ask(self, _press: Press) -> None:
        if off := self._nothing_to_decide():
            raise Refused(off)
        status = self._desk.status
        assert status is not None
        assert status.intake is not None
        since = day(status.intake.since, self._desk.now(), self._desk.zone)
        count = status.intake.waiting
        question = trn("Put {n} conversation on the lists?", "Put {n} conversations on the lists?", count)
        about = tr(
            "What patients have written since {day} becomes work in their pools, a few at a time. What is "
            "older stays as it is. This is decided once, for the whole clinic.",
            day=since,
        )
        self._confirm.ask(question, about, tr("Put them on the lists"), tr("Not now"), self._go_live)

    def _go_live(self) -> None:
        self._desk.sync.go_live()
        self._desk.say(tr("They come onto the lists, the longest waiting first."), Tone.GOOD)
