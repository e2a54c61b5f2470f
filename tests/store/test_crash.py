"""Killed at any point, what was performed is there again, and what had left is looked up, not resent."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain.cursor import Cursor
from inbox.queries import drafts
from inbox.store import outbox
from inbox.store.store import Store
from tests.store.plain import KEY, ME, NOON, Plain, cell, rows_of
from tests.store.story import DRAFT, killed_at

VERBS = ["claim", "reply", "complete"]


def after(point: str, path: Path) -> Store:
    killed_at(point, path)
    return Store.open(path, KEY, Plain(), lambda changes: None)


@pytest.mark.parametrize(
    ("point", "verbs", "states", "stage"),
    [
        ("in-run", [], [], "unclaimed"),
        ("after-run", VERBS, ["waiting"] * 3, "done"),
        ("after-sending", VERBS, ["waiting", "unsure", "unsure"], "done"),
        ("in-settle", VERBS, ["waiting", "unsure", "unsure"], "done"),
    ],
)
def test_a_kill_leaves_what_the_fold_explains(
    path: Path, point: str, verbs: list[str], states: list[str], stage: str
) -> None:
    store = after(point, path)
    entries = outbox.of_actor(store.reader(), ME)
    assert [one.operation.verb for one in entries] == verbs
    assert [one.state for one in entries] == states
    assert cell(store, "stage") == stage
    store.close()


def test_a_draft_that_was_saved_survives(path: Path) -> None:
    store = after("after-draft", path)
    assert drafts.draft(store.reader(), DRAFT.thread, ME) == DRAFT
    store.close()


def test_a_page_cut_off_in_the_middle_is_asked_for_again(path: Path) -> None:
    store = after("between-slices", path)
    assert store.cursors() == {"tasks": Cursor("tasks", NOON)}
    assert len(rows_of(store)) > 1, "the slices before it are kept"
    store.close()
