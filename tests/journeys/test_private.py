"""What others may not see: lock, sign-out, titles, diary, status line; and what is audited."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.content_free import open_to_others
from tests.journeys.portal_process import Json, PortalProcess, text_of
from tests.journeys.stage import Person, question, refill


def test_the_lock_hides_everything_until_the_same_person_signs_in(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    nurse.presses("Ctrl+Shift+L")
    nurse.sees("Locked at")
    assert words_of_patients(portal, nurse.reads_all()) == []
    nurse.signs_in_as("tomas")
    nurse.sees("That was somebody else")
    assert words_of_patients(portal, nurse.reads_all()) == []
    nurse.signs_in_as("nadia")
    nurse.is_at_work()


def test_a_locked_program_can_be_quit_though_something_has_not_left(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    portal.stop()
    nurse.goes_to(question)
    nurse.presses("c")
    nurse.sees("not yet yours")
    nurse.presses("Ctrl+Shift+L")
    nurse.sees("1 action has not left yet")
    nurse.closes_the_window()
    nurse.has_left()


def test_sign_out_wipes_what_the_portal_sent(nurse: Person, tmp_path: Path) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    (cache,) = (tmp_path / "computers" / "nadia").rglob("cache.db")
    full = cache.stat().st_size
    assert open_to_others(tmp_path / "computers") == []
    nurse.asks_for("sign out")
    nurse.sees("Sign in to your clinic")
    assert cache.stat().st_size < full / 4
    nurse.quits()
    nurse.opens_the_program()
    nurse.sees("Sign in to your clinic")


def test_title_diary_and_status_line_hold_no_patient(
    nurse: Person, portal: PortalProcess, tmp_path: Path
) -> None:
    titles: list[str] = []
    nurse.signs_in()
    nurse.window.windowTitleChanged.connect(titles.append)
    titles.append(nurse.window.windowTitle())
    nurse.lets_everything_load()
    answered = nurse.goes_to(refill)
    nurse.has_looked()
    nurse.presses("1")
    nurse.sees("leaves in")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.replies(answered.thread), "the reply on the portal")
    nurse.goes_to(question)
    nurse.presses("c")
    nurse.presses("r")
    nurse.types("Is it Walter Esterbrook?")
    nurse.presses("Esc z / Esc")
    portal.stop()
    nurse.presses("F5")
    nurse.sees("Offline")
    portal.start()
    nurse.quits()
    diary = (tmp_path / "diary" / "inbox.log").read_text()
    assert "push.settled" in diary
    assert nurse.was_told
    for kept in (diary, *titles, *nurse.was_told):
        assert words_of_patients(portal, kept) == []
        assert "Esterbrook" not in kept


def test_what_was_read_and_done_is_audited(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    patient = nurse.row.line.patient
    nurse.presses("c")

    def audited() -> set[str]:
        mine = [one for one in portal.all("AuditEvent") if "Practitioner/nadia" in str(one["agent"])]
        of_records = [one for one in mine if one["action"] == "E" or patient in str(one)]
        return {str(one["subtype"][0]["code"]) for one in of_records}

    nurse.waits_until(lambda: nurse.item == target and nurse.row.bold is False, "it as seen")
    nurse.presses("/")
    nurse.types("blood pressure")
    nurse.presses("Enter Esc F5")
    nurse.waits_until(
        lambda: audited() >= {"read", "update", "search-type", "110122"},
        "all in the audit trail",
    )
    assert "blood pressure" not in str(portal.all("AuditEvent"))


def words_of_patients(portal: PortalProcess, text: str) -> list[str]:
    """Names and sentences of the clinic's patients that stand in `text`."""
    names = [name for one in portal.all("Patient") for name in _names(one)]
    written = [one for one in portal.all("Communication") if "payload" in one and _by_patient(one)]
    sentences = [line for one in written for line in _lines(text_of(one))]
    return [word for word in {*names, *sentences} if word in text]


def _names(patient: Json) -> list[str]:
    name = patient["name"][0]
    return [str(name["family"]), f"{name['given'][0]} {name['family']}"]


def _by_patient(message: Json) -> bool:
    return str(message["sender"]["reference"]).startswith(("Patient/", "RelatedPerson/"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if len(line.strip()) > 12]
