"""What a phrase may take from the chart: a closed list, so that every link is known before it is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Final

import msgspec

from inbox.domain.words import mark


class LinkValue(msgspec.Struct, frozen=True):
    """What the chart says now, as it should read in a sentence, and the day it is from."""

    text: str
    as_of: date | None = None
    refused: str = ""
    """Why the chart has a value that goes into no message, as a sentence; then `text` is empty."""


Lookup = Callable[[str], LinkValue | None]
"""From a link's name to its value for this patient and this writer; None when the chart says nothing."""


class LinkKind(msgspec.Struct, frozen=True):
    """A link of the closed list."""

    what: str
    """What it stands for, as the phrase editor says it."""
    label: str
    """Its name in a sentence to the writer: "Pharmacy has no value"."""
    ages: bool = False
    """Whether its value grows old and is therefore written with its date."""


LINKS: Final[dict[str, LinkKind]] = {
    "first_name": LinkKind(mark("The given name of the person the reply goes to"), mark("First name")),
    "full_name": LinkKind(mark("The full name of the patient"), mark("Full name")),
    "age": LinkKind(mark("The patient’s age in completed years, months under two years"), mark("Age")),
    "dob": LinkKind(mark("The patient’s date of birth"), mark("Date of birth")),
    "med_name": LinkKind(mark("The medicine this message is about"), mark("Medicine")),
    "med_dose": LinkKind(mark("The dose of that medicine, as ordered"), mark("Dose")),
    "pharmacy": LinkKind(mark("The pharmacy the patient chose"), mark("Pharmacy")),
    "last_a1c": LinkKind(mark("The last HbA1c with its unit"), mark("HbA1c"), ages=True),
    "last_potassium": LinkKind(mark("The last potassium with its unit"), mark("Potassium"), ages=True),
    "last_creatinine": LinkKind(mark("The last creatinine with its unit"), mark("Creatinine"), ages=True),
    "last_ldl": LinkKind(mark("The last LDL cholesterol with its unit"), mark("LDL"), ages=True),
    "last_tsh": LinkKind(mark("The last TSH with its unit"), mark("TSH"), ages=True),
    "last_inr": LinkKind(mark("The last INR"), mark("INR"), ages=True),
    "last_visit": LinkKind(mark("The date of the last visit"), mark("Last visit")),
    "next_visit": LinkKind(mark("Date and time of the next booked visit"), mark("Next visit")),
    "pcp": LinkKind(mark("The patient’s primary care clinician"), mark("Primary care clinician")),
    "due": LinkKind(mark("When the reply or the next check is due"), mark("Due date")),
    "my_name": LinkKind(mark("The name of the person writing"), mark("Your name")),
    "my_role": LinkKind(mark("The role of the person writing, as patients know it"), mark("Your role")),
    "pool_name": LinkKind(mark("The name of the team"), mark("Team name")),
    "pool_phone": LinkKind(mark("The telephone number of the team"), mark("Team telephone")),
    "clinic_name": LinkKind(mark("The name of the clinic"), mark("Clinic name")),
    "today": LinkKind(mark("Today’s date"), mark("Today")),
}


def nearest_link(name: str) -> str:
    """The link that a mistyped `name` most likely meant; empty when none is near."""
    return next(iter(get_close_matches(name.lower(), LINKS, n=1)), "")
