"""What is new in the clinic keeps its name until it is published: a lost answer makes nothing twice."""

from __future__ import annotations

import msgspec
from pytestqt.qtbot import QtBot

from inbox.domain.clinic.people import Place
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Role
from inbox.domain.pool import Pool
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.desk import Desk


def test_published_again_it_has_the_same_name_and_after_that_another(desk: Desk, qtbot: QtBot) -> None:
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    draft = ClinicDraft(desk)

    def names() -> list[str]:
        return [one.name for one in draft.to_publish()]

    def writes() -> None:
        draft.begin()
        draft.change(lambda pools: (*pools, Pool(PoolId("new/1"), "Forms")))
        draft.assign(lambda people: (*people, Place("new/1", PersonId("Practitioner/nadia"), "Charge nurse")))

    writes()
    first = names()
    assert len({*first}) == 2 and all(first)
    assert names() == first
    writes()
    assert not {*names()} & {*first}
