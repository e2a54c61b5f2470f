"""What is asked before a reply leaves: in confidence, to whom; of a proposed one, whether it stands."""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.reading.pane import ReadingPane


def confidence_words(readers: str) -> tuple[str, str]:
    """The question before something is sent in confidence, and what a yes leads to."""
    return (
        tr("Send it to {names}?", names=readers),
        tr("This conversation is confidential. Nobody else gets it."),
    )


class Approving:
    """Lets the proposed reply on screen leave as it stands, whichever key or button says so."""

    def __init__(self, conductor: Conductor, reading: ReadingPane, chooser: Chooser) -> None:
        self._conductor = conductor
        self._reading = reading
        self._chooser = chooser

    def __call__(self, press: Press, sending: Callable[[], Work]) -> Work | None:
        """Start `sending`, in confidence only after a yes. Raises Refused where the reply is being edited."""
        composer = self._reading.composer
        if not composer.is_empty():
            raise Refused(tr("You have begun to change the reply. Send it from there, or clear it first."))
        if not composer.addressed.in_confidence:
            return sending()
        question, about = confidence_words(composer.addressed.words)
        self._chooser.confirm.ask(
            question, about, tr("Send it"), tr("Not yet"),
            lambda: self._conductor.follow(sending(), press.targets),
        )  # fmt: skip
        return None
