"""What a view says when nothing is in it: that this is so, since when, and where help is needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.parts.empty_state import EmptyState
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.worklist.titles import view_title


def empty_view(view: View, desk: Desk, ask: Callable[[str], None]) -> QWidget:
    """The empty state of `view`; `ask` takes the command of its button."""
    icon, title, sentence, command, label = _words(view, desk)
    state = EmptyState(desk.theme, icon, title, sentence)
    if command:
        button = KeyButton(desk.theme, label, desk.keys_of(command), Variant.ACCENT)
        button.clicked.connect(lambda: ask(command))
        state.add_buttons([button])
    return state


def _words(view: View, desk: Desk) -> tuple[str, str, str, str, str]:
    unclaimed = worklist.next_urgent(desk.reader, desk.actor) is not None
    claim = ("item.claim_next", tr("Claim next")) if unclaimed else ("", "")
    synced = desk.status.last_sync if desk.status else None
    checked = ""
    if synced is not None:
        checked = tr("Checked at {time}.", time=f"{synced.astimezone(desk.zone):%H:%M:%S}")
    match view.kind:
        case ViewKind.POOL:
            title = tr("Nothing is waiting in {pool}", pool=view_title(view, desk))
            return ("coffee", title, checked, *claim)
        case ViewKind.MY_WORK:
            sentence = tr("Nothing is yours right now.")
            if unclaimed:
                sentence = tr("Nothing is yours right now. The pool has work.")
            return ("inbox", tr("Your list is clear"), sentence, *claim)
        case ViewKind.ESCALATIONS:
            return ("stethoscope", tr("No physician is asked"), tr("Nothing of yours waits for one."), "", "")
        case ViewKind.WAITING:
            sentence = tr("Items on hold until a patient answers would be here.")
            return ("hourglass", tr("Nobody is waited for"), sentence, "", "")
        case ViewKind.SEARCH:
            sentence = tr("Nothing kept here matches. Try fewer or shorter words.")
            return ("search", tr("Nothing found"), sentence, "search.focus", tr("Search again"))
        case _:
            return ("send", tr("Nothing sent yet"), tr("What you close and send will be here."), "", "")
