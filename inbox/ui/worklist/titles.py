"""What a view is called."""

from __future__ import annotations

from inbox.domain.words import mark, tr
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk

VIEW_TITLES = {
    ViewKind.MY_WORK: mark("My work"),
    ViewKind.POOL: mark("Pool"),
    ViewKind.ESCALATIONS: mark("Escalations"),
    ViewKind.WAITING: mark("Waiting for patient"),
    ViewKind.SENT: mark("Sent"),
    ViewKind.SEARCH: mark("Search"),
}
VIEW_ICONS = {
    ViewKind.MY_WORK: "inbox",
    ViewKind.POOL: "users",
    ViewKind.ESCALATIONS: "stethoscope",
    ViewKind.WAITING: "hourglass",
    ViewKind.SENT: "send",
    ViewKind.SEARCH: "search",
}


def view_title(view: View, desk: Desk) -> str:
    """The heading of the list: a single pool goes by its own name."""
    if view.kind is ViewKind.POOL and len(view.pools) == 1:
        return desk.pool_name(view.pools[0])
    return tr(VIEW_TITLES[view.kind])
