"""The patient as the panel shows them: banner and chart, there offline too."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from inbox.domain.ids import PatientId


class Contact(msgspec.Struct, frozen=True):
    """Somebody to reach, or the patient's own telephone: `what` says which ("mobile", "mother")."""

    what: str
    name: str = ""
    phone: str = ""


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
    phones: tuple[Contact, ...] = ()
    address: str = ""
    emergency: tuple[Contact, ...] = ()
    pcp: str = ""
    portal_email: str = ""
    version: str = ""

    def age(self, today: date) -> int | None:
        """Completed years on `today`."""
        born = self.birth_date
        if born is None:
            return None
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


class Allergy(msgspec.Struct, frozen=True):
    """`none_known` is a recorded "no known allergies", which is not the same as nothing recorded."""

    substance: str
    reaction: str = ""
    severe: bool = False
    none_known: bool = False


class Problem(msgspec.Struct, frozen=True):
    """An active problem of the problem list."""

    name: str
    since: date | None = None


class Medicine(msgspec.Struct, frozen=True):
    """A medicine as ordered and last handed out."""

    id: str
    name: str
    dose: str = ""
    last_fill: date | None = None
    days_supply: int | None = None
    quantity: str = ""
    refills_left: int | None = None
    pharmacy: str = ""

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


class Series(msgspec.Struct, frozen=True):
    """Readings of one thing, oldest first, with the reference range where one is given."""

    name: str
    unit: str
    readings: tuple[Reading, ...]
    code: str = ""
    """LOINC."""
    low: float | None = None
    high: float | None = None
    home: bool = False
    """Measured by the patient."""

    @property
    def last(self) -> Reading:
        """The newest reading."""
        return self.readings[-1]

    @property
    def standing(self) -> str:
        """ "high", "low" or "" against the reference range."""
        if self.high is not None and self.last.value > self.high:
            return "high"
        if self.low is not None and self.last.value < self.low:
            return "low"
        return ""


class Visit(msgspec.Struct, frozen=True):
    """A past or coming visit."""

    at: datetime
    with_whom: str = ""
    how: str = ""


class Chart(msgspec.Struct, frozen=True):
    """Everything beside the banner. `fetched_at` None: never loaded, so empty means unknown."""

    allergies: tuple[Allergy, ...] = ()
    problems: tuple[Problem, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    results: tuple[Series, ...] = ()
    home_readings: tuple[Series, ...] = ()
    last_visit: Visit | None = None
    next_visit: Visit | None = None
    care_team: tuple[str, ...] = ()
    proxies: tuple[Contact, ...] = ()
    pharmacy: str = ""
    fetched_at: datetime | None = None
