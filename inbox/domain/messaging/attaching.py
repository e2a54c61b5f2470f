"""Whether a file may go with a reply, by the portal's rules. Refusals are sentences to whoever chose it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from inbox.domain.attached import AttachedFile
from inbox.domain.errors import Refused
from inbox.domain.messaging.file_kinds import FileKind, kind_of
from inbox.domain.messaging.rules import FileRules
from inbox.domain.words import tr, trn

LONGEST_NAME = 120
"""Characters of a name; longer ones are cut before their ending."""
_AROUND = 16 * 1024
"""Bytes of a message without its files, generously: its words and who it goes to."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of what cannot be seen or turns the text around."""


def safe_name(name: str) -> str:
    """`name` as anybody may see it and store it: no path, nothing hidden, not endless, never empty."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", last))
    shown = "".join(letter for letter in shown if unicodedata.category(letter) not in _HIDDEN)
    shown = " ".join(shown.split()).strip(". ") if shown.strip(". ") else ""
    stem, dot, ending = shown.rpartition(".")
    if dot and len(shown) > LONGEST_NAME:
        ending = ending[:12]
        return f"{stem[: LONGEST_NAME - len(ending) - 2].rstrip()}….{ending}"
    return shown[:LONGEST_NAME] or tr("file")


def check_room(rules: FileRules, there: Sequence[AttachedFile]) -> None:
    """Raises Refused where no further file may be added."""
    if len(there) >= rules.count:
        raise Refused(
            trn("The portal takes {n} file with a reply.", "The portal takes {n} files with a reply.",
                rules.count)
        )  # fmt: skip


def attached(
    name: str,
    body: bytes,
    rules: FileRules,
    there: Sequence[AttachedFile] = (),
    largest: int | None = None,
) -> AttachedFile:
    """`body` as a file of a reply that has `there` already. Raises Refused with what is the matter.

    `largest`: bytes of a request that this server is known not to take; base64 makes four of three.
    """
    check_room(rules, there)
    title = safe_name(name)
    if not body:
        raise Refused(tr("{name} is empty.", name=title))
    if len(body) > rules.each:
        raise too_large(title, len(body), rules)
    kind = _allowed(title, body, rules)
    made = AttachedFile(title, kind.content_type, len(body), sha256(body).hexdigest())
    if any(one.digest == made.digest for one in there):
        raise Refused(tr("{name} is attached already.", name=title))
    together = len(body) + sum(one.size for one in there)
    if together > rules.together:
        raise Refused(
            tr("With {name} the files are {size} together; the portal takes {most}.",
               name=title, size=in_mb(together), most=in_mb(rules.together))
        )  # fmt: skip
    if largest is not None and together * 4 // 3 + _AROUND >= largest:
        raise Refused(
            tr("{name} is too large for this portal: it has refused a message of that size.", name=title)
        )
    return made


def too_large(title: str, size: int, rules: FileRules) -> Refused:
    """Why a file of so many bytes is not taken."""
    return Refused(
        tr("{name} is too large: {size}. The portal takes files up to {most}.",
           name=title, size=in_mb(size), most=in_mb(rules.each))
    )  # fmt: skip


def in_mb(size: int) -> str:
    """Bytes as they are said: "84 KB", "2.4 MB"."""
    if size < 1024:
        return trn("{n} byte", "{n} bytes", size)
    if size < 1024 * 1024:
        return tr("{n} KB", n=round(size / 1024))
    return tr("{n} MB", n=f"{size / 1024 / 1024:.1f}".removesuffix(".0"))


def _allowed(title: str, body: bytes, rules: FileRules) -> FileKind:
    """Its kind, where name and bytes agree on one that the site allows."""
    kind, says = kind_of(body), FileKind.named(title)
    allowed = ", ".join(one.said for one in rules.kinds)
    if kind is None and says is None:
        raise Refused(
            tr("{name} is of a kind that is not sent. Allowed: {kinds}.", name=title, kinds=allowed)
        )
    if kind is None or kind is not says:
        raise Refused(
            tr(
                "{name} is not what its name says. Save it anew as one of: {kinds}.",
                name=title,
                kinds=allowed,
            )
        )
    if kind not in rules.kinds:
        raise Refused(
            tr("{name} is a {kind}, which the portal does not take. Allowed: {kinds}.",
               name=title, kind=kind.said, kinds=allowed)
        )  # fmt: skip
    return kind
