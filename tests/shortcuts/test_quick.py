"""Speed buttons: what a file may say, which buttons show, what each says it will do."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from inbox.domain.ids import PersonId
from inbox.domain.people import Actor, Party, Role
from inbox.domain.routing import Place
from inbox.domain.work_item import Kind
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.preview import Facts, open_in_reply, preview, why_off
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton, available, load_buttons
from inbox.shortcuts.steps import Next
from tests.shortcuts.ordinary import NORMALLY_THERE, make_phrase

CLAIM, NEXT = {"do": "claim"}, {"do": "next"}
REPLY = {"do": "reply", "phrase": "refillsent"}
NEEDS_VISIT = {"do": "needs-visit", "how": "video"}
CLOSE = {"do": "complete", "outcome": "answered"}
DROP = {"do": "complete", "outcome": "no-reply-needed"}
HOLD = {"do": "hold", "days": 3, "reason": "asked"}
ROUTE = {"do": "route", "pool": "Refills", "reason": "a refill"}
ENTRY: dict[str, object] = {
    "id": "refill-sent",
    "name": "Refill sent",
    "keys": {"refill": 1},
    "steps": [CLAIM, REPLY, CLOSE, NEXT],
    "owner": {"type": "organisation", "name": "Clinic"},
    "version": 1,
}


def load(tmp_path: Path, *entries: dict[str, object]) -> tuple[list[SpeedButton], list[FileProblem]]:
    file = tmp_path / "speed_buttons.json"
    file.write_text(json.dumps({"buttons": entries}))
    return load_buttons(file, {"refillsent": make_phrase("refillsent", "Sent.")})


NURSE = Actor(PersonId("Practitioner/brand"), "Nadia Brand, RN", Role.RN)


def button(**changes: object) -> SpeedButton:
    return msgspec.convert(ENTRY | changes, SpeedButton)


@pytest.fixture
def facts(chart: Lookup, starter: Kit) -> Facts:
    return Facts(
        recipient="Walter Esterbrook",
        actor=NURSE,
        kind=Kind.REFILL,
        lookup=chart,
        phrases=starter.phrases,
        pools=("Refills", "Scheduling", "Nurse advice line", "Forms and letters", "Billing and records"),
        next_item="Bernadette Kowalczyn, 2 h over",
    )


def changed(facts: Facts, **changes: object) -> Facts:
    return msgspec.structs.replace(facts, **changes)


def test_a_good_entry_is_read(tmp_path: Path) -> None:
    (read,), problems = load(tmp_path, ENTRY)
    assert problems == []
    assert read.keys == {Kind.REFILL: 1}
    assert read.steps[-1] == Next()


@pytest.mark.parametrize(
    ("changes", "field", "part_of_the_sentence"),
    [
        ({"steps": [CLAIM, HOLD | {"days": "3"}]}, "steps[1].days", "Expected `int`, got `str`"),
        ({"steps": [HOLD | {"days": 0}]}, "steps[0]", "1 to 60 business days"),
        ({"steps": [HOLD | {"reason": " "}]}, "steps[0]", "needs a reason"),
        ({"steps": [{"do": "fly"}]}, "steps[0].do", "Invalid value 'fly'"),
        ({"steps": [ROUTE | {"pool": ""}]}, "steps[0]", "needs a pool"),
        ({"steps": [ROUTE | {"role": "rn"}]}, "steps[0]", "unknown field `role`"),
        ({"steps": [{"do": "route", "role": "rn", "reason": "x"}]}, "steps[0]", "unknown field `role`"),
        ({"steps": [{"do": "comment", "text": ""}]}, "steps[0]", "needs a text"),
        ({"steps": [CLAIM | {"why": "x"}]}, "steps[0]", "unknown field `why`"),
        (
            {"steps": [{"do": "complete", "outcome": "maybe"}]},
            "steps[0].outcome",
            "Invalid enum value 'maybe'",
        ),
        ({"steps": []}, "", "needs a step"),
        ({"steps": [CLAIM, NEXT]}, "", "needs a step besides claim and next"),
        ({"steps": [REPLY, CLAIM]}, "", "Claim comes first"),
        ({"steps": [NEXT, REPLY]}, "", "Next comes last"),
        ({"steps": [REPLY, REPLY]}, "", "One reply is enough"),
        ({"steps": [REPLY, CLOSE, HOLD]}, "", "exclude one another"),
        ({"steps": [ROUTE, REPLY]}, "", "comes after all else but next"),
        ({"steps": [{"do": "answer-nurse", "text": " "}]}, "steps[0]", "answer to the nurse needs a text"),
        ({"steps": [{"do": "needs-visit", "how": "by-bus"}]}, "steps[0].how", "Invalid enum value 'by-bus'"),
        ({"steps": [NEEDS_VISIT]}, "", "its one kind of work is “physician-review”"),
        ({"steps": [NEEDS_VISIT, {"do": "answer-nurse", "text": "x"}]}, "", "A packet is decided once"),
        ({"steps": [REPLY, NEEDS_VISIT]}, "", "no reply goes with it"),
        ({"steps": [NEEDS_VISIT, HOLD]}, "", "exclude one another"),
        ({"steps": [CLOSE, {"do": "approve"}]}, "", "comes after all else but next"),
        ({"steps": [REPLY, {"do": "approve"}]}, "", "One reply is enough"),
        ({"steps": [{"do": "insert", "phrase": "refillsent"}, NEXT]}, "", "finished by hand"),
        ({"steps": [{"do": "insert", "phrase": "x"}]}, "steps[0].phrase", "no phrase “.x”"),
        ({"steps": [{"do": "release", "reason": ""}]}, "steps[0]", "release needs a reason"),
        ({"steps": [{"do": "kind", "kind": "breach", "reason": "x"}]}, "steps[0]", "No item can be made"),
        ({"steps": [{"do": "kind", "kind": "refill", "reason": ""}]}, "steps[0]", "needs a reason"),
        (
            {"steps": [{"do": "split", "kind": "refill", "pool": "", "reason": "x"}]},
            "steps[0]",
            "needs a pool",
        ),
        ({"steps": [{"do": "snooze", "hours": 99}]}, "steps[0]", "1 to 72 hours"),
        ({"steps": [{"do": "escalate", "packet": "question"}]}, "steps[0]", "needs its question"),
        ({"steps": [REPLY, DROP]}, "", "closes as “answered”"),
        ({"steps": [CLOSE]}, "", "closes as “no-reply-needed”"),
        ({"keys": {"refill": 10}}, "", "keys go from 1 to 9"),
        ({"keys": {"haircut": 1}}, "keys", "Invalid enum value 'haircut'"),
        ({"keys": {}}, "", "at least one kind of work"),
        ({"roles": ["queen"]}, "roles[0]", "Invalid enum value 'queen'"),
        ({"colour": "pink"}, "colour", "Invalid enum value 'pink'"),
        ({"version": 0}, "", "number from 1"),
        ({"glitter": True}, "", "unknown field `glitter`"),
        ({"steps": [REPLY | {"phrase": "refilsent"}]}, "steps[0].phrase", "Did you mean “.refillsent”?"),
    ],
)
def test_a_wrong_entry_is_named_with_its_field_and_the_others_count(
    tmp_path: Path, changes: dict[str, object], field: str, part_of_the_sentence: str
) -> None:
    other = ENTRY | {"id": "other", "keys": {"billing": 1}}
    kept, (problem,) = load(tmp_path, ENTRY | changes, other)
    assert [one.id for one in kept] == ["other"]
    assert (problem.file, problem.entry) == ("speed_buttons.json", "Refill sent")
    assert problem.field.startswith(field)
    assert part_of_the_sentence in problem.sentence


def test_a_wrong_entry_is_found_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "speed_buttons.json"
    wrong = ENTRY | {"id": "other", "keys": {"billing": 1}, "steps": [ROUTE | {"role": "rn"}]}
    file.write_text(json.dumps({"buttons": [ENTRY, wrong]}, indent=1))
    _, (problem,) = load_buttons(file, {"refillsent": make_phrase("refillsent", "Sent.")})
    line = file.read_text().splitlines()[(problem.line or 0) - 1 :]
    assert line[1].strip() == '"id": "other",'
    assert str(problem).startswith(f"speed_buttons.json:{problem.line}: Refill sent steps[0]:")


def test_two_buttons_cannot_share_an_id_or_a_key(tmp_path: Path) -> None:
    kept, problems = load(tmp_path, ENTRY, ENTRY | {"keys": {"form": 1}}, ENTRY | {"id": "other"})
    assert len(kept) == 1
    assert [problem.field for problem in problems] == ["id", "keys.refill"]


def test_buttons_for_different_roles_may_share_a_key(tmp_path: Path) -> None:
    kept, problems = load(tmp_path, ENTRY | {"roles": ["rn"]}, ENTRY | {"id": "b", "roles": ["clerk"]})
    assert problems == []
    assert available(kept, "refill", Role.RN)[1].id == "refill-sent"
    assert available(kept, "refill", Role.CLERK)[1].id == "b"
    assert available(kept, "refill", Role.PRESCRIBER) == {}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"buttons": 3}', b"{}", b"\xff"])
def test_a_file_that_is_no_kit_is_reported(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "speed_buttons.json"
    file.write_bytes(content)
    kept, problems = load_buttons(file, {})
    assert kept == []
    assert [problem.file for problem in problems] == ["speed_buttons.json"]


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    _, problems = load_buttons(tmp_path / "none.json", {})
    assert "cannot be read" in problems[0].sentence


def test_buttons_show_by_number_and_ones_own_wins() -> None:
    own = button(id="mine", owner=Owner(OwnerType.PERSON, "Nadia Brand"))
    fifth = button(id="fifth", keys={"refill": 5, "form": 2})
    for buttons in ([fifth, own, button()], [button(), own, fifth]):
        assert [(n, one.id) for n, one in available(buttons, "refill", Role.RN).items()] == [
            (1, "mine"),
            (5, "fifth"),
        ]


def test_an_unknown_kind_of_work_shows_the_buttons_of_a_medical_question() -> None:
    advice = button(keys={"medical-question": 3})
    assert available([advice], "newsletter", Role.RN) == {3: advice}


def test_the_preview_numbers_what_will_happen(facts: Facts) -> None:
    assert preview(button(), changed(facts, held_by="me")) == [
        "1 Send .refillsent to Walter Esterbrook",
        "2 Close as done",
        "3 Open next: Bernadette Kowalczyn, 2 h over",
    ]


def test_the_preview_of_every_step(facts: Facts) -> None:
    steps = [CLAIM, {"do": "comment", "text": "seen"}, REPLY, HOLD]
    said = preview(button(steps=steps), changed(facts, wake_words=lambda days: f"Fri, in {days} days"))
    assert said == [
        "1 Claim it",
        "2 Comment, staff only: seen",
        "3 Send .refillsent to Walter Esterbrook",
        "4 Wait for the patient until Fri, in 3 days",
    ]
    assert preview(button(steps=[HOLD]), facts) == ["1 Wait for the patient 3 business days"]
    assert preview(button(steps=[ROUTE, NEXT]), changed(facts, next_item="")) == [
        "1 Route to Refills: a refill",
        "2 Open the list",
    ]
    assert preview(button(steps=[DROP]), facts) == ["1 Close, no reply"]


def test_a_missing_value_opens_the_composer_and_the_preview_says_so(facts: Facts) -> None:
    without = NORMALLY_THERE | {"pharmacy": None}
    short = changed(facts, lookup=without.get, held_by="me")
    assert [problem.stop.value for problem in open_in_reply(button(), short)] == ["link"]
    assert preview(button(), short)[0] == (
        "1 Open .refillsent to finish: Pharmacy has no value. Type it, or take it out. "
        "The rest follows when you send."
    )
    assert open_in_reply(button(), facts) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"closed": True}, "already closed"),
        ({"call_now": "open"}, "waits for a call"),
        ({"call_now": "settled"}, "only emergency phrases"),
        ({"held_by": "another", "holder": "T. Aldana"}, "T. Aldana is on it"),
        ({"can_reply": False}, "does not let this patient be messaged"),
        ({"no_reply": "Iris may not write any more."}, "Iris may not write any more"),
        ({"phrases": {}}, "no phrase “.refillsent”"),
        ({"phrases": {"refillsent": make_phrase("refillsent", ".refillsent")}}, "in a circle"),
        ({"actor": msgspec.structs.replace(NURSE, role=Role.CLERK)}, "licence"),
    ],
)
def test_an_off_button_says_why_in_words(facts: Facts, changes: dict[str, object], reason: str) -> None:
    licensed = button(licensed=True)
    assert why_off(licensed, facts) is None
    (said,) = preview(licensed, changed(facts, **changes))
    assert said.startswith("Off: ")
    assert reason in said


def test_a_route_to_a_pool_that_is_not_here_is_off(facts: Facts) -> None:
    assert why_off(button(steps=[ROUTE]), changed(facts, pools=())) == "There is no pool “Refills” here."


def test_a_route_by_the_rules_says_whom_they_name_and_by_which(facts: Facts) -> None:
    made = button(steps=[{"do": "route", "by_rules": True, "reason": "Theirs"}, NEXT])
    refills = Place(Party("HealthcareService/refills", "Refills"), None, "refills")
    there = changed(facts, directed=lambda: refills)
    assert preview(made, there)[0] == "1 Route to Refills, by rule refills: Theirs"
    assert why_off(made, facts) == "No routing rule fits this item, or nobody here is meant."
    assert why_off(made, changed(there, belongs=lambda place: True)) == (
        "It is where it belongs, by rule refills."
    )


def test_a_route_to_where_it_waits_already_is_off(facts: Facts) -> None:
    there = changed(facts, pool="Refills")
    assert why_off(button(steps=[ROUTE]), there) == "It is already in Refills."
    assert why_off(button(steps=[ROUTE]), changed(there, held_by="me")) is None


def test_a_button_may_work_while_a_colleague_has_the_item(facts: Facts) -> None:
    comment = button(steps=[{"do": "comment", "text": "seen"}], needs_claimable=False)
    assert why_off(comment, changed(facts, held_by="another")) is None


DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "content",
    [
        b'{"buttons":' + DEEP,
        b'{"buttons": [{"id": ' + DEEP + b"}]}",
        b'{"buttons": [{"steps": ' + b'[{"a":' * 3000 + b"1" + b"}]" * 3000 + b"}]}",
        b'{"buttons": [{"name": "\\ud800"}]}',
        b"\xff" * 1000,
        b'{"buttons": [' + b"1," * 100_000 + b"1]}",
    ],
    ids=["deep list", "deep entry", "deep steps", "half a sign", "no text", "many"],
)
def test_no_file_whatever_is_more_than_a_report(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "speed_buttons.json"
    file.write_bytes(content)
    kept, problems = load_buttons(file, {})
    assert kept == []
    assert problems
    assert all(len(str(problem)) < 500 for problem in problems)


def test_a_slip_of_the_pen_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "speed_buttons.json"
    file.write_text('{"buttons": [\n  {"id": "a",\n   "name": "A",}\n]}\n')
    _, (problem,) = load_buttons(file, {})
    assert (problem.line, problem.sentence.endswith("Correct it there.")) == (3, True)
    assert "byte" not in problem.sentence


def test_the_mark_that_some_editors_begin_a_file_with_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "speed_buttons.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"buttons": [ENTRY]}).encode())
    (read,), problems = load_buttons(file, {"refillsent": make_phrase("refillsent", "Sent.")})
    assert (read.id, problems) == ("refill-sent", [])


def test_what_is_wrong_between_two_buttons_is_told_with_its_line_too(tmp_path: Path) -> None:
    file = tmp_path / "speed_buttons.json"
    entries = [ENTRY, ENTRY | {"id": "other"}, ENTRY | {"keys": {"billing": 1}}]
    file.write_text(json.dumps({"buttons": entries}, indent=1))
    _, problems = load_buttons(file, {"refillsent": make_phrase("refillsent", "Sent.")})
    lines = file.read_text().splitlines()
    assert ["same id" in one.sentence for one in problems] == [False, True]
    assert [lines[(one.line or 0) - 1].strip() for one in problems] == [
        '"id": "other",',
        '"id": "refill-sent",',
    ]
