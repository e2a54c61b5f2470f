"""Which files may go with a reply: their names prove nothing, and every refusal says what helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.attached import AttachedFile
from inbox.domain.errors import Refused
from inbox.domain.messaging.attaching import LONGEST_NAME, attached, in_mb, safe_name
from inbox.domain.messaging.file_kinds import FileKind, kind_of
from inbox.domain.messaging.rules import FileRules

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(64) + b"\xff\xd9"
ZIP = b"PK\x03\x04" + bytes(22) + b"\x09\x00\x00\x00notes.txt" + b"PK\x05\x06" + bytes(18)
WORD = b"PK\x03\x04" + bytes(22) + b"\x13\x00\x00\x00[Content_Types].xml..word/document.xml.." + b"PK\x05\x06"
RULES = FileRules()
EVERY = FileRules(kinds=tuple(FileKind))


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("Letter.PDF", PDF, FileKind.PDF),
        ("scan.jpeg", JPEG, FileKind.JPEG),
        ("rash.png", PNG, FileKind.PNG),
        ("diet.gif", b"GIF89a" + bytes(20), FileKind.GIF),
        ("fax.tif", b"II*\0" + bytes(20), FileKind.TIFF),
        ("photo.webp", b"RIFF\x20\0\0\0WEBPVP8 ", FileKind.WEBP),
        ("form.docx", WORD, FileKind.WORD),
        ("how to take it.txt", "Täglich eine.\n".encode(), FileKind.TEXT),
    ],
)
def test_what_is_what_it_says_goes(name: str, body: bytes, kind: FileKind) -> None:
    made = attached(name, body, EVERY)
    assert (made.title, made.content_type, made.size) == (name, kind.content_type, len(body))
    assert len(made.digest) == 64


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("letter.pdf", b"", "is empty"),
        ("letter.pdf", JPEG, "not what its name says"),
        ("letter.pdf", b"MZ\x90\0 a program", "not what its name says"),
        ("letter.pdf", b"plain words", "not what its name says"),
        ("rash.png.exe", PNG, "not what its name says"),
        ("letter", PDF, "not what its name says"),
        ("song.mp3", b"ID3\x03\0\0", "kind that is not sent"),
        ("all.zip", ZIP, "kind that is not sent"),
        ("form.docx", WORD, "is a Word document, which the portal does not take"),
        ("form.docx", ZIP, "not what its name says"),
        ("form.docx", WORD + b"word/vbaProject.bin", "not what its name says"),
        ("page.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>", "not what its name says"),
        ("odd.txt", b"words\x00and more", "not what its name says"),
        ("latin.txt", b"caf\xe9", "not what its name says"),
        ("two.pdf", PDF + ZIP, "not what its name says"),
        ("two.jpg", b"\xff\xd8\xff\xfe" + PDF + JPEG, "not what its name says"),
        ("two.png", PNG + ZIP, "not what its name says"),
    ],
)
def test_what_is_something_else_does_not(name: str, body: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        attached(name, body, RULES)


def test_a_bomb_is_never_unpacked() -> None:
    bomb = b"PK\x03\x04" + bytes(14) + b"\xff" * 8 + b"\x05\x00\x00\x00a.txt" + b"\0" * 1000 + b"PK\x05\x06"
    assert kind_of(bomb) is None


def some(size: int, n: int = 1) -> AttachedFile:
    return AttachedFile(f"{n}.pdf", "application/pdf", size, f"{n:064}")


def test_limits_are_those_of_the_site() -> None:
    rules = FileRules(each_kb=1, together_kb=2, count=3)
    full = PDF + bytes(1024 - len(PDF))
    assert attached("a.pdf", full, rules).size == 1024
    with pytest.raises(Refused, match=r"a.pdf is too large: 1 KB. The portal takes files up to 1 KB"):
        attached("a.pdf", full + b"\0", rules)
    assert attached("a.pdf", full, rules, [some(1024)])
    with pytest.raises(Refused, match="together; the portal takes 2 KB"):
        attached("a.pdf", full, rules, [some(1025)])
    with pytest.raises(Refused, match="takes 3 files with a reply"):
        attached("a.pdf", full, rules, [some(1, n) for n in range(3)])
    with pytest.raises(Refused, match="takes 1 file with a reply"):
        attached("a.pdf", full, FileRules(count=1), [some(1)])


def test_the_same_file_is_attached_once() -> None:
    first = attached("a.pdf", PDF, RULES)
    with pytest.raises(Refused, match="attached already"):
        attached("b.pdf", PDF, RULES, [first])


def test_a_portal_that_refused_that_much_is_not_asked_again() -> None:
    body = PDF + bytes(700_000)
    assert attached("a.pdf", body, RULES, largest=1_048_577)
    with pytest.raises(Refused, match="too large for this portal"):
        attached("a.pdf", body, RULES, [some(200_000)], largest=1_048_577)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\nora\\scan.pdf", "scan.pdf"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\0b\r\n\u2028c\u200b.pdf", "ab c.pdf"),
        ("  two   words .pdf", "two words .pdf"),
        ("..", "file"),
        ("", "file"),
        ("\u202e", "file"),
        ("/", "file"),
        (".hidden.pdf", "hidden.pdf"),
    ],
)
def test_names_are_made_safe_to_show(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_very_long_name_keeps_its_ending() -> None:
    shown = safe_name("x" * 300 + ".pdf")
    assert len(shown) <= LONGEST_NAME and shown.endswith("….pdf")
    assert len(safe_name("y" * 300)) == LONGEST_NAME


@given(st.text(max_size=400))
def test_no_name_gets_through_with_a_path_or_anything_hidden(name: str) -> None:
    shown = safe_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert "/" not in shown and "\\" not in shown and shown.isprintable()


@given(st.binary(max_size=400))
def test_any_bytes_are_told_or_refused(body: bytes) -> None:
    assert kind_of(body) in (None, *FileKind)


def test_sizes_are_said_as_people_say_them() -> None:
    assert [in_mb(n) for n in (1, 900, 84_210, 2_500_000, 5 * 1024 * 1024)] == [
        "1 byte", "900 bytes", "82 KB", "2.4 MB", "5 MB"
    ]  # fmt: skip
