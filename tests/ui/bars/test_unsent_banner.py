"""What has not left for weeks is said to its author, by whom it is about, before and after it goes."""

from __future__ import annotations

from datetime import timedelta

from pytestqt.qtbot import QtBot

from inbox.domain.draft import Draft
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.unsent import AHEAD, KEPT, Unsent
from inbox.queries import drafts, patient
from inbox.store import forgetting
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW, Clock


def begun(desk: Desk) -> PatientId:
    """A draft for somebody, saved now."""
    whose = forgetting.patients(desk.reader)[0]
    [thread, *_] = forgetting.threads_of(desk.reader, [whose])
    desk.store.save_draft(Draft(ThreadId(thread), whose, desk.actor.person, "I will call", NOW)).result()
    return whose


def passes(work: AtWork, clock: Clock, **time: float) -> Unsent:
    clock.forward(**time)
    work.desk.ticked.emit()
    work.desk.store.chains(work.desk.actor.person, clock.now()).result()  # all that was asked before is done
    work.settle()
    return work.desk.store.unsent(work.desk.actor)


def test_it_is_said_before_it_goes_and_after(desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    whose = begun(desk)
    card = patient.card(desk.reader, whose)
    assert card is not None
    work = AtWork(desk, qtbot)
    banner = work.space.unsent
    assert banner.isHidden()
    passes(work, clock, seconds=(KEPT - AHEAD).total_seconds())
    assert banner.isVisible() and card.name in banner.accessibleName()
    assert "from 16 Apr on it is removed" in banner.accessibleName()
    passes(work, clock, seconds=AHEAD.total_seconds())
    assert not drafts.drafts(desk.reader, desk.actor.person)
    assert banner.isVisible() and card.name in banner.accessibleName()
    assert "It was removed from this computer after 30 days." in banner.accessibleName()


def test_what_nobody_can_see_does_not_count_as_told(desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    begun(desk)
    work = AtWork(desk, qtbot)
    work.space.hide()
    assert passes(work, clock, seconds=KEPT.total_seconds()) == Unsent()
    work.space.show()
    told = passes(work, clock, seconds=timedelta(minutes=1).total_seconds())
    assert told.until is not None and told.until > clock.now()
    assert drafts.drafts(desk.reader, desk.actor.person)
