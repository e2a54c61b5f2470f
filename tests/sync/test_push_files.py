"""Files go out with their reply: whole, once, or not at all and said so."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha1, sha256
from typing import Any

import pytest

from inbox.domain.attached import AttachedFile
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, State
from inbox.domain.errors import Refused
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Complete, Reply, Why
from inbox.domain.people import Party
from inbox.fhir.faults import NoAnswer
from inbox.fhir.profile import recalled
from inbox.sync.portal import LEARNED
from portal.running import Running
from tests.sync.rude import rude
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
BUNDLE = r"^/fhir/R4/?$"
LETTER = b"%PDF-1.7\n" + bytes(range(256)) * 40
LARGE = b"%PDF-1.7\n" + bytes(range(256)) * 6_000


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


def answer(nora: Station, thread: ThreadId, *bodies: bytes, text: str = "Here it is.") -> list[Entry]:
    """Claim, reply with files, and close: written as a draft first, as everything is."""
    files = tuple(
        AttachedFile(f"letter {n}.pdf", "application/pdf", len(body), sha256(body).hexdigest())
        for n, body in enumerate(bodies)
    )
    patient, item = nora.thread(thread).patient, item_of(thread)
    draft = Draft(thread, patient, nora.actor.person, text, nora.watch.now(), files=files)
    nora.store.save_draft(draft, {one.digest: body for one, body in zip(files, bodies, strict=True)}).result()
    reply = Reply(item=item, text=text, to=(Party(patient),), files=files)
    entries = nora.do(thread, Claim(item=item), reply, Complete(item=item))
    nora.store.drop_draft(thread, nora.actor.person).result()
    return entries


def sent(backstage: Backstage, thread: ThreadId, text: str = "Here it is.") -> list[dict[str, Any]]:
    """The messages of `text` as the portal has them."""
    return [
        one
        for one in backstage.dump("Communication")
        if any(part["reference"] == thread for part in one.get("partOf", []))
        and one["payload"][0]["contentString"] == text
    ]


def bodies_in(message: dict[str, Any]) -> list[bytes]:
    return [b64decode(part["contentAttachment"]["data"]) for part in message["payload"][1:]]


def fetched(nora: Station, address: str) -> bytes:
    body: bytes = nora.with_portal(lambda portal: portal.file(address))
    return body


def bodies_held(nora: Station) -> int:
    return int(nora.store.reader().exec_driver_sql("SELECT count(*) FROM file_body").scalar() or 0)


def test_a_file_arrives_whole_and_is_kept_here_no_longer(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    answer(nora, thread, LETTER, LETTER[:5000])
    pending = nora.thread(thread).messages[-1]
    assert [one.title for one in pending.attachments] == ["letter 0.pdf", "letter 1.pdf"]
    assert nora.store.file_body(pending.attachments[0].digest) == LETTER
    nora.push()
    assert nora.outbox() == []
    (message,) = sent(backstage, thread)
    assert bodies_in(message) == [LETTER, LETTER[:5000]]
    file = message["payload"][1]["contentAttachment"]
    assert (file["title"], file["contentType"], file["size"]) == (
        "letter 0.pdf",
        "application/pdf",
        len(LETTER),
    )
    assert b64decode(file["hash"]) == sha1(LETTER, usedforsecurity=False).digest()
    assert bodies_held(nora) == 0


def test_read_back_it_shows_its_files_and_the_cache_holds_none_of_their_bytes(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    answer(nora, thread, LETTER)
    nora.push()
    message = nora.thread(thread).messages[-1]
    (file,) = message.attachments
    assert (file.title, file.content_type, file.size) == ("letter 0.pdf", "application/pdf", len(LETTER))
    assert file.url == f"{message.id}#1"
    inside = b64encode(LETTER)[:200]
    assert not any(inside in one.body for one in nora.store.truth_now(thread))
    nora.pull()
    assert nora.thread(thread).messages[-1].attachments == (file,)


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "duplicate"])
def test_whatever_happens_on_the_way_it_arrives_once(
    nora: Station, backstage: Backstage, thread: ThreadId, fault: str
) -> None:
    answer(nora, thread, LETTER)
    backstage.fault(action=fault, method="POST", path=BUNDLE, count=1)
    try:
        nora.push()
    except NoAnswer:
        nora.reopen()
    nora.push()
    assert nora.outbox() == []
    assert [bodies_in(one) for one in sent(backstage, thread)] == [[LETTER]]


def test_what_is_larger_than_an_ordinary_request_goes_by_itself_and_in_order(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    answer(nora, thread, LARGE)
    nora.push()
    assert nora.outbox() == []
    assert [bodies_in(one) for one in sent(backstage, thread)] == [[LARGE]]
    assert backstage.task(thread)["status"] == "completed"


def test_a_portal_that_takes_less_says_so_once_and_nothing_is_lost(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    _, reply, _ = answer(nora, thread, LARGE)
    too_large = {"/fhir/R4/Communication": 413}
    with rude(portal, before=lambda method, path: too_large.get(path) if method == "POST" else None) as base:
        nora.base_url = base
        nora.push()
    assert nora.states() == [("reply", State.REFUSED), ("complete", State.WAITING)]
    (stopped, _) = nora.outbox()
    assert stopped.problem is not None
    assert stopped.problem.sentence.startswith("The portal takes no message this large. Edit the reply")
    assert stopped.operation == reply.operation
    assert isinstance(stopped.operation, Reply)
    assert nora.store.file_body(stopped.operation.files[0].digest) == LARGE
    note = nora.store.note(LEARNED)
    assert note is not None and len(LARGE) < (recalled(note).too_large or 0) < 2 * len(LARGE)
    assert sent(backstage, thread) == []


def test_a_reply_never_leaves_without_its_file(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    answer(nora, thread, LETTER)
    with nora.store._database.write(durable=True) as connection:
        connection.exec_driver_sql("DELETE FROM file_body")
    nora.push()
    assert [state for _, state in nora.states()] == [State.REFUSED, State.WAITING]
    problem = nora.outbox()[0].problem
    assert problem is not None and problem.why is Why.FILE_GONE
    assert sent(backstage, thread) == []


def test_what_was_sent_is_fetched_again_byte_for_byte(nora: Station, thread: ThreadId) -> None:
    answer(nora, thread, LETTER, LETTER[:5000])
    nora.push()
    files = nora.thread(thread).messages[-1].attachments
    assert [fetched(nora, one.url) for one in files] == [LETTER, LETTER[:5000]]
    with pytest.raises(Refused, match="no longer has this file"):
        fetched(nora, f"{nora.thread(thread).messages[-1].id}#0")
