"""Which medicine a request is about: as the work says it, else as its words suggest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from inbox.domain.patient import Medicine
from inbox.domain.thread import Thread
from inbox.domain.work_item import WorkItem

_WORD = re.compile(r"[a-z]{4,}")
_FORMS = frozenset({"insulin", "tablet", "sodium", "acid", "extended", "release"})
"""First words that name no one medicine."""


class Asked(msgspec.Struct, frozen=True):
    """A medicine of the patient's list. `certain`: the work names it; otherwise only its words do."""

    medicine: Medicine
    certain: bool


def asked(thread: Thread, item: WorkItem, medicines: Sequence[Medicine]) -> Asked | None:
    """The medicine that `item` is about; None where neither the work nor its words name exactly one."""
    if named := _named(item, medicines):
        return Asked(named, certain=True)
    last = thread.last_from_patient
    words = set(_WORD.findall(f"{thread.subject} {last.text if last else ''}".lower()))
    mentioned = [one for one in medicines if words & ingredients(one)]
    return Asked(mentioned[0], certain=False) if len(mentioned) == 1 else None


def ingredients(medicine: Medicine) -> frozenset[str]:
    """The words of its name that tell it from others: "glargine" of "insulin glargine 100 units/mL pen"."""
    name = re.split(r"\d", medicine.name.lower(), maxsplit=1)[0]
    words = [word for word in _WORD.findall(name) if word not in _FORMS]
    return frozenset(words[:2])


def is_among(medicine: Medicine, names: Iterable[str]) -> bool:
    """Whether its name has one of `names`, ingredients in lower case, as whole words."""
    words = f" {' '.join(re.findall(r'[a-z]+', medicine.name.lower()))} "
    return any(f" {' '.join(re.findall('[a-z]+', name))} " in words for name in names)


def _named(item: WorkItem, medicines: Iterable[Medicine]) -> Medicine | None:
    wanted = item.medication
    return next(
        (one for one in medicines if wanted and _id(wanted) in {_id(ref) for ref in (one.id, *one.renews)}),
        None,
    )


def _id(ref: str) -> str:
    return ref.rpartition("/")[2]
