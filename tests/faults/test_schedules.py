"""Random days of two people, a bad network and restarts: nothing lost, nothing doubled, nothing merely shown.

A seed is a day. What the screens showed is what the portal holds in the end, or whoever did it is told.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from inbox.domain.ids import ThreadId
from inbox.domain.thread import Thread
from tests.faults.colleague import Colleague
from tests.sync.station import Backstage, thread_of
from tests.sync.test_pull import message

pytestmark = [pytest.mark.proof, pytest.mark.timeout(60)]

DAYS, STEPS, THREADS = 20, 36, 3
BUNDLE = "^/fhir/R4/?$"
FAULTS = (
    {"action": "drop_after", "method": "POST", "path": BUNDLE},
    {"action": "drop_before", "method": "POST", "path": BUNDLE},
    {"action": "duplicate", "method": "POST", "path": BUNDLE},
    {"action": "status", "status": 503},
    {"action": "status", "status": 500, "method": "POST", "path": BUNDLE},
    {"action": "drop_before"},
)


@pytest.mark.parametrize("day", range(DAYS))
def test_whatever_the_day_brings_every_word_is_accounted_for(
    backstage: Backstage, tmp_path: Path, day: int
) -> None:
    chance = Random(day)
    threads = [thread_of(day * THREADS + number) for number in range(THREADS)]
    backstage.no_faults()
    people = [Colleague.at_work(backstage, tmp_path, user, chance, threads) for user in ("nora", "otto")]
    touched = {thread: set[str]() for thread in threads}
    for step in range(STEPS):
        _one_step(backstage, people, touched, chance, step)
    backstage.no_faults()
    shown = [{thread: person.shows(thread) for thread in threads} for person in people]
    for person in (*people, *people):
        person.settle()
    for person in people:
        person.pull()
        _every_word_is_accounted_for(backstage, person)
        for thread in threads:
            _the_screen_tells_the_truth(backstage, person, thread)
    for person, before in zip(people, shown, strict=True):
        for thread in threads:
            if touched[thread] == {person.station.name} and not person.stopped(thread):
                assert _told(person.shows(thread)) == _told(before[thread]), "what was shown came true"
    for person in people:
        person.station.store.close()


def _one_step(
    backstage: Backstage,
    people: list[Colleague],
    touched: dict[ThreadId, set[str]],
    chance: Random,
    step: int,
) -> None:
    person = chance.choice(people)
    match chance.choices(
        ("act", "push", "pull", "restart", "fault", "undo", "decide", "patient"), (10, 6, 3, 1, 4, 1, 2, 1)
    ):
        case ["act"]:
            thread = person.act()
            if thread is not None:
                touched[thread].add(person.station.name)
        case ["fault"]:
            backstage.fault(**chance.choice(FAULTS), count=1)
        case ["patient"]:
            thread = chance.choice(person.threads)
            touched[thread].add("patient")
            backstage.no_faults()
            words = message(thread, f"And another thing, {step}.", sent=f"2030-01-01T00:00:{step:02}Z")
            backstage.write(person.station, words)
        case [verb]:
            getattr(person, verb)()


def _every_word_is_accounted_for(backstage: Backstage, person: Colleague) -> None:
    """Each reply is on the portal once, or taken back, or still with its author; order is kept."""
    for thread in person.threads:
        there = [text for text in backstage.texts(thread) if text.startswith(person.station.actor.name)]
        written = [text for where, text in person.written if where == thread]
        assert [text for text, count in Counter(there).items() if count > 1] == [], "none doubled"
        assert there == [text for text in written if text in there], "in order"
        for text in written:
            here = person.waits(text) or text in person.taken_back
            assert (text in there) != here, f"“{text}” is lost, or both sent and kept"


def _the_screen_tells_the_truth(backstage: Backstage, person: Colleague, thread: ThreadId) -> None:
    """What is shown as confirmed is on the portal, and what is there is shown."""
    seen, task = person.shows(thread), backstage.task(thread)
    confirmed = [one.text for one in seen.messages if not one.pending]
    assert sorted(confirmed) == sorted(backstage.texts(thread))
    if not any(one.thread == thread for one in person.station.outbox()):
        holding = seen.items[0].holding
        owner = holding.owner.ref if holding.owner else ""
        assert (holding.status, owner) == (task["status"], task["owner"]["reference"])


def _told(thread: Thread) -> tuple[object, ...]:
    """What a screen says of a conversation, whether confirmed or not."""
    item = thread.items[0]
    owner = item.holding.owner.ref if item.holding.owner else ""
    notes = [note.text for note in item.notes]
    return [one.text for one in thread.messages], notes, item.holding.status, owner
