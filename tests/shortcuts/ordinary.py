"""An ordinary patient, an ordinary phrase, and where the shipped files are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.links import LinkValue
from inbox.shortcuts.phrases.phrase import Phrase

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DEFAULT_KEYMAP = RESOURCES / "keymaps" / "default.toml"
STARTER = RESOURCES / "starter"

NORMALLY_THERE = {
    "first_name": LinkValue("Walter"),
    "full_name": LinkValue("Walter Esterbrook"),
    "med_name": LinkValue("amlodipine"),
    "pharmacy": LinkValue("Corner Drug"),
    "next_visit": LinkValue("23 Apr at 10:20"),
    "my_name": LinkValue("Nadia Brand, RN"),
    "pool_name": LinkValue("Family Medicine nurses"),
    "pool_phone": LinkValue("555-0142"),
    "clinic_name": LinkValue("Prairie Clinic"),
    "last_tsh": LinkValue("2.1", date(2025, 11, 4)),
}
"""What the chart of an ordinary patient says."""


def make_phrase(name: str, text: str, **more: object) -> Phrase:
    """A phrase of the organisation."""
    owner = Owner(OwnerType.ORGANISATION, "Clinic")
    return Phrase(name, name, text, owner, 1, date(2027, 1, 1), **more)  # type: ignore[arg-type]
