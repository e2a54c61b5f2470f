"""The command palette: a few letters find anything that can be done here, and it shows the key for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log2
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.shortcuts import scopes
from inbox.shortcuts.other_words import other_words
from inbox.shortcuts.uses import Uses
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice, ChoiceList
from inbox.ui.overlays.filter_field import FilterBar, FilterField
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.match import Match, begins_words, match
from inbox.ui.overlays.offers import Offer, offers
from inbox.ui.overlays.overlay import Overlay

_Found = tuple[Offer, Match]
_A_HABIT: Final = 6
"""What doubling the use is worth: less than one more letter found, so that words typed always lead."""
_BY_HELP = Match(0, ())
"""Found by the words that explain it: after all that are called so."""


class Palette(Overlay):
    """Ctrl+K. What is off is shown with its reason and does not run."""

    chosen = Signal(str, object)
    """A command's id, and its argument: a `View` for "Open pool: …", else None."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Commands"), width=720, scope=scopes.PALETTE, high_up=True)
        self._desk = desk
        self._offers: list[Offer] = []
        self._kept = f"palette:{desk.actor.person}"
        self._uses = Uses.read(desk.store.note(self._kept))
        self._opened_at = desk.now()
        self.list = ChoiceList(desk.theme, tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.field = FilterField(desk.theme, self.list, tr("Type a few letters of a command or pool"))
        self._bar = FilterBar(desk.theme, self.field)
        self.foot = KeyBar(
            desk.theme, [("Enter", tr("do it")), ("Up Down", tr("choose")), ("Esc", tr("close"))]
        )
        self.body.addWidget(self._bar)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.foot)
        self.field.textChanged.connect(self._find)
        self.list.picked.connect(self._run)
        self.list.refused.connect(self._say_why)
        self.list.moved.connect(self._teach)

    def open(self, off: Callable[[str], str], kind: str = "") -> None:
        """Open over the window. `off` says why a command cannot be asked for now, "" when it can;
        `kind` is the kind of work of the item in front of the person, whose speed buttons are offered."""
        self._opened_at = self._desk.now()
        self._offers = offers(self._desk, off, kind)
        self.field.clear()
        self._find("")
        self.appear()

    def _find(self, typed: str) -> None:
        found = [(offer, fit) for offer in self._offers if (fit := _fit(typed, offer))]
        found.sort(key=self._rank)
        for_item = [f for f in found if f[0].for_item and not f[0].off]
        everywhere = [f for f in found if not f[0].for_item and not f[0].off]
        sections = [(tr("For this item"), for_item), (tr("Everywhere"), everywhere)]
        if typed.strip():
            sections.sort(key=lambda section: min(map(self._rank, section[1]), default=_LAST))
        sections.append((tr("Not now"), [f for f in found if f[0].off]))
        self.list.set_choices([line for title, part in sections for line in _lines(title, part)])
        self._bar.tell(tr("{n} of {total}", n=len(found), total=len(self._offers)))
        self.place()

    def _rank(self, found: _Found) -> tuple[float, int, int]:
        """What fits better and is used more comes first; of the same what begins so, then the shorter."""
        offer, fit = found
        habit = _A_HABIT * log2(1 + self._uses.of(offer.key, self._opened_at))
        return -fit.score - habit, *((fit.marks[0], len(offer.title)) if fit.marks else (0, 0))

    def _run(self, choice: Choice) -> None:
        offer = choice.value
        assert isinstance(offer, Offer)
        self._uses = self._uses.used(offer.key, self._desk.now())
        self._desk.store.keep_note(self._kept, self._uses.written())
        self.dismiss()
        self.chosen.emit(offer.command, offer.argument)

    def _say_why(self, choice: Choice) -> None:
        self.foot.remark(choice.off)

    def _teach(self, choice: Choice | None) -> None:
        said = other_words().answer(self.field.text())
        if said:
            said = tr(said)
        elif choice is None:
            said = tr("Nothing is called that.")
        elif choice.keys and not choice.off:
            said = tr("Without this list: press {keys}", keys=choice.keys)
        self.foot.remark(said)


_LAST = (0.0, 0, 0)


def _fit(typed: str, offer: Offer) -> Match | None:
    """By its title, by what else it is called, or by the words that explain it, whichever fits best."""
    ways = [match(typed, offer.title)]
    if not typed.strip():
        return ways[0]
    called = [word for word in offer.other_words if begins_words(typed, word)]
    ways += [Match(fit.score - 1, ()) for word in called if (fit := match(typed, word))]
    if begins_words(typed, f"{offer.title} {offer.about}"):
        ways.append(_BY_HELP)
    return max((way for way in ways if way is not None), key=lambda way: way.score, default=None)


def _lines(title: str, found: Sequence[_Found]) -> Iterator[Choice]:
    if found:
        yield Choice(title, heading=True)
    for offer, fit in found:
        yield Choice(
            offer.title, offer, offer.about, offer.icon, keys=offer.keys, off=offer.off, marks=fit.marks
        )
