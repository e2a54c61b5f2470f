"""From a phrase to a reply: expansion, edits that keep fields in place, and what still stops sending."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inbox.shortcuts.phrases import draft, prose
from inbox.shortcuts.phrases.expansion import Expansion, ExpansionError, Field, FieldKind, expand
from inbox.shortcuts.phrases.guards import Stop, guards
from inbox.shortcuts.phrases.links import LinkValue, Lookup
from tests.shortcuts.ordinary import NORMALLY_THERE, make_phrase


def expanded(text: str, chart: Lookup, **others: str) -> Expansion:
    """`text` for the ordinary patient, with `others` as the phrases it may name."""
    phrases = {name: make_phrase(name, words) for name, words in others.items()}
    return expand(make_phrase("main", text), chart, phrases)


def stops(reply: Expansion, chart: Lookup) -> list[Stop]:
    return [problem.stop for problem in guards(reply, chart)]


def test_links_are_filled_and_stay_fields(chart: Lookup) -> None:
    reply = expanded("Hi @first_name@!", chart)
    assert reply.text == "Hi Walter!"
    assert reply.fields == (Field(3, 9, FieldKind.LINK, "First name", link="first_name", value="Walter"),)
    assert guards(reply, chart) == []


def test_a_value_that_ages_is_written_with_its_date(chart: Lookup) -> None:
    reply = expanded("TSH @last_tsh@.", chart)
    assert reply.text == "TSH 2.1 (4 Nov 2025)."
    assert (reply.fields[0].value, reply.fields[0].dated) == ("2.1", date(2025, 11, 4))


def test_fields_are_counted_in_code_points(chart: Lookup) -> None:
    field = expanded("😀é @first_name@", chart).fields[0]
    assert (field.start, field.end) == (3, 9)


@pytest.mark.parametrize(
    ("text", "stop", "placeholder"),
    [
        ("by ***.", Stop.BLANK, "***"),
        ("on {Day: Monday | Tuesday}.", Stop.LIST, "{Day}"),
        ("at @pcp@.", Stop.LINK, "@pcp@"),
    ],
)
def test_what_is_open_stops_the_reply_where_it_stands(
    chart: Lookup, text: str, stop: Stop, placeholder: str
) -> None:
    reply = expanded(text, chart)
    (problem,) = guards(reply, chart)
    assert problem.stop is stop
    assert reply.text[problem.start : problem.end] == placeholder
    assert problem.sentence.endswith(".")


def test_an_empty_chart_value_is_no_value(chart: Lookup) -> None:
    assert stops(expanded("@pcp@", lambda name: LinkValue("  ")), chart) == [Stop.LINK]


def test_an_optional_list_stops_nothing_and_leaves_no_trace(chart: Lookup) -> None:
    reply = expanded("See you then. {Also: We will call you. ?} Bye{X: a | b ?}.", chart)
    assert guards(reply, chart) == []
    assert draft.finished(reply) == "See you then. Bye."


def test_phrases_stand_inside_phrases(chart: Lookup) -> None:
    reply = expanded("Done. .closing", chart, closing="Bye @first_name@ .sign", sign="- ***")
    assert reply.text == "Done. Bye Walter - ***"
    assert [reply.text[f.start : f.end] for f in reply.fields] == ["Walter", "***"]


def test_five_deep_is_allowed_and_six_is_not(chart: Lookup) -> None:
    chain = {f"p{n}": f".p{n + 1}" for n in range(1, 5)} | {"p5": "deep"}
    assert expanded(".p1", chart, **chain).text == "deep"
    with pytest.raises(ExpansionError, match=r"5 deep .*\.main → \.p1 .*→ \.p6"):
        expanded(".p1", chart, **(chain | {"p5": ".p6", "p6": "too deep"}))


def test_a_circle_is_named_step_by_step(chart: Lookup) -> None:
    with pytest.raises(ExpansionError, match=r"\.main → \.one → \.two → \.one"):
        expanded(".one", chart, one="a .two", two="b .one")


def test_a_missing_phrase_is_named_with_the_nearest(chart: Lookup) -> None:
    with pytest.raises(ExpansionError, match=r"needs “\.closng”.*mean “\.closing”"):
        expanded("Bye .closng", chart, closing="x")


def test_nesting_cannot_fill_the_memory(chart: Lookup) -> None:
    bomb = {f"p{n}": f".p{n + 1} " * 30 for n in range(1, 5)} | {"p5": "x" * 100}
    with pytest.raises(ExpansionError, match="far too long"):
        expanded(".p1", chart, **bomb)


@pytest.mark.parametrize(
    ("parts", "by", "words"),
    [
        ([], "and", ""),
        (["Tuesday"], "or", "Tuesday"),
        (["Tuesday", "Thursday"], "or", "Tuesday or Thursday"),
        (["a", "b", "c"], "and", "a, b and c"),
    ],
)
def test_choices_are_joined_as_prose(parts: list[str], by: str, words: str) -> None:
    assert prose.joined(parts, by) == words


def test_picks_are_joined_in_the_order_of_the_list_and_can_be_changed(chart: Lookup) -> None:
    reply = expanded("On {+Days: Monday | Tuesday | or Thursday}. Bye @first_name@", chart)
    reply = draft.choose(reply, reply.fields[0], ["Thursday", "Tuesday"])
    assert reply.text == "On Tuesday or Thursday. Bye Walter"
    assert guards(reply, chart) == []
    reply = draft.choose(reply, reply.fields[0], [])
    assert reply.text == "On {Days}. Bye Walter"
    assert stops(reply, chart) == [Stop.LIST]


def test_a_single_list_takes_one_pick_and_only_what_it_offers(chart: Lookup) -> None:
    reply = expanded("{Day: Monday | Tuesday}", chart)
    for picks in (["Monday", "Tuesday"], ["Sunday"]):
        with pytest.raises(ValueError, match=r"."):
            draft.choose(reply, reply.fields[0], picks)


def test_a_filled_blank_becomes_the_writers_words(chart: Lookup) -> None:
    reply = expanded("by *** at @pcp@", chart)
    reply = draft.fill(reply, reply.fields[0], "Friday")
    reply = draft.fill(reply, reply.fields[0], "Dr. Solheim")
    assert (reply.text, reply.fields) == ("by Friday at Dr. Solheim", ())
    assert guards(reply, chart) == []


@pytest.mark.parametrize(
    ("value", "part_of_the_sentence"),
    [
        (LinkValue("6.8", date(2025, 11, 4)), "it is now 6.8"),
        (LinkValue("2.1", date(2026, 3, 1)), "1 Mar 2026"),
        (None, "no longer on the chart"),
    ],
)
def test_a_value_that_changed_on_the_chart_stops_the_reply(
    chart: Lookup, value: LinkValue | None, part_of_the_sentence: str
) -> None:
    reply = expanded("Hi @first_name@, TSH @last_tsh@", chart)
    now = NORMALLY_THERE | {"last_tsh": value}
    (problem,) = guards(reply, now.get)
    assert problem.stop is Stop.CHANGED
    assert part_of_the_sentence in problem.sentence
    if value is not None:
        assert guards(draft.refresh(reply, reply.fields[1], value), now.get) == []


@pytest.mark.parametrize("typed", ["see ***", "see *****", "@pharmacy@", "on {Day}"])
def test_a_placeholder_typed_or_pasted_stops_the_reply(chart: Lookup, typed: str) -> None:
    reply = draft.replace(expanded("Hi @first_name@ ", chart), 10, 10, typed)
    assert stops(reply, chart) == [Stop.STRAY]


def test_asterisks_in_a_chart_value_stop_the_reply() -> None:
    def chart(name: str) -> LinkValue:
        return LinkValue("***")

    assert stops(expanded("@first_name@", chart), chart) == [Stop.STRAY]


def test_problems_are_listed_in_the_order_they_stand(chart: Lookup) -> None:
    reply = expanded("{Day: a | b} *** @pcp@", chart)
    assert stops(reply, chart) == [Stop.LIST, Stop.BLANK, Stop.LINK]


def test_deleting_a_part_of_a_blank_deletes_all_of_it(chart: Lookup) -> None:
    reply = draft.replace(expanded("by ***.", chart), 5, 6, "")
    assert (reply.text, reply.fields) == ("by .", ())


def test_typing_beside_a_field_moves_it_and_typing_in_a_value_ends_it(chart: Lookup) -> None:
    reply = draft.replace(expanded("Hi @first_name@", chart), 0, 0, "Oh. ")
    (field,) = reply.fields
    assert reply.text[field.start : field.end] == "Walter"
    assert draft.replace(reply, field.start + 1, field.start + 1, "x").fields == ()


def test_a_second_phrase_goes_in_at_the_cursor(chart: Lookup) -> None:
    first = expanded("Hi @first_name@. ***", chart)
    reply = draft.insert(first, 11, expanded("Call @pool_phone@. ", chart))
    assert reply.text == "Hi Walter. Call 555-0142. ***"
    assert [reply.text[f.start : f.end] for f in reply.fields] == ["Walter", "555-0142", "***"]


def test_f2_goes_round_the_open_fields_both_ways(chart: Lookup) -> None:
    reply = expanded("*** @first_name@ {Day: a | b} @pcp@", chart)
    blank, _, day, pcp = reply.fields
    assert draft.next_open(reply, blank.start) == day
    assert draft.next_open(reply, pcp.end) == blank
    assert draft.next_open(reply, day.start, backwards=True) == blank
    assert draft.next_open(reply, 0, backwards=True) == pcp
    assert draft.next_open(expanded("ready", chart), 0) is None


PIECES = st.sampled_from(
    ["words ", "***", "@first_name@", "@pcp@", "{A: x | y}", "{+B: x | y | or z}", "{C: x ?}", "é "]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map(" ".join)


@given(TEXTS)
def test_fields_lie_in_order_and_hold_what_they_say(text: str) -> None:
    reply = expanded(text, NORMALLY_THERE.get)
    for one, other in zip(reply.fields, reply.fields[1:], strict=False):
        assert one.end <= other.start
    for field in reply.fields:
        assert reply.text[field.start : field.end] == (field.value or field.placeholder)


@given(TEXTS)
def test_no_expansion_with_open_required_fields_passes_the_guards(text: str) -> None:
    reply = expanded(text, NORMALLY_THERE.get)
    waiting = [field for field in reply.fields if field.open and field.required]
    found = guards(reply, NORMALLY_THERE.get)
    assert [(p.start, p.end) for p in found] == [(f.start, f.end) for f in waiting]


@given(TEXTS, st.integers(0, 60), st.integers(0, 20), st.sampled_from(["", "x", "new words"]))
def test_no_edit_leaves_half_a_placeholder_or_loses_its_place(
    text: str, start: int, length: int, typed: str
) -> None:
    before = expanded(text, NORMALLY_THERE.get)
    assume(start <= len(before.text))
    after = draft.replace(before, start, min(start + length, len(before.text)), typed)
    for field in after.fields:
        assert after.text[field.start : field.end] == (field.value or field.placeholder)
    rest = after.text
    for field in reversed([field for field in after.fields if field.open]):
        rest = rest[: field.start] + rest[field.end :]
    assert "*" not in rest
    assert "{" not in rest
    assert "@" not in rest


@given(TEXTS)
def test_filling_everything_lets_the_reply_go_and_nothing_open_is_sent(text: str) -> None:
    reply = expanded(text, NORMALLY_THERE.get)
    while field := next((f for f in reply.fields if f.open and f.required), None):
        if field.kind is FieldKind.LIST:
            reply = draft.choose(reply, field, field.choices if field.several else field.choices[:1])
        else:
            reply = draft.fill(reply, field, "filled")
    assert guards(reply, NORMALLY_THERE.get) == []
    sent = draft.finished(reply)
    assert not set("*{}@") & set(sent)
    assert sent == sent.strip()
