"""The kit the program ships with: it loads, it is complete, and every one-key button can send at once."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from inbox.domain.ids import PersonId
from inbox.domain.people import Actor, Party, Role
from inbox.domain.routing import Place
from inbox.domain.work_item import Kind
from inbox.fhir.incoming.roles import role_table
from inbox.shortcuts.kit import Kit, load_kit
from inbox.shortcuts.owner import OwnerType
from inbox.shortcuts.phrases.draft import finished
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.guards import guards
from inbox.shortcuts.phrases.library import load_phrases
from inbox.shortcuts.phrases.links import LINKS, Lookup
from inbox.shortcuts.preview import Facts, preview, why_off
from inbox.shortcuts.quick import SpeedButton
from tests.shortcuts.ordinary import STARTER

NURSE = Actor(PersonId("Practitioner/brand"), "Nadia Brand, RN", Role.RN)
CLERK = Actor(PersonId("Practitioner/k"), "K. Ono", Role.CLERK, office_work=role_table().office_work)

NAMES = {
    "ack",
    "refillsent",
    "refillprotocolno",
    "refillneedsvisit",
    "refillcontrolled",
    "supply90",
    "labnormal",
    "lababnormaldiscuss",
    "labpending",
    "apptneeded",
    "apptoffer",
    "visitvideo",
    "evisitconsent",
    "moreinfo",
    "sideeffect",
    "formreceived",
    "referralsent",
    "referralvisit",
    "billing",
    "records",
    "portalurgent",
    "emergency911",
    "crisis988",
    "closing",
    "proxy",
    "interp",
    "safetynet",
    "guidelines",
    "fees",
}
KINDS = sorted(set(Kind) - {Kind.PHYSICIAN_REVIEW, Kind.CALL_NOW})
KIT = load_kit(STARTER)
SHORTEST_LIMIT = 1000
"""Characters; portals allow more, most of them 2,000."""


def button(name: str) -> SpeedButton:
    return next(one for one in KIT.buttons if one.id == name)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid et al. 1975), syllables counted as groups of vowels."""
    sentences = len(re.findall(r"[.!?](?:\s|$)", text))
    words = re.findall(r"[A-Za-z][A-Za-z’'-]*", text)
    syllables = 0
    for word in words:
        groups = len(re.findall(r"[aeiouy]+", word.lower()))
        silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
        syllables += max(1, groups - silent)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_every_starter_phrase_is_there(starter: Kit) -> None:
    assert set(starter.phrases) >= NAMES


@pytest.mark.parametrize("name", sorted(KIT.phrases))
def test_a_phrase_expands_for_an_ordinary_patient(starter: Kit, chart: Lookup, name: str) -> None:
    phrase = starter.phrases[name]
    reply = expand(phrase, chart, starter.phrases)
    assert set(phrase.links) <= set(LINKS)
    assert phrase.owner.type is OwnerType.ORGANISATION
    assert phrase.review > date(2026, 1, 1)
    missing = [field for field in reply.fields if field.link and field.open]
    for_colleagues = name == "packetsummary"  # its lines without a value are left out
    assert for_colleagues or not missing, "a link normally has a value"
    assert len(reply.text) <= SHORTEST_LIMIT


@pytest.mark.parametrize("name", sorted(KIT.phrases))
def test_a_phrase_can_be_read_by_a_seventh_grader(starter: Kit, chart: Lookup, name: str) -> None:
    reply = expand(starter.phrases[name], chart, starter.phrases)
    without_signature = finished(reply).split("\n\nNadia Brand")[0]
    assert grade(without_signature) <= 7


def test_only_safety_phrases_may_be_sent_in_an_emergency(starter: Kit) -> None:
    allowed = {phrase.name for phrase in starter.phrases.values() if phrase.emergency}
    assert allowed == {"portalurgent", "emergency911", "crisis988", "safetynet"}


@pytest.mark.parametrize("name", [name for name, phrase in KIT.phrases.items() if phrase.emergency])
def test_an_emergency_phrase_is_ready_to_send_and_names_where_help_is(
    starter: Kit, chart: Lookup, name: str
) -> None:
    reply = expand(starter.phrases[name], chart, starter.phrases)
    assert guards(reply, chart) == []
    assert "911" in reply.text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in (Kind.BREACH, Kind.NOT_READ)])
def test_each_kind_of_work_has_four_to_nine_buttons_for_a_nurse(starter: Kit, kind: Kind) -> None:
    assert 4 <= len(starter.buttons_for(kind, Role.RN)) <= 9


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not Kind.BREACH])
def test_everybody_has_something_to_press_on_all_that_comes_to_them_besides_closing_it(
    starter: Kit, chart: Lookup, kind: Kind, role: Role
) -> None:
    """Of a broken promise there is nothing but to go to what is late (`g i`), and to close the word of it."""
    actor = Actor(PersonId("Practitioner/x"), "X", role, office_work=CLERK.office_work)
    pools = ("Refills", "Scheduling", "Nurse advice line", "Forms and letters", "Billing and records")
    facts = Facts("Walter Esterbrook", actor, kind, chart, starter.phrases, pools)
    offered = starter.buttons_for(kind, role)
    assert [one for number, one in offered.items() if number != 9 and why_off(one, facts) is None]


@pytest.mark.parametrize("kind", KINDS)
def test_nine_always_closes_without_a_reply(starter: Kit, kind: Kind) -> None:
    assert starter.buttons_for(kind, Role.RN)[9].name == "Done, no reply"


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_no_licence_closes_office_work_only(starter: Kit, chart: Lookup, kind: Kind) -> None:
    facts = Facts("Walter Esterbrook", CLERK, kind, chart, starter.phrases)
    off = why_off(starter.buttons_for(kind, Role.CLERK)[9], facts)
    assert (off is None) == (kind in CLERK.office_work)


@pytest.mark.parametrize("button", KIT.buttons, ids=[one.id for one in KIT.buttons])
def test_a_buttons_reply_can_leave_at_once(starter: Kit, chart: Lookup, button: SpeedButton) -> None:
    if button.reply is not None:
        reply = expand(starter.phrases[button.reply.phrase], chart, starter.phrases)
        assert guards(reply, chart) == []


@pytest.mark.parametrize("button", KIT.buttons, ids=[one.id for one in KIT.buttons])
def test_a_button_fits_its_place_and_says_what_it_does(
    starter: Kit, chart: Lookup, button: SpeedButton
) -> None:
    assert len(button.name) <= 22
    pools = ("Refills", "Scheduling", "Nurse advice line", "Forms and letters", "Billing and records")
    rules = Place(Party("HealthcareService/elsewhere", "Elsewhere"), rule="elsewhere")
    facts = Facts(
        "Walter Esterbrook", NURSE, Kind.REFILL, chart, starter.phrases, pools, directed=lambda: rules
    )
    said = preview(button, facts)
    assert [sentence.split()[0] for sentence in said] == [str(n + 1) for n in range(len(said))]


def test_ones_own_folder_lies_over_the_starter_and_may_hold_only_phrases(tmp_path: Path) -> None:
    phrase_file(tmp_path, "person", "mine").rename(tmp_path / "phrases.json")
    kit = load_kit(STARTER, tmp_path)
    assert (kit.phrases["ack"].text, kit.problems) == ("mine", [])
    assert kit.buttons == KIT.buttons


def test_a_starter_kit_that_is_not_there_is_reported(tmp_path: Path) -> None:
    kit = load_kit(tmp_path)
    assert [problem.file for problem in kit.problems] == ["phrases.json", "speed_buttons.json"]


def phrase_file(folder: Path, owner: str, text: str, name: str = "ack") -> Path:
    file = folder / f"{owner}.json"
    entry = {
        "name": name,
        "title": "Own",
        "text": text,
        "owner": {"type": owner, "name": "N"},
        "version": 1,
        "review": "2027-01-01",
    }
    file.write_text(json.dumps({"phrases": [entry]}))
    return file


def test_a_persons_own_phrase_wins_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    own = phrase_file(tmp_path, "person", "mine")
    pool = phrase_file(tmp_path, "pool", "ours")
    for files in ((own, pool), (pool, own)):
        phrases, problems = load_phrases(*files)
        assert (phrases["ack"].text, problems) == ("mine", [])


@pytest.mark.parametrize(
    ("text", "part_of_the_sentence"),
    [
        ("Hi @nobody", "Line 1, column 4: “@nobody” needs a closing @."),
        ("Bye .nowhere", "does not exist"),
        ("Again .ack", "in a circle"),
    ],
)
def test_a_phrase_that_cannot_work_is_reported(tmp_path: Path, text: str, part_of_the_sentence: str) -> None:
    _, (problem,) = load_phrases(phrase_file(tmp_path, "person", text))
    assert (problem.file, problem.entry, problem.field) == ("person.json", ".ack", "text")
    assert part_of_the_sentence in problem.sentence


def test_a_wrong_name_is_reported(tmp_path: Path) -> None:
    phrases, (problem,) = load_phrases(phrase_file(tmp_path, "person", "x", name="Ack!"))
    assert phrases == {}
    assert "small letters" in problem.sentence
