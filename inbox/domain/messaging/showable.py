"""Whether a program of this computer may show a file: a document, and nothing in it that acts or calls.

What it is has been told from its bytes (`file_kinds`). PDF: actions and enclosed files are named in ISO
32000-1, 12.6.4 and 7.11.4; names may be written with #xx (7.3.5). Word: parts and relationships of Office
Open XML (ECMA-376, part 2); of an archive only its list and its relationships are read, and of these, all
together, no more than `_MOST_RELS`; a document type, which that standard forbids, is refused. What a PDF
holds compressed is not looked into: that is left to who shows it.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from io import BytesIO
from typing import Final
from xml.parsers import expat

from inbox.domain.errors import Refused
from inbox.domain.messaging.attaching import safe_name
from inbox.domain.messaging.file_kinds import FileKind, kind_of
from inbox.domain.words import tr

SHOWN_OUTSIDE: Final = frozenset({FileKind.PDF, FileKind.WORD})
"""What the program cannot show itself."""
_RUNS: Final = frozenset(
    {
        *("app", "bat", "bin", "chm", "cmd", "com", "cpl", "desktop", "dll", "dmg"),
        *("docm", "dotm", "exe", "hta", "htm", "html", "iso", "jar", "js", "jse"),
        *("lnk", "mht", "mhtml", "msc", "msi", "msp", "pif", "potm", "ppam", "pptm"),
        *("ps1", "py", "reg", "rtf", "scf", "scr", "sh", "svg", "url", "vbe"),
        *("vbs", "wsf", "wsh", "xhtml", "xla", "xlam", "xll", "xlsm", "xltm", "xml"),
    }
)
"""Endings of what would be run, or shown as a page, by its name."""
_ACTS: Final = re.compile(rb"/(?:Launch|JavaScript|EmbeddedFile|RichMedia|SubmitForm|ImportData|GoToE)")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PARTS: Final = ("activex", "embeddings/", "vbaproject", ".bin", ".exe", "attachedtoolbars")
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""ECMA-376, part 2, annex B: all else may ask for more memory than there is."""
_MOST_PARTS: Final = 2_000
_MOST_RELS: Final = 512 * 1024
"""Bytes of all files of relationships of one archive, unpacked."""
_ENCLOSES: Final = frozenset({"afchunk", "control", "oleobject", "package", "vbaproject"})
"""Relationships to what is no text and no picture: another document taken in, a program's object, a macro."""


class _Harm(Exception):
    """A relationship that no plain document has."""


def kind_shown_outside(title: str, content_type: str, body: bytes) -> FileKind:
    """The kind of a file that may be handed to a program of this computer. Raises Refused for any other."""
    name, kind = safe_name(title), kind_of(body)
    if _hides(title):
        raise Refused(tr("The name of {name} hides signs that cannot be seen. It is not opened.", name=name))
    if kind not in SHOWN_OUTSIDE or (content_type and content_type != kind.content_type):
        raise Refused(not_what_it_says(name))
    if _is_said_to_be(title, kind):
        raise Refused(not_what_it_says(name))
    if _acts(body) if kind is FileKind.PDF else _calls(body):
        raise Refused(
            tr(
                "{name} holds more than a text: a script, a file, or what it loads. It is not opened.",
                name=name,
            )
        )
    return kind


def not_what_it_says(name: str) -> str:
    """Why a file is not opened whose bytes are something else."""
    return tr("{name} is not what it says it is. It is not opened.", name=name)


def _hides(title: str) -> bool:
    """Whether a name has signs that turn its letters round, or that nobody sees."""
    return any(unicodedata.category(letter) in ("Cc", "Cf") for letter in title)


def _is_said_to_be(title: str, kind: FileKind) -> bool:
    """Whether a name says that it is another kind, or what runs. One without an ending says nothing."""
    ending = title.rpartition(".")[2].strip().lower() if "." in title else ""
    return ending in _RUNS or FileKind.named(title) not in (None, kind)


def _acts(body: bytes) -> bool:
    """Whether a PDF says in the open that it runs, sends or encloses something."""
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), body)
    return bool(_ACTS.search(body) or _ACTS.search(plain))


def _calls(body: bytes) -> bool:
    """Whether a Word document has more than text and pictures, or loads something from elsewhere."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or any(_is_alive(part) for part in parts):
                return True
            left = _MOST_RELS
            for part in parts:
                if part.filename.lower().endswith(".rels"):
                    with archive.open(part) as packed:
                        told = packed.read(left + 1)
                    left -= len(told)
                    if left < 0 or _loads(told):
                        return True
            return False
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return True  # an archive that cannot be read is handed to nobody


def _is_alive(part: zipfile.ZipInfo) -> bool:
    """Whether it is no text and no picture, or packed in a way that Office Open XML does not know."""
    return part.compress_type not in _PACKED or any(word in part.filename.lower() for word in _PARTS)


def _loads(relationships: bytes) -> bool:
    """Whether they enclose something, or lead outside other than by a link that somebody has to press."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _look_at
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(relationships, True)
    except (expat.ExpatError, _Harm):
        return True
    return False


def _look_at(_name: str, attributes: dict[str, str]) -> None:
    """One relationship, whatever its element is called and however its attributes are written."""
    said = {name.rpartition(" ")[2].lower(): value.strip().lower() for name, value in attributes.items()}
    kind = said.get("type", "").rpartition("/")[2]
    if kind in _ENCLOSES or (said.get("targetmode", "internal") != "internal" and kind != "hyperlink"):
        raise _Harm


def _refuse_doctype(*_declared: object) -> None:
    """Entities are declared there, which stand for whatever their author likes."""
    raise _Harm
