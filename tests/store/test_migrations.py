"""Bringing a file forward: each step whole or not at all, and nothing done to a file from the future."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from inbox.domain.errors import Bug
from inbox.queries.pools import pools
from inbox.store import cipher, migrations
from inbox.store.errors import TooNew
from inbox.store.migrations import STEPS, bring_forward
from inbox.store.store import Store
from tests.store.looking import found
from tests.store.plain import KEY, NURSES, Plain, conversation, pool, rows_of
from tests.store.released import KEY as RELEASED_KEY
from tests.store.released import released

ROOT = Path(__file__).resolve().parents[2]
DERIVED = ("inbox_row", "thread_row", "pool_row", "patient_row", "staff_row")
EMPTIES = (*(f"DELETE FROM {name}" for name in DERIVED), "INSERT INTO found (found) VALUES ('delete-all')")
BROKEN = ("CREATE TABLE extra (n)", "INSERT INTO nowhere VALUES (1)")


def opened(path: Path) -> Store:
    return Store.open(path, KEY, Plain(), lambda changes: None)


def look(path: Path, key: bytes) -> tuple[int, list[Any], list[Any]]:
    """Version, declarations and outbox of a file."""
    with closing(cipher.connect(path, key, read_only=True)) as there:
        (version,) = there.execute("PRAGMA user_version").fetchone()
        declared = there.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        return version, declared, there.execute("SELECT * FROM outbox ORDER BY seq").fetchall()


def declared_by(steps: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    with monkeypatch.context() as then:
        then.setattr(migrations, "STEPS", STEPS[:steps])
        with closing(cipher.connect(path, KEY, read_only=False)) as there:
            bring_forward(there)
    return look(path, KEY)[1]


def test_killed_at_any_statement_a_file_is_of_one_version_or_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = released()[0].file
    before = look(Path(shutil.copy(oldest, tmp_path / "before.db")), RELEASED_KEY)
    declared = {n: declared_by(n, tmp_path / f"{n}.db", monkeypatch) for n in range(1, len(STEPS) + 1)}
    killed = tmp_path / "killed"
    killed.mkdir()
    command: list[str | Path] = [
        sys.executable, "-m", "tests.store.stepping", oldest, RELEASED_KEY.hex(), killed,
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True)
    met: set[int] = set()
    last = len(list(killed.glob("killed-*.db"))) - 1
    for statement in range(last + 1):
        path = killed / f"killed-{statement}.db"
        version, tables, outbox = look(path, RELEASED_KEY)
        assert tables == declared[version], f"killed before statement {statement}"
        assert outbox == before[2]
        met.add(version)
        opened_again = cipher.connect(path, RELEASED_KEY, read_only=False)
        with closing(opened_again):
            bring_forward(opened_again)
        assert look(path, RELEASED_KEY)[:2] == (len(STEPS), declared[len(STEPS)])
    assert last > len(STEPS), "it was killed at least once in every step"
    assert met == set(declared)


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(path).close()
    before = look(path, KEY)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, BROKEN))
    with pytest.raises(Bug, match="brought to this version"):
        opened(path)
    assert look(path, KEY) == before


def test_a_file_of_a_newer_program_is_left_as_it_is(path: Path) -> None:
    opened(path).close()
    with closing(cipher.connect(path, KEY, read_only=False)) as newer:
        newer.execute(f"PRAGMA user_version={len(STEPS) + 1}")
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(TooNew, match="newer version of this program"):
        opened(path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_what_a_step_leaves_empty_is_made_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(opened(path)) as store:
        store.ingest([pool(NURSES), *conversation("1"), *conversation("2", status="completed")]).result()
        before, known = rows_of(store), pools(store.reader())
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, EMPTIES))
    with closing(opened(path)) as store:
        store.remove([]).result()  # comes after what is made again
        assert rows_of(store) == before != []
        assert pools(store.reader()) == known != []
        assert sorted(found(store.reader(), "esterbrook")) == ["Task/1", "Task/2"]
