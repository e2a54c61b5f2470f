"""What somebody does nearly always is found, and nothing of a patient comes with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.staff import OWN_NAME, Patient, made_up_patients
from inbox.domain import resources
from inbox.domain.deed import Move, Work
from inbox.domain.ids import ItemId, PersonId
from inbox.domain.people import Actor, Role
from inbox.shortcuts.kit import Kit, load_kit
from inbox.shortcuts.learning.answers import Answers, decoded
from inbox.shortcuts.learning.habits import Habit, habits
from inbox.shortcuts.learning.making import done_by, made
from inbox.shortcuts.learning.private import masked, private_of
from inbox.shortcuts.learning.tokens import text_of, tokens, words
from inbox.shortcuts.phrases.grammar import parse
from inbox.shortcuts.phrases.tree import unparse

NOW = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
NADIA = Actor(PersonId("Practitioner/nadia"), OWN_NAME, Role.RN)
PATIENTS = made_up_patients(5, 40)
ANSWERED = (Move("reply"), Move("complete", "answered"))
SENT = "Hi {first},\nYour {med} was sent to {pharmacy} just now. It should be ready within {n} hours.\nNadia"


def work(
    text: str = "",
    moves: Sequence[Move] = ANSWERED,
    n: int = 0,
    patient: Patient | None = None,
    kind: str = "refill",
) -> Work:
    """One finished item; `text` as it was sent to the patient."""
    whose = patient or PATIENTS[n]
    card, private = whose.card, private_of(whose.card, whose.chart, whose.thread)
    filled = text.format(
        first=card.given, med=whose.chart.medicines[0].name, pharmacy=whose.pharmacy, n=n + 2
    )
    said = masked(filled, whose.value, private.words)
    return Work(kind, ItemId(f"Task/{n}"), card.id, NOW + timedelta(hours=n), tuple(moves), said, private)


def found(done: Sequence[Work]) -> list[Habit]:
    return habits(done, lambda _habit: False)


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit(resources.path("starter"))


def test_nine_of_ten_alike_are_a_habit_with_its_share_and_the_charts_values_as_links(kit: Kit) -> None:
    done = [work(SENT, n=n) for n in range(9)] + [work("Please come in, we should talk.", n=9)]
    (habit,) = found(done)
    assert (habit.kind, habit.hits, habit.of) == ("refill", 9, 10)
    assert habit.examples[0] == NOW + timedelta(hours=8)
    new = made(habit, kit, NADIA, NOW.date())
    assert new.phrase is not None
    assert new.phrase.text == (
        "Hi @first_name@,\nYour @med_name@ was sent to @pharmacy@ just now. It should be ready within ***"
        " hours.\nNadia"
    )
    parse(new.phrase.text)
    assert [step.__struct_config__.tag for step in new.button.steps] == ["reply", "complete", "next"]
    assert new.button.reply is not None
    assert new.button.reply.phrase == new.phrase.name


@pytest.mark.parametrize(
    ("alike", "of", "offered"),
    [(8, 10, True), (7, 10, False), (9, 9, False), (24, 30, True), (23, 30, False)],
)
def test_at_least_ten_and_at_least_eighty_percent(alike: int, of: int, offered: bool) -> None:
    routed = [work(moves=[Move("route", "Billing")], n=n) for n in range(of)]
    done = [
        one if n < alike else work(moves=[Move("route", f"Pool {n}")], n=n) for n, one in enumerate(routed)
    ]
    assert bool(found(done)) is offered


def test_what_is_not_the_newest_thirty_is_no_habit_any_more() -> None:
    before = [work(moves=[Move("route", "Billing")], n=n % 40) for n in range(40)]
    since = [work(moves=[Move("route", "Nurses")], n=n) for n in range(24)]
    assert [habit.moves[0].to for habit in found(before)] == ["Billing"]
    assert [habit.moves[0].to for habit in found(before + since)] == ["Nurses"]


@pytest.mark.parametrize("hidden", ["hold", "snooze", "escalate", "release", "dismiss-flag", "reclass"])
def test_hiding_holding_and_what_needs_thought_are_never_offered(hidden: str) -> None:
    assert found([work(SENT, [Move("reply"), Move(hidden)], n) for n in range(20)]) == []
    assert found([work("", [Move(hidden)], n) for n in range(20)]) == []


BODIES = [
    "Please rest the knee and keep it cool.",
    "That value is fine for your age group.",
    "We can talk on Friday.",
    "Drink more, and eat something salty.",
    "No, these two go well together.",
    "The rash will fade by itself.",
    "Take it in the evening from now on.",
    "Your specialist has written to us at last.",
    "Yes, travel is fine.",
    "Stop the cream if it burns again.",
    "Walk a little more each day.",
    "A second opinion never hurts.",
]


@pytest.mark.parametrize(
    "frame",
    [
        "Hi {{first}},\n{body}\nBest regards,\nNadia Brand, RN",
        "Dear {{first}},\n\nThank you for your message. {body}\n\nYour health is our mission, today and every"
        " day. Visit our website for opening hours and directions to the clinic.",
        "{body}\n--\nSent by the team of nurses at the clinic on the hill; call us at any time of the day.",
    ],
)
def test_greetings_signatures_and_slogans_alone_are_no_habit(frame: str) -> None:
    done = [work(frame.format(body=BODIES[n % 12]), n=n) for n in range(24)]
    assert found(done) == []


def test_a_slogan_is_known_by_standing_in_answers_of_every_kind() -> None:
    slogan = " We are a clinic for everybody and we are glad that you are with us this year."
    others = [work(BODIES[n] + slogan, n=n, kind="form") for n in range(10)]
    done = [work("Done." + slogan, n=n) for n in range(12)]
    assert [habit.kind for habit in found([*others, *done])] == []


def said_with(values: Sequence[str]) -> list[Work]:
    """Replies that differ by one value."""
    said = "Please take it for {} days and then tell us how you are feeling after that"
    return [work(said.format(value), n=n) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (["14", "7", "10"] * 4, "{Days: 7 | 10 | 14}"),
        (["two", "three", "two"] * 4, "{Days: two | three}"),
        (["7", "10", "14"] * 4 + ["a few more", "21"], "{Days: 7 | 10 | 14}"),
        ([str(n) for n in range(31, 43)], "***"),
        (["7", "10", "14", "21", "28", "30"] * 3, "***"),
        (["555", "0134", "5550134"] * 4, "***"),
        (["Tomas", "Lena"] * 6, "***"),
    ],
)
def test_a_slot_of_few_values_becomes_a_pick_list_and_any_other_a_blank(
    values: list[str], text: str, kit: Kit
) -> None:
    (habit,) = found(said_with(values))
    phrase = made(habit, kit, NADIA, date(2026, 3, 17)).phrase
    assert phrase is not None
    assert f"for {text} days" in phrase.text
    assert unparse(parse(phrase.text)) == phrase.text


def test_a_value_that_is_some_patients_own_is_in_no_list() -> None:
    """Twenty is a dose of one of them: nobody is told what another one takes."""
    assert any("20" in words(one.chart.medicines[0].name) for one in PATIENTS[:12])
    for habit in found(said_with(["20", "7", "10"] * 4)):
        assert habit.text is not None
        assert not any("20" in piece.choices for piece in habit.text.pieces)


def test_replies_to_one_patient_are_no_habit_however_many() -> None:
    assert found([work(SENT, n=n, patient=PATIENTS[0]) for n in range(20)]) == []


def test_a_name_that_is_a_word_too_does_not_spoil_the_sentence() -> None:
    will = next(one for one in made_up_patients(3, 400) if one.card.given == "Will")
    done = [work("We will call you about the form within {n} days.", n=n) for n in range(11)]
    (habit,) = found([*done, work("We will call you about the form within {n} days.", n=12, patient=will)])
    assert habit.text is not None
    assert habit.text.text == "We will call you about the form within *** days."


def test_a_habit_that_a_button_does_already_is_none_to_offer(kit: Kit) -> None:
    routed = kit.buttons_for("refill", Role.RN)[6]
    pool = next(step.pool for step in routed.steps if hasattr(step, "pool"))
    (habit,) = found([work(moves=[Move("route", pool)], n=n) for n in range(10)])
    assert done_by(habit, kit, NADIA) == routed


def test_the_words_of_a_phrase_there_is_are_not_made_another(kit: Kit) -> None:
    said = kit.phrases["safetynet"].text
    (habit,) = found([work(said.replace("{", "{{").replace("}", "}}"), n=n) for n in range(10)])
    new = made(habit, kit, NADIA, NOW.date())
    assert new.phrase is None
    assert new.button.reply is not None
    assert new.button.reply.phrase == "safetynet"


def test_a_refused_offer_stays_refused_also_when_its_words_change_a_little() -> None:
    (habit,) = found([work(SENT, n=n) for n in range(10)])
    said = decoded(Answers().refused(habit).encoded())
    assert said.refuses(habit)
    (again,) = found([work(SENT.replace("just now", "today"), n=n) for n in range(12)])
    assert said.refuses(again)
    (other,) = found([work(moves=[Move("route", "Billing")], n=n) for n in range(10)])
    assert not said.refuses(other)
    assert b"pharmacy" not in said.encoded(), "no word of it is kept"


def test_later_is_not_today() -> None:
    (habit,) = found([work(SENT, n=n) for n in range(10)])
    said = Answers().later(habit, NOW)
    assert said.waits(habit, NOW + timedelta(hours=8))
    assert not said.waits(habit, NOW + timedelta(days=1))
    assert not said.refuses(habit)


@given(st.text(max_size=200))
def test_a_text_is_put_together_from_its_pieces_as_it_was(text: str) -> None:
    assert text_of(tokens(text)) == text.rstrip() or text.strip() == ""


def own_things(whose: Patient) -> list[str]:
    """What a patient's reply may mention of them."""
    card, born = whose.card, whose.card.birth_date or date.min
    first, second = whose.chart.medicines
    return [
        card.given, card.family, card.name, card.mrn, card.phones[0].phone, first.name, second.name,
        first.name.split()[0].lower(), second.name.split()[1], f"{born:%B} {born.day}, {born.year}",
        f"{born}",
        f"{born.month}/{born.day}/{born.year}", f"{whose.chart.results[0].last.value:g}", card.given.upper(),
    ]  # fmt: skip


PLAIN = "we have looked at it together with the doctor and it can stay as it is until the next time"


@st.composite
def leaky_work(draw: st.DrawFn) -> tuple[list[Work], list[Patient]]:
    """Replies that say the same to all, with things of the patient each goes to, or of one patient in all."""
    people = draw(st.lists(st.sampled_from(PATIENTS), min_size=10, max_size=16))
    words = draw(st.permutations(PLAIN.split()))
    places = draw(st.lists(st.integers(0, len(words)), min_size=1, max_size=4))
    which = [draw(st.integers(0, 13)) for _ in places]
    to_all = draw(st.one_of(st.none(), st.sampled_from(people)))
    done = []
    for n, whose in enumerate(people):
        said = list(words)
        for place, what in zip(places, which, strict=True):
            said.insert(place, own_things(whose if to_all is None else to_all)[what])
        text = " ".join(said).replace("{", "").replace("}", "")
        done.append(work(text, n=n, patient=whose))
    return done, people


@settings(max_examples=150, deadline=None)
@given(leaky_work())
def test_no_offer_holds_a_name_a_date_a_number_or_a_medicine_of_any_patient(
    leaky: tuple[list[Work], list[Patient]],
) -> None:
    done, people = leaky
    for habit in found(done):
        assert habit.text is not None
        said = {piece.word for piece in habit.text.pieces if not piece.link}
        said |= {word for piece in habit.text.pieces for one in piece.choices for word in one.split()}
        plain = set(PLAIN.split())
        for whose in people:
            own = {part for thing in own_things(whose) for part in [thing, *thing.replace("/", " ").split()]}
            held = {word for word in said if word.casefold() in {one.casefold() for one in own}}
            assert held <= plain | {"tablet", "mg"}
