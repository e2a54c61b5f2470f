"""What may be handed to another program of this computer, and what never is."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from inbox.domain.errors import Refused
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.messaging.showable import kind_shown_outside

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog /URI (https://clinic.example) >> endobj\n%%EOF\n"
WORD_TYPE = FileKind.WORD.content_type
RELS = "word/_rels/document.xml.rels"
_LEADS = '<Relationships><Relationship Type="http://x/{type}" Target="{to}"{mode}/></Relationships>'


def word(parts: Mapping[str, str | bytes] | None = None) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, words in (parts or {}).items():
            archive.writestr(name, words)
    return made.getvalue()


def leads(kind: str, to: str, outside: bool = True) -> str:
    return _LEADS.format(type=kind, to=to, mode=' TargetMode="External"' if outside else "")


def test_a_plain_document_may_be_shown() -> None:
    assert kind_shown_outside("Lab results 3.17", "", PDF) is FileKind.PDF
    assert kind_shown_outside("letter.pdf", "application/pdf", PDF) is FileKind.PDF
    assert kind_shown_outside("letter.docx", WORD_TYPE, word()) is FileKind.WORD


def test_a_link_that_somebody_has_to_press_is_no_harm() -> None:
    inside = leads("image", "media/image1.png", outside=False)
    assert kind_shown_outside("a.docx", WORD_TYPE, word({RELS: inside})) is FileKind.WORD
    pressed = leads("hyperlink", "https://clinic.example")
    assert kind_shown_outside("a.docx", WORD_TYPE, word({RELS: pressed})) is FileKind.WORD


@pytest.mark.parametrize(
    ("title", "content_type", "body"),
    [
        ("scan.pdf", "application/pdf", b"MZ\x90\0" + bytes(60)),
        ("scan.pdf", "application/pdf", b"\x7fELF" + bytes(60)),
        ("scan.pdf", "application/pdf", b"#!/bin/sh\nrm -rf /\n"),
        ("scan.pdf", "application/pdf", b"<html><script>x()</script></html>"),
        ("scan.exe", "application/pdf", PDF),
        ("scan.pdf.exe", "", PDF),
        ("scan.docx", WORD_TYPE, PDF),
        ("scan.docx", "", PDF),
        ("picture.pdf", "application/pdf", b"\x89PNG\r\n\x1a\n"),
        ("letter.docm", "", word()),
        ("letter.docx", WORD_TYPE, word({"word/vbaProject.bin": "macro"})),
    ],
)
def test_what_is_not_what_its_name_and_sender_say_is_refused(
    title: str, content_type: str, body: bytes
) -> None:
    with pytest.raises(Refused, match="is not what it says it is"):
        kind_shown_outside(title, content_type, body)


@pytest.mark.parametrize("title", ["scan\u202efdp.exe", "scan\u2066.pdf", "scan\u200b.pdf", "scan\0.pdf"])
def test_a_name_that_hides_what_it_is_is_refused_and_shown_without_its_tricks(title: str) -> None:
    with pytest.raises(Refused, match="hides signs that cannot be seen") as refused:
        kind_shown_outside(title, "application/pdf", PDF)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "inside",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/OpenAction << /S /#4aava#53cript /JS (app.alert(1)) >>",
        b"/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        b"/Names << /EmbeddedFiles << >> >>",
        b"/S /SubmitForm /F (https://elsewhere.example)",
    ],
)
def test_a_pdf_that_acts_is_refused(inside: bytes) -> None:
    with pytest.raises(Refused, match="holds more than a text"):
        kind_shown_outside("a.pdf", "application/pdf", PDF + inside)


@pytest.mark.parametrize(
    "parts",
    [
        {RELS: leads("attachedTemplate", "https://elsewhere.example/t.dotm")},
        {RELS: leads("image", "https://elsewhere.example/seen.png")},
        {"word/_rels/settings.xml.rels": leads("oleObject", "file://elsewhere/x")},
        {RELS: "<!-- TargetMode='External' "},
        {RELS: leads("image", "https://elsewhere.example/seen.png").replace('"External', '"&#69;xternal')},
        {RELS: leads("image", "https://elsewhere.example/seen.png").encode("utf-16")},
        {RELS: '<!DOCTYPE r [<!ENTITY e "External">]>' + leads("image", "//x", outside=False)},
        {RELS: leads("image", "//x").replace("<Rel", "<r:Rel").replace("/>", ' xmlns:r="urn:r"/>')},
        {RELS: leads("aFChunk", "chunk.htm", outside=False)},
        {"word/_rels/footer.xml.rels": leads("oleObject", "media/object", outside=False)},
        {f"word/_rels/{n}.xml.rels": f"<a>{' ' * 300_000}</a>" for n in range(2)},
        {RELS: " " * 300_000},
        {"word/embeddings/oleObject1.bin": "x"},
        {"word/activeX/activeX1.xml": "x"},
        {f"word/part{n}.xml": "" for n in range(2_001)},
    ],
)
def test_a_word_document_that_loads_or_encloses_something_is_refused(
    parts: dict[str, str | bytes],
) -> None:
    with pytest.raises(Refused, match="holds more than a text"):
        kind_shown_outside("a.docx", WORD_TYPE, word(parts))


def test_an_archive_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused, match="holds more than a text"):
        kind_shown_outside("a.docx", WORD_TYPE, word()[:-30])


def test_an_archive_whose_packing_is_broken_is_refused() -> None:
    told = bytes(range(256)) * 8
    whole = bytearray(word({RELS: told}))
    start = whole.rindex(RELS.encode(), 0, whole.index(b"PK\x01\x02")) + len(RELS)
    whole[start : start + 8] = b"\xff" * 8
    with pytest.raises(Refused, match="holds more than a text"):
        kind_shown_outside("a.docx", WORD_TYPE, bytes(whole))


def test_an_archive_that_is_packed_otherwise_than_the_standard_knows_is_refused() -> None:
    made = BytesIO(word())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr(RELS, leads("image", "media/image1.png", outside=False))
    with pytest.raises(Refused, match="holds more than a text"):
        kind_shown_outside("a.docx", WORD_TYPE, made.getvalue())


def test_a_bomb_is_not_unpacked() -> None:
    """Its list alone is read, and of its relationships no more than is needed to refuse it."""
    bomb = word({RELS: "A" * 50_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="holds more than a text"):
        kind_shown_outside("a.docx", WORD_TYPE, bomb)
