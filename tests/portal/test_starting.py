"""The program as people start it: a process of its own."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from portal.storage.engines import DatabaseUnusable
from tests.portal.drafts import bundle, message, posted, task
from tests.portal.postgresql import Server
from tests.portal.small_clinic import SmallClinic, small_clinic
from tests.portal.visiting import TLS, Launch, signed_in

posix = pytest.mark.skipif(os.name != "posix", reason="signals end processes differently elsewhere")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "portal", "--patients", "0", "--arrivals-per-hour", "0", *arguments]


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            first = process.stdout.readline()
            found = re.fullmatch(r"Portal: (http://127\.0\.0\.1:\d+/fhir/R4)\n", first)
            assert found is not None, first
            yield process, found[1]
        finally:
            process.kill()


def refused(*arguments: str) -> tuple[int, str]:
    ended = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stderr


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_says_where_it_is_and_who_can_sign_in_and_stops_cleanly(
    tmp_path: Path, number: signal.Signals
) -> None:
    with started("--port", "0", "--database", f"sqlite:///{tmp_path}/portal.db") as (process, address):
        assert httpx.get(f"{address}/metadata", verify=TLS).status_code == 200
        assert httpx.get(address.replace("/fhir/R4", "/test/people"), verify=TLS).status_code == 404
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        told = process.stdout.read()
    assert "sandbox" in told
    assert re.search(r"^  \S+ +.* rn$", told, re.MULTILINE)


def test_a_port_in_use_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, told = refused("--port", str(taken.getsockname()[1]))
    assert status == 1
    assert "cannot listen on 127.0.0.1" in told
    assert "Traceback" not in told


def test_a_database_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is not a database. " * 100)
    for address in (
        f"sqlite:///{tmp_path}/none/portal.db",
        f"sqlite:///{tmp_path}/text.db",
        "sqlite://",
        "x",
        "postgresql://localhost/portal",
        f"postgresql+psycopg:///portal?host={tmp_path}",
    ):
        status, told = refused("--port", "0", "--database", address)
        assert status == 1, told
        assert "cannot use the database" in told
        assert "Traceback" not in told


def test_bad_arguments_are_told_with_how_to_do_it() -> None:
    status, told = refused("--port", "-1")
    assert status == 2
    assert "usage: python -m portal" in told


def on_disk(tmp_path: Path) -> Settings:
    return Settings(database=f"sqlite:///{tmp_path}/portal.db", patients=3, threads=3, test_mode=True)


def test_a_second_start_keeps_everything_and_everybody_signed_in(tmp_path: Path) -> None:
    settings = on_disk(tmp_path)
    with Running(settings, make_clinic=small_clinic) as portal:
        token = Launch(portal).tokens("nora")["access_token"]
        with signed_in(portal, "nora") as nurse:
            made = nurse.post("/Communication", json=message()).json()
    with Running(replace(settings, seed=99, patients=10), make_clinic=small_clinic) as portal:
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{portal.base_url}/Communication/{made['id']}"
        assert httpx.get(address, headers=headers, verify=TLS).json() == made
        assert len(httpx.get(f"{portal.root}/test/dump/Patient", verify=TLS).json()) == 3
        with signed_in(portal, "nora") as nurse:
            later = nurse.post("/Communication", json=message()).json()
        assert later["meta"]["lastUpdated"] >= made["meta"]["lastUpdated"]


def test_seeded_resources_keep_the_time_they_came_with(tmp_path: Path) -> None:
    with Running(on_disk(tmp_path), make_clinic=small_clinic) as portal:
        patients = httpx.get(f"{portal.root}/test/dump/Patient", verify=TLS).json()
    assert [each["meta"]["lastUpdated"] for each in patients] == ["2026-01-01T08:00:00.000Z"] * 3
    assert {each["meta"]["versionId"] for each in patients} == {"1"}


def test_a_seeding_that_fails_leaves_the_database_empty(tmp_path: Path) -> None:
    settings = on_disk(tmp_path)

    def broken(seed: int, patients: int, threads: int, now: datetime) -> SmallClinic:
        clinic = small_clinic(seed, patients, threads, now)
        return SmallClinic(clinic.accounts, [*clinic.resources, {"resourceType": "Patient"}])

    with pytest.raises(KeyError), Running(settings, make_clinic=broken):
        pass
    with Running(settings, make_clinic=small_clinic) as portal:
        assert len(httpx.get(f"{portal.root}/test/dump/Patient", verify=TLS).json()) == 3


def test_a_database_that_is_read_only_is_refused_at_the_start(tmp_path: Path) -> None:
    settings = on_disk(tmp_path)
    read_only = f"sqlite:///file:{tmp_path}/portal.db?mode=ro&uri=true"
    with Running(settings, make_clinic=small_clinic):
        pass
    with pytest.raises(DatabaseUnusable, match="readonly"), Running(replace(settings, database=read_only)):
        pass


def test_a_database_laid_out_by_another_version_is_refused(tmp_path: Path) -> None:
    settings = on_disk(tmp_path)
    with Running(settings, make_clinic=small_clinic):
        pass
    with closing(sqlite3.connect(tmp_path / "portal.db")) as connection, connection:
        connection.execute("UPDATE layout SET version = 0")
    with pytest.raises(DatabaseUnusable, match="another version"), Running(settings):
        pass


def test_a_second_start_on_postgresql_finds_the_clinic_there(postgresql_server: Server) -> None:
    settings = Settings(
        database=postgresql_server.new_database(), patients=3, threads=3, profile=PROFILES["strict"]
    )
    with Running(settings, make_clinic=small_clinic) as portal, signed_in(portal, "nora") as nurse:
        made = nurse.post("/Communication", json=message()).json()
    with Running(settings, make_clinic=small_clinic) as portal, signed_in(portal, "nora") as nurse:
        assert nurse.get(f"/Communication/{made['id']}").json() == made


class Elsewhere(NamedTuple):
    """A portal in a process of its own."""

    root: str
    base_url: str


def test_the_options_shape_the_profile() -> None:
    asked = ("--profile", "strict", "--transactions", "piecemeal", "--late-commits", "0")
    more = ("--writes-per-minute", "1", "--clock-offset", "-3600", "--test-mode")
    before = time.time() - 3600
    with started("--port", "0", *asked, *more) as (_, address):
        portal = Elsewhere(address.removesuffix("/fhir/R4"), address)
        (first, *_) = httpx.get(f"{portal.root}/test/people", verify=TLS).json()
        with signed_in(portal, first["user"]) as client:
            answer = client.post("", json=bundle("transaction", posted(task()), posted(task())))
            assert [entry["response"]["status"][:3] for entry in answer.json()["entry"]] == ["201", "429"]
            told = parsedate_to_datetime(answer.headers["date"]).timestamp()
            assert before - 1 <= told < before + 600
        (stored,) = httpx.get(f"{portal.root}/test/dump/Task", verify=TLS).json()
        updated = datetime.fromisoformat(stored["meta"]["lastUpdated"]).timestamp()
        assert before - 1 <= updated < before + 600
