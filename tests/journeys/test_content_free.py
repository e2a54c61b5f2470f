"""Who looks through a journey's files would see a word that lay open."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.content_free import Secrets, open_to_others


def test_a_name_a_date_and_a_sentence_are_seen_wherever_they_lie(
    quiet_clinic: tuple[Path, Secrets], tmp_path: Path
) -> None:
    secrets = quiet_clinic[1]
    assert secrets.told_in(b"Nobody at all") == ""
    names = [word for word in secrets.words if " " in word and len(word) < 30][:20]
    assert names
    for word in names:
        assert secrets.told_in(b"\x00\xff" * 400 + word.encode() + b"\xfe" * 9)
        assert secrets.told_in(b"\x00" + word.encode("utf-16-le"))
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "core.1").write_bytes(b"\x7fELF" + names[0].encode())
    (tmp_path / "portal.db").write_bytes(names[0].encode())
    assert list(secrets.lie_open(tmp_path, apart=["portal.db"])) == ["deep/er/core.1"]


def test_what_others_may_read_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"")
    (tmp_path / "mine").chmod(0o600)
    (tmp_path / "everybodys").write_bytes(b"")
    (tmp_path / "everybodys").chmod(0o640)
    assert open_to_others(tmp_path) == ["everybodys"]
