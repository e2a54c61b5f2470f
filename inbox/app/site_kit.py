"""The site's kit as it holds on this station: what the server publishes, else files of this computer.

Files stand in the folder `kit` beside the site file, one for each part: `sla-policy.json`. They count only
where the server has published no such part.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from inbox import diary
from inbox.domain import protocols, resources, typed
from inbox.domain.clock import Clock
from inbox.domain.messaging.rules import MessagingRules, read_messaging
from inbox.domain.minutes_sheet import NONE, OwnMinutes, read_minutes
from inbox.domain.part_in_force import InForce as PartInForce
from inbox.domain.part_in_force import Read, Rules, rules_in_force
from inbox.domain.policy import Policy, parse
from inbox.domain.policy_in_force import InForce, Source, policy_in_force
from inbox.domain.protocols import Protocols
from inbox.domain.routing import Routing, read_routing
from inbox.domain.site import SiteFile
from inbox.domain.site_kit import KitFile, Part, file_words
from inbox.domain.station_rules import USUAL, StationRules, read_station_rules
from inbox.domain.words import tr
from inbox.queries import site_kit
from inbox.shortcuts.kit import BUTTONS, PHRASES
from inbox.shortcuts.kit_file import Published, is_list_of
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.shipped import shipped_messaging, shipped_protocols, shipped_routing
from inbox.store.store import Store

FOLDER = "kit"
_LISTS = ((Part.PHRASES, PHRASES, "phrases"), (Part.SPEED_BUTTONS, BUTTONS, "buttons"))
"""Parts that are lists of entries: the file they are known by here, and the list's name."""


class _Versioned(msgspec.Struct):
    version: str = ""


class SiteKit:
    """Files by part, and the policy read out of its file: looked at again when `Changes.kit` says so."""

    def __init__(self, store: Store, site: SiteFile, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._folder = Path(site.path).parent / FOLDER if site.path else None
        self._kept = store.last_valid(Part.POLICY)
        self._policy = self._read()
        self._messaging = self._read_messaging()
        self._routing = self._read_routing()
        self._protocols = self._read_protocols()
        self._minutes = self._in_force(Part.MINUTES, read_minutes, NONE)
        self._stations = self._in_force(Part.STATIONS, read_station_rules, USUAL)

    @property
    def stations(self) -> PartInForce[StationRules]:
        """The rules for stations that hold now, and what is wrong with newer ones."""
        return self._stations

    @property
    def minutes(self) -> PartInForce[OwnMinutes]:
        """The expected minutes that the site has published, and what is wrong with newer ones."""
        return self._minutes

    @property
    def policy(self) -> InForce:
        """The policy that holds now, and where it comes from."""
        return self._policy

    @property
    def messaging(self) -> PartInForce[MessagingRules]:
        """The messaging rules that hold now, and what is wrong with newer ones."""
        return self._messaging

    @property
    def routing(self) -> PartInForce[Routing]:
        """The routing rules that hold now, and what is wrong with newer ones."""
        return self._routing

    @property
    def protocols(self) -> PartInForce[Protocols]:
        """The protocols that hold now, and what is wrong with newer ones."""
        return self._protocols

    def file(self, part: Part) -> KitFile | None:
        """The file of a part that is in force; None: as shipped. On the calling thread."""
        return site_kit.file(self._store.reader(), part) or self._here(part)

    def look_again(self) -> bool:
        """Read everything again; whether open work counts otherwise: by another policy or other protocols, or
        something else is to be said of them."""
        before = self._policy, self._protocols
        self._policy, self._protocols = self._read(), self._read_protocols()
        self._messaging = self._read_messaging()
        self._routing = self._read_routing()
        self._minutes = self._in_force(Part.MINUTES, read_minutes, NONE)
        self._stations = self._in_force(Part.STATIONS, read_station_rules, USUAL)
        return before != (self._policy, self._protocols)

    def _read(self) -> InForce:
        newest = self.file(Part.POLICY)
        found = policy_in_force(shipped_policy(), newest, self._kept, self._clock.now())
        diary.note("policy.read", source=found.source)
        if newest is not None and found.source is Source.SITE and newest.body != self._kept:
            self._kept = newest.body
            self._store.keep_valid(Part.POLICY, newest.body)
        return found

    def _read_messaging(self) -> PartInForce[MessagingRules]:
        return self._in_force(Part.MESSAGING, read_messaging, shipped_messaging())

    def _read_routing(self) -> PartInForce[Routing]:
        return self._in_force(Part.ROUTING, read_routing, shipped_routing())

    def _read_protocols(self) -> PartInForce[Protocols]:
        return self._in_force(Part.PROTOCOLS, _protocols, shipped_protocols())

    def _in_force(self, part: Part, read: Read[Rules], shipped: Rules) -> PartInForce[Rules]:
        newest, kept = self.file(part), self._store.last_valid(part)
        found = rules_in_force(read, shipped, newest, kept)
        if newest is not None and not found.problem and newest.body != kept:
            self._store.keep_valid(part, newest.body)
        return found

    def lists(self) -> tuple[dict[str, Published], list[FileProblem]]:
        """The site's phrases and speed buttons by file, and what is wrong with a newer one."""
        found: dict[str, Published] = {}
        problems: list[FileProblem] = []
        for part, file, key in _LISTS:
            newest, kept = self.file(part), self._store.last_valid(part)
            if newest is None:
                continue
            name = file_words(newest)
            if is_list_of(newest.body, key):
                found[file] = Published(name, newest.body)
                if newest.body != kept:
                    self._store.keep_valid(part, newest.body)
                continue
            problems.append(FileProblem(name, tr("It has no list “{key}”, so none of it counts.", key=key)))
            if kept is not None:
                found[file] = Published(part, kept)
        return found, problems

    def _here(self, part: Part) -> KitFile | None:
        """The file of this computer; one that cannot be read is there all the same, and said to be wrong."""
        path = self._folder / f"{part}.json" if self._folder else None
        if path is None or not path.exists():
            return None
        try:
            body = path.read_bytes()
            version = typed.decode(body, _Versioned).version
        except (OSError, msgspec.DecodeError):
            return KitFile(part, "", b"")
        return KitFile(part, version, body)


def _protocols(name: str, body: bytes) -> Protocols:
    return protocols.parse(body, name)


@cache
def shipped_policy() -> Policy:
    """The policy that comes with the program."""
    path = resources.path("starter", "policy.json")
    return parse(path.read_bytes(), path.name)
