"""The sheet of versions: what each part of the site's kit has been, who published it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView

from inbox.domain.kit_history import KitVersion, changes_words
from inbox.domain.signing import SIGNED, Proposal
from inbox.domain.site_kit import Part, words_of
from inbox.domain.words import tr
from inbox.queries import site_kit
from inbox.shortcuts.site_file import shipped_body
from inbox.ui.admin.chooser import Chooser
from inbox.ui.admin.replacing import Replacing
from inbox.ui.admin.sheet import Line, Sheet
from inbox.ui.desk import Desk
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.reading.moments import when


class VersionGrid:
    """A line for each version, newest first, above them the one that waits to be signed; read only."""

    def __init__(
        self,
        versions: Sequence[KitVersion],
        waits: Proposal | None,
        when: Callable[[datetime], str],
        none: str,
    ) -> None:
        """`none`: what to say where there are none."""
        self._versions = versions
        self._waits = waits
        self._when = when
        self._none = none
        self._changed: dict[int, str] = {}
        """What was found out already: whole files are compared for it, and this is asked at every paint."""
        self.columns = [tr("Version"), tr("Published"), tr("Why"), tr("Changed")]
        self.rows = [f"{n}" for n in range(1, max(len(versions) + bool(waits), 1) + 1)]

    def text(self, row: int, column: int) -> str:
        """Which, when and by whom, why, and how much it changed."""
        if self._waits is not None:
            if not row:
                return self._proposed(self._waits)[column]
            row -= 1
        if row >= len(self._versions):
            return self._none if not column else ""
        one = self._versions[row]
        if column < 3:
            return (one.version, self._published(one), one.reason)[column]
        if row not in self._changed:
            self._changed[row] = changes_words(self._versions, row)
        return self._changed[row]

    def quiet(self, row: int, column: int) -> bool:
        """What holds no more stands back."""
        return row > (self._waits is not None) or not (self._versions or self._waits)

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""

    def _proposed(self, waits: Proposal) -> tuple[str, ...]:
        by, at = waits.by.name or tr("nobody said"), self._when(waits.at)
        told = tr("proposed {at} by {who}; waits to be signed", at=at, who=by)
        return waits.file.version, told, waits.reason, ""

    def _published(self, one: KitVersion) -> str:
        by, at = one.by or tr("nobody said"), self._when(one.at)
        if not one.signed or one.signed_at is None:
            return tr("{at} by {who}", at=at, who=by)
        signed = self._when(one.signed_at)
        return tr("{at} by {who}; signed {then} by {second}", at=at, who=by, then=signed, second=one.signed)


class VersionsSheet(Sheet):
    """Parts at the left, their versions beside; Enter on one shows what going back to it changes."""

    wanted = Signal(object)
    """The versions of that `Part` are asked for."""
    back_to = Signal()
    """The chosen version is to be looked at."""
    withdraw = Signal(object)
    """That `Proposal` is to wait no more."""

    def __init__(self, desk: Desk, draft: Replacing) -> None:
        self._desk = desk
        self.draft = draft
        self._found: dict[str, list[KitVersion]] = {}
        table = Chooser(desk.theme, VersionGrid((), None, self._when, ""), tr("Versions"))
        super().__init__(desk.theme, draft, tr("Parts of the site’s kit"), tr("Versions"), table)
        table.horizontalHeader().show()
        table.entered.connect(self._enter)
        table.deleted.connect(self._take_back)

    @property
    def part(self) -> Part:
        """The part that is chosen."""
        return Part(self.ref)

    @property
    def waits(self) -> bool:
        """Whether a version of the chosen part waits to be signed."""
        return self._waits() is not None

    @property
    def body(self) -> bytes:
        """The version under the cursor, else what holds."""
        row, waits = max(self.table.currentIndex().row(), 0), self._waits()
        if waits is not None and not row:
            return waits.file.body
        chosen, file = self._chosen_version(row), self._desk.kit_file(self.part)
        return chosen.body if chosen else file.body if file else shipped_body(self.part)

    def come(self) -> None:
        self._found.clear()
        super().come()

    def show_versions(self, part: Part, versions: list[KitVersion]) -> None:
        """They have come from the server."""
        self._found[part] = versions
        if self.ref == part:
            self._show()

    def _show(self) -> None:
        super()._show()
        header = self.table.horizontalHeader()
        for short in (0, 3):
            header.setSectionResizeMode(short, QHeaderView.ResizeMode.ResizeToContents)

    def _lines(self) -> Sequence[Line]:
        lines = []
        for part in Part:
            named, holds = words_of(part), self._desk.kit_file(part) is not None
            waits = site_kit.proposed(self._desk.reader) if part in SIGNED else None
            lines.append(Line(part, named[:1].upper() + named[1:], quiet=not holds and waits is None))
        return lines

    def _grid(self, ref: str) -> Grid:
        part, file = Part(ref), self._desk.kit_file(Part(ref))
        if file is None or not file.library:
            return VersionGrid((), self._waits(), self._when, tr("As they come with the program."))
        if part not in self._found:
            self._found[part] = []
            self.wanted.emit(part)
        return VersionGrid(self._found[part], self._waits(), self._when, tr("Asking the server…"))

    def _waits(self) -> Proposal | None:
        return site_kit.proposed(self._desk.reader) if self.ref and self.part in SIGNED else None

    def _chosen_version(self, row: int) -> KitVersion | None:
        at = row - bool(self._waits())
        versions = self._found.get(self.ref, [])
        return versions[at] if 0 <= at < len(versions) else None

    def _enter(self, row: int) -> None:
        chosen = self._chosen_version(row)
        if chosen is not None:
            self.draft.choose(self.part, chosen.body)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.back_to.emit()

    def _take_back(self, row: int) -> None:
        waits = self._waits()
        if waits is not None and not row:
            self.withdraw.emit(waits)

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.now(), self._desk.zone)
