"""The sheet of people: who works in which pools, in which role, from when to when; what is amiss below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt

from inbox.domain.clinic.people import FIELDS, Place, field_text, place_of, with_field, with_new
from inbox.domain.clinic.people import Field as Cell
from inbox.domain.clinic.pools import NEW, ClinicError, new_ref
from inbox.domain.pool import AT_WORK
from inbox.domain.words import tr
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.admin.sheet import Line, Sheet
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.parts.words import Words

_ROOM = 140
"""Pixels of height at 100 % for which one sentence of what is amiss is shown."""


class PlaceGrid:
    """One role of one person, a line for each field. An empty reference: of one that is to be added."""

    def __init__(self, draft: ClinicDraft, ref: str, added: Callable[[], None]) -> None:
        """`added` is told once it is known whose a new one is."""
        self._draft = draft
        self._ref = ref
        self._added = added
        self.rows = [tr("Person"), *map(tr, FIELDS.values())]

    @property
    def columns(self) -> Sequence[str]:
        """Whose role it is."""
        return [_name(self._draft, self._place) if self._place else tr("New role")]

    @property
    def _place(self) -> Place | None:
        return next((one for one in self._draft.places if one.ref == self._ref), None)

    def text(self, row: int, column: int) -> str:
        """What stands in the field."""
        place = self._place
        if place is None:
            return "" if row else tr("Write the person’s name here")
        return (
            field_text(place, list(FIELDS)[row - 1], self._draft.pools) if row else _name(self._draft, place)
        )

    def quiet(self, row: int, column: int) -> bool:
        """Whether nothing can be written there."""
        return self._place is None or not row

    def write(self, row: int, column: int, text: str) -> None:
        """Write the field; raises InboxError."""
        draft = self._draft
        if self._place is None:
            if row:
                raise ClinicError(tr("Person: write first whose role it is."))
            ref = new_ref(one.ref for one in draft.places)
            draft.assign(partial(with_new, ref=ref, name=text, staff=draft.staff, today=draft.today))
            self._added()
        elif not row:
            raise ClinicError(tr("A role stays with its person. End this one, and add one for the other."))
        else:
            field: Cell = list(FIELDS)[row - 1]
            draft.assign(partial(with_field, ref=self._ref, field=field, text=text, pools=draft.pools))

    def reset(self, row: int, column: int) -> None:
        """Empty the field."""
        if self._place is not None and row:
            standing = list(FIELDS)[row - 1] is Cell.STANDS
            self.write(row, column, tr("ended") if standing else "")


class PeopleSheet(Sheet):
    """Everybody's roles; the last line adds one."""

    def __init__(self, theme: Theme, draft: ClinicDraft) -> None:
        self.draft = draft
        super().__init__(theme, draft, tr("People and their roles"), tr("What is said of the role"))
        self.amiss = Words(theme, "", SMALL, "soon_text", wrap=True)
        self._beside.addWidget(self.amiss)

    def come(self) -> None:
        super().come()
        self._judge()

    def _lines(self) -> Sequence[Line]:
        draft = self.draft
        today = draft.today
        places = [one for one in draft.places if one.last is None or one.last >= today]
        names = {one.id: one.name for one in draft.staff}
        places.sort(key=lambda one: (_order(one), names.get(one.person, "").casefold(), one.duty != AT_WORK))
        lines = [Line(one.ref, _called(draft, one), not one.active) for one in places]
        return [*lines, Line("", tr("Add a role…"), quiet=True)]

    def _grid(self, ref: str) -> Grid:
        return PlaceGrid(self.draft, ref, self._added)

    def _added(self) -> None:
        self.relist(self.draft.places[-1].ref)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self) -> None:
        super()._written()
        self._judge()

    def _judge(self) -> None:
        new, known = self.draft.lacking()
        found = [*new, *known]
        most = max(1, self.height() // self.theme.px(_ROOM))
        more = [tr("And {n} more.", n=len(found) - most)] if len(found) > most else []
        self.amiss.set_words("\n".join([*found[:most], *more]))
        self.amiss.setVisible(bool(found))


def _order(place: Place) -> tuple[bool, bool]:
    """Those that hold before those that ended, new ones last."""
    return place.ref.startswith(NEW), not place.active


def _name(draft: ClinicDraft, place: Place) -> str:
    return next((one.name for one in draft.staff if one.id == place.person), place.person)


def _called(draft: ClinicDraft, place: Place) -> str:
    """The person, and the role where it is a duty or one of several."""
    name = _name(draft, place_of(draft.places, place.ref))
    others = [one for one in draft.places if one.person == place.person and one.ref != place.ref]
    said = tr("{name} · {role}", name=name, role=place.job) if others else name
    return said if place.active else tr("{name} (ended)", name=said)
