"""Every place where bytes from outside become something of ours, each as a function of those bytes.

What a function raises besides the sentences in `SAYS` is a fault: nobody would have caught it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec

from inbox.app.site_file import read_site
from inbox.domain import asks, own_kit, policy, protocols, red_flags, routing, typed
from inbox.domain.errors import InboxError
from inbox.domain.filed import Filed
from inbox.domain.ids import ThreadId
from inbox.domain.inert import broken_up, inert, one_line, plain
from inbox.domain.messaging.attaching import attached, safe_name
from inbox.domain.messaging.rules import FileRules, read_messaging
from inbox.domain.people import Role
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir import outcome, site_kit, subscriptions
from inbox.fhir.incoming import (
    Directory,
    Reading,
    chart,
    filed,
    inline_files,
    proxies,
    questionnaires,
    recorded,
    referrals,
    reports,
    values,
)
from inbox.fhir.incoming.items import urgency
from inbox.fhir.incoming.lone import lone_work
from inbox.fhir.incoming.obligations import obligations
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.patch import patch
from inbox.fhir.outgoing.tasks import task
from inbox.fhir.own_kit import own_kit as own_kit_of
from inbox.fhir.profile import profile_of
from inbox.fhir.profile.learned import recalled
from inbox.fhir.resource import Malformed, decode
from inbox.fhir.search import page_of
from inbox.fhir.server_clock import ServerClock
from inbox.fhir.waiting import retry_after
from inbox.fhir.write import Write, outcomes_of, refused_whole
from inbox.session.id_token import verified
from inbox.session.listener import Listener
from inbox.shortcuts.button_files import from_file, with_button
from inbox.shortcuts.keymap_file import entries_of
from inbox.shortcuts.kit_file import Published, read_kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases import grammar
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.library import load_library
from inbox.shortcuts.phrases.lists import brought, export, foreign, table
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.tree import unparse
from inbox.shortcuts.toml_edit import with_entry
from inbox.shortcuts.toml_file import parse_toml
from portal import clinic

Door = Callable[[bytes], object]

NOW = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
SAYS = (InboxError, Malformed, msgspec.DecodeError, grammar.PhraseError, table.NotAList, policy.PolicyError,
        routing.RoutingError, protocols.ProtocolError, red_flags.RulesError, asks.AsksError)  # fmt: skip
"""What may be raised: it becomes a sentence to a person."""
_MINE = Owner(OwnerType.PERSON, "Practitioner/me")


def _promise(_thread: Thread, item: WorkItem) -> Promise:
    return Promise(item.arrived + timedelta(hours=4), "fuzz@1", item.arrived)


@cache
def _rules() -> red_flags.Rules:
    return red_flags.read_folder(ROOT / "resources/red_flags")


def resource(body: bytes) -> None:
    """What the server holds, on its way to every screen."""
    _shown([filed(decode(body))])


def bundle(body: bytes) -> None:
    """A page of a search, taken in as the pull does."""
    page = page_of(body)
    _shown([filed(one) for one in [*page.resources, *page.included]][:60])


def _shown(resources: list[Filed]) -> None:
    reading = Reading(_promise, Directory())
    for one in resources:
        if one.type == "Patient":
            reading.card(one)
        reading.pool(one)
        urgency(one)
        lone_work(one, reading.directory)
        site_kit.kit_file(one)
        inline_files.inline_file(one.body, 0)
    reading.staff(resources)
    headers = {one.ref for one in resources if one.type == "Communication"} | {"Communication/1"}
    for ref in sorted(headers)[:8]:
        thread = reading.thread(ThreadId(ref), resources)
        if thread is not None:
            reading.rows(thread)
            for message in thread.messages:
                _on_screen(message.text)
            _changed(thread, resources)
    chart(resources, NOW, fetched_at=NOW)
    proxies(resources)
    questionnaires(resources)
    referrals(resources)
    reports(resources, values(resources))
    obligations(resources)
    list(recorded(resources))


def _changed(thread: Thread, resources: list[Filed]) -> None:
    """Each of its Tasks as it would leave after somebody claimed it."""
    bodies = {one.ref: one.body for one in resources if one.type == "Task"}
    for item in thread.items:
        after = msgspec.structs.replace(
            item, holding=msgspec.structs.replace(item.holding, status="accepted")
        )
        sent = task(bodies[item.id], item, after, None, NOW, linked=True)
        patch(bodies[item.id], sent, "1")


def answers(body: bytes) -> None:
    """What a server says to writes, and its refusals."""
    asked = [Write("POST", "Communication", b"{}"), Write("PUT", "Task/1", b"{}", if_match="1")]
    outcome.in_words(body, 422)
    outcome.entries_named(body)
    refused_whole(asked, body, 400)
    outcomes_of(asked, body, None)


def header_lines(body: bytes) -> None:
    """Headers of an answer."""
    said = body.decode("latin-1")
    names = ("retry-after", "ratelimit", "date")
    retry_after(dict.fromkeys(names, said))
    asyncio.run(_heard(said))


async def _heard(said: str) -> None:
    clock = ServerClock()
    clock.hear({"date": said})
    clock.now()


def what_a_server_offers(body: bytes) -> None:
    """CapabilityStatement and SMART configuration; and what was learned of a server."""
    recalled(body)
    profile_of(body, body)


def changed_by_us(body: bytes) -> None:
    """A foreign object of which one member is changed."""
    fields = Fields(body)
    fields.put_parameter("input", "pool", "https://example.org/task-input", {"valueString": "x"})
    fields.put_inside("restriction", {"period": {"end": "2026-01-01"}})
    fields.encoded()


def frame(body: bytes) -> None:
    """What comes over the line for word of changes."""
    for sent in (body, body.decode("utf-8", "replace")):
        subscriptions._is_word(sent)
        for form in subscriptions.Form:
            subscriptions._is_bound(form, sent)


def proof_of_who(body: bytes) -> None:
    """An ID token, and the keys it is to be signed with."""
    first, _, rest = body.partition(b"\n")
    verified(
        first.decode("utf-8", "replace"),
        rest,
        issuer="https://a",
        client_id="b",
        nonce="c",
        now=NOW,
        began=NOW,
    )


def browser(body: bytes) -> None:
    """What comes to the port that waits for the end of a sign-in."""
    asyncio.run(_visited(body.decode("latin-1").split("\r\n")))


async def _visited(head: list[str]) -> None:
    listener = Listener("state")
    listener._returned = asyncio.get_running_loop().create_future()
    listener._answer(head)


def kit(body: bytes) -> None:
    """Phrases and speed buttons: of a file, of the site, of a colleague."""
    file = Published("kit.json", body)
    known = load_library(file).phrases
    found = from_file("kit.json", body, _MINE, known)
    for button in found.buttons:
        with_button(body, button, "2")


def own(body: bytes) -> None:
    """What the server keeps for a person."""
    own_kit.read_document(body)


def own_resource(body: bytes) -> None:
    """The same in its resource."""
    own_kit_of(decode(body))


def site_policy(body: bytes) -> None:
    """The promises a site makes."""
    policy.parse(body, "policy.json")


def site_routing(body: bytes) -> None:
    """Where a site sends work."""
    found = routing.read_routing("routing.json", body)
    routing.leading_nowhere(found, (), ())


def site_messaging(body: bytes) -> None:
    """What a site lets be written."""
    read_messaging("messaging.json", body)


def site_protocols(body: bytes) -> None:
    """What a site lets be done by rule."""
    protocols.parse(body, "protocols.json")


def flag_rules(body: bytes) -> None:
    """Red-flag rules of a site, and the words that they look for."""
    red_flags.rules_in_force(_rules(), "red-flags.json", body)


def phrase(body: bytes) -> None:
    """The text of a phrase."""
    tree = grammar.parse(body.decode("utf-8", "replace"))
    unparse(tree)


def phrase_in_use(body: bytes) -> None:
    """A phrase with others inside it, put into a reply."""
    written = body.decode("utf-8", "replace")
    written = written if written.strip() else "x"
    phrases = {name: Phrase(name, name, written, _MINE, 1, date(2030, 1, 1)) for name in ("a", "b")}
    expand(phrases["a"], lambda _link: None, phrases)


def keys(body: bytes) -> None:
    """Somebody's own keys, and the file with one entry changed."""
    text = body.decode("utf-8", "replace")
    entries_of(parse_toml(text, "keys.toml"), "keys.toml")
    with_entry(text, "list", "item.claim", ["c"])


def site_settings(body: bytes) -> None:
    """What a site knows better than its portal says."""
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(body)
        file.flush()
        read_site(Path(file.name))


def list_of_phrases(body: bytes) -> None:
    """A CSV or text file of phrases from elsewhere, and the file we would make of it."""
    rows = table.rows(body)
    for row in rows[:50]:
        foreign.translated(row.text, {"a"})
    found = brought.brought(rows[:50], {}, _MINE, date(2030, 1, 1))
    export.as_csv([one.phrase for one in found if one.phrase is not None])


def text(body: bytes) -> None:
    """Words a patient wrote, on their way to the screen and past the rules."""
    words = body.decode("utf-8", "replace")
    _on_screen(words)


def _on_screen(words: str) -> None:
    broken_up(inert(words))
    one_line(words)
    plain(words)


def flags_in_text(body: bytes) -> None:
    """The same, read by the red-flag rules and for what is asked for."""
    words = body.decode("utf-8", "replace")
    red_flags.scan(_rules(), words, "Subject")


def file(body: bytes) -> None:
    """A file that somebody attaches, and what it is called."""
    safe_name(body[:400].decode("utf-8", "replace"))
    attached("picture.png", body, FileRules())


def any_json(body: bytes) -> None:
    """JSON into the shapes that are kept in the sealed file."""
    typed.decode(body, dict[str, msgspec.Raw])


def list_of_one(body: bytes) -> None:
    """A kit file whose entries fit nothing."""
    read_kit(Published("kit.json", body), "phrases", Role)


DOORS: Mapping[str, Door] = {
    one.__name__.replace("_", " "): one
    for one in (
        resource, bundle, answers, header_lines, what_a_server_offers, changed_by_us, frame, proof_of_who,
        browser, kit, own, own_resource, site_policy, site_routing, site_messaging, site_protocols,
        flag_rules, phrase, phrase_in_use, keys, site_settings, list_of_phrases, text, flags_in_text, file,
        any_json, list_of_one,
    )
}  # fmt: skip


def usual() -> list[bytes]:
    """Inputs as they should be, to be spoilt: what the program ships, and resources of a sandbox clinic."""
    shipped = [
        path.read_bytes()
        for folder in ("starter", "keymaps", "red_flags", "asks")
        for path in sorted((ROOT / "resources" / folder).iterdir())
        if path.suffix in (".json", ".toml") and path.stat().st_size < 60_000
    ]
    made = [msgspec.json.encode(one) for one in clinic.build(7, 3, 8, NOW).resources]
    some = {one[:40]: one for one in made}.values()
    entries = [{"resource": msgspec.Raw(one)} for one in made[:12]]
    page = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    return [*shipped, *some, msgspec.json.encode(page), *_SMALL]


_SMALL = (
    b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid",'
    b'"details":{"text":"no"},"expression":["Bundle.entry[1]"]}]}',
    b'{"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201 Created",'
    b'"location":"Task/1/_history/2","etag":"W/\\"2\\""}}]}',
    b"Tue, 17 Mar 2026 12:00:00 GMT",
    b'"requests";r=0;t=57',
    b"GET /signed-in?code=1&state=state HTTP/1.1\r\nHost: 127.0.0.1:0\r\n",
    b"ping 12",
    b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Parameters","type":"heartbeat"}}]}',
    b'{"add":[{"group":{"id":"A","name":"a"},"rules":[{"id":"A-1","level":1,"patterns":["chest pain"]}]}],'
    b'"change":[{"rule":"CHEST-01","level":2}]}',
    b'name,title,text\nhello,Hello,"Dear @patient.first@, *** {today|tomorrow}"\n',
    b".hello\nDear @name@,\n{Choose:123456}\n.bye\nGoodbye ***\n",
    b"Dear @patient.first@: {a|b|c} *** .other and \\{ \\} and {?allergies|x}",
    "My chest hurts \u202enot\u202c since \U0001f600\u200d yesterday, 2 tablets".encode(),
    b"eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJpc3MiOiJodHRwczovL2EifQ.AAAA\n"
    b'{"keys":[{"kty":"RSA","use":"sig","kid":"a","n":"AQAB","e":"AQAB"}]}',
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"%PDF-1.7\n",
)
