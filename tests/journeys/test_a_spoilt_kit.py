"""Kit files that somebody has spoilt: the program starts, works, and says what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inbox.app.unused import people
from tests.journeys.stage import Person

pytestmark = pytest.mark.timeout(90)

BUTTONS = """{"buttons": [
  {"id": "good", "name": "Note it down", "keys": {"refill": 9, "scheduling": 9, "medical-question": 9},
   "steps": [{"do": "comment", "text": "Noted."}], "owner": {"type": "person", "name": "N"}, "version": 1},
  {"id": "wrong", "name": "Fly away", "keys": {"refill": 8}, "steps": [{"do": "fly"}],
   "owner": {"type": "person", "name": "N"}, "version": 1}
]}"""


def test_a_spoilt_kit_never_stops_the_program_and_is_explained(
    person: Callable[[str], Person], tmp_path: Path
) -> None:
    nadia = person("nadia")
    nadia.signs_in()
    nadia.quits()
    [hers] = people(tmp_path / "computers" / "nadia")
    kit = hers / "kit"
    kit.mkdir(exist_ok=True)
    (kit / "speed_buttons.json").write_text(BUTTONS)
    (kit / "phrases.json").write_bytes(b'{"phrases": ' + b"[" * 100_000)
    nadia.comes_back()
    names = [one.name for one in nadia.workspace.desk.kit.buttons]
    assert "Note it down" in names and "Fly away" not in names
    nadia.presses("g c")
    nadia.sees("speed_buttons.json:4: Fly away steps[0].do")
    nadia.sees("phrases.json: The file is not a list of entries, so none counts")
    nadia.presses("Esc")
    nadia.goes_to(lambda row: row.line.stage == "unclaimed")
    nadia.has_looked()
    nadia.presses("c")
    nadia.waits_until(lambda: bool(nadia.workspace.desk.undo.next), "work goes on")
