"""What a file is, told from its bytes: its name and what somebody says of it prove nothing.

Signatures: PDF (ISO 32000, 7.5.2), PNG (W3C PNG, 5.2), JPEG (ITU-T T.81, B.1), GIF (89a, 17), TIFF (6.0, 2),
WebP (RFC 9649), Word (a ZIP whose first part belongs to Office Open XML, ECMA-376). A text is UTF-8 without
control characters that is no web page.
"""

from __future__ import annotations

from enum import StrEnum

from inbox.domain.words import mark, tr


class FileKind(StrEnum):
    """The kinds a site may allow."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    TIFF = "tiff"
    WEBP = "webp"
    WORD = "word"
    TEXT = "text"

    @property
    def content_type(self) -> str:
        """As MIME has it."""
        return _TYPES[self]

    @property
    def said(self) -> str:
        """In words."""
        return tr(_SAID[self])

    @classmethod
    def named(cls, title: str) -> FileKind | None:
        """What the ending of a file's name says that it is; None where it says nothing known."""
        ending = title.rpartition(".")[2].lower() if "." in title else ""
        return next((kind for kind, endings in _ENDINGS.items() if ending in endings), None)


_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.GIF: "image/gif",
    FileKind.TIFF: "image/tiff",
    FileKind.WEBP: "image/webp",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.TEXT: "text/plain",
}
_SAID = {
    FileKind.PDF: mark("PDF"),
    FileKind.JPEG: mark("JPEG picture"),
    FileKind.PNG: mark("PNG picture"),
    FileKind.GIF: mark("GIF picture"),
    FileKind.TIFF: mark("TIFF picture"),
    FileKind.WEBP: mark("WebP picture"),
    FileKind.WORD: mark("Word document"),
    FileKind.TEXT: mark("plain text"),
}
_ENDINGS: dict[FileKind, tuple[str, ...]] = {
    FileKind.PDF: ("pdf",),
    FileKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    FileKind.PNG: ("png",),
    FileKind.GIF: ("gif",),
    FileKind.TIFF: ("tif", "tiff"),
    FileKind.WEBP: ("webp",),
    FileKind.WORD: ("docx",),
    FileKind.TEXT: ("txt", "text"),
}
_STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
)
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_ZIP_TAIL = 22 + 65_535
"""Bytes from the end in which a ZIP's directory record begins (APPNOTE 4.3.16)."""
_WORD_PARTS = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/")
_MACROS = b"vbaProject.bin"
_NEAR_START = 1024
"""Bytes in which readers look for a PDF's header, wherever it is (ISO 32000-1, note in annex H)."""
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<iframe")


def kind_of(body: bytes) -> FileKind | None:
    """What `body` is; None for anything else, and for what is two kinds at once."""
    kind = next((kind for start, kind in _STARTS if body.startswith(start)), None)
    if kind is None and body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        kind = FileKind.WEBP
    if body.startswith(_ZIP):
        return FileKind.WORD if _is_word(body) else None
    if kind is not None:
        return None if _is_another(body, kind) else kind
    return FileKind.TEXT if _is_text(body) else None


def _is_another(body: bytes, kind: FileKind) -> bool:
    """Whether another program would take it for something else: an archive, a PDF behind a picture."""
    archive = _ZIP_END in body[-_ZIP_TAIL:] and _ZIP in body
    return archive or (kind is not FileKind.PDF and b"%PDF-" in body[:_NEAR_START])


def _is_word(body: bytes) -> bool:
    """Whether an archive is a Word document without macros, by the names of its parts; it is not unpacked."""
    length = int.from_bytes(body[26:28], "little")
    first = body[30 : 30 + length]
    return first.startswith(_WORD_PARTS) and b"word/document.xml" in body and _MACROS not in body


def _is_text(body: bytes) -> bool:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text) or "\x7f" in text:
        return False
    return not body.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP)
