"""What a view is called, and how many are in it."""

from __future__ import annotations

from inbox.domain.board import REVIEWS, Slice
from inbox.domain.inert import one_line
from inbox.domain.words import mark, tr, trn
from inbox.queries import cover
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk

VIEW_TITLES = {
    ViewKind.MY_WORK: mark("My work"),
    ViewKind.POOL: mark("Pool"),
    ViewKind.ESCALATIONS: mark("Escalations"),
    ViewKind.WAITING: mark("Waiting for patient"),
    ViewKind.SNOOZED: mark("Snoozed"),
    ViewKind.COVERING: mark("Covering for"),
    ViewKind.SENT: mark("Sent"),
    ViewKind.SEARCH: mark("Search"),
    ViewKind.SLICE: mark("Board"),
    ViewKind.SWEEP: mark("Sweep"),
}
VIEW_ICONS = {
    ViewKind.MY_WORK: "inbox",
    ViewKind.POOL: "users",
    ViewKind.ESCALATIONS: "stethoscope",
    ViewKind.WAITING: "hourglass",
    ViewKind.SNOOZED: "alarm-clock",
    ViewKind.COVERING: "user-check",
    ViewKind.SENT: "send",
    ViewKind.SEARCH: "search",
    ViewKind.SLICE: "layout-dashboard",
    ViewKind.SWEEP: "list-checks",
}
SLICE_TITLES = {
    Slice.OPEN: mark("Open"),
    Slice.UNCLAIMED: mark("Unclaimed"),
    Slice.OVERDUE: mark("Overdue"),
    Slice.DUE_TODAY: mark("Due today"),
    Slice.HELD: mark("On hold"),
}


def view_title(view: View, desk: Desk) -> str:
    """The heading of the list: a single pool goes by its own name, a search by its words."""
    if view.kind is ViewKind.POOL and len(view.pools) == 1:
        return desk.pool_name(view.pools[0])
    if view.kind is ViewKind.SEARCH and view.text:
        return tr("Search: {words}", words=one_line(view.text))
    if view.kind is ViewKind.COVERING:
        return covering_title(desk)
    if view.kind is ViewKind.SWEEP and view.text:
        return tr("Sweep: {group}", group=view.text)
    if view.kind is ViewKind.SLICE:
        return tr("{which}: {whose}", which=tr(SLICE_TITLES[view.slice]), whose=_whose(view, desk))
    return tr(VIEW_TITLES[view.kind])


def covering_title(desk: Desk) -> str:
    """For whom: one colleague by name, several by number; whoever is back has left the list."""
    names = cover.away(desk.reader, desk.actor)
    if len(names) == 1:
        return tr("Covering for {name}", name=one_line(names[0]))
    return tr("Covering for {n} colleagues", n=len(names)) if names else tr("Covering for nobody")


def _whose(view: View, desk: Desk) -> str:
    if view.owners:
        return view.text
    if view.pools == (REVIEWS,):
        return tr("physician review")
    return desk.pool_name(view.pools[0]) if view.pools else tr("all pools")


def count_words(view: View, count: int) -> str:
    """How many items `view` has, said for what it lists."""
    match view.kind:
        case ViewKind.SEARCH:
            return trn("{n} found", "{n} found", count)
        case ViewKind.SENT:
            return trn("{n} sent or closed", "{n} sent or closed", count)
        case ViewKind.WAITING:
            return trn("{n} on hold", "{n} on hold", count)
        case ViewKind.SNOOZED:
            return trn("{n} snoozed", "{n} snoozed", count)
        case _:
            return trn("{n} open", "{n} open", count)
