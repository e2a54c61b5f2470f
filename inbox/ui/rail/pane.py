"""The rail: where one can go, and how it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from inbox.domain.changes import Changes
from inbox.domain.ids import PoolId
from inbox.domain.inert import one_line
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.queries import tally
from inbox.queries.views import View, ViewKind
from inbox.shortcuts.chart_values import role_in_words
from inbox.ui.desk import AFTER_THE_LIST, HIDDEN, Desk
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.rule import Rule
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.section_title import SectionTitle
from inbox.ui.parts.words import Words
from inbox.ui.rail.place import Place
from inbox.ui.worklist.titles import VIEW_ICONS, VIEW_TITLES, covering_title

VIEWS = (
    ViewKind.MY_WORK,
    ViewKind.POOL,
    ViewKind.ESCALATIONS,
    ViewKind.WAITING,
    ViewKind.SNOOZED,
    ViewKind.COVERING,
    ViewKind.SENT,
)


class SavedPlace(NamedTuple):
    """A saved view as the rail shows it."""

    name: str
    typed: str
    open: int
    overdue: int


class RailPane(QWidget):
    """Views above, the person's pools below, who sits here at the bottom."""

    chosen = Signal(object)
    """The `View` to go to."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: View | None = None
        self._places: dict[ViewKind, Place] = {}
        self._pools: dict[PoolId, Place] = {}
        self._saved: dict[str, Place] = {}  # by what is searched for
        self._saved_title: SectionTitle | None = None
        self._titles: list[SectionTitle] = []
        self._news = QTimer(self, interval=AFTER_THE_LIST, singleShot=True)
        self._news.timeout.connect(self.refresh)
        self._build()
        desk.changed.connect(self._hear)
        desk.ticked.connect(self.refresh)
        desk.theme.changed.connect(self._style)
        self._style()
        self.refresh()

    def mark(self, view: View) -> None:
        """Show that `view` is on screen."""
        self._view = view
        for kind, place in self._places.items():
            place.set_current(kind == view.kind and not view.pools)
        for pool, place in self._pools.items():
            place.set_current(view.pools == (pool,))
        for typed, place in self._saved.items():
            place.set_current(view.kind is ViewKind.SEARCH and view.text == typed)

    def current(self) -> View | None:
        """The view that is marked."""
        return self._view

    def fold(self, folded: bool) -> None:
        """Icons only: pools are then reached by the palette."""
        for place in self._places.values():
            place.set_folded(folded)
        for part in (self._views_title, self._scroll, self._rule, self._foot):
            part.setVisible(not folded)

    def refresh(self) -> None:
        """Count again."""
        desk = self._desk
        counts = tally.counts(desk.reader, desk.actor, desk.now())
        shown = {
            ViewKind.MY_WORK: counts.my_work,
            ViewKind.POOL: counts.pool,
            ViewKind.ESCALATIONS: counts.escalations,
            ViewKind.WAITING: counts.waiting,
            ViewKind.SNOOZED: counts.snoozed,
            ViewKind.COVERING: counts.covering,
        }
        covering = self._places[ViewKind.COVERING]
        covering.setVisible(bool(counts.covering.open))
        if counts.covering.open:
            covering.set_label(covering_title(desk))
        for kind, count in shown.items():
            self._places[kind].set_counts(count.open, count.overdue)
        for pool, place in self._pools.items():
            count = counts.pools.get(pool, tally.Count())
            place.set_counts(count.open, count.overdue)

    def show_saved(self, views: Sequence[SavedPlace]) -> None:
        """Show the saved views, in their order, above the pools."""
        if [(one.name, one.typed) for one in views] != [(p.label, typed) for typed, p in self._saved.items()]:
            self._lay_saved(views)
        for one in views:
            self._saved[one.typed].set_counts(one.open, one.overdue)

    def _lay_saved(self, views: Sequence[SavedPlace]) -> None:
        old = [*self._saved.values(), *filter(None, (self._saved_title,))]
        for widget in old:
            self._list.removeWidget(widget)
            widget.deleteLater()
        self._saved.clear()
        self._saved_title = SectionTitle(self._desk.theme, tr("Saved views")) if views else None
        if self._saved_title is not None:
            self._list.insertWidget(0, self._saved_title)
        for row, one in enumerate(views, 1):
            place = Place(self._desk.theme, one_line(one.name))
            view = View(ViewKind.SEARCH, text=one.typed)
            place.clicked.connect(lambda _=False, view=view: self.chosen.emit(view))
            self._saved[one.typed] = place
            self._list.insertWidget(row, place)
        self._style()
        if self._view is not None:
            self.mark(self._view)

    def _build(self) -> None:
        desk = self._desk
        self.setAccessibleName(tr("Views and pools"))
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._views_title = self._title(tr("Views"))
        self._column.addWidget(self._views_title)
        for kind in VIEWS:
            place = Place(
                desk.theme, tr(VIEW_TITLES[kind]), VIEW_ICONS[kind], desk.keys_of(f"view.{kind.value}")
            )
            place.clicked.connect(lambda _=False, kind=kind: self.chosen.emit(View(kind)))
            self._places[kind] = place
            self._column.addWidget(place)
        self._lower = QWidget()
        self._list = QVBoxLayout(self._lower)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        scrolls_thinly(self._scroll, desk.theme)
        self._scroll.setWidget(self._lower)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self._lower.setAutoFillBackground(False)
        self._fill_pools()
        self._column.addWidget(self._scroll, 1000)
        self._column.addStretch(1)
        self._build_foot()

    def _build_foot(self) -> None:
        desk = self._desk
        self._rule = Rule(desk.theme)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(ElidedLabel(desk.theme, desk.actor.name, bold=True))
        foot.addWidget(Words(desk.theme, _role(desk.actor.role), SMALL, "text_2"))
        self._column.addWidget(self._rule)
        self._column.addWidget(self._foot)

    def _title(self, text: str) -> SectionTitle:
        title = SectionTitle(self._desk.theme, text)
        self._titles.append(title)
        return title

    def _fill_pools(self) -> None:
        desk = self._desk
        for widget in (*self._titles[1:], *self._pools.values()):
            self._list.removeWidget(widget)
            widget.deleteLater()
        self._pools.clear()
        del self._titles[1:]
        above = len(self._saved) + (self._saved_title is not None)
        self._list.insertWidget(above, self._title(tr("Your pools: overdue, open")))
        for row, pool in enumerate(desk.actor.pools, above + 1):
            place = Place(desk.theme, desk.pool_name(pool))
            place.clicked.connect(
                lambda _=False, pool=pool: self.chosen.emit(View(ViewKind.POOL, pools=(pool,)))
            )
            self._pools[pool] = place
            self._list.insertWidget(row, place)
        if self._view is not None:
            self.mark(self._view)

    def _hear(self, changes: Changes) -> None:
        if changes.people or changes.everything:
            self._fill_pools()
            self._style()
        self._news.start(AFTER_THE_LIST if self.isVisible() else HIDDEN)

    def _style(self) -> None:
        px = self._desk.theme.px
        for title in (*self._titles, *filter(None, (self._saved_title,))):
            title.setContentsMargins(px(14), px(10), px(8), px(4))
        self._column.setContentsMargins(0, px(8), 0, px(8))
        layout = self._foot.layout()
        if layout is not None:
            layout.setContentsMargins(px(14), px(6), px(8), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._desk.theme.roles.window)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._desk.theme.roles.line)


def _role(role: Role) -> str:
    """What somebody is here; to patients a supervisor is a nurse."""
    return tr("supervisor") if role is Role.SUPERVISOR else role_in_words(role)
