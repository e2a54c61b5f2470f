"""A nurse works the pool: what she sees, what she presses, what the portal has afterwards."""

from __future__ import annotations

from inbox.domain.rows import BAND_CLOCK
from tests.journeys.portal_process import PortalProcess, moment
from tests.journeys.stage import Person, question, refill, unclaimed


def test_the_first_sign_in_fills_the_pool_sorted_by_time_to_breach(nurse: Person) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    nurse.sees("Connected")
    held = [row.line.stage == "held" for row in nurse.lines]
    assert held == sorted(held), "what waits for the patient stands last"
    bands = [row.line.band for row in nurse.lines]
    assert bands == sorted(bands), "flags that wait for a call stand first"
    dues = [row.line.due for row in nurse.lines if row.line.band == BAND_CLOCK and row.line.due is not None]
    assert len(dues) > 10
    assert dues == sorted(dues), "what is due first stands first"
    nurse.sees("All confirmed")


def test_claim_next_takes_the_most_urgent_and_shows_it(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    first = next(row for row in nurse.lines if unclaimed(row))
    nurse.presses("Shift+C")
    nurse.waits_until(lambda: nurse.item.item == first.line.item and nurse.row.mine, "her item, claimed")
    nurse.sees("All confirmed")
    assert portal.owner(first.line.item) == "Practitioner/nadia"
    assert portal.status(first.line.item) == "accepted"


def test_one_key_answers_a_refill_closes_it_and_opens_the_next(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    target = nurse.goes_to(refill)
    nurse.has_looked()
    nurse.presses("1")
    nurse.sees("leaves in")
    assert nurse.item != target, "the next most urgent is open"
    assert portal.replies(target.thread) == [], "nothing leaves within the undo time"
    nurse.lets_the_undo_time_pass()
    nurse.sees("All confirmed")
    replies = portal.replies(target.thread)
    assert len(replies) == 1
    assert "Nadia Brand" in replies[0]
    assert portal.status(target.item) == "completed"


def test_a_typed_reply_with_an_open_blank_is_refused_and_leaves_once_it_is_filled(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    nurse.presses("r")
    nurse.types("Please come on ***, and bring your medicines.")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    nurse.sees("There are asterisks where words should be")
    nurse.presses("Enter")
    nurse.types("Monday at nine")
    nurse.sees_no("There are asterisks where words should be")
    nurse.presses("Ctrl+Enter")
    nurse.sees("leaves in")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.replies(target.thread), "her reply on the portal")
    (reply,) = portal.replies(target.thread)
    assert reply == "Please come on Monday at nine, and bring your medicines."
    assert portal.status(target.item) == "accepted", "sent without closing"


def test_undo_brings_the_words_back_and_nothing_arrives(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    nurse.presses("r")
    nurse.types("Please drink more water.")
    nurse.has_looked()
    nurse.presses("Ctrl+Shift+Enter")
    nurse.sees("leaves in")
    nurse.presses("z")
    nurse.is_told("Taken back")
    nurse.waits_until(lambda: nurse.item == target, "the item again")
    nurse.sees("Please drink more water.")
    nurse.lets_the_undo_time_pass()
    nurse.sees("All confirmed")
    assert portal.all_replies() == []
    assert portal.status(target.item) == "requested"
    assert portal.owner(target.item).startswith("HealthcareService/")


def test_a_comment_reaches_colleagues_and_never_the_patient(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    nurse.presses("i")
    nurse.types("She called this morning too.")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    nurse.sees("leaves in")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: "note" in portal.task(target.item), "her note on the portal")
    assert [one["text"] for one in portal.task(target.item)["note"]] == ["She called this morning too."]
    assert portal.all_replies() == []


def test_an_item_is_handed_to_another_pool(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    due = nurse.row.line.due
    nurse.has_looked()
    nurse.presses("f")
    nurse.sees("Route to whom?")
    nurse.types("sched")
    nurse.presses("Enter")
    nurse.waits_until(lambda: nurse.item != target, "the next item")
    nurse.waits_until(lambda: portal.owner(target.item) == "HealthcareService/scheduling", "it there")
    assert due is not None
    assert moment(portal.due(target.item)) <= due, "being passed on never makes it due later"


def test_done_closes_without_a_word_to_the_patient(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    nurse.has_looked()
    nurse.presses("d")
    nurse.sees("leaves in")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.status(target.item) == "completed", "it closed on the portal")
    assert portal.all_replies() == []


def test_a_claim_is_given_back_with_a_reason(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    nurse.presses("c")
    nurse.waits_until(lambda: portal.owner(target.item) == "Practitioner/nadia", "her claim on the portal")
    nurse.presses("u")
    nurse.sees("Why do you release it?")
    nurse.presses("1")
    nurse.waits_until(lambda: portal.status(target.item) == "requested", "it in the pool again")
    assert portal.owner(target.item).startswith("HealthcareService/")


def test_what_is_searched_for_is_found_while_it_is_typed(nurse: Person) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()

    def listed() -> list[str]:
        return [row.line.item for row in nurse.lines]

    whole = listed()
    name = next(row.name for row in nurse.lines[3:] if row.name.isascii())  # a key for each of its letters
    nurse.presses("/")
    nurse.types(name)
    nurse.waits_until(lambda: listed() != whole and all(name in row for row in nurse.rows or [""]), name)
    nurse.presses("Esc Esc")
    nurse.waits_until(lambda: listed() == whole, "the pool again")


def test_the_looks_change_by_command(nurse: Person) -> None:
    nurse.signs_in()
    before = nurse.workspace.desk.theme.name
    nurse.asks_for("light or dark")
    nurse.waits_until(lambda: nurse.workspace.desk.theme.name != before, "another theme")
