"""One station, two nurses: a PIN after the lock, somebody else in between, and nothing of theirs is mixed."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QGuiApplication

from inbox.queries import outbox
from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, refill
from tests.left_behind import Belongings, of_anybody

PIN = "483920"


def test_two_nurses_share_a_station(nurse: Person, portal: PortalProcess) -> None:
    nurse.opens_the_program()
    nurse.sees("Sign in to your clinic")
    before, nobody = Belongings(), Counter(of_anybody())
    nurse.signs_in_as("nadia")
    nurse.is_at_work()
    nurse.lets_everything_load()
    answered = nurse.goes_to(refill)
    nurse.has_looked()
    portal.fault("drop_before", method="POST", path="^/fhir/R4/?$")  # nothing leaves for now
    nurse.presses("1")
    nurse.sees("leaves in")
    nurse.presses("g d y")
    hers = Belongings(before)
    nurse.hands_over_to("tomas")
    nurse.sees("of the person before")
    assert hers.left() == {}, "nothing of hers is in the memory of the program where he works"
    his_desk = nurse.workspace.desk
    assert his_desk.actor.person == "Practitioner/tomas"
    assert not QGuiApplication.clipboard().text()
    assert not outbox.unconfirmed(his_desk.reader, his_desk.actor.person)
    portal.no_faults()
    nurse.lets_the_undo_time_pass()
    nurse.lets_everything_load()
    assert not portal.replies(answered.thread), "what she has written does not leave in his name"
    nurse.hands_over_to("nadia")
    nurse.waits_until(lambda: portal.replies(answered.thread), "her reply on the portal")
    [sent] = [one for one in portal.written_here() if answered.thread in str(one["partOf"])]
    assert sent["sender"]["reference"] == "Practitioner/nadia"
    del his_desk
    nurse.asks_for("sign out")
    nurse.sees("Sign in to your clinic")
    assert not Counter(of_anybody()) - nobody, "nobody works here now"


def test_a_pin_unlocks_and_opens_the_program_without_a_network(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    nurse.asks_for("pin")
    nurse.sees("New PIN")
    for _ in range(2):
        nurse.types(PIN)
        nurse.presses("Enter")
    nurse.is_told("Your PIN opens this place")
    portal.stop()
    nurse.presses("Ctrl+Shift+L")
    nurse.sees("Locked at")
    nurse.sees("Sign in instead")
    nurse.types(PIN)
    nurse.presses("Enter")
    nurse.is_at_work()
    nurse.quits()
    nurse.opens_the_program()
    nurse.sees("It opens what you kept on this computer")
    nurse.types(PIN)
    nurse.presses("Enter")
    nurse.is_at_work()
