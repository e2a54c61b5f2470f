"""What a packaged station is: the program without the sandbox, with an icon in the forms desktops ask for."""

from __future__ import annotations

import configparser
import re
import struct
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication

import inbox.__main__ as start
from inbox.domain.messaging.file_kinds import FileKind
from inbox.ui.files.view import PICTURES

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"


def test_a_station_without_the_sandbox_offers_no_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        start.main(["--demo", "nurse"])
    assert "--demo" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        start.main(["--help"])
    assert "--demo" not in capsys.readouterr().out


def test_the_icon_is_drawn_in_every_size_and_form(qapp: QApplication, tmp_path: Path) -> None:
    spec = spec_from_file_location("icons", ROOT / "packaging" / "icons.py")
    assert spec is not None
    assert spec.loader is not None
    icons = module_from_spec(spec)
    spec.loader.exec_module(icons)
    icons.draw_into(tmp_path)
    for size in icons.SIZES:
        png = (tmp_path / "hicolor" / f"{size}x{size}" / "apps" / "inbox-workstation.png").read_bytes()
        assert struct.unpack(">II", png[16:24]) == (size, size)
    ico = (tmp_path / "inbox-workstation.ico").read_bytes()
    count = struct.unpack("<H", ico[4:6])[0]
    entries = [struct.unpack("<BBBBHHII", ico[6 + 16 * at : 22 + 16 * at]) for at in range(count)]
    assert [ico[at : at + 4] for *_, at in entries] == [b"\x89PNG"] * len(icons.IN_ICO)
    icns = (tmp_path / "inbox-workstation.icns").read_bytes()
    assert struct.unpack(">I", icns[4:8])[0] == len(icns)


def test_a_package_brings_what_reads_every_kind_of_picture_that_is_shown() -> None:
    """Qt reads PNG by itself; each other kind takes a plugin of its name."""
    spec = (ROOT / "packaging" / "inbox.spec").read_text()
    kept = re.search(r"imageformats/\.\*\((.+?)\)", spec)
    assert kept is not None
    assert {kind.name.lower() for kind in PICTURES - {FileKind.PNG}} <= set(kept[1].split("|"))


def test_the_desktop_entry_the_store_page_and_the_program_have_one_name() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(LINUX / "inbox-workstation.desktop", encoding="utf-8")
    page = ElementTree.parse(LINUX / "inbox-workstation.metainfo.xml").getroot()
    assert entry["Desktop Entry"]["Exec"] == page.findtext("provides/binary") == "inbox-workstation"
    assert page.findtext("launchable") == "inbox-workstation.desktop"
    assert 'setDesktopFileName("inbox-workstation")' in (ROOT / "inbox" / "app" / "program.py").read_text()
