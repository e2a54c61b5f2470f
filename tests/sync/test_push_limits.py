"""As many commands at once as the server takes, never part of one; what is too large so goes in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Comment, Complete, Reply
from inbox.domain.people import Party
from inbox.fhir.faults import NoAnswer
from inbox.fhir.profile import Learned, Profile, kept, recalled
from inbox.sync.portal import LEARNED
from portal.running import Running
from tests.sync.rude import Bundle, rude
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
Refusal = tuple[int, dict[str, Any]]
TOO_LARGE: Refusal = (413, {})
TO = (Party("Patient/p0"),)


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


def three_commands(nora: Station, thread: ThreadId) -> None:
    item = item_of(thread)
    nora.do(thread, Claim(item=item), Comment(item=item, text="Looked at it."))
    nora.do(thread, Reply(item=item, text="First", to=TO))
    nora.do(thread, Reply(item=item, text="Second", to=TO), Complete(item=item))


def texts_of(bundle: Bundle) -> list[str]:
    found = (entry["resource"] for entry in bundle["entry"])
    return [one["payload"][0]["contentString"] for one in found if one["resourceType"] == "Communication"]


def learned(nora: Station) -> Learned:
    note = nora.store.note(LEARNED)
    assert note is not None
    return recalled(note)


def test_what_is_too_large_is_split_between_commands_and_never_inside_one(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    sent: list[Bundle] = []
    refused: list[Bundle] = []

    def at_most_one_reply(bundle: Bundle) -> Bundle | Refusal:
        if len(texts_of(bundle)) > 1:
            refused.append(bundle)
            return TOO_LARGE
        sent.append(bundle)
        return bundle

    three_commands(nora, thread)
    with rude(portal, at_most_one_reply) as base:
        nora.base_url = base
        nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread)[1:] == ["First", "Second"]
    assert [texts_of(bundle) for bundle in sent] == [[], ["First"], ["Second"]]
    claim, _, close = ([e["resource"] for e in b["entry"] if e["request"]["method"] == "PUT"] for b in sent)
    assert [(one["status"], len(one["note"])) for one in claim] == [("accepted", 1)]
    assert [one["status"] for one in close] == ["completed"]
    largest, *_ = sizes = [len(msgspec.json.encode(bundle)) for bundle in refused]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < (learned(nora).body or 0) < largest, "nothing as large is asked for again"


def test_the_limits_that_are_known_are_kept_to_from_the_first(
    nora: Station, portal: Running, thread: ThreadId
) -> None:
    sent: list[Bundle] = []

    def count(bundle: Bundle) -> Bundle:
        sent.append(bundle)
        return bundle

    three_commands(nora, thread)
    small = msgspec.structs.replace(learned(nora), conditional_entries=4)
    nora.store.keep_note(LEARNED, kept(small)).result()
    with rude(portal, count) as base:
        nora.base_url = base
        nora.push()
    assert nora.outbox() == []
    assert max(len(bundle["entry"]) for bundle in sent) <= 4
    assert len(sent) == 2


@pytest.mark.parametrize("lost", range(1, 4))
def test_a_command_too_large_by_itself_goes_in_order_and_goes_on_wherever_it_was_left(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId, lost: int
) -> None:
    """Claim, reply, close: the answer to one of them is lost, and the program ends."""
    writes: list[tuple[str, str]] = []

    def watch(method: str, path: str) -> None:
        if not path.endswith("/R4/") and "_search" not in path and "Provenance" not in path:
            writes.append((method, path.rpartition("/R4/")[2].partition("/")[0]))

    nora.answer(thread, "Step by step.")
    path = r"/Task/|/Communication$"
    backstage.fault(
        action="drop_after", path=path, method="POST" if lost == 2 else "PUT", nth=1 if lost < 3 else 2
    )
    with rude(portal, lambda bundle: TOO_LARGE, before=watch) as base:
        nora.base_url = base
        with pytest.raises(NoAnswer):
            nora.push()
        assert len(writes) == lost
        nora.reopen()
        assert nora.states()[0][1] is State.UNSURE
        nora.push()
    assert nora.outbox() == []
    assert writes == [("PUT", "Task"), ("POST", "Communication"), ("PUT", "Task")]
    assert backstage.texts(thread)[1:] == ["Step by step."]
    assert backstage.task(thread)["status"] == "completed"


@pytest.mark.parametrize("lost", ["drop_before", "drop_after"])
def test_reasons_that_may_not_have_arrived_are_told_again_though_what_they_are_of_was_done(
    nora: Station, backstage: Backstage, thread: ThreadId, lost: str
) -> None:
    nora.reshape = lambda profile: Profile(msgspec.structs.replace(profile.said, system=frozenset()))
    claim = nora.claim(thread)
    backstage.fault(action=lost, path="Provenance$", method="POST", nth=1)
    with pytest.raises(NoAnswer):
        nora.push()
    assert nora.states() == [("claim", State.UNSURE)]
    nora.push()
    assert nora.outbox() == []
    tags = [tag["code"] for one in backstage.dump("Provenance") for tag in one["meta"]["tag"]]
    assert tags.count(claim.id) == 1


@pytest.mark.parametrize("status", [405, 501])
def test_a_server_that_knows_no_transactions_after_all_gets_single_writes(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId, status: int
) -> None:
    asked: list[str] = []

    def none_here(method: str, path: str) -> int | None:
        asked.append(path)
        return status if path.rstrip("/").endswith("/R4") else None

    nora.answer(thread, "Without a bundle.")
    with rude(portal, before=none_here) as base:
        nora.base_url = base
        if status == 501:  # a fault of the server's own: who knows what it has done
            with pytest.raises(NoAnswer):
                nora.push()
        nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread)[1:] == ["Without a bundle."]
    assert sum(path.rstrip("/").endswith("/R4") for path in asked) == 1
    assert learned(nora).no_transactions


def test_a_server_that_takes_no_updates_after_all_gets_patches(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = lambda profile: Profile(msgspec.structs.replace(profile.said, system=frozenset()))
    nora.answer(thread, "Patched.")
    with rude(portal, before=lambda method, path: 405 if method == "PUT" else None) as base:
        nora.base_url = base
        nora.push()
    assert nora.outbox() == []
    assert backstage.task(thread)["status"] == "completed"
    assert learned(nora).patch_claims


def test_a_refusal_by_itself_teaches_nothing_of_the_server(
    nora: Station, portal: Running, thread: ThreadId
) -> None:
    """On a bad day everything is refused; the next day it is asked as before."""
    nora.answer(thread, "A bad day")
    with rude(portal, before=lambda method, path: 405) as base:
        nora.base_url = base
        nora.push()
    assert nora.states()[0] == ("claim", State.REFUSED)
    known = Learned(
        of=learned(nora).of, atomic=True, sent_status=learned(nora).sent_status, pools=learned(nora).pools
    )
    assert learned(nora) == known


def test_what_is_too_large_by_itself_is_refused_with_the_reason(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "As long as a book")
    with rude(portal, before=lambda method, path: 413 if method == "POST" else None) as base:
        nora.base_url = base
        nora.push()
    assert nora.states() == [("reply", State.REFUSED), ("complete", State.WAITING)]
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.sentence == "It is too large for the server."
    assert backstage.task(thread)["status"] == "accepted"
