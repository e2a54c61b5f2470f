"""Which red-flag rules hold: ready beside the window, with the site's own, or the last that were right."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from inbox.app.flag_rules import FlagRules
from inbox.domain.changes import Changes
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.site_kit import KitFile, Part
from inbox.fhir.incoming import Reading
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import ids, lines
from inbox.store.store import Store
from tests.sync.examples import NINE, NURSE, POOL, header, kept, message, promise_of, task

COUGH = {
    "add": [
        {
            "group": "site",
            "rules": [
                {
                    "id": "purple-cough",
                    "level": 2,
                    "title": "Purple cough",
                    "patterns": ["purple cough"],
                    "hits": ["I have a purple cough"],
                    "misses": ["I have a purple coat"],
                }
            ],
        }
    ]
}
LOWERED = {"change": [{"rule": "chest-pain", "level": 3, "clinician": "Dr. A", "reason": "Too many of them"}]}
TWO = {"change": [LOWERED["change"][0] | {"second_clinician": "Dr. B"}]}


class Site:
    """A station whose site may publish rules."""

    def __init__(self, folder: Path) -> None:
        self.lookout = Lookout()
        self.published: KitFile | None = None
        self.heard: SimpleQueue[Changes] = SimpleQueue()
        reading = Reading(promise_of, scan=self.lookout.scan)
        self.store = Store.open(folder / "cache.db", secrets.token_bytes(32), reading, lambda _changes: None)
        self.rules = FlagRules(self.lookout, self.store, lambda _part: self.published, self.heard.put)

    def starts(self) -> RulesInForce:
        self.rules.start()
        return self.has_looked()

    def publishes(self, body: object, version: str = "1") -> RulesInForce:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.published = KitFile(Part.RED_FLAGS, version, text)
        self.rules.look_again()
        return self.has_looked()

    def has_looked(self) -> RulesInForce:
        assert self.heard.get(timeout=60).kit
        return self.lookout.in_force

    def receives(self, text: str) -> None:
        self.store.ingest([kept(header()), kept(message(text=text)), kept(task())]).result()

    def level(self) -> int | None:
        """The level that the list shows."""
        from inbox.domain.ids import PoolId
        from inbox.domain.people import Actor, Role

        nurse = Actor(NURSE, "Nora", Role.RN, pools=(PoolId(POOL),))
        reader = self.store.reader()
        (line,) = lines(reader, ids(reader, View(ViewKind.POOL), nurse, NINE), nurse)
        return line.flag_level

    def close(self) -> None:
        self.rules.stop()
        self.store.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


def test_what_came_before_the_rules_were_ready_is_read_once_they_are(site: Site) -> None:
    site.receives("May I have more? I have chest pain.")
    assert site.level() is None
    assert site.starts().source == "shipped"
    assert site.level() == 1


def test_a_sites_own_rule_holds_for_open_work_as_soon_as_it_is_published(site: Site) -> None:
    site.receives("May I have more? I have a purple cough.")
    shipped = site.starts()
    assert site.level() is None
    found = site.publishes(COUGH)
    assert (found.source, found.problems) == ("site", ())
    assert found.version != shipped.version
    assert site.level() == 2
    assert site.store.last_valid(Part.RED_FLAGS) == json.dumps(COUGH).encode()


def test_a_rule_is_lowered_by_two_clinicians_only(site: Site) -> None:
    site.receives("May I have more? I have chest pain.")
    site.starts()
    one = site.publishes(LOWERED)
    assert one.source == "shipped"
    assert "name two clinicians" in " ".join(one.problems)
    assert site.level() == 1
    assert site.publishes(TWO, "2").source == "site"
    assert site.level() == 3


@pytest.mark.parametrize("wrong", [b"{broken", {"add": 3}, {"change": [{"rule": "no-such", "off": True}]}])
def test_while_the_newest_are_wrong_the_last_valid_hold_and_it_is_told(site: Site, wrong: object) -> None:
    site.receives("May I have more? I have a purple cough.")
    site.starts()
    right = site.publishes(COUGH)
    found = site.publishes(wrong, "2")
    assert (found.source, found.version) == ("last valid", right.version)
    assert "version 2" in found.problems[0]
    assert site.level() == 2


def test_wrong_from_the_first_the_shipped_ones_hold(site: Site) -> None:
    site.starts()
    found = site.publishes(b"[]")
    assert found.source == "shipped"
    assert found.problems


def test_taken_back_the_shipped_ones_hold_without_a_word(site: Site) -> None:
    shipped = site.starts()
    site.publishes(COUGH)
    site.published = None
    site.rules.look_again()
    assert site.has_looked() == shipped
