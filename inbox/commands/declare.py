"""The shape of a command's declaration. Keys, palette, help, menus and docs are made from these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.messaging.readers import Readers
from inbox.domain.operations import AnyOperation
from inbox.domain.people import EVERYONE, Actor, Party, Role
from inbox.domain.rows import PromiseOf
from inbox.domain.thread import Thread
from inbox.domain.words import mark, tr
from inbox.domain.work_item import WorkItem


class Section(StrEnum):
    """The columns of the help screen, in a nurse's words."""

    MOVE = mark("Move")
    TAKE = mark("Take and give")
    ANSWER = mark("Answer")
    FINISH = mark("Finish")
    VIEWS = mark("Go to")
    BOARD = mark("Board")
    PROGRAM = mark("Program")


class Needs(StrEnum):
    """What must be in front of the person for a command to mean anything."""

    NOTHING = "nothing"
    ITEM = "item"
    COMPOSER = "composer"


@dataclass(frozen=True)
class Target:
    """The item a command acts on: fixed at key-press, never read again from the selection."""

    thread: ThreadId
    item: ItemId


ReadersOf = Callable[[Thread], Readers | None]
"""Who may read what is written in a thread; None where nobody can tell."""


def nobody_asked(_thread: Thread) -> Readers | None:
    """Where nothing is known of anybody's circle."""
    return None


BehalfOf = Callable[[WorkItem], Party | None]
"""The absent colleague for whom the person at this station has an item now; None: nobody."""


def nobody_away(_item: WorkItem) -> Party | None:
    """Where nobody covers for anybody."""
    return None


@dataclass(frozen=True)
class Case:
    """What a plan may look at: one item as its author sees it, and who asks."""

    thread: Thread
    item: WorkItem
    actor: Actor
    now: datetime
    promise_of: PromiseOf
    readers_of: ReadersOf = nobody_asked


Plan = Callable[..., Sequence[AnyOperation]]
"""`plan(case, **arguments)`: the operations a command means for one item. Pure."""


@dataclass(frozen=True)
class Command:
    """One thing a person can ask for. `id` is `group.verb` and stable for ever."""

    id: str
    title: str
    help: str
    section: Section
    needs: Needs = Needs.NOTHING
    roles: frozenset[Role] = field(default=EVERYONE)
    duties: frozenset[str] = frozenset()
    """Whoever has one of these today may ask for it as well, whatever their role."""
    guarded: bool = False
    """Closes, sends, routes or escalates: ignores auto-repeat and freshly painted items."""
    plan: Plan | None = None
    """None: the screen itself does it (moving, opening, searching)."""
    example: Mapping[str, object] = field(default_factory=dict)
    """Stands for what is still to be typed or chosen, to find out whether it could be done at all."""

    @property
    def said(self) -> str:
        """The title in the person's language."""
        return tr(self.title)

    @property
    def explained(self) -> str:
        """The help sentence in the person's language."""
        return tr(self.help)
