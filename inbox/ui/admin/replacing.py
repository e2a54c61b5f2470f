"""A whole file that is to hold in place of what does: an earlier version of a part, or a new one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inbox.domain.clinic.differences import Clash, Difference
from inbox.domain.kit_history import stated_version, under
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Part, highest, next_version
from inbox.queries import site_kit
from inbox.shortcuts.site_file import differences, shipped_body
from inbox.ui.desk import Desk


class Replacing(QObject):
    """What it is to be, and what it is to replace as it was looked at."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.part = Part.POLICY
        self.saw: KitFile | None = None
        self.waits: Proposal | None = None
        """What waits to be signed meanwhile, of a part that is."""
        self.body: bytes | None = None
        """What is to hold; None: nothing was chosen."""
        self.name = ""
        """What people call the file."""
        self.clashes: list[Clash] = []

    @property
    def dirty(self) -> bool:
        """Whether another file than the one in force is chosen."""
        return self.body is not None and self.body != self.before

    @property
    def before(self) -> bytes:
        """What holds now."""
        return self.saw.body if self.saw else shipped_body(self.part)

    def begin(self) -> None:
        """Nothing is chosen."""
        self.body = None
        self.changed.emit()

    def choose(self, part: Part, body: bytes, name: str = "") -> None:
        """Let it be this; `name`: of the file that it comes from."""
        self.part, self.body, self.name = part, body, name or f"{part}.json"
        self._look()
        self.changed.emit()

    def follow(self) -> bool:
        """What holds, or waits, has changed; whether it has, and something is chosen."""
        if self.body is None or (self._published(), self._waiting()) == (self.saw, self.waits):
            return False
        self._look()
        self.changed.emit()
        return True

    def differences(self) -> list[Difference]:
        """What would be otherwise than now."""
        return [] if self.body is None else differences(self.part, self.before, self.body)

    def to_publish(self) -> tuple[str, bytes]:
        """It as the next version, or as the later one that it states itself."""
        assert self.body is not None
        held = self.saw.version if self.saw else stated_version(self.before)
        stated = stated_version(self.body)
        newer = bool(stated) and stated != held and highest(stated, held) == stated
        version = stated if newer else next_version(held)
        return version, under(self.body, version)

    def _look(self) -> None:
        self.saw, self.waits = self._published(), self._waiting()

    def _published(self) -> KitFile | None:
        return self._desk.kit_file(self.part)

    def _waiting(self) -> Proposal | None:
        found = site_kit.proposed(self._desk.reader)
        return found if found is not None and found.file.part is self.part else None
