"""The patient as the panel shows them: banner and chart, there offline too."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from inbox.domain.ids import PatientId


class Contact(msgspec.Struct, frozen=True):
    """Somebody to reach, or the patient's own telephone: `what` says which ("mobile", "mother")."""

    what: str
    name: str = ""
    phone: str = ""


class Proxy(Contact, frozen=True):
    """Somebody who writes, or wrote, for the patient: `what` is what they are to them ("mother")."""

    ref: str = ""
    """`RelatedPerson/…`"""
    active: bool = True
    since: date | None = None
    until: date | None = None

    def may_write(self, today: date) -> bool:
        """Whether they may on `today`; the last day of their period counts whole."""
        begun = self.since is None or self.since <= today
        return self.active and begun and (self.until is None or today <= self.until)


class PatientCard(msgspec.Struct, frozen=True):
    """The banner. Empty strings mean the portal does not say."""

    id: PatientId
    name: str
    given: str = ""
    family: str = ""
    birth_date: date | None = None
    sex: str = ""
    mrn: str = ""
    language: str = ""
    interpreter: bool = False
    interpreter_asked: bool = False
    """Whether the record says anything of it: not needed is not the same as not recorded."""
    deceased: bool = False
    inactive: bool = False
    """The record is no longer used, or was merged into another."""
    phones: tuple[Contact, ...] = ()
    address: str = ""
    emergency: tuple[Contact, ...] = ()
    pcp: str = ""
    pcp_ref: str = ""
    portal_email: str = ""
    version: str = ""

    def age(self, today: date) -> int | None:
        """Completed years on `today`."""
        born = self.birth_date
        if born is None:
            return None
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


class Allergy(msgspec.Struct, frozen=True):
    """`none_known` is a recorded "no known allergies", which is not the same as nothing recorded.

    With `partly` it speaks of one kind only ("no known drug allergies"), and says nothing of the others.
    """

    substance: str
    """Empty where the record does not say."""
    reaction: str = ""
    severe: bool = False
    """A reaction was severe, or the next one may be: criticality high."""
    severity: str = ""
    """The worst recorded: "severe", "moderate", "mild", or empty."""
    none_known: bool = False
    partly: bool = False
    confirmed: bool = True
    """False: told by somebody, and not yet checked."""


class Problem(msgspec.Struct, frozen=True):
    """A problem of the problem list; `until` where it is over and that day is known."""

    name: str
    since: date | None = None
    until: date | None = None


class Label(msgspec.Struct, frozen=True):
    """A security label, as the server writes it."""

    system: str
    code: str


class Medicine(msgspec.Struct, frozen=True):
    """A medicine as ordered and last handed out."""

    id: str
    name: str
    """Empty where the order does not say."""
    dose: str = ""
    last_fill: date | None = None
    days_supply: int | None = None
    """Of the last dispense; where it does not say, what the order expects."""
    dispensed_days: int | None = None
    """Of the last dispense, and of nothing else."""
    quantity: str = ""
    refills_left: int | None = None
    pharmacy: str = ""
    prescriber: str = ""
    ordered: date | None = None
    on_hold: bool = False
    schedule: str = ""
    """Of a controlled substance, as the order says it ("II"). Empty proves nothing: few servers say it."""
    restricted: bool = False
    """Labelled restricted or very restricted: nothing of it goes into a message by itself."""
    labels: tuple[Label, ...] = ()
    """Of the order and of all it renews: an order that renews it has them too."""
    system: str = ""
    code: str = ""
    """What the server calls it; empty where it has words only."""
    repeats: int | None = None
    """How often the order let it be dispensed again."""
    amount: float | None = None
    """Of the last dispense, in `unit`."""
    unit: str = ""
    renews: tuple[str, ...] = ()
    """The orders that this one has taken the place of."""

    @property
    def supply_ends(self) -> date | None:
        """The last day for which there is any; None when unknown."""
        if self.last_fill is None or self.days_supply is None:
            return None
        return self.last_fill + timedelta(days=self.days_supply - 1)

    def days_left(self, today: date) -> int | None:
        """Days of supply left on `today`; negative when it has run out; None when unknown."""
        if self.last_fill is None or self.days_supply is None:
            return None
        return self.days_supply - (today - self.last_fill).days


class Reading(msgspec.Struct, frozen=True):
    """One value of a series. `second` is the diastolic of a blood pressure."""

    at: datetime
    value: float
    second: float | None = None
    bound: str = ""
    """ "<" or ">" where the laboratory gives a bound only: the value is not exact."""


class Series(msgspec.Struct, frozen=True):
    """Readings of one thing in one unit, oldest first, with the reference range where one is given."""

    name: str
    unit: str
    readings: tuple[Reading, ...]
    code: str = ""
    """LOINC."""
    low: float | None = None
    high: float | None = None
    second_low: float | None = None
    second_high: float | None = None
    flag: str = ""
    """What whoever measured says of the newest: "high", "low", "abnormal", "critical" or nothing."""
    home: bool = False
    """Measured by the patient, or by who writes for them."""
    by: str = ""
    """Who measured the newest, unless the patient did."""
    final: bool = True
    """False: the newest is preliminary."""
    restricted: bool = False
    """As for a medicine; so, too, where a single value of it is."""

    @property
    def last(self) -> Reading:
        """The newest reading."""
        return self.readings[-1]

    @property
    def standing(self) -> str:
        """ "high", "low" or "" against the reference range; without one, what whoever measured says of it."""
        last = self.last
        if _above(last.value, self.high) or _above(last.second, self.second_high):
            return "high"
        if _below(last.value, self.low) or _below(last.second, self.second_low):
            return "low"
        ranged = self.low is not None or self.high is not None
        return "" if ranged and self.flag in ("high", "low") else self.flag


def _above(value: float | None, limit: float | None) -> bool:
    return value is not None and limit is not None and value > limit


def _below(value: float | None, limit: float | None) -> bool:
    return value is not None and limit is not None and value < limit


class Finding(msgspec.Struct, frozen=True):
    """A result in words ("positive"), the newest of its kind."""

    name: str
    text: str
    at: datetime
    code: str = ""
    flag: str = ""
    final: bool = True


class Visit(msgspec.Struct, frozen=True):
    """A past or coming visit."""

    at: datetime
    with_whom: str = ""
    how: str = ""
    restricted: bool = False


class Chart(msgspec.Struct, frozen=True):
    """Everything beside the banner. `fetched_at` None: never loaded, so empty means unknown."""

    allergies: tuple[Allergy, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is active."""
    past_problems: tuple[Problem, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    results: tuple[Series, ...] = ()
    findings: tuple[Finding, ...] = ()
    home_readings: tuple[Series, ...] = ()
    last_visit: Visit | None = None
    next_visit: Visit | None = None
    care_team: tuple[str, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    """Who may write for the patient now."""
    other_proxies: tuple[Proxy, ...] = ()
    """Who could once, or will later; not now."""
    pharmacy: str = ""
    fetched_at: datetime | None = None
    unread: frozenset[str] = frozenset()
    """Types of resources that this server does not give: of these, empty means unknown too."""

    def knows(self, kind: str) -> bool:
        """Whether what is empty of a type of resource is known to be so."""
        return self.fetched_at is not None and kind not in self.unread
