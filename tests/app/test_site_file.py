"""The site file: found, read, and explained where it is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inbox.__main__ import main
from inbox.app import Start, site_file
from inbox.app.site_file import load_site, read_site
from inbox.app.workplace import settings_of
from inbox.domain import resources
from inbox.domain.site import Site, SiteFile
from inbox.sync.settings import Settings


@pytest.fixture(autouse=True)
def no_file_of_this_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer of its own for each test."""
    there = tmp_path / "computer" / "site.toml"
    monkeypatch.setattr(site_file, "of_this_computer", lambda: there)
    return there


def read(tmp_path: Path, text: str) -> SiteFile:
    file = tmp_path / "site.toml"
    file.write_text(text, encoding="utf-8")
    return read_site(file)


def test_the_example_that_ships_has_every_entry_and_is_right() -> None:
    found = read_site(resources.path(*site_file.EXAMPLE))
    assert found.problems == ()
    for table in ("portal", "clinic", "server", "minutes"):
        entries = getattr(found.site, table)
        unset = [name for name in entries.__struct_fields__ if getattr(entries, name) in (None, "")]
        assert unset == [], f"[{table}] of the example lacks {unset}"
    assert found.site.clinic.go_live == date(2026, 3, 1)
    assert found.site.server.transaction_entries == 50


def test_without_a_file_there_is_nothing_to_say_but_where_it_would_be(
    tmp_path: Path, no_file_of_this_computer: Path
) -> None:
    assert load_site(None, tmp_path) == SiteFile(place=str(no_file_of_this_computer))


def test_a_file_that_was_asked_for_and_is_not_there_is_explained(tmp_path: Path) -> None:
    found = load_site(tmp_path / "away.toml", tmp_path)
    assert found.site == Site()
    assert found.problems == ("away.toml: The file cannot be read: No such file or directory.",)


def test_a_file_asked_for_goes_before_ones_own_and_that_before_the_computers(
    tmp_path: Path, no_file_of_this_computer: Path
) -> None:
    own, asked = tmp_path / "own", tmp_path / "asked.toml"
    for file, number in ((no_file_of_this_computer, "1"), (own / "site.toml", "2"), (asked, "3")):
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'[clinic]\ntelephone = "{number}"\n')
    assert load_site(asked, own).site.clinic.telephone == "3"
    assert load_site(None, own).site.clinic.telephone == "2"
    (own / "site.toml").unlink()
    assert load_site(None, own).site.clinic.telephone == "1"


def test_an_unknown_entry_is_named_with_its_line_and_what_was_probably_meant(tmp_path: Path) -> None:
    found = read(tmp_path, '[clinic]\ntelephone = "555"\nretention_day = 30\n')
    assert found.problems == (
        "site.toml:3: [clinic] retention_day: Nothing is called so. Did you mean “retention_days”?",
    )
    assert found.site.clinic.telephone == "555"


def test_an_unknown_table_is_named_with_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, '[clinic]\ntelephone = "555"\n\n[printing]\ncolour = true\n')
    assert found.problems == (
        "site.toml:4: [printing]: Nothing is called so. There are: portal, clinic, server, minutes.",
    )


def test_an_entry_outside_of_any_table_is_named(tmp_path: Path) -> None:
    assert read(tmp_path, "retention_days = 30\n").problems == (
        "site.toml:1: retention_days: Write it below the table it belongs to, such as [clinic].",
    )


@pytest.mark.parametrize(
    ("table", "entry", "expected"),
    [
        ("clinic", "retention_days = 0", "Expected `int` >= 1. Write it like this: retention_days = 400"),
        (
            "clinic",
            'go_live = "soon"',
            "Invalid RFC3339 encoded date. Write it like this: go_live = 2026-03-01",
        ),
        (
            "clinic",
            "telephone = 555",
            'Expected `str`, got `int`. Write it like this: telephone = "+1 555 010 0200"',
        ),
        ("server", 'sent_status = "gone"', 'Write it like this: sent_status = "completed"'),
        ("server", 'transactions = "no"', "Write it like this: transactions = true"),
        ("server", "page_size = 5", "Expected `int` >= 20"),
        (
            "portal",
            'address = "http://portal.example/fhir"',
            "Only encrypted addresses (https://…) are used.",
        ),
        ("portal", 'address = "portal.example"', "Only encrypted addresses (https://…) are used."),
    ],
)
def test_a_wrong_value_is_left_out_and_explained_with_a_right_one(
    tmp_path: Path, table: str, entry: str, expected: str
) -> None:
    found = read(tmp_path, f"[{table}]\n{entry}\n")
    assert found.site == Site()
    [problem] = found.problems
    assert problem.startswith(f"site.toml:2: [{table}] {entry.split(' ')[0]}: ")
    assert expected in problem


def test_the_right_entries_of_a_file_with_a_wrong_one_count(tmp_path: Path) -> None:
    found = read(tmp_path, '[server]\npools = "Nowhere"\ntransactions = false\n[clinic]\nstale_minutes = 5\n')
    assert len(found.problems) == 1
    assert found.site.server.transactions is False
    assert found.site.clinic.stale_minutes == 5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[clinic\n", "site.toml:1: The file is not written as TOML, so none of it counts"),
        (b"\xff\xfe", "site.toml: The file is not text in UTF-8."),
    ],
)
def test_a_file_that_is_no_toml_is_explained(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "site.toml").write_bytes(content)
    found = load_site(None, tmp_path)
    assert found.site == Site()
    assert found.problems[0].startswith(expected)


def test_a_portal_on_this_computer_needs_no_encryption(tmp_path: Path) -> None:
    found = read(tmp_path, '[portal]\naddress = "http://127.0.0.1:8103/fhir/R4"\n')
    assert found.problems == ()
    assert found.site.portal.address.startswith("http://127.0.0.1")


def test_a_site_is_plain_and_keepable() -> None:
    site = read_site(resources.path(*site_file.EXAMPLE)).site
    assert msgspec.json.decode(msgspec.json.encode(site), type=Site) == site


def test_what_the_clinic_decides_is_kept_to_by_the_sync(tmp_path: Path) -> None:
    clinic = read(
        tmp_path, "[clinic]\ngo_live = 2026-03-29\nretention_days = 30\nstale_minutes = 5\n"
    ).site.clinic
    settings = settings_of(clinic, ZoneInfo("Europe/Berlin"))
    assert settings.go_live == datetime(2026, 3, 28, 23, tzinfo=UTC), "midnight at the clinic"
    assert settings.retention == timedelta(days=30)
    assert settings.stale == timedelta(minutes=5)
    assert settings_of(Site().clinic, ZoneInfo("UTC")) == Settings()


def test_the_portal_of_the_site_is_signed_in_to_unless_another_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Start] = []
    monkeypatch.setattr("inbox.app.run", lambda start: started.append(start) or 0)
    file = tmp_path / "clinic.toml"
    file.write_text('[portal]\naddress = "https://portal.example/fhir"\nclient_id = "station"\n')
    own = ["--profile-dir", str(tmp_path)]
    assert main([*own, "--site", str(file)]) == 0
    assert (
        main([*own, "--site", str(file), "--portal", "https://other.example/fhir", "--client-id", "x"]) == 0
    )
    assert main(own) == 0
    assert [(start.portal, start.client_id) for start in started] == [
        ("https://portal.example/fhir", "station"),
        ("https://other.example/fhir", "x"),
        ("", "inbox-workstation"),
    ]
    assert started[0].site.path == str(file)
