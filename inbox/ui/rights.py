"""What the portal takes from whoever works here, or gives them: then the place is left at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inbox.sync.status import Status
from inbox.ui.desk import Desk
from inbox.ui.leaving import DISOWNED, OTHER_ROLE
from inbox.ui.locking import Locking


class Rights(QObject):
    """Everything is hidden first: whoever has no right to it does not see it go either."""

    over = Signal(str)
    """The way in which the place is left (see `leaving`)."""

    def __init__(self, desk: Desk, lock: Locking, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = lock
        self.why = ""
        """Why somebody may be here no longer, as the portal says it."""
        desk.status_changed.connect(self._hear)
        lock.disowned.connect(self._disown)

    def _hear(self, status: Status) -> None:
        if status.access_ended:
            self._disown(status.access_ended)
        elif status.new_role is not None:
            self.over.emit(OTHER_ROLE)

    def _disown(self, why: str) -> None:
        self.why = why
        self._lock.fall(why)
        self.over.emit(DISOWNED)
