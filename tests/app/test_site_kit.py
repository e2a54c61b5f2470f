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
from inbox.store.store import Store
from tests.sync.examples import reading

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
def publish(store: Store) -> Callable[[str, bytes], None]:
    def publish(version: str, text: bytes) -> None:
        library = {
            "resourceType": "Library",
            "id": "lib",
            "meta": {"versionId": version, "lastUpdated": NOW.isoformat()},
            "url": "https://elsewhere.example/Library/sla-policy",
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


def test_what_is_published_holds_as_soon_as_it_is_here(
    store: Store, publish: Callable[[str, bytes], None]
) -> None:
    kit = SiteKit(store, NO_SITE, Clock())
    assert kit.policy.policy.name_at_version == "starter@1"
    publish("1", policy("1"))
    assert kit.look_again()
    assert kit.policy.policy.name_at_version == "river@1"
    assert not kit.look_again(), "nothing else is to be said"


def test_a_broken_version_leaves_the_last_valid_one_after_a_restart_too(
    store: Store, publish: Callable[[str, bytes], None]
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
    store: Store, publish: Callable[[str, bytes], None], tmp_path: Path
) -> None:
    publish("1", policy("1"))
    kit = SiteKit(store, folder(tmp_path, policy("9", "village")), Clock())
    assert kit.policy.policy.name_at_version == "river@1"


def test_a_file_that_cannot_be_read_is_said(store: Store, tmp_path: Path) -> None:
    kit = SiteKit(store, folder(tmp_path, b"\xff"), Clock())
    assert kit.policy.source is Source.SHIPPED
    assert kit.policy.problem.startswith("sla-policy.json on this computer")
