"""The site's kit on one station: from the server, from a file of this computer, or as shipped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from inbox.app.site_kit import SiteKit
from inbox.domain import resources
from inbox.domain.policy_in_force import Source
from inbox.domain.site import NO_SITE, SiteFile
from inbox.domain.site_kit import Part
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.shortcuts.kit import load_kit
from inbox.store.store import Store
from tests.sync.examples import reading

Publish = Callable[..., None]
NOW = datetime(2026, 3, 17, 14, tzinfo=UTC)


class Clock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "cache.db", b"k" * 32, reading(), lambda changes: None)
    yield store
    store.reader().close()
    store.close()


@pytest.fixture
def publish(store: Store) -> Publish:
    def publish(version: str, text: bytes, part: str = "sla-policy") -> None:
        library = {
            "resourceType": "Library",
            "id": part,
            "meta": {"versionId": version, "lastUpdated": NOW.isoformat()},
            "url": f"https://elsewhere.example/Library/{part}",
            "version": version,
            "status": "active",
            "content": [{"contentType": "application/json", "data": b64encode(text).decode()}],
        }
        changes = store.ingest([filed(decode(msgspec.json.encode(library)))]).result()
        assert changes.kit

    return publish


def policy(version: str, name: str = "river") -> bytes:
    starter = msgspec.json.decode(resources.path("starter", "policy.json").read_bytes())
    return msgspec.json.encode(starter | {"id": name, "version": version})


def folder(tmp_path: Path, text: bytes) -> SiteFile:
    (tmp_path / "site" / "kit").mkdir(parents=True)
    (tmp_path / "site" / "kit" / "sla-policy.json").write_bytes(text)
    return SiteFile(path=str(tmp_path / "site" / "site.toml"))


def test_what_is_published_holds_as_soon_as_it_is_here(store: Store, publish: Publish) -> None:
    kit = SiteKit(store, NO_SITE, Clock())
    assert kit.policy.policy.name_at_version == "starter@1"
    publish("1", policy("1"))
    assert kit.look_again()
    assert kit.policy.policy.name_at_version == "river@1"
    assert not kit.look_again(), "nothing else is to be said"


def test_a_broken_version_leaves_the_last_valid_one_after_a_restart_too(
    store: Store, publish: Publish
) -> None:
    publish("1", policy("1"))
    kit = SiteKit(store, NO_SITE, Clock())
    publish("2", b"{")
    assert kit.look_again()
    for after in (kit, SiteKit(store, NO_SITE, Clock())):
        assert (after.policy.policy.name_at_version, after.policy.source) == ("river@1", Source.LAST_VALID)
        assert "sla-policy 2 is not JSON" in after.policy.problem
    publish("3", policy("3"))
    assert kit.look_again()
    assert (kit.policy.policy.name_at_version, kit.policy.problem) == ("river@3", "")


def test_without_a_published_one_a_file_beside_the_site_file_holds(store: Store, tmp_path: Path) -> None:
    site = folder(tmp_path, policy("9", "village"))
    kit = SiteKit(store, site, Clock())
    assert (kit.policy.policy.name_at_version, kit.policy.source) == ("village@9", Source.SITE)
    file = kit.file(Part.POLICY)
    assert file is not None
    assert (file.version, file.library) == ("9", "")
    assert kit.file(Part.ROUTING) is None


def test_the_server_knows_better_than_a_file_of_this_computer(
    store: Store, publish: Publish, tmp_path: Path
) -> None:
    publish("1", policy("1"))
    kit = SiteKit(store, folder(tmp_path, policy("9", "village")), Clock())
    assert kit.policy.policy.name_at_version == "river@1"


def test_a_file_that_cannot_be_read_is_said(store: Store, tmp_path: Path) -> None:
    kit = SiteKit(store, folder(tmp_path, b"\xff"), Clock())
    assert kit.policy.source is Source.SHIPPED
    assert kit.policy.problem.startswith("sla-policy.json on this computer")


PHRASE = {
    "name": "parking",
    "title": "Where to park",
    "text": "Park behind the clinic.",
    "owner": {"type": "organisation", "name": "Us"},
    "version": 1,
    "review": "2027-03-01",
}


def phrases(*entries: object) -> bytes:
    return msgspec.json.encode({"phrases": entries})


def test_the_sites_phrases_stand_over_the_shipped_ones(store: Store, publish: Publish) -> None:
    kit = SiteKit(store, NO_SITE, Clock())
    starter = resources.path("starter")
    assert "parking" not in load_kit(starter, site=kit.lists()[0]).phrases
    publish("1", phrases(PHRASE), "phrases")
    published, problems = kit.lists()
    assert problems == []
    loaded = load_kit(starter, site=published)
    assert loaded.phrases["parking"].text == "Park behind the clinic."
    assert set(loaded.phrases) > set(load_kit(starter).phrases), "the shipped ones are still there"


def test_one_wrong_entry_is_told_by_the_libraries_name_and_the_others_count(
    store: Store, publish: Publish
) -> None:
    publish("4", phrases(PHRASE, {"name": "no text"}), "phrases")
    loaded = load_kit(resources.path("starter"), site=SiteKit(store, NO_SITE, Clock()).lists()[0])
    assert "parking" in loaded.phrases
    assert [problem.file for problem in loaded.problems] == ["phrases 4"]


def test_phrases_that_are_no_list_leave_the_last_ones_in_force(store: Store, publish: Publish) -> None:
    kit = SiteKit(store, NO_SITE, Clock())
    publish("1", phrases(PHRASE), "phrases")
    kit.lists()
    publish("2", b"[]", "phrases")
    published, problems = kit.lists()
    assert [str(one) for one in problems] == ["phrases 2: It has no list “phrases”, so none of it counts."]
    assert "parking" in load_kit(resources.path("starter"), site=published).phrases


def routing(version: str) -> bytes:
    rule = {"id": "all-refills", "kinds": ["refill"], "to": {"pool": "Refills"}}
    return msgspec.json.encode({"id": "river", "version": version, "rules": [rule]})


def test_routing_rules_that_are_wrong_leave_the_last_valid_ones_after_a_restart_too(
    store: Store, publish: Publish
) -> None:
    kit = SiteKit(store, NO_SITE, Clock())
    assert kit.routing.rules.id == "starter"
    publish("1", routing("1"), "routing-rules")
    kit.look_again()
    publish("2", b'{"id": "river"}', "routing-rules")
    kit.look_again()
    for after in (kit, SiteKit(store, NO_SITE, Clock())):
        assert [rule.id for rule in after.routing.rules.rules] == ["all-refills"]
        assert after.routing.problem.startswith("routing-rules 2")
        assert after.routing.problem.endswith("Correct it. Until then river@1 holds.")
    publish("3", routing("3"), "routing-rules")
    kit.look_again()
    assert (kit.routing.rules.version, kit.routing.problem) == ("3", "")


def protocols(version: str, months: int) -> bytes:
    refill = {"protocols": [{"name": "Statins", "medicines": ["atorvastatin"], "visit_months": months}]}
    return msgspec.json.encode({"id": "river-protocols", "version": version, "refill": refill})


def test_protocols_are_published_like_the_rest_and_open_work_is_looked_at_again(
    store: Store, publish: Publish
) -> None:
    kit = SiteKit(store, NO_SITE, Clock())
    assert kit.protocols.rules.refill.critical, "as they come with the program"
    publish("1", protocols("1", 12), "protocols")
    assert kit.look_again()
    assert [one.visit_months for one in kit.protocols.rules.refill.protocols] == [12]
    assert not kit.look_again()
    publish("2", b'{"id": "river-protocols", "refill": {"protocols": [{}]}}', "protocols")
    assert kit.look_again(), "what is wrong with it is to be said"
    for after in (kit, SiteKit(store, NO_SITE, Clock())):
        assert [one.visit_months for one in after.protocols.rules.refill.protocols] == [12]
        assert after.protocols.problem.startswith("protocols 2")
        assert after.protocols.problem.endswith("Until then river-protocols@1 holds.")
