"""What a site knows better than its server says, and what it wants here: as its site file has it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from inbox.domain.station_rules import LockMinutes

SentStatus = Literal["in-progress", "completed", "unknown"]
"""What servers in the field call a message that was sent."""
PoolKind = Literal["HealthcareService", "CareTeam", "Organization", "PractitionerRole", "performerType"]
"""Where a server keeps the pool of a piece of work."""
WordOfChanges = Literal["websocket", "medplum", "polling"]
"""How changes are noticed: the standard's WebSocket, Medplum's, or by looking."""
ClaimBy = Literal["PUT", "PATCH"]

_Size = Annotated[int, msgspec.Meta(ge=20, le=10_000)]
_Minutes = Annotated[float, msgspec.Meta(gt=0, le=240)]
_Writes = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class SiteServer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Table `[server]`: what the server does, whatever it says. None: as it says, or as it is seen to do."""

    sent_status: SentStatus | None = None
    pools: PoolKind | None = None
    claims: ClaimBy | None = None
    conditional_create: bool | None = None
    transactions: bool | None = None
    transaction_entries: _Writes | None = None
    conditional_entries: _Writes | None = None
    """Writes in a transaction as soon as one of them is a conditional create."""
    request_kb: Annotated[int, msgspec.Meta(ge=16, le=1_000_000)] | None = None
    page_size: _Size | None = None
    includes: bool | None = None
    history: bool | None = None
    read_receipts: bool | None = None
    """Whether it tells, by `Communication.received`, what patients have read."""
    changes: WordOfChanges | None = None


class SitePortal(msgspec.Struct, frozen=True, omit_defaults=True):
    """Table `[portal]`: where to sign in."""

    address: str = ""
    client_id: str = ""


class SiteClinic(msgspec.Struct, frozen=True, omit_defaults=True):
    """Table `[clinic]`: what the clinic decides."""

    telephone: str = ""
    """Said where a pool has no number of its own."""
    go_live: date | None = None
    """Messages older than this never become work by themselves."""
    retention_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] | None = None
    """How far back closed conversations are kept on this computer."""
    stale_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)] | None = None
    """Data older than this shows the banner with the telephone number."""
    lock_minutes: LockMinutes | None = None
    """After so many minutes without a key or a movement it locks: sooner than usual, never later."""
    covering: tuple[str, ...] = ()
    """Prescribers who cover for colleagues, `Practitioner/…`, the first of them first; where the server has
    them (a PractitionerRole with the code "covering", dated) those count before."""


class SiteMinutes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Table `[minutes]`: how long a piece of work of each kind takes here. None: as shipped."""

    call_now: _Minutes | None = None
    medical_question: _Minutes | None = None
    refill: _Minutes | None = None
    result_question: _Minutes | None = None
    result_release: _Minutes | None = None
    referral: _Minutes | None = None
    form: _Minutes | None = None
    scheduling: _Minutes | None = None
    billing: _Minutes | None = None
    questionnaire: _Minutes | None = None
    home_monitoring: _Minutes | None = None
    physician_review: _Minutes | None = None
    fyi: _Minutes | None = None

    def by_kind(self) -> dict[str, float]:
        """What is stated, by the name of the kind."""
        stated = {name.replace("_", "-"): getattr(self, name) for name in self.__struct_fields__}
        return {kind: minutes for kind, minutes in stated.items() if minutes is not None}


class Site(msgspec.Struct, frozen=True):
    """All of a site file; every part may be missing."""

    portal: SitePortal = SitePortal()
    clinic: SiteClinic = SiteClinic()
    server: SiteServer = SiteServer()
    minutes: SiteMinutes = SiteMinutes()


class SiteFile(msgspec.Struct, frozen=True):
    """A site file as it was read."""

    site: Site = Site()
    path: str = ""
    """Where it is; empty where there is none."""
    place: str = ""
    """Where an administrator of this computer would put one."""
    problems: tuple[str, ...] = ()
    """What is wrong in it and what to do about it: file, line and entry. The rest counts."""


NO_SITE = SiteFile()
"""Where nobody wrote one."""
