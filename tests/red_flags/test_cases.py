"""The red flag cases are well formed: what reads them may trust every line, and the parts share none."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"
LARGE = ("dev", "held")
SPLITS = (*LARGE, "fresh", "fresh3-dev", "fresh3-held")
FAMILIES = (
    "belly",
    "bleeding",
    "brain",
    "breath",
    "chest",
    "collapse",
    "harm",
    "infection",
    "limb_and_wound",
    "numbers",
    "poison",
    "pregnancy",
    "reaction",
    "spine_and_bladder",
)
GROUPS = frozenset(
    {
        "abdomen",
        "anaphylaxis",
        "bleeding",
        "breathing",
        "cauda-equina",
        "chest",
        "coughing-blood",
        "fainting",
        "fever",
        "fluids",
        "glucose-pressure",
        "harm",
        "headache",
        "infant-fever",
        "jaundice",
        "limb",
        "medicine",
        "poisoning",
        "pregnancy",
        "seizure",
        "stroke",
        "testicular",
        "urinary-retention",
        "vision",
        "wound",
    }
)
KINDS = frozenset(
    {
        "positive",
        "misspelt",
        "hedged",
        "negated",
        "historical",
        "third-person",
        "idiom",
        "conditional",
        "everyday",
    }
)
NEEDED = frozenset({"id", "text", "expect", "level", "groups", "kind", "says"})
ALLOWED = NEEDED | {"subject", "age", "level_at_least"}
LEAST_IN_A_FAMILY = 70
LEAST_EVERYDAY = 200
LEAST_FLAGS_OF_A_GROUP = 5

Case = dict[str, Any]


@cache
def cases(split: str, family: str) -> tuple[Case, ...]:
    """Every case of one family in one part, in the order of the file."""
    lines = (CASES / split / f"{family}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def part(split: str) -> list[Case]:
    return [case for family in (*FAMILIES, "everyday") for case in cases(split, family)]


def same_words(case: Case) -> str:
    """The text without case, punctuation or spacing, so that a copy is found however it is dressed."""
    said = f"{case.get('subject', '')} {case['text']}".casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in said).split())


def wrong_with(case: Case) -> list[str]:
    """What breaks the form of one case, in words; nothing when it is sound."""
    faults = []
    if not NEEDED <= case.keys() <= ALLOWED:
        faults.append(f"keys {sorted(case.keys() ^ NEEDED)}")
    if not (case["text"].strip() and case["says"].strip() and case.get("subject", "x").strip()):
        faults.append("empty words")
    if case["kind"] not in KINDS:
        faults.append(f"kind {case['kind']}")
    if not set(case["groups"]) <= GROUPS:
        faults.append(f"groups {case['groups']}")
    if not 0 <= case.get("age", 0) <= 110:
        faults.append(f"age {case['age']}")
    return faults + wrong_with_its_level(case)


def wrong_with_its_level(case: Case) -> list[str]:
    level, least = case["level"], case.get("level_at_least")
    if case["expect"] == "no-flag":
        return [] if level is None and least is None else ["a level where no flag is expected"]
    if case["expect"] != "flag":
        return [f"expect {case['expect']}"]
    faults = [] if level in (1, 2, 3) else [f"level {level}"]
    if least is not None and not level < least <= 3:
        faults.append(f"level_at_least {least} with level {level}")
    return faults if case["groups"] else [*faults, "a flag of no group"]


@pytest.mark.parametrize("split", SPLITS)
def test_the_folder_holds_the_families_and_nothing_else(split: str) -> None:
    found = {path.name for path in (CASES / split).iterdir()}
    assert found == {f"{family}.jsonl" for family in (*FAMILIES, "everyday")}


@pytest.mark.parametrize("split", SPLITS)
def test_every_case_is_well_formed(split: str) -> None:
    assert {case["id"]: faults for case in part(split) if (faults := wrong_with(case))} == {}


@pytest.mark.parametrize("split", LARGE)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_large_enough_and_speaks_in_every_kind(split: str, family: str) -> None:
    kinds = Counter(case["kind"] for case in cases(split, family))
    assert kinds.total() >= LEAST_IN_A_FAMILY
    assert kinds.keys() == KINDS


@pytest.mark.parametrize("split", LARGE)
def test_everyday_messages_are_many(split: str) -> None:
    assert len(cases(split, "everyday")) >= LEAST_EVERYDAY


@pytest.mark.parametrize("split", SPLITS)
def test_everyday_messages_are_without_danger(split: str) -> None:
    everyday = cases(split, "everyday")
    assert {(case["kind"], case["expect"]) for case in everyday} == {("everyday", "no-flag")}


@pytest.mark.parametrize("split", SPLITS)
def test_every_group_has_flags_to_find(split: str) -> None:
    flags = Counter(group for case in part(split) if case["expect"] == "flag" for group in case["groups"])
    assert {group: flags[group] for group in GROUPS if flags[group] < LEAST_FLAGS_OF_A_GROUP} == {}


def test_no_two_cases_have_one_id() -> None:
    ids = Counter(case["id"] for split in SPLITS for case in part(split))
    assert [name for name, times in ids.items() if times > 1] == []


def test_no_text_is_used_twice_within_a_part_or_across_them() -> None:
    said = Counter(same_words(case) for split in SPLITS for case in part(split))
    assert [words for words, times in said.items() if times > 1] == []


def test_a_case_that_breaks_the_form_is_noticed() -> None:
    sound = cases("dev", "chest")[0]
    assert wrong_with(sound) == []
    assert wrong_with({**sound, "kind": "odd"}) == ["kind odd"]
    assert wrong_with({**sound, "groups": ["elbow"]}) == ["groups ['elbow']"]
    assert wrong_with({**sound, "level": 2, "level_at_least": 2}) == ["level_at_least 2 with level 2"]
    assert wrong_with({**sound, "expect": "no-flag"}) == ["a level where no flag is expected"]
