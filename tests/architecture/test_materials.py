"""What the program is made of is known: licences, hashes, and a bill of materials for the package."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def materials() -> ModuleType:
    spec = importlib.util.spec_from_file_location("materials", ROOT / "packaging" / "materials.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["materials"] = module
    spec.loader.exec_module(module)
    return module


def test_every_library_is_locked_by_its_hashes(materials: ModuleType) -> None:
    libraries = materials.locked()
    assert len(libraries) > 50
    assert [one.name for one in libraries if not one.hashes] == []
    assert [one.name for one in libraries if not one.wanted_by] == [], "nobody knows why it is there"


def test_the_list_of_licences_is_true_to_the_lock(materials: ModuleType) -> None:
    assert (ROOT / "docs" / "licences.md").read_text() == materials.licences()


def test_every_library_of_a_station_may_go_with_the_program(materials: ModuleType) -> None:
    use = materials.uses()
    station = [one for one in materials.locked() if use[one.name] == materials.STATION]
    assert {"pyside6-essentials", "httpx", "h11", "cffi"} <= {one.name for one in station}
    assert [(one.name, one.licence) for one in station if not materials.may_ship(one.licence)] == []


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-2.0-or-later", False),
        ("MIT AND (MPL-1.1 OR GPL-2.0-or-later)", True),
        ("MIT AND (AGPL-3.0-only OR GPL-2.0-or-later)", False),
    ],
)
def test_a_licence_is_judged_by_its_choices(materials: ModuleType, licence: str, may: bool) -> None:
    assert materials.may_ship(licence) is may


def test_a_library_whose_licence_nobody_has_said_is_not_passed_over(materials: ModuleType) -> None:
    with pytest.raises(LookupError, match="look its licence up"):
        _ = materials.Library("no-such-library", "1").licence


def test_the_bill_names_the_station_and_nothing_else(tmp_path: Path) -> None:
    made = [tmp_path / "one.json", tmp_path / "new" / "other.json"]
    for file in made:
        subprocess.run([sys.executable, ROOT / "packaging/materials.py", "bill", file], check=True)
    assert made[0].read_bytes() == made[1].read_bytes(), "the same lock gives the same bill"
    bill = json.loads(made[0].read_bytes())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in bill["components"]]
    assert len(refs) == len(set(refs)) > 30
    known = {*refs, bill["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in bill["dependencies"]} == known
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} == set(refs), (
        "each has its reason"
    )
    names = {one["name"] for one in bill["components"]}
    assert names.isdisjoint({"starlette", "psycopg", "pytest", "mypy", "pyinstaller"})
    assert all(one["licenses"] and one["version"] and one["properties"] for one in bill["components"])
