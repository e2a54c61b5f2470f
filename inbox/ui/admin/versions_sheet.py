"""The sheet of versions: what each part of the site's kit has been, who published it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal

from inbox.domain.clinic.differences import Clash, Difference
from inbox.domain.kit_differences import kit_differences
from inbox.domain.kit_history import KitVersion, changes_words, under
from inbox.domain.site_kit import KitFile, Part, highest, next_version, words_of
from inbox.domain.words import tr
from inbox.ui.admin.chooser import Chooser
from inbox.ui.admin.sheet import Line, Sheet
from inbox.ui.desk import Desk
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.reading.moments import when


class Restoring(QObject):
    """An earlier version of a part that is to hold again."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.part = Part.POLICY
        self.saw: KitFile | None = None
        self.chosen: KitVersion | None = None
        self.clashes: list[Clash] = []

    @property
    def dirty(self) -> bool:
        """Whether another version than the one in force is chosen."""
        chosen, saw = self.chosen, self.saw
        return (
            chosen is not None
            and saw is not None
            and (chosen.version, chosen.body) != (saw.version, saw.body)
        )

    def begin(self) -> None:
        """Nothing is chosen."""
        self.chosen = None
        self.changed.emit()

    def choose(self, part: Part, version: KitVersion | None) -> None:
        """Let `version` of `part` be the one."""
        self.part, self.saw, self.chosen = part, self._desk.kit_file(part), version
        self.changed.emit()

    def differences(self) -> list[Difference]:
        """What would be otherwise than now."""
        if self.chosen is None or self.saw is None:
            return []
        return kit_differences(self.saw.body, self.chosen.body)

    def to_publish(self) -> tuple[str, bytes]:
        """It as the next version: what held meanwhile stays in the history."""
        assert self.chosen is not None
        version = next_version(highest(self.chosen.version, self.saw.version if self.saw else ""))
        return version, under(self.chosen.body, version)


class VersionGrid:
    """A line for each version, newest first; read only."""

    def __init__(self, versions: Sequence[KitVersion], when: Callable[[datetime], str], none: str) -> None:
        """`none`: what to say where there are none."""
        self._versions = versions
        self._when = when
        self._none = none
        self._changed: dict[int, str] = {}
        """What was found out already: whole files are compared for it, and this is asked at every paint."""
        self.columns = [tr("Version"), tr("Published"), tr("By"), tr("Changed")]
        self.rows = [f"{n}" for n in range(1, max(len(versions), 1) + 1)]

    def text(self, row: int, column: int) -> str:
        """Which, when, by whom, and how much it changed."""
        if not self._versions:
            return self._none if not column else ""
        one = self._versions[row]
        if column < 3:
            return (one.version, self._when(one.at), one.by or tr("nobody said"))[column]
        if row not in self._changed:
            self._changed[row] = changes_words(self._versions, row)
        return self._changed[row]

    def quiet(self, row: int, column: int) -> bool:
        """What holds no more stands back."""
        return row > 0 or not self._versions

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""


class VersionsSheet(Sheet):
    """Parts at the left, their versions beside; Enter on one shows what going back to it changes."""

    wanted = Signal(str)
    """The versions of the Library of that reference are asked for."""
    back_to = Signal()
    """The chosen version is to be looked at."""

    def __init__(self, desk: Desk, draft: Restoring) -> None:
        self._desk = desk
        self.draft = draft
        self._found: dict[str, list[KitVersion]] = {}
        table = Chooser(desk.theme, VersionGrid((), self._when, ""), tr("Versions"))
        super().__init__(desk.theme, draft, tr("Parts of the site’s kit"), tr("Versions"), table)
        table.horizontalHeader().show()
        table.entered.connect(self._enter)

    def come(self) -> None:
        self._found.clear()
        super().come()

    def show_versions(self, library: str, versions: list[KitVersion]) -> None:
        """They have come from the server."""
        self._found[library] = versions
        if (file := self._file()) is not None and file.library == library:
            self._show()

    def _lines(self) -> Sequence[Line]:
        lines = []
        for part in Part:
            file = self._desk.kit_file(part)
            named = words_of(part)
            lines.append(Line(part, named[:1].upper() + named[1:], quiet=file is None))
        return lines

    def _grid(self, ref: str) -> Grid:
        file = self._file()
        if file is None or not file.library:
            return VersionGrid((), self._when, tr("As they come with the program."))
        if file.library not in self._found:
            self._found[file.library] = []
            self.wanted.emit(file.library)
        return VersionGrid(self._found[file.library], self._when, tr("Asking the server…"))

    def _file(self) -> KitFile | None:
        return self._desk.kit_file(Part(self.ref)) if self.ref else None

    def _enter(self, row: int) -> None:
        file = self._file()
        versions = self._found.get(file.library, []) if file else []
        if row < len(versions):
            self.draft.choose(Part(self.ref), versions[row])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.back_to.emit()

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.now(), self._desk.zone)
