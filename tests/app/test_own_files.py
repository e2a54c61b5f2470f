"""Keys, lists and looks: everybody works with their own, whoever sat there before."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from inbox.app.appearance import Looks
from inbox.app.own_files import hand_down
from inbox.ui.look.theme import Density, ThemeName

KEYS = '[window]\n"item.next" = "Ctrl+J"\n'


@pytest.fixture
def nadia(tmp_path: Path) -> Path:
    return inbox_of(tmp_path, "nadia")


def inbox_of(profile: Path, person: str) -> Path:
    folder = profile / "portal" / person
    folder.mkdir(parents=True)
    (folder / "vault").write_bytes(b"sealed")
    return folder


def test_keys_that_were_shared_are_handed_to_who_worked_with_them_and_to_nobody_who_comes_later(
    tmp_path: Path, nadia: Path
) -> None:
    tomas = inbox_of(tmp_path, "tomas")
    (tmp_path / "keys.toml").write_text(KEYS)
    hand_down(tmp_path)
    assert (nadia / "keys.toml").read_text() == KEYS == (tomas / "keys.toml").read_text()
    assert (tmp_path / "keys.toml.before").read_text() == KEYS
    maria = inbox_of(tmp_path, "maria")
    hand_down(tmp_path)
    assert not (maria / "keys.toml").exists()


def test_nobodys_own_keys_are_written_over(tmp_path: Path, nadia: Path) -> None:
    (nadia / "keys.toml").write_text("mine")
    (tmp_path / "keys.toml").write_text(KEYS)
    hand_down(tmp_path)
    assert (nadia / "keys.toml").read_text() == "mine"


def test_lists_of_phrases_that_were_shared_are_handed_down_too(tmp_path: Path, nadia: Path) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "phrases.json").write_text("[]")
    hand_down(tmp_path)
    assert (nadia / "kit" / "phrases.json").read_text() == "[]"
    assert not (tmp_path / "kit" / "phrases.json").exists()


def test_lists_beside_a_site_file_are_the_sites_and_stay(tmp_path: Path, nadia: Path) -> None:
    (tmp_path / "site.toml").touch()
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "phrases.json").write_text("[]")
    hand_down(tmp_path)
    assert (tmp_path / "kit" / "phrases.json").exists() and not (nadia / "kit").exists()


def test_where_nobody_has_an_inbox_yet_what_is_shared_waits(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text(KEYS)
    hand_down(tmp_path)
    assert (tmp_path / "keys.toml").exists()


def test_each_person_has_the_text_and_colours_they_chose(
    qapp: QApplication, tmp_path: Path, nadia: Path
) -> None:
    tomas = inbox_of(tmp_path, "tomas")
    looks = Looks(tmp_path, ThemeName.LIGHT)
    looks.sits_down(nadia)
    looks.theme.change(name=ThemeName.DARK, scale=200, density=Density.ROOMY)
    looks.sits_down(tomas)
    assert worn(looks) == (ThemeName.LIGHT, 100, Density.DEFAULT)
    looks.theme.change(scale=120)
    looks.sits_down(nadia)
    assert worn(looks) == (ThemeName.DARK, 200, Density.ROOMY)
    looks.sits_down(tomas)
    assert worn(looks) == (ThemeName.LIGHT, 120, Density.DEFAULT)


def test_before_anybody_is_in_it_looks_as_whoever_sat_there_last_had_it(
    qapp: QApplication, tmp_path: Path, nadia: Path
) -> None:
    tomas = inbox_of(tmp_path, "tomas")
    looks = Looks(tmp_path, ThemeName.LIGHT)
    looks.sits_down(tomas)
    looks.sits_down(nadia)
    looks.theme.change(name=ThemeName.DARK, scale=200)
    assert worn(Looks(tmp_path, ThemeName.LIGHT)) == (ThemeName.DARK, 200, Density.DEFAULT)


@pytest.mark.parametrize("kept", ["{", '{"scale": "large"}', '{"scale": 900}'])
def test_what_nobody_can_use_of_a_kept_look_is_as_usual(
    qapp: QApplication, tmp_path: Path, nadia: Path, kept: str
) -> None:
    (nadia / "appearance.json").write_text(kept)
    looks = Looks(tmp_path, ThemeName.LIGHT)
    looks.sits_down(nadia)
    assert looks.theme.scale in (100, 200) and looks.theme.name is ThemeName.LIGHT


def worn(looks: Looks) -> tuple[ThemeName, int, Density]:
    theme = looks.theme
    return theme.name, theme.scale, theme.density
