"""The page about speed buttons says what is so: its tables are complete, its examples are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from inbox.domain.people import Role
from inbox.domain.visit import How
from inbox.domain.work_item import Kind
from inbox.shortcuts.kit_file import Published, read_kit
from inbox.shortcuts.owner import OwnerType
from inbox.shortcuts.quick import Colour, Condition, SpeedButton
from inbox.shortcuts.steps import LONGEST_HOLD_DAYS, LONGEST_SNOOZE_HOURS, AnyStep, Step

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "speed-buttons.md").read_text()
STEPS: tuple[type[Step], ...] = get_args(AnyStep)


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of the table below `heading`, by the word in its first."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
    return {cells[0].strip().strip("`"): [cell.strip() for cell in cells[1:]] for cells in table}


def quoted(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def test_every_example_is_read_without_a_problem() -> None:
    examples = re.findall(r"```json\n(.*?)```", PAGE, re.S)
    assert len(examples) == 2
    for text in examples:
        buttons, problems = read_kit(Published("page", text.encode()), "buttons", SpeedButton)
        assert (problems, bool(buttons)) == ([], True)


def test_the_table_of_fields_is_complete_and_says_what_is_needed() -> None:
    said = rows("A button")
    fields = msgspec.structs.fields(SpeedButton)
    assert list(said) == [field.name for field in fields]
    assert [cells[0] == "needed" for cells in said.values()] == [field.required for field in fields]
    for field in fields:
        if said[field.name][0].startswith("`"):
            assert msgspec.json.decode(said[field.name][0].strip("`")) == field.default


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_every_step_stands_on_the_page_with_its_fields(step: type[Step]) -> None:
    said = rows("Steps")[str(step.__struct_config__.tag)][0]
    fields = [f"`{field.name}`" + "?" * (not field.required) for field in msgspec.structs.fields(step)]
    assert [word.strip() for word in said.split(",") if word.strip()] == fields


def test_the_page_names_no_step_that_there_is_not() -> None:
    assert set(rows("Steps")) == {str(step.__struct_config__.tag) for step in STEPS}


def test_what_may_be_chosen_stands_on_the_page() -> None:
    fields, steps = rows("A button"), rows("Steps")
    assert set(rows("Conditions")) == set(get_args(Condition))
    assert quoted(fields["colour"][1]) == set(get_args(Colour))
    assert quoted(fields["roles"][1]) == {role.value for role in Role}
    assert {kind.value for kind in OwnerType} <= quoted(fields["owner"][1])
    assert {kind.value for kind in Kind} <= quoted(PAGE.split("Kinds:")[1].split("\n\n")[0])
    assert quoted(steps["visit"][1]) == {how.value for how in How}
    assert f"1 to {LONGEST_HOLD_DAYS} business days" in steps["hold"][1]
    assert f"1 to {LONGEST_SNOOZE_HOURS} hours" in steps["snooze"][1]
