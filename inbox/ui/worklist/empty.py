"""What a view says when nothing is in it: that this is so, since when, and where help is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.parts.empty_state import EmptyState
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.worklist.titles import view_title


class Empty(NamedTuple):
    """The words of an empty view, and the command that helps where one does."""

    icon: str
    title: str
    sentence: str
    command: str = ""
    label: str = ""


def empty_state(said: Empty, desk: Desk, ask: Callable[[str], None]) -> QWidget:
    """The page for `said`; `ask` takes the command of its button."""
    state = EmptyState(desk.theme, said.icon, said.title, said.sentence)
    if said.command:
        button = KeyButton(desk.theme, said.label, desk.keys_of(said.command), Variant.ACCENT)
        button.clicked.connect(lambda: ask(said.command))
        state.add_buttons([button])
    return state


def empty_words(view: View, desk: Desk) -> Empty:
    """What is said of `view`, which has nothing in it."""
    match view.kind:
        case ViewKind.POOL:
            title = tr("Nothing is waiting in your pools")
            if len(view.pools) == 1:
                title = tr("Nothing is waiting in {pool}", pool=view_title(view, desk))
            return _with_claim(Empty("coffee", title, _checked(desk)), desk)
        case ViewKind.MY_WORK:
            sentence = tr("Nothing is yours right now.")
            if _others_wait(desk):
                sentence = tr("Nothing is yours right now. The pool has work.")
            return _with_claim(Empty("inbox", tr("Your list is clear"), sentence), desk)
        case ViewKind.ESCALATIONS if desk.actor.role is Role.PRESCRIBER:
            return Empty("stethoscope", tr("Nobody is asking you"), _checked(desk))
        case ViewKind.ESCALATIONS:
            return Empty("stethoscope", tr("No physician is asked"), tr("Nothing of yours waits for one."))
        case ViewKind.WAITING:
            sentence = tr("Items on hold until a patient answers would be here.")
            return Empty("hourglass", tr("Nobody is waited for"), sentence)
        case ViewKind.SNOOZED:
            sentence = tr("What you snooze is here until its time comes.")
            return Empty("alarm-clock", tr("Nothing is snoozed"), sentence)
        case ViewKind.COVERING:
            sentence = tr("What you have for absent colleagues is here until they are back.")
            return Empty("user-check", tr("You have nothing for anybody"), sentence)
        case ViewKind.SLICE:
            sentence = tr("There was something when the board was drawn. Esc leads back to it.")
            return Empty("layout-dashboard", tr("Nothing of this kind is left"), sentence)
        case ViewKind.SWEEP:
            sentence = tr("All of it has been closed meanwhile. Esc leads back to the sweep.")
            return Empty("list-checks", tr("Nothing of it is open any more"), sentence)
        case ViewKind.SEARCH:
            sentence = tr("Nothing kept here matches. Try fewer or shorter words.")
            return Empty("search", tr("Nothing found"), sentence, "search.focus", tr("Search again"))
        case _:
            return Empty("send", tr("Nothing sent yet"), tr("What you close and send will be here."))


def _others_wait(desk: Desk) -> bool:
    return worklist.next_urgent(desk.reader, desk.actor, desk.now()) is not None


def _with_claim(said: Empty, desk: Desk) -> Empty:
    if not _others_wait(desk):
        return said
    return said._replace(command="item.claim_next", label=tr("Claim next"))


def _checked(desk: Desk) -> str:
    """When the server was last asked; that nothing is here means little where it never was."""
    at = desk.status.last_sync if desk.status else None
    if at is None:
        return tr("The server has not been asked yet.")
    return tr("Checked at {time}.", time=f"{at.astimezone(desk.zone):%H:%M}")
