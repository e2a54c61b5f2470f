"""An e-visit that a nurse could only draft is opened by the packet that is approved, and by one only."""

from __future__ import annotations

import msgspec

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.ids import ItemId
from inbox.domain.operations import AskVisit
from inbox.domain.people import Role
from inbox.domain.visit import Asked, Draft, How
from inbox.domain.work_item import Kind
from tests.commands.desk import Desk
from tests.store.plain import ME, NOON, NURSE, conversation, file, hours, party

DRAFTED = Asked(How.ONLINE, party(ME), NOON, "A cough", draft=Draft.PRESCRIBERS)


def with_packets(desk: Desk, *names: str) -> list[Target]:
    """Packets about one item in which a nurse has drafted an e-visit."""
    desk.receive(conversation("1", kind="medical-question"))
    thread, item = desk.thread(), msgspec.structs.replace(desk.item(), visits=(DRAFTED,))
    about = {"updated": hours(9), "thread": thread.id, "patient": thread.patient}
    packets = [
        msgspec.structs.replace(
            item,
            id=ItemId(f"Task/{name}"),
            kind=Kind.PHYSICIAN_REVIEW,
            parent=item.id,
            proposed_reply="Come and see us online.",
            visits=(),
        )
        for name in names
    ]
    desk.receive([file(one.id, one, version="9", **about) for one in (item, *packets)])  # type: ignore[arg-type]
    desk.bus.actor = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
    return [Target(thread.id, one.id) for one in packets]


def opened(desk: Desk, packet: Target) -> list[AskVisit]:
    """What approving `packet` asks for."""
    done = desk.wait(desk.bus.run(COMMANDS["review.approve"], [packet]))
    return [one.operation for one in done.entries if isinstance(one.operation, AskVisit)]


def test_the_second_packet_about_an_item_does_not_open_its_e_visit_again(desk: Desk) -> None:
    first, second = with_packets(desk, "first", "second")
    (visit,) = opened(desk, first)
    assert (visit.how, visit.reason, visit.item) == (How.ONLINE, "A cough", first.item)
    assert opened(desk, second) == []
