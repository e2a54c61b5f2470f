"""The editor of the clinic's promises: change, look at what it means for open work, publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inbox.domain.policy_draft import Draft
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.site_kit import Part
from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.policy.pages import HoursPage, PromisesPage, ShiftsPage
from inbox.ui.overlays.policy.shifts import Named
from inbox.ui.overlays.under_way import UnderWay
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.moments import when


class Page(IntEnum):
    """The sheets, in the order of work."""

    PROMISES = 0
    HOURS = 1
    SHIFTS = 2


class PolicyEditor(Overlay):
    """Nothing holds before it is published. Closing it with changes asks first."""

    weigh = Signal()
    """What the draft means for open work is asked for."""
    publish = Signal()
    """The draft is to hold from now on."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Promises"), width=1240)
        self._desk = desk
        self.draft = Draft(desk.policy.policy)
        self.saw = desk.kit_file(Part.POLICY)
        self.promises = PromisesPage(desk.theme, self.draft, ())
        self.hours = HoursPage(desk.theme, self.draft, desk.promises.zone)
        self.shifts = ShiftsPage(desk.theme, self._when)
        self.confirm = Confirm(desk.theme, window)
        self._build()
        self._listen()

    @property
    def busy(self) -> bool:
        """Something is being worked out, or published: nothing is written or closed meanwhile."""
        return self.under_way.busy

    @property
    def page(self) -> Page:
        """The sheet that is shown."""
        return Page(self._pages.currentIndex())

    def open(self) -> None:
        """Open over the window with the promises in force."""
        self.draft, self.saw = Draft(self._desk.policy.policy), self._desk.kit_file(Part.POLICY)
        self.say("")
        self._show_draft()
        self.appear()  # first: it remembers who has the keyboard, which showing a sheet takes
        self._show(Page.PROMISES)
        self.promises.table.go_to(0, 0)

    def first(self) -> QWidget:
        return self.promises.table

    def say(self, wrong: str) -> None:
        """Say what is the matter above the keys; empty where nothing is."""
        self._wrong.set_words(wrong)
        self._wrong.setVisible(bool(wrong))

    def show_shifts(self, items: Sequence[Named]) -> None:
        """Show what the draft means for open work."""
        self.say("")
        self.shifts.show_items(items)
        self._show(Page.SHIFTS)

    def follow(self) -> bool:
        """If a colleague has published meanwhile, the draft is made anew on top of theirs; whether it was."""
        if not self.is_open or self.busy or self._desk.policy.policy == self.draft.base:
            return False
        self.saw = self._desk.kit_file(Part.POLICY)
        lost = self.draft.rebase(self._desk.policy.policy)
        self._show_draft()
        self._show(Page.PROMISES)
        name = self._desk.policy.policy.name_at_version
        told = tr(
            "A colleague has published {policy} meanwhile. Your changes now stand on top of it.", policy=name
        )
        if lost:
            told += " " + trn(
                "{n} of them could not be made again.", "{n} of them could not be made again.", lost
            )
        self.say(told)
        return True

    def dismiss(self) -> None:
        """Close; changes that were not published are lost, so that is asked first."""
        if self.is_open and self.busy:
            self.say(tr("One moment: this is not finished yet."))
        elif self.is_open and self.draft.changed:
            question, about = tr("Discard your changes?"), tr("Nothing of them has been published.")
            self.confirm.ask(question, about, tr("Discard"), tr("Keep editing"), self.close_up)
        else:
            self.close_up()

    def close_up(self) -> None:
        """Close without a question."""
        super().dismiss()

    def pressed_outside(self) -> None:
        """A slip of the pointer does not close it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and not event.isAutoRepeat() and not self.busy:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
            elif Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_3:
                self._go(Page(event.key() - Qt.Key.Key_1))
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(10), px(14), px(2))
        self._row.setContentsMargins(px(8), 0, px(14), px(6))
        for row in (self._head, self._row):
            row.setSpacing(px(8))
        self._below.setContentsMargins(px(14), px(6), px(14), px(8))
        self._below.setSpacing(px(8))
        self._pages.setMinimumHeight(px(120))
        for page in (self.promises, self.hours, self.shifts):
            page.restyle()

    def place(self) -> None:
        super().place()
        room = self.height() - self.card.height()
        if room > self.theme.px(64):  # a sheet has as many rows as there is room for
            margin = self.theme.px(32)
            self.card.setGeometry(self.card.x(), margin, self.card.width(), self.height() - 2 * margin)

    def _build(self) -> None:
        theme = self.theme
        self._title = Words(theme, tr("Promises"), SUBJECT)
        self._about = Words(theme, "", SMALL, "text_2")
        titles = (tr("Promises"), tr("Open hours"), tr("What changes"))
        self._tabs = [KeyButton(theme, title, f"Ctrl+{n}") for n, title in enumerate(titles, start=1)]
        self._head, self._row = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._about, 1)
        for tab in self._tabs:
            self._row.addWidget(tab)
        self._row.addStretch(1)
        self._pages = QStackedWidget()
        for page in (self.promises, self.hours, self.shifts):
            self._pages.addWidget(page)
        self._wrong = Words(theme, "", SMALL, "overdue", wrap=True)
        self._on = KeyButton(theme, tr("See what changes"), "Ctrl+Enter", Variant.ACCENT)
        self._below = QHBoxLayout()
        self._below.addWidget(self._wrong, 4)
        self._below.addStretch(1)
        self._below.addWidget(self._on)
        self.foot = KeyBar(theme, [])
        self.under_way = UnderWay(self, self.foot, (self._pages, *self._tabs))
        nest(self._head, self.body)
        nest(self._row, self.body)
        self.body.addWidget(self._pages, 1)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)

    def _listen(self) -> None:
        for page, tab in zip(Page, self._tabs, strict=True):
            tab.clicked.connect(lambda _checked=False, page=page: self._go(page))
        self._on.clicked.connect(self._go_on)
        for table in (self.promises.table, self.hours.table):
            table.cells.refused.connect(self.say)
            table.cells.written.connect(self._written)
        self._desk.kit_changed.connect(self.follow)

    def _go(self, page: Page) -> None:
        if page is Page.SHIFTS:
            self._weigh()
        else:
            self._show(page)

    def _go_on(self) -> None:
        if self.page is not Page.SHIFTS:
            self._weigh()
        elif not self.busy:
            self.say("")
            self.publish.emit()

    def _weigh(self) -> None:
        if not self.draft.changed:
            self.say(tr("Nothing has been changed yet."))
            return
        self.say("")
        self.weigh.emit()

    def _show(self, page: Page) -> None:
        self._pages.setCurrentIndex(page)
        for at, tab in zip(Page, self._tabs, strict=True):
            tab.setAccessibleDescription(tr("shown") if at is page else "")
            tab.set_variant(Variant.NORMAL if at is page else Variant.QUIET)
        last = page is Page.SHIFTS
        self._on.set_label(tr("Publish") if last else tr("See what changes"))
        self.foot.set_hints(_shift_keys() if last else _sheet_keys())
        tables = (self.promises.table, self.hours.table, self.shifts.table)
        tables[page].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_draft(self) -> None:
        pools = [(pool.id, pool.name) for pool in self._desk.pools()]
        self.promises.show_draft(self.draft, pools)
        self.hours.show_draft(self.draft, [pool.name for pool in self._desk.pools() if pool.hours])
        self._written()

    def _written(self) -> None:
        self.say("")
        self._about.set_words(_standing(self._desk.policy, changed=self.draft.changed))
        self.promises.pools.viewport().update()

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.now(), self._desk.zone)


def _standing(held: InForce, *, changed: bool) -> str:
    """What holds now, and whether the draft would make a difference."""
    name = held.policy.name_at_version
    words = {
        Source.SITE: tr("{policy} holds now.", policy=name),
        Source.LAST_VALID: tr("{policy} holds now: what was published since cannot be used.", policy=name),
        Source.SHIPPED: tr("The promises that come with the program hold now."),
    }[held.source]
    return f"{words} {tr('Yours differ from them.')}" if changed else words


def _sheet_keys() -> list[tuple[str, str]]:
    return [
        ("Enter", tr("change")),
        ("Del", tr("as for all pools")),
        ("Tab", tr("pools, sheet")),
        ("Esc", tr("close")),
    ]


def _shift_keys() -> list[tuple[str, str]]:
    return [
        ("Space", tr("confirm that it is due later")),
        ("a", tr("confirm all")),
        ("Tab", tr("reason")),
        ("Esc", tr("close")),
    ]
