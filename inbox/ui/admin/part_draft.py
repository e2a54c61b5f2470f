"""What a supervisor has written of one part of the site's kit and not published yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from inbox.domain.clinic.differences import Clash, Difference, clashes
from inbox.domain.drafting import Drafting
from inbox.domain.kit_differences import kit_differences
from inbox.domain.site_kit import KitFile, Part, highest, next_version
from inbox.ui.desk import Desk

Rules = TypeVar("Rules")


class PartDraft(QObject, Generic[Rules]):
    """The rules of a part as they would be. `changed` tells whoever shows them."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        part: Part,
        there: Callable[[], Rules],
        encoded: Callable[[Rules, str], bytes],
        version: Callable[[Rules], str],
        parent: QObject,
    ) -> None:
        """`there`: the rules in force; `encoded`: the file of them under a version; `version`: theirs."""
        super().__init__(parent)
        self._desk = desk
        self.part = part
        self._in_force, self._encoded, self._version = there, encoded, version
        self._rules = Drafting(there())
        self.saw: KitFile | None = None
        self.clashes: list[Clash] = []

    @property
    def rules(self) -> Rules:
        """As they would be."""
        return self._rules.now

    @property
    def dirty(self) -> bool:
        """Whether publishing them would make a difference."""
        return self._rules.changed

    def begin(self) -> None:
        """Start again from what holds now."""
        self._rules, self.clashes = Drafting(self._in_force()), []
        self.saw = self._published()
        self.changed.emit()

    def change(self, edit: Callable[[Rules], Rules]) -> None:
        """Write something. Raises InboxError, and then nothing has changed."""
        self._rules.change(edit)
        self.changed.emit()

    def follow(self) -> int | None:
        """What holds has changed: the draft is made anew on top of it. Gives how many of its changes could
        not be; None where nothing changed."""
        there = self._in_force()
        if there == self._rules.base:
            return None
        before, mine = self._rules.base, self._rules.now
        self.clashes = clashes(self._between(before, mine), self._between(before, there))
        lost = self._rules.rebase(there)
        self.saw = self._published()
        self.changed.emit()
        return lost

    def differences(self) -> list[Difference]:
        """What publishing it would change, entry by entry."""
        return self._between(self._rules.base, self._rules.now)

    def to_publish(self) -> tuple[str, bytes]:
        """The next version, and the file of it."""
        known = [self._version(self._rules.base), *([self.saw.version] if self.saw else [])]
        version = next_version(highest(*known))
        return version, self._encoded(self._rules.now, version)

    def _between(self, before: Rules, after: Rules) -> list[Difference]:
        return kit_differences(self._encoded(before, "1"), self._encoded(after, "1"))

    def _published(self) -> KitFile | None:
        file = self._desk.kit_file(self.part)
        return file if file is not None and file.library else None
