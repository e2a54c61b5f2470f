"""What the palette offers: the commands of the registry, and the pools one can open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inbox.commands.declare import Command, Needs, Section
from inbox.commands.registry import COMMANDS, OWN_KEY, QUICK
from inbox.domain.words import tr, trn
from inbox.queries import tally
from inbox.queries.views import View, ViewKind
from inbox.shortcuts.button_keys import pressing
from inbox.shortcuts.other_words import other_words
from inbox.shortcuts.quick import KEYS
from inbox.ui.desk import Desk
from inbox.ui.undo_words import undo_words
from inbox.ui.worklist.titles import VIEW_ICONS

_ICONS = {
    "item.claim": "user-check",
    "item.claim_next": "users",
    "item.release": "undo-2",
    "item.route": "shuffle",
    "item.reply": "pencil",
    "item.quote": "message-square",
    "item.send": "send",
    "item.send_and_close": "send",
    "item.comment": "message-circle",
    "item.done": "check",
    "item.hold": "hourglass",
    "item.select": "list-checks",
    "item.select_range": "list-checks",
    "edit.undo": "undo-2",
    "edit.send_now": "send",
    "search.focus": "search",
    "view.outbox": "cloud-upload",
    "app.help": "keyboard",
    "app.try_now": "refresh-cw",
    "app.lock": "lock",
    "app.switch": "users",
    "app.sign_out": "key-round",
    "app.quit": "x",
}
_ITSELF = "app.palette"


@dataclass(frozen=True)
class Offer:
    """One thing that can be asked for: a command's id, with what it is to act on beside the item."""

    command: str
    title: str
    about: str
    icon: str
    keys: str
    off: str = ""
    argument: object = None
    for_item: bool = False
    other_words: tuple[str, ...] = ()
    """What else people call it."""

    @property
    def key(self) -> str:
        """What its use is counted under."""
        return f"{self.command} {self.title}" if self.argument is not None else self.command


def offers(desk: Desk, off: Callable[[str], str], kind: str = "") -> list[Offer]:
    """Everything the signed-in person could ask for now. `kind`: of the item in front of them, if any."""
    return [*_commands(desk, off), *_speed_buttons(desk, off, kind), *_pools(desk)]


def _commands(desk: Desk, off: Callable[[str], str]) -> Iterator[Offer]:
    views = {f"view.{kind.value}": icon for kind, icon in VIEW_ICONS.items()}
    icons = _ICONS | views
    speed_buttons = {command.id for command in (*QUICK, OWN_KEY)}
    for command in sorted(COMMANDS.values(), key=lambda one: one.section is Section.MOVE):
        if command.id == _ITSELF or command.id in speed_buttons or desk.actor.role not in command.roles:
            continue
        yield Offer(
            command.id,
            command.said,
            _about(desk, command),
            icons.get(command.id, "chevron-right"),
            desk.keys_of(command.id),
            off(command.id),
            for_item=command.needs is not Needs.NOTHING,
            other_words=other_words().of(command.id),
        )


def _about(desk: Desk, command: Command) -> str:
    """What it is for; of undo, what it would take back."""
    last = desk.undo.next if command.id == "edit.undo" else None
    return undo_words(desk, last) if last is not None else command.explained


def _speed_buttons(desk: Desk, off: Callable[[str], str], kind: str) -> Iterator[Offer]:
    if not kind:
        return
    for number, button in desk.kit.buttons_for(kind, desk.actor.role).items():
        numbered = number in KEYS
        command = f"quick.{number}" if numbered else pressing(button.own_key)
        about = tr("speed button {n}", n=number) if numbered else tr("speed button")
        keys = desk.keys.of(pressing(button.own_key)) or desk.keys_of(command)
        yield Offer(command, button.name, about, "timer", keys, off(command), for_item=True)


def _pools(desk: Desk) -> Iterator[Offer]:
    counts = tally.counts(desk.reader, desk.actor, desk.now()).pools
    for pool in desk.actor.pools:
        count = counts.get(pool, tally.Count())
        about = trn("{n} open", "{n} open", count.open)
        if count.overdue:
            about = tr("{open}, {n} overdue", open=about, n=count.overdue)
        title = tr("Open pool: {name}", name=desk.pool_name(pool))
        view = View(ViewKind.POOL, pools=(pool,))
        yield Offer("view.pool", title, about, VIEW_ICONS[ViewKind.POOL], "", argument=view)
