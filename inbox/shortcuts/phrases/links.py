"""What a phrase may take from the chart: a closed list, so that every link is known before it is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Final

import msgspec


class LinkValue(msgspec.Struct, frozen=True):
    """What the chart says now, as it should read in a sentence, and the day it is from."""

    text: str
    as_of: date | None = None


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
    "first_name": LinkKind("The given name of the person the reply goes to", "First name"),
    "full_name": LinkKind("The full name of the patient", "Full name"),
    "age": LinkKind("The patient’s age in completed years, months under two years", "Age"),
    "dob": LinkKind("The patient’s date of birth", "Date of birth"),
    "med_name": LinkKind("The medicine this message is about", "Medicine"),
    "med_dose": LinkKind("The dose of that medicine, as ordered", "Dose"),
    "pharmacy": LinkKind("The pharmacy the patient chose", "Pharmacy"),
    "last_a1c": LinkKind("The last HbA1c with its unit", "HbA1c", ages=True),
    "last_potassium": LinkKind("The last potassium with its unit", "Potassium", ages=True),
    "last_creatinine": LinkKind("The last creatinine with its unit", "Creatinine", ages=True),
    "last_ldl": LinkKind("The last LDL cholesterol with its unit", "LDL", ages=True),
    "last_tsh": LinkKind("The last TSH with its unit", "TSH", ages=True),
    "last_inr": LinkKind("The last INR", "INR", ages=True),
    "last_visit": LinkKind("The date of the last visit", "Last visit"),
    "next_visit": LinkKind("Date and time of the next booked visit", "Next visit"),
    "pcp": LinkKind("The patient’s primary care clinician", "Primary care clinician"),
    "due": LinkKind("When the reply or the next check is due", "Due date"),
    "my_name": LinkKind("The name of the person writing", "Your name"),
    "my_role": LinkKind("The role of the person writing, as patients know it", "Your role"),
    "pool_name": LinkKind("The name of the team", "Team name"),
    "pool_phone": LinkKind("The telephone number of the team", "Team telephone"),
    "clinic_name": LinkKind("The name of the clinic", "Clinic name"),
    "today": LinkKind("Today’s date", "Today"),
}


def nearest_link(name: str) -> str:
    """The link that a mistyped `name` most likely meant; empty when none is near."""
    return next(iter(get_close_matches(name.lower(), LINKS, n=1)), "")
