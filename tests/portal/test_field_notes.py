"""What servers in the field were seen to do: the strict portal does it too, the plain one mostly not."""

import base64
import concurrent.futures
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import httpx
import pytest

from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.portal.drafts import SYSTEM, bundle, message, new_key, posted, task
from tests.portal.listening import PATIENCE, bound, next_of, subscribed, told
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import TLS, Launch, refreshed, signed_in

STRICT = PROFILES["strict"]
PATCH = "application/json-patch+json"
REPRESENTATION = {"Prefer": "return=representation"}


@pytest.fixture(scope="module")
def fields() -> Iterator[Running]:
    """A strict portal."""
    settings = Settings(database="", patients=3, threads=60, test_mode=True, profile=STRICT)
    with Running(settings, make_clinic=small_clinic) as running:
        yield running


@pytest.fixture(scope="module")
def people(fields: Running) -> Iterator[dict[str, httpx.Client]]:
    """Everybody of the strict portal, signed in, by user name."""
    with ExitStack() as stack:
        yield {
            user: stack.enter_context(signed_in(fields, user)) for user in ("cora", "lena", "nora", "sara")
        }


@pytest.fixture(scope="module")
def strict(people: dict[str, httpx.Client]) -> httpx.Client:
    """A supervisor of the strict portal: may delete, and is limited by no policy."""
    return people["sara"]


def made(client: httpx.Client, resource: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Address and content of a new resource."""
    stored = client.post(f"/{resource['resourceType']}", json=resource).raise_for_status().json()
    return f"/{stored['resourceType']}/{stored['id']}", stored


def patched(client: httpx.Client, address: str, *operations: Any, **headers: str) -> httpx.Response:
    body = json.dumps(operations)
    return client.patch(address, content=body, headers={"Content-Type": PATCH} | headers)


def count(client: httpx.Client, resource_type: str, key: str) -> int:
    asked = {"identifier": f"{SYSTEM}|{key}", "_summary": "count"}
    return int(client.get(f"/{resource_type}", params=asked).json()["total"])


def words(response: httpx.Response) -> str:
    return str(response.json()["issue"][0]["diagnostics"])


# 1


def test_one_of_eight_writers_wins_and_the_others_are_told(strict: httpx.Client) -> None:
    address, stored = made(strict, task())
    with concurrent.futures.ThreadPoolExecutor(8) as writers:
        answers = writers.map(
            lambda _: strict.put(address, json=stored, headers={"If-Match": 'W/"1"'}), range(8)
        )
        statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 412}
    assert strict.get(address).json()["meta"]["versionId"] == "2"


@pytest.mark.parametrize("tag", ['"9"', "*", "9"])
def test_an_if_match_that_is_no_weak_tag_is_ignored(
    strict: httpx.Client, nurse: httpx.Client, tag: str
) -> None:
    for client, status in ((strict, 200), (nurse, 400)):
        address, stored = made(client, task())
        assert client.put(address, json=stored, headers={"If-Match": tag}).status_code == status
        assert client.put(address, json=stored, headers={"If-Match": 'W/"9"'}).status_code == 412


# 2


def test_patch_delete_and_conditional_put_ignore_if_match(
    strict: httpx.Client, supervisor: httpx.Client
) -> None:
    stale = {"If-Match": 'W/"9"'}
    for client, refused in ((strict, False), (supervisor, True)):
        key = new_key()
        address, stored = made(client, task(key))
        condition = {"identifier": f"{SYSTEM}|{key}"}
        change = {"op": "replace", "path": "/status", "value": "ready"}
        answers = [
            patched(client, address, change, **stale),
            client.put("/Task", params=condition, json=stored, headers=stale),
            client.delete(address, headers=stale),
        ]
        assert [answer.status_code for answer in answers] == ([412] * 3 if refused else [200, 200, 204])


def test_a_patch_is_guarded_by_a_test_whose_failure_is_400(strict: httpx.Client) -> None:
    address, _ = made(strict, task())
    for version, status in (("9", 400), ("1", 200)):
        guard = {"op": "test", "path": "/meta/versionId", "value": version}
        change = {"op": "replace", "path": "/status", "value": "ready"}
        assert patched(strict, address, guard, change).status_code == status


def test_an_absent_owner_can_be_added_but_not_replaced(strict: httpx.Client) -> None:
    address, _ = made(strict, task())
    for operation, status in (("replace", 400), ("add", 200)):
        change = {"op": operation, "path": "/owner", "value": {"reference": "Practitioner/nora"}}
        assert patched(strict, address, change).status_code == status


# 3


def test_put_brings_back_what_was_deleted_and_patch_says_gone(
    strict: httpx.Client, supervisor: httpx.Client
) -> None:
    for client, brought_back in ((strict, 200), (supervisor, 410)):
        address, stored = made(client, task())
        client.delete(address).raise_for_status()
        change = {"op": "replace", "path": "/status", "value": "ready"}
        assert patched(client, address, change).status_code == 410
        again = client.put(address, json=stored, headers={"If-Match": 'W/"2"'})
        assert again.status_code == brought_back
        assert client.get(address).status_code == brought_back


# 4


def test_clients_do_not_choose_ids(strict: httpx.Client) -> None:
    assert strict.put("/Task/mine", json=task(id="mine")).status_code == 404


def test_twenty_conditional_creates_make_one_resource_that_a_delete_makes_room_for(
    strict: httpx.Client,
) -> None:
    key = new_key()
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{key}"}
    with concurrent.futures.ThreadPoolExecutor(20) as clients:
        answers = list(
            clients.map(lambda _: strict.post("/Task", json=task(key), headers=condition), range(20))
        )
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(201) == 1
    assert set(statuses) <= {200, 201, 409}
    assert count(strict, "Task", key) == 1
    first = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
    strict.delete(f"/Task/{first}").raise_for_status()
    again = strict.post("/Task", json=task(key), headers=condition)
    assert (again.status_code, again.json()["id"] == first) == (201, False)


def test_a_criterion_with_a_question_mark_is_refused(strict: httpx.Client) -> None:
    refused = strict.post("/Task", json=task(), headers={"If-None-Exist": "?identifier=a"})
    assert refused.status_code == 400


# 5


def test_a_put_sent_again_is_a_conflict_with_itself(strict: httpx.Client) -> None:
    address, stored = made(strict, task())
    changed, seen = stored | {"status": "accepted"}, {"If-Match": 'W/"1"'}
    assert [strict.put(address, json=changed, headers=seen).status_code for _ in range(2)] == [200, 412]


def test_of_writes_that_meet_every_second_is_told_409(fields: Running, strict: httpx.Client) -> None:
    address, stored = made(strict, task())
    rule = {"action": "hold", "method": "PUT", "path": address, "count": 1}
    httpx.post(f"{fields.root}/test/faults", json=rule, verify=TLS).raise_for_status()
    with concurrent.futures.ThreadPoolExecutor(1) as other:
        first = other.submit(strict.put, address, json=stored, headers={"If-Match": 'W/"1"'})
        until_held(fields, 1)
        met = [strict.put(address, json=stored, headers={"If-Match": 'W/"1"'}).status_code for _ in range(2)]
        let_go(fields)
        assert (sorted(met), first.result().status_code) == ([200, 409], 412)


def until_held(portal: Running, writes: int) -> None:
    """Until so many writes wait for `let_go`."""
    until = time.monotonic() + 10
    while httpx.get(f"{portal.root}/test/held", verify=TLS).json()["held"] != writes:
        assert time.monotonic() < until, "nothing was held up"


def let_go(portal: Running) -> None:
    httpx.delete(f"{portal.root}/test/held", verify=TLS).raise_for_status()
    httpx.delete(f"{portal.root}/test/faults", verify=TLS).raise_for_status()


# 6


def refused_entry() -> dict[str, object]:
    return posted({"resourceType": "Task", "intent": "order"})


def test_a_transaction_that_is_not_atomic_answers_200_with_failures_inside() -> None:
    settings = Settings(database="", patients=2, profile=replace(STRICT, atomic=False))
    with Running(settings, make_clinic=small_clinic) as portal, signed_in(portal, "nora") as piecemeal:
        claimed = piecemeal.get("/metadata").json()["rest"][0]["interaction"]
        assert {"code": "transaction"} in claimed
        key = new_key()
        entries = [
            {"fullUrl": "urn:uuid:work", **posted(task(focus={"reference": "urn:uuid:thread"}))},
            refused_entry(),
            {"fullUrl": "urn:uuid:thread", **posted(message(key))},
        ]
        answer = piecemeal.post("", json=bundle("transaction", *entries), headers=REPRESENTATION)
        assert answer.status_code == 200
        got = answer.json()["entry"]
        assert [entry["response"]["status"][:3] for entry in got] == ["201", "400", "201"]
        assert got[0]["resource"]["focus"]["reference"] == f"Communication/{got[2]['resource']['id']}"
        assert count(piecemeal, "Communication", key) == 1


def test_transactions_are_small(strict: httpx.Client, nurse: httpx.Client) -> None:
    key = new_key()
    conditional = posted(message(key), ifNoneExist=f"identifier={SYSTEM}|{key}")
    eight = [conditional, *(posted(task()) for _ in range(7))]
    puts = [
        {"resource": task(id=str(number)), "request": {"method": "PUT", "url": f"Task/{number}"}}
        for number in range(51)
    ]
    for client, nine, fifty_one in ((strict, 400, 400), (nurse, 200, 404)):
        assert client.post("", json=bundle("transaction", *eight, posted(task()))).status_code == nine
        assert client.post("", json=bundle("transaction", *puts)).status_code == fifty_one
        assert client.post("", json=bundle("transaction", *puts[:50])).status_code == 404
    assert strict.post("", json=bundle("transaction", *eight)).status_code == 200


def test_a_batch_may_be_as_large_as_its_bytes_allow(strict: httpx.Client, nurse: httpx.Client) -> None:
    reads = [{"request": {"method": "GET", "url": "Task/unknown"}}] * 501
    for client, status in ((strict, 200), (nurse, 413)):
        assert client.post("", json=bundle("batch", *reads)).status_code == status


def test_the_refusal_of_a_transaction_names_no_entry(strict: httpx.Client, nurse: httpx.Client) -> None:
    for client, named in ((strict, False), (nurse, True)):
        refused = client.post("", json=bundle("transaction", posted(task()), refused_entry()))
        assert refused.status_code == 400
        assert ("expression" in refused.json()["issue"][0]) is named
        assert ("entry[1]" in refused.text) is named


# 7


def test_a_minimal_answer_to_a_bundle_is_none(strict: httpx.Client, nurse: httpx.Client) -> None:
    for client, empty in ((strict, True), (nurse, False)):
        answer = client.post("", json=bundle("batch", posted(task())), headers={"Prefer": "return=minimal"})
        assert (answer.status_code, answer.content == b"") == (200, empty)


def test_a_body_over_a_megabyte_is_too_large(strict: httpx.Client) -> None:
    large = bundle("transaction", posted(message(note=[{"text": "x" * 1_050_000}])))
    assert strict.post("", json=large).status_code == 413


def test_answered_entries_tell_no_version(strict: httpx.Client, nurse: httpx.Client) -> None:
    for client, known in ((strict, False), (nurse, True)):
        answer = client.post("", json=bundle("transaction", posted(task())), headers=REPRESENTATION)
        entry = answer.json()["entry"][0]
        assert ("etag" in entry["response"]) is known
        assert ("_history" in entry["response"]["location"]) is known
        assert entry["resource"]["meta"]["versionId"] == "1"


# 8


def test_a_watermark_misses_what_a_transaction_in_flight_commits_later(
    portal: Running, nurse: httpx.Client
) -> None:
    tag = new_key()
    tagged: dict[str, Any] = {"meta": {"tag": [{"system": "urn:test:run", "code": tag}]}}
    rule = {"action": "hold", "method": "POST", "path": "/R4/?$", "count": 1}
    httpx.post(f"{portal.root}/test/faults", json=rule, verify=TLS).raise_for_status()
    with concurrent.futures.ThreadPoolExecutor(1) as other:
        fifty = bundle("transaction", *(posted(task(**tagged)) for _ in range(50)))
        late = other.submit(nurse.post, "", json=fifty)
        until_held(portal, 1)
        newest = nurse.post("/Task", json=task(**tagged)).json()["meta"]["lastUpdated"]
        let_go(portal)
        late.result().raise_for_status()
    asked = {"_tag": f"urn:test:run|{tag}", "_summary": "count"}
    assert nurse.get("/Task", params=asked | {"_lastUpdated": f"gt{newest}"}).json()["total"] == 0
    assert nurse.get("/Task", params=asked).json()["total"] == 51


def test_later_commits_may_bear_earlier_moments(strict: httpx.Client, nurse: httpx.Client) -> None:
    for client, ordered in ((strict, False), (nurse, True)):
        moments = [client.post("/Task", json=task()).json()["meta"]["lastUpdated"] for _ in range(20)]
        assert (moments == sorted(moments)) is ordered


def test_versions_of_a_resource_keep_their_order_all_the_same(strict: httpx.Client) -> None:
    address, stored = made(strict, task())
    moments = [strict.put(address, json=stored).json()["meta"]["lastUpdated"] for _ in range(10)]
    assert moments == sorted(moments)


# 9


def test_there_is_no_history(strict: httpx.Client, nurse: httpx.Client) -> None:
    for client, status in ((strict, 404), (nurse, 200)):
        address, _ = made(client, task())
        for path in ("/Task/_history", f"{address}/_history", f"{address}/_history/1"):
            assert client.get(path).status_code == status
        told = client.get("/metadata").json()["rest"][0]["resource"]
        assert any(each["readHistory"] for each in told) is (status == 200)
        assert ("history" in str([each["interaction"] for each in told])) is (status == 200)


def test_tombstones_are_hidden_from_whom_a_policy_limits(
    people: dict[str, httpx.Client], nurse: httpx.Client, supervisor: httpx.Client
) -> None:
    for of_nurse, of_supervisor, status in ((people["nora"], people["sara"], 404), (nurse, supervisor, 410)):
        address, _ = made(of_nurse, task())
        of_supervisor.delete(address).raise_for_status()
        assert of_nurse.get(address).status_code == status
        assert of_supervisor.get(address).status_code == 410


def test_a_search_by_hundreds_of_ids_fits_a_form_but_not_an_address(
    strict: httpx.Client, nurse: httpx.Client
) -> None:
    ids = {"_id": ",".join([*(new_key() for _ in range(399)), "t1"])}
    for client, status in ((strict, 431), (nurse, 200)):
        assert client.get("/Communication", params=ids).status_code == status
        assert client.post("/Communication/_search", data=ids).json()["total"] == 1


# 10


def next_link(client: httpx.Client, **params: Any) -> str:
    links = client.get("/Communication", params=params).json()["link"]
    return next((link["url"] for link in links if link["relation"] == "next"), "")


def test_only_long_pages_in_order_of_change_have_a_cursor(strict: httpx.Client, nurse: httpx.Client) -> None:
    for params, by_cursor in (
        ({"_sort": "_lastUpdated", "_count": 20}, True),
        ({"_sort": "_lastUpdated", "_count": 19}, False),
        ({"_sort": "-_lastUpdated", "_count": 20}, False),
        ({"_count": 20}, False),
    ):
        link = next_link(strict, **params)
        assert ("_cursor=" in link, "_offset=" in link) == (by_cursor, not by_cursor), params
        assert "_cursor=" in next_link(nurse, **params)


@pytest.mark.parametrize("asked", ["_sort=_lastUpdated&_count=20", "_count=7", "_sort=-sent&_count=30"])
def test_both_ways_of_paging_hold_every_match_once(strict: httpx.Client, asked: str) -> None:
    seen: list[str] = []
    page = strict.get(f"/Communication?{asked}&_id={','.join(f't{number}' for number in range(60))}").json()
    while True:
        seen += [entry["resource"]["id"] for entry in page["entry"]]
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        if not following:
            break
        page = strict.get(following[0]).json()
    assert sorted(seen) == sorted(f"t{number}" for number in range(60))


def test_offsets_end_at_ten_thousand(strict: httpx.Client, nurse: httpx.Client) -> None:
    assert strict.get("/Communication?_offset=10000").status_code == 200
    assert strict.get("/Communication?_offset=10001").status_code == 400
    assert nurse.get("/Communication?_offset=10").status_code == 400


def test_a_page_holds_twenty_unless_told_otherwise(strict: httpx.Client, nurse: httpx.Client) -> None:
    for client, default in ((strict, 20), (nurse, 50)):
        assert len(client.get("/Communication").json()["entry"]) == default


def test_a_page_holds_a_thousand_at_most_and_fewer_with_includes() -> None:
    settings = Settings(database="", patients=600, threads=1100, profile=STRICT)
    with Running(settings, make_clinic=small_clinic) as portal, signed_in(portal, "nora") as client:
        assert len(client.get("/Communication?_count=5000").json()["entry"]) == 1000
        included = "/Communication?_include=Communication:patient&_count="
        assert client.get(f"{included}400").status_code == 200
        refused = client.get(f"{included}800")
        assert (refused.status_code, refused.json()["issue"][0]["code"]) == (400, "too-costly")


# 11


def test_unknown_modifiers_and_bare_ids_find_nothing_and_say_nothing(
    strict: httpx.Client, nurse: httpx.Client
) -> None:
    for client, silent in ((strict, True), (nurse, False)):
        key = new_key()
        made(client, task(key, owner={"reference": "HealthcareService/nurse-pool"}))
        of_it = f"/Task?identifier={SYSTEM}|{key}&"
        assert client.get(f"{of_it}nonsense=1").status_code == 400
        unknown = client.get(f"{of_it}status:above=requested")
        assert unknown.status_code == (200 if silent else 400)
        assert unknown.json().get("total", 0) == 0
        assert client.get(f"{of_it}owner=nurse-pool").json()["total"] == (0 if silent else 1)
        assert client.get(f"{of_it}owner=HealthcareService/nurse-pool&patient=p1").json()["total"] == 1


# 12


def limited(writes: int, profile: str) -> Running:
    changed = replace(PROFILES[profile], writes_per_minute=writes)
    return Running(Settings(database="", patients=2, profile=changed), make_clinic=small_clinic)


def test_when_the_writes_are_used_up_reads_are_refused_too_and_a_rate_limit_says_how_long() -> None:
    with limited(2, "strict") as portal, signed_in(portal, "nora") as client:
        answers = [client.post("/Task", json=task()) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [201, 201, 429]
        assert "retry-after" not in answers[2].headers
        assert '"writes";r=0;t=' in answers[2].headers["ratelimit"]
        assert '"writes";r=1;t=' in answers[0].headers["ratelimit"]
        assert client.get("/Task").status_code == 429
        with signed_in(portal, "cora") as another:
            assert another.get("/Task").status_code == 200


def test_plain_says_when_to_come_back_and_goes_on_reading() -> None:
    with limited(1, "plain") as portal, signed_in(portal, "nora") as client:
        answers = [client.post("/Task", json=task()) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 429]
        assert 0 < int(answers[1].headers["retry-after"]) <= 60
        read = client.get("/Task")
        assert (read.status_code, "retry-after" in read.headers) == (200, False)


@pytest.mark.parametrize("profile", ["strict", "plain"])
def test_within_a_batch_the_quota_ends_in_entries_of_429(profile: str) -> None:
    with limited(2, profile) as portal, signed_in(portal, "nora") as client:
        answer = client.post("", json=bundle("batch", *(posted(task()) for _ in range(4))))
        assert answer.status_code == 200
        statuses = [entry["response"]["status"][:3] for entry in answer.json()["entry"]]
        assert statuses == ["201", "201", "429", "429"]
        assert ("ratelimit" in answer.headers) is (profile == "strict")
        assert ("retry-after" in answer.headers) is (profile == "plain")


def test_a_transaction_too_large_for_the_quota_writes_nothing() -> None:
    with limited(2, "plain") as portal, signed_in(portal, "nora") as client:
        refused = client.post("", json=bundle("transaction", *(posted(task()) for _ in range(3))))
        assert refused.status_code == 429
        assert client.get("/Task?_summary=count").json()["total"] == 0


def test_five_hundred_writes_a_minute_are_the_measure() -> None:
    assert (STRICT.writes_per_minute, PROFILES["plain"].writes_per_minute) == (500, 0)


# 13


def test_a_refresh_token_is_good_once(fields: Running) -> None:
    tokens = Launch(fields).tokens("nora")
    new = refreshed(fields, tokens["refresh_token"]).raise_for_status().json()
    assert new["refresh_token"] != tokens["refresh_token"]
    assert refreshed(fields, tokens["refresh_token"]).status_code == 400


def test_a_code_used_again_revokes_the_session(fields: Running) -> None:
    launch = Launch(fields)
    code = launch.code("nora")
    token = launch.exchange(code).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{fields.base_url}/Communication/t1"
    assert httpx.get(address, headers=headers, verify=TLS).status_code == 200
    assert launch.exchange(code).status_code == 400
    assert httpx.get(address, headers=headers, verify=TLS).status_code == 401


# 14


def test_events_of_a_websocket_bear_the_number_0(strict: httpx.Client) -> None:
    with bound(strict, subscribed(strict, "Communication"), subscribed(strict, "Task")) as line:
        made = strict.post("/Task", json=task()).json()
        for _ in range(2):
            event = next_of(line, "event-notification")
            (happened,) = told(event)["notificationEvent"]
            assert (happened["eventNumber"], happened["focus"]["reference"]) == ("0", f"Task/{made['id']}")
            assert event["entry"][1]["resource"]["identifier"] == made["identifier"]
            strict.put(f"/Task/{made['id']}", json=made).raise_for_status()


def test_a_delete_looks_like_an_update_over_a_websocket(strict: httpx.Client) -> None:
    made = strict.post("/Task", json=task()).json()
    with bound(strict, subscribed(strict, "Task")) as line:
        strict.delete(f"/Task/{made['id']}").raise_for_status()
        event = next_of(line, "event-notification")
        assert event["entry"][1]["resource"] == made


def test_a_disconnect_destroys_the_subscription(strict: httpx.Client) -> None:
    id_ = subscribed(strict, "Task")
    with bound(strict, id_):
        assert strict.get(f"/Subscription/{id_}").status_code == 200
    until = time.monotonic() + PATIENCE
    while strict.get(f"/Subscription/{id_}").status_code == 200:  # a moment after the line was closed
        assert time.monotonic() < until


# 15


def test_what_a_policy_makes_read_only_is_silently_kept(
    people: dict[str, httpx.Client], portal: Running
) -> None:
    with signed_in(portal, "cora") as plain:
        for client, reverted in ((people["cora"], True), (plain, False)):
            address, stored = made(client, task(priority="routine"))
            sent = stored | {"priority": "stat", "status": "accepted", "restriction": {"repetitions": 1}}
            changed = client.put(address, json=sent)
            assert changed.status_code == 200
            assert changed.json()["status"] == "accepted"
            assert changed.json()["priority"] == ("routine" if reverted else "stat")
            assert ("restriction" in changed.json()) is not reverted


def test_people_limited_to_their_own_items_neither_hand_on_nor_take(
    people: dict[str, httpx.Client], portal: Running
) -> None:
    pool, mine, hers = (
        {"reference": reference}
        for reference in ("HealthcareService/nurse-pool", "Practitioner/lena", "Practitioner/nora")
    )
    with signed_in(portal, "lena") as plain:
        for client, refused in ((people["lena"], 403), (plain, 200)):
            address, stored = made(client, task(owner=pool))
            claimed = client.put(address, json=stored | {"owner": mine}).raise_for_status().json()
            assert client.put(address, json=claimed | {"owner": hers}).status_code == refused
            taken, stored = made(client, task(owner=hers))
            assert client.put(taken, json=stored | {"owner": mine}).status_code == refused


# 16


def attached(client: httpx.Client) -> tuple[str, str]:
    """Address of a new message, and of its attachment as it came back."""
    picture = {"contentType": "image/png", "url": "Binary/picture"}
    address, stored = made(client, message(payload=[{"contentAttachment": picture}]))
    return address, stored["payload"][0]["contentAttachment"]["url"]


def test_the_address_of_an_attachment_is_another_at_every_reading(
    strict: httpx.Client, nurse: httpx.Client
) -> None:
    for client, changes in ((strict, True), (nurse, False)):
        address, url = attached(client)
        read = [client.get(address).json() for _ in range(2)]
        found = client.get("/Communication", params={"_id": address.rpartition("/")[2]}).json()
        read.append(found["entry"][0]["resource"])
        urls = {url, *(each["payload"][0]["contentAttachment"]["url"] for each in read)}
        assert {each["meta"]["versionId"] for each in read} == {"1"}
        assert len(urls) == (4 if changes else 1)
        assert all(each.startswith("Binary/picture") for each in urls)


def test_a_signed_address_sent_back_is_stored_without_its_signature(
    fields: Running, strict: httpx.Client
) -> None:
    address, _ = attached(strict)
    stored = strict.get(address).json()
    strict.put(address, json=stored).raise_for_status()
    dumped = httpx.get(f"{fields.root}/test/dump/Communication", verify=TLS).json()
    kept = next(each for each in dumped if each["id"] == stored["id"])
    assert kept["payload"][0]["contentAttachment"]["url"] == "Binary/picture"


def test_status_codes_and_references_are_not_validated(strict: httpx.Client, nurse: httpx.Client) -> None:
    odd = task(status="on-my-desk", focus={"reference": "Communication/never-was"})
    assert strict.post("/Task", json=odd).status_code == 201
    assert nurse.post("/Task", json=odd).status_code == 400


# Both profiles in everything else


def test_faults_and_dumps_work_on_a_strict_portal(fields: Running, strict: httpx.Client) -> None:
    rule = {"action": "drop_after", "method": "POST", "path": "/Task$", "count": 1}
    httpx.post(f"{fields.root}/test/faults", json=rule, verify=TLS).raise_for_status()
    key = new_key()
    with pytest.raises(httpx.TransportError):
        strict.post("/Task", json=task(key))
    let_go(fields)
    dumped = httpx.get(f"{fields.root}/test/dump/Task", verify=TLS).json()
    assert sum(each["identifier"][0]["value"] == key for each in dumped if "identifier" in each) == 1


def test_a_patch_travels_in_a_bundle_of_the_strict_portal(strict: httpx.Client) -> None:
    address, _ = made(strict, task())
    change = json.dumps([{"op": "replace", "path": "/status", "value": "ready"}]).encode()
    binary = {"resourceType": "Binary", "contentType": PATCH, "data": base64.b64encode(change).decode()}
    entry = {"resource": binary, "request": {"method": "PATCH", "url": address[1:]}}
    answer = strict.post("", json=bundle("transaction", entry), headers=REPRESENTATION)
    assert answer.json()["entry"][0]["resource"]["status"] == "ready"
