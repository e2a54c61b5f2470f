"""What stands behind the desk: what its screens may ask of the sync engine and of the site's rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from inbox.domain.clinic.changes import Change
from inbox.domain.coverage import Coverage
from inbox.domain.ids import PatientId
from inbox.domain.kit_history import KitVersion
from inbox.domain.measures import Recorded
from inbox.domain.messaging.rules import MessagingRules
from inbox.domain.minutes_sheet import OwnMinutes
from inbox.domain.part_in_force import InForce as PartInForce
from inbox.domain.policy_in_force import InForce
from inbox.domain.protocols import Protocols
from inbox.domain.routing import Routing
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.station_rules import StationRules

if TYPE_CHECKING:
    from inbox.domain.trail import Leaf, Wanted


class Sync(Protocol):
    """What screens may ask of the sync engine."""

    def wake(self) -> None:
        """Something waits to leave."""

    def try_now(self) -> None:
        """The person asks for news at once."""

    def refresh_chart(self, patient: PatientId) -> None:
        """The patient's record was opened: fetch the chart again if it has aged."""

    def own_kit_changed(self) -> None:
        """The person has changed their own phrases or speed buttons."""

    def learn_anew(self) -> None:
        """Forget what was seen of the server: somebody has repaired it."""

    def publish(
        self, part: Part, version: str, body: bytes, saw: KitFile | None, reason: str = ""
    ) -> Future[KitFile]:
        """Publish a part of the site's kit in place of the one that was looked at."""

    def versions(self, libraries: Collection[str]) -> Future[list[KitVersion]]:
        """What a published part of the site's kit has been, newest first."""

    def propose(
        self, part: Part, version: str, body: bytes, saw: Proposal | None, reason: str
    ) -> Future[Proposal]:
        """Propose what holds once somebody else has signed it, in place of the proposal looked at."""

    def sign(self, saw: Proposal) -> Future[KitFile]:
        """Sign a proposal in one's own name."""

    def withdraw(self, saw: Proposal) -> Future[None]:
        """Nobody is to sign a proposal any more."""

    def cover(self, coverage: Coverage) -> Future[None]:
        """Let a coverage hold: who sees to whose work."""

    def arrange(self, changes: Sequence[Change], reason: str = "") -> Future[None]:
        """Let pools be as these say, all of them or none."""

    def recorded(self, since: datetime) -> Future[list[Recorded] | None]:
        """What was recorded since then of why work moved; None where this person may not read it."""

    def trail(self, wanted: Wanted, after: str = "") -> Future[Leaf]:
        """Some of the audit trail, from the newest event on or from where another leaf ended."""

    def file(self, address: str) -> Future[bytes]:
        """The file at an attachment's address."""

    def go_live(self) -> None:
        """Messages without work become work. Raises Refused for anybody but a supervisor."""


class Published(Protocol):
    """What the site has decided for all its stations."""

    @property
    def policy(self) -> InForce:
        """The policy that holds now, and where it comes from."""

    @property
    def messaging(self) -> PartInForce[MessagingRules]:
        """The messaging rules that hold now."""

    @property
    def routing(self) -> PartInForce[Routing]:
        """The routing rules that hold now."""

    @property
    def protocols(self) -> PartInForce[Protocols]:
        """The protocols that hold now."""

    @property
    def minutes(self) -> PartInForce[OwnMinutes]:
        """The expected minutes that hold now."""

    @property
    def stations(self) -> PartInForce[StationRules]:
        """The rules for stations that hold now."""

    def file(self, part: Part) -> KitFile | None:
        """The file in force of a part of the site's kit; None where the shipped one is."""
